"""Turn what a scenario expects, in lines or in the cells of a table, into an expectation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from policydsl.core.determinations import Determination
from policydsl.core.scenario import Asker, AssumptionExpected, Meant, Part, ReadingExpected
from policydsl.core.texts import to_json_value, value_text
from policydsl.diagnostics.suggest import nearest
from policydsl.semantics import problems_citations as problems
from policydsl.semantics.drafts import Build
from policydsl.semantics.headings import ids
from policydsl.semantics.literals import scaled
from policydsl.semantics.names import Sort
from policydsl.semantics.typing import MONEY, PERCENT
from policydsl.syntax import ast

_BY_VALUE: Final = {determination.value: determination for determination in Determination}
_PARTS: Final = {part.value: part for part in Part}
# Columns of a table that are no facts; `LIMIT.remaining` and its like are others.
COLUMNS: Final = (
    "as_of", "expect", "because", "missing", "remaining", "asked", "fits", "pays", "member_pays",
    "possible", "settled", "routes_to", "outranked", "assumes", "advises",
)  # fmt: skip


@attrs.define
class Expected:
    """An expectation while it is read: its parts by their names in the core, and its place."""

    parts: dict[str, Any] = attrs.field(factory=dict)
    at: ast.Node | None = None

    def copy(self) -> Expected:
        return Expected(dict(self.parts), self.at)

    def add(self, name: str, *more: object) -> None:
        """Put *more* behind what is expected already; nothing more expects that there is none."""
        self.parts[name] = (*self.parts.get(name, ()), *more)


def names_a_part(column: str) -> bool:
    """Whether a column speaks of a part of a limit: `outpatient_visits.used`."""
    limit, _, part = column.rpartition(".")
    return bool(limit) and part in _PARTS


class Expecting:
    """Reads expectations.

    *keys* are those of the clauses that each declared name stands for, *advice* the ids of
    what can be advised.
    """

    def __init__(
        self, build: Build, keys: Mapping[str, Sequence[str]], advice: Sequence[str]
    ) -> None:
        self.build = build
        self.keys = keys
        self.advice = advice

    def report(self, node: ast.Node, message: str, help: str | None = None) -> None:
        self.build.problems.append(problems.expectation(node, message, help))

    # -------------------------------------------------------------------- lines

    def lines(self, line: ast.Expect, into: Expected) -> None:
        """Read an `expect` with all that stands below it."""
        into.at = line
        self._determination(line.determination, into)
        into.parts["because"], into.parts["only"] = (), False
        if line.because is not None:
            self._because(line.because.clauses, into)
            into.parts["only"] = line.because.only
        into.parts["citations"] = ids(line.citations)
        for inner in line.lines:
            self._line(inner, into)

    def _line(self, line: ast.AnyLine, into: Expected) -> None:
        match line:
            case ast.ExpectMissing():
                self._missing(line.facts, into)
                askers = [self.clause(name) for name in line.because]
                facts = [name.text for name in line.facts]
                into.add("askers", *(Asker(fact, key) for fact in facts for key in askers))
            case ast.ExpectRemaining():
                self._reading(line.limit, Part.REMAINING, line.amount, into)
            case ast.ExpectReading():
                self._part(line.part, line.amount, into)
            case ast.ExpectPays():
                self._pays(line.values, into)
            case ast.ExpectMemberPays():
                self._member_pays(line.amount, into)
            case ast.ExpectAsked():
                into.parts["asked"] = self._count(line.amount)
            case ast.ExpectFits():
                into.parts["fits"] = self._count(line.amount)
            case ast.ExpectNoEffects():
                into.parts["no_effects"] = True
            case ast.ExpectPossible():
                self._possible(line.determinations, into)
            case ast.ExpectSettled():
                into.parts["settled"] = line.settled
            case ast.ExpectRoutesTo():
                into.parts["routes_to"] = line.target.text if line.target else ""
            case ast.ExpectOutranked():
                into.add("outranked", *(self.clause(name) for name in line.clauses))
            case ast.ExpectAssumes():
                self._assumes(line.fact, line.value, into)
            case ast.ExpectAdvises():
                self._advises(line.advice, into)
                into.parts["only_advises"] = line.only
            case ast.ExpectOpenQuestion():
                into.add("open_questions", *([line.question.text] if line.question else []))
            case _:
                pass

    # -------------------------------------------------------------------- cells

    def citations(self, row: ast.Row, into: Expected) -> None:
        into.at = row
        if row.citations:
            into.parts["citations"] = ids(row.citations)

    def cell(self, name: ast.Name, cell: ast.Cell, into: Expected) -> None:
        """Read a cell below the column *name*, which is no fact and not the date."""
        words, first = _words(cell), cell.values[0]
        nothing = [word.text for word in words] in (["none"], ["nothing"])
        listed = () if nothing else words
        match name.text:
            case "expect":
                self._determination(words[0], into)
            case "because":
                self._because(words, into)
            case "missing":
                into.parts.pop("missing", None)
                self._missing(listed, into)
            case "remaining":
                self._reading(None, Part.REMAINING, first, into)
            case "asked" | "fits":
                into.parts[name.text] = self._count(first)
            case "pays":
                self._pays(() if words[0].text == "unstated" else cell.values, into)
            case "member_pays":
                self._member_pays(first, into)
            case "possible":
                self._possible(words, into)
            case "settled":
                self._settled(first, into)
            case "routes_to":
                into.parts["routes_to"] = "" if words[0].text == "nowhere" else words[0].text
            case "outranked":
                into.parts["outranked"] = tuple(self.clause(word) for word in listed)
            case "assumes":
                into.parts["assumes"] = ()
                for word in listed:
                    self._assumes(word, None, into)
            case "advises":
                into.parts["advises"] = ()
                self._advises(listed, into)
            case _:
                self._part(name, first, into)

    # ------------------------------------------------------------------ its parts

    def _determination(self, name: ast.Name, into: Expected) -> None:
        determination = self._determined(name)
        if determination:
            into.parts["determination"] = determination
        else:
            into.parts.setdefault("determination", Determination.COVERED)

    def _determined(self, name: ast.Name) -> Determination | None:
        determination = _BY_VALUE.get(name.text)
        if determination is None:
            near = nearest(name.text, _BY_VALUE)
            help = f"did you mean `{near}`?" if near else "write one of " + ", ".join(_BY_VALUE)
            self.report(name, f"there is no determination `{name.text}`", help)
        return determination

    def _possible(self, names: Iterable[ast.Name], into: Expected) -> None:
        found = [self._determined(name) for name in names]
        into.parts["possible"] = frozenset(d for d in found if d)

    def _because(self, names: Iterable[ast.Name], into: Expected) -> None:
        into.parts["because"] = tuple(self.clause(name) for name in names)

    def clause(self, name: ast.Name) -> Meant:
        """Give the clauses that *name* stands for: a limit, or a list, for all of its parts."""
        if name.text in self.keys and name.text not in self.build.names.clauses:
            return Meant(name.text, tuple(self.keys[name.text]), span=name.span)
        declared = self.build.clause(name)
        key = declared.key if declared else name.text
        keys = tuple(self.keys.get(key, ()))
        return Meant(keys[0] if len(keys) == 1 else key, keys, span=name.span)

    def _missing(self, names: Iterable[ast.Name], into: Expected) -> None:
        facts = [self.build.low.fact(name) for name in names]
        before = into.parts.get("missing") or frozenset()
        into.parts["missing"] = before | {fact.name for fact in facts if fact}

    def _part(self, name: ast.Name, amount: ast.Node, into: Expected) -> None:
        """Read what is expected of `LIMIT.part`."""
        limit, _, word = name.text.rpartition(".")
        part = _PARTS.get(word)
        if not limit or part is None:
            self.build.problems.append(problems.unknown_reading(name, list(_PARTS)))
            return
        self._reading(ast.Name(limit, span=name.span), part, amount, into)

    def _reading(
        self, limit: ast.Name | None, part: Part, amount: ast.Node, into: Expected
    ) -> None:
        declared = self.build.clause(limit, Sort.LIMIT, Sort.AUTHORIZE) if limit else None
        if limit is not None and declared is None:
            return
        key = declared.key if declared else None
        word = amount.span.text
        if word in ("none", "unknown") and key is not None:
            into.add("readings", ReadingExpected(key, part, None, word == "none", span=amount.span))
            return
        count = self._count(amount)
        if count is not None:
            into.add("readings", ReadingExpected(key, part, count, span=amount.span))

    def _count(self, amount: ast.Node) -> int | None:
        text = amount.text if isinstance(amount, ast.Number | ast.Quantity) else ""
        count = scaled(text, 0) if text else None
        if count is None:
            self.report(amount, "this is not a whole number", "write a number such as `3`")
        return count

    def _pays(self, values: Sequence[ast.Node], into: Expected) -> None:
        into.parts["unstated"] = not values
        for value in values:
            match value:
                case ast.Percent():
                    into.parts["rate"] = scaled(value.text, PERCENT.places)
                case ast.Money():
                    into.parts["amount"] = scaled(value.text, MONEY.places)
                case _:
                    help = "write a rate such as `90%`, an amount such as `$126.00`, or both"
                    self.report(value, "a plan pays a rate or an amount", help)

    def _member_pays(self, amount: ast.Node, into: Expected) -> None:
        if isinstance(amount, ast.Money):
            into.parts["member_pays"] = scaled(amount.text, MONEY.places)
        else:
            self.report(amount, "a member pays an amount", "write an amount such as `$14.00`")

    def _settled(self, value: ast.Node, into: Expected) -> None:
        if isinstance(value, ast.YesNo):
            into.parts["settled"] = value.value
        else:
            self.report(value, "a decision is settled or not", "write `yes` or `no`")

    def _assumes(self, name: ast.Name | None, value: ast.Value | None, into: Expected) -> None:
        if name is None:
            into.add("assumes")
            return
        fact = self.build.low.fact(name)
        if fact is None:
            return
        if value is None:
            into.add("assumes", AssumptionExpected(fact.name, span=name.span))
            return
        held = self.build.low.value(fact, value)
        if held is not None:
            words = value_text(fact, held)
            expected = AssumptionExpected(fact.name, to_json_value(fact, held), words)
            into.add("assumes", expected)

    def _advises(self, advice: tuple[ast.Name, ...] | ast.Text, into: Expected) -> None:
        if isinstance(advice, ast.Text):
            into.add("advises", advice.text)
            return
        into.add("advises")
        for name in advice:
            meant = [id for id in self.advice if id == name.text]
            meant = meant or [id for id in self.advice if id.endswith(f".{name.text}")]
            if len(meant) == 1:
                into.add("advises", meant[0])
            else:
                self.build.problems.append(problems.unknown_advice(name, meant or self.advice))


def _words(cell: ast.Cell) -> tuple[ast.Name, ...]:
    """Read the values of a cell as names."""
    return tuple(ast.Name(value.span.text, span=value.span) for value in cell.values)
