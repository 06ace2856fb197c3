"""Turn scenarios, alone or in tables, into requests and what their decisions should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.core.scenario import Expectation, RemainingExpected, Scenario
from policydsl.core.values import FactValue
from policydsl.diagnostics.suggest import nearest
from policydsl.frozen import frozen
from policydsl.semantics import problems_citations as problems
from policydsl.semantics.drafts import Build
from policydsl.semantics.headings import ids
from policydsl.semantics.literals import scaled
from policydsl.semantics.names import Sort
from policydsl.semantics.typing import MONEY, PERCENT
from policydsl.syntax import ast

_BY_VALUE: Final = {determination.value: determination for determination in Determination}
# Columns of a table that are no facts; `LIMIT.remaining` is another.
_COLUMNS: Final = (
    "as_of", "expect", "because", "missing", "remaining", "pays", "fits", "possible", "routes_to",
)  # fmt: skip


@frozen
class Examples:
    """The files in which scenarios may stand, and the days of which they are read.

    A scenario of another day is for another edition, and may name what is not in this one.
    """

    files: tuple[ast.File, ...]
    days: range


def scenarios(
    build: Build, examples: Examples, keys: Mapping[str, Sequence[str]]
) -> tuple[Scenario, ...]:
    """Lower the scenarios among *examples*.

    *keys* are those of the clauses that each declared name stands for.
    """
    reader = _Reader(build, keys, examples.days)
    for file in examples.files:
        for item in file.items:
            if isinstance(item, ast.Scenario):
                reader.scenario(item)
            elif isinstance(item, ast.ScenarioTable):
                reader.table(item)
    return tuple(reader.found)


@attrs.define
class _Case:
    """A scenario while it is read: what is given, and the parts of its expectation."""

    as_of: int | None = None
    facts: dict[str, FactValue] = attrs.field(factory=dict)
    named: dict[str, ast.Name] = attrs.field(factory=dict)
    expect: dict[str, Any] = attrs.field(factory=dict)
    expected_at: ast.Node | None = None

    def copy(self) -> _Case:
        return _Case(
            self.as_of, dict(self.facts), dict(self.named), dict(self.expect), self.expected_at
        )


class _Reader:
    def __init__(self, build: Build, keys: Mapping[str, Sequence[str]], days: range) -> None:
        self.build = build
        self.keys = keys
        self.days = days
        self.found: list[Scenario] = []
        self.title_by_text: dict[str, ast.Text] = {}

    def report(self, node: ast.Node, message: str, help: str | None = None) -> None:
        self.build.problems.append(problems.expectation(node, message, help))

    # ------------------------------------------------------------------- items

    def scenario(self, item: ast.Scenario) -> None:
        self._title(item.title)
        if not self._of_these_days(_day_of(item.lines)):
            return
        before = len(self.build.problems)
        case = self._shared(item.lines)
        if len(self.build.problems) == before:
            self._keep(item.title.text, case, item, item.title)

    def table(self, item: ast.ScenarioTable) -> None:
        self._title(item.title)
        day = _day_of(item.lines)
        columns = [line for line in item.lines if isinstance(line, ast.Columns)]
        rows = [(line, row) for line in columns for row in line.rows]
        ours = [self._of_these_days(_day_in(line, row) or day) for line, row in rows]
        if rows and not any(ours):
            return
        before = len(self.build.problems)
        shared = self._shared(item.lines)
        if not columns:
            self.report(item.title, "a table of scenarios has no `columns`", "add them")
        for number, ((line, row), read) in enumerate(zip(rows, ours, strict=True), 1):
            if read:
                case = shared.copy()
                self._row(line, row, case)
                if len(self.build.problems) == before:
                    self._keep(f"{item.title.text}, row {number}", case, row, item.title)

    def _of_these_days(self, day: int | None) -> bool:
        """Say whether a scenario of that day is to be read; without a day it is, and reported."""
        return day is None or day in self.days

    def _title(self, title: ast.Text) -> None:
        first = self.title_by_text.setdefault(title.text, title)
        if first is not title:
            self.build.problems.append(problems.scenario_twice(title, first))

    def _keep(self, title: str, case: _Case, node: ast.Node, place: ast.Text) -> None:
        if case.as_of is None:
            self.report(place, f"the scenario `{title}` has no date", "add `as of` and a date")
        elif "determination" not in case.expect:
            self.report(place, f"the scenario `{title}` expects nothing", "add `expect …`")
        else:
            expect = Expectation(**case.expect, span=(case.expected_at or node).span)
            request = Request(case.as_of, case.facts)
            self.found.append(Scenario(title, request, expect, span=node.span))

    def _shared(self, lines: tuple[ast.AnyLine, ...]) -> _Case:
        case = _Case()
        for line in lines:
            match line:
                case ast.AsOf():
                    case.as_of = line.date.value.toordinal()
                case ast.Given():
                    for given in line.facts:
                        self._given(given.fact, given.value, case)
                case ast.Expect():
                    self._expect(line, case)
                case _:
                    pass
        return case

    def _given(self, name: ast.Name, value: ast.Value, case: _Case) -> None:
        if name.text in case.named:
            self.build.problems.append(problems.given_twice(name, case.named[name.text]))
            return
        case.named[name.text] = name
        fact = self.build.low.fact(name)
        if fact is None:
            return
        held = self.build.low.value(fact, value)
        if held is not None:
            case.facts[fact.name] = held

    # ------------------------------------------------------------ expectations

    def _expect(self, line: ast.Expect, case: _Case) -> None:
        case.expected_at = line
        self._determination(line.determination, case)
        case.expect["because"] = tuple(self._clause(name) for name in line.because)
        case.expect["citations"] = ids(line.citations)
        for inner in line.lines:
            match inner:
                case ast.ExpectMissing():
                    self._missing(inner.facts, case)
                case ast.ExpectRemaining():
                    self._remaining(inner.limit, inner.amount, case, inner)
                case ast.ExpectPays():
                    self._pays(inner.values, case)
                case ast.ExpectFits():
                    case.expect["fits"] = self._count(inner.amount)
                case ast.ExpectPossible():
                    found = [self._determined(name) for name in inner.determinations]
                    case.expect["possible"] = frozenset(d for d in found if d)
                case ast.ExpectRoutesTo():
                    case.expect["routes_to"] = inner.target.text
                case ast.ExpectOpenQuestion():
                    questions = case.expect.get("open_questions", ())
                    case.expect["open_questions"] = (*questions, inner.question.text)
                case _:
                    pass

    def _determination(self, name: ast.Name, case: _Case) -> None:
        determination = self._determined(name)
        if determination:
            case.expect["determination"] = determination
        else:
            case.expect.setdefault("determination", Determination.COVERED)

    def _determined(self, name: ast.Name) -> Determination | None:
        determination = _BY_VALUE.get(name.text)
        if determination is None:
            near = nearest(name.text, _BY_VALUE)
            help = f"did you mean `{near}`?" if near else "write one of " + ", ".join(_BY_VALUE)
            self.report(name, f"there is no determination `{name.text}`", help)
        return determination

    def _clause(self, name: ast.Name) -> str:
        """Give the key that the clauses of this name have as their id, or the one's key."""
        if name.text in self.keys and name.text not in self.build.names.clauses:
            return name.text
        declared = self.build.clause(name)
        if declared is None:
            return name.text
        keys = self.keys.get(declared.key, ())
        return keys[0] if len(keys) == 1 else declared.key

    def _missing(self, names: tuple[ast.Name, ...], case: _Case) -> None:
        facts = [self.build.low.fact(name) for name in names]
        case.expect["missing"] = frozenset(fact.name for fact in facts if fact)

    def _remaining(
        self, limit: ast.Name | None, amount: ast.Node, case: _Case, node: ast.Node
    ) -> None:
        declared = self.build.clause(limit, Sort.LIMIT, Sort.AUTHORIZE) if limit else None
        count = self._count(amount)
        if count is not None and (limit is None or declared is not None):
            expected = RemainingExpected(declared.key if declared else None, count, span=node.span)
            case.expect["remaining"] = (*case.expect.get("remaining", ()), expected)

    def _count(self, amount: ast.Node) -> int | None:
        text = amount.text if isinstance(amount, ast.Number | ast.Quantity) else ""
        count = scaled(text, 0) if text else None
        if count is None:
            self.report(amount, "this is not a whole number", "write a number such as `3`")
        return count

    def _pays(self, values: Iterable[ast.Node], case: _Case) -> None:
        for value in values:
            match value:
                case ast.Percent():
                    case.expect["rate"] = scaled(value.text, PERCENT.places)
                case ast.Money():
                    case.expect["amount"] = scaled(value.text, MONEY.places)
                case _:
                    help = "write a rate such as `90%`, an amount such as `$126.00`, or both"
                    self.report(value, "a plan pays a rate or an amount", help)

    # ------------------------------------------------------------------- tables

    def _row(self, columns: ast.Columns, row: ast.Row, case: _Case) -> None:
        if len(row.cells) != len(columns.names):
            self.build.problems.append(
                problems.scenario_row(row, len(row.cells), columns, len(columns.names))
            )
            return
        case.expected_at = row
        if row.citations:
            case.expect["citations"] = ids(row.citations)
        for name, cell in zip(columns.names, row.cells, strict=True):
            if cell.word is ast.CellWord.ANY:
                continue  # the row does not say
            if cell.word is not ast.CellWord.VALUES:
                self.build.problems.append(problems.cell_in_a_scenario(cell, name.text))
            else:
                self._cell(name, cell, case)

    def _cell(self, name: ast.Name, cell: ast.Cell, case: _Case) -> None:
        limit, _, part = name.text.rpartition(".")
        if limit and part == "remaining":
            self._remaining(ast.Name(limit, span=name.span), cell.values[0], case, cell)
            return
        if name.text not in _COLUMNS:
            if len(cell.values) == 1:
                self._given(attrs.evolve(name, span=cell.span), cell.values[0], case)
            else:
                self.build.problems.append(problems.cell_in_a_scenario(cell, name.text))
            return
        words = _words(cell)
        match name.text:
            case "as_of":
                self._date(cell, case)
            case "expect":
                self._determination(words[0], case)
            case "because":
                case.expect["because"] = tuple(self._clause(word) for word in words)
            case "missing":
                nothing = [word.text for word in words] in (["none"], ["nothing"])
                self._missing(() if nothing else words, case)
            case "remaining":
                self._remaining(None, cell.values[0], case, cell)
            case "pays":
                self._pays(cell.values, case)
            case "fits":
                case.expect["fits"] = self._count(cell.values[0])
            case "possible":
                found = [self._determined(word) for word in words]
                case.expect["possible"] = frozenset(d for d in found if d)
            case _:
                case.expect["routes_to"] = words[0].text

    def _date(self, cell: ast.Cell, case: _Case) -> None:
        value = cell.values[0]
        if isinstance(value, ast.Date):
            case.as_of = value.value.toordinal()
        else:
            self.report(cell, "this is not a date", "write a date such as `2026-03-04`")


def _day_of(lines: Iterable[ast.AnyLine]) -> int | None:
    days = [line.date.value.toordinal() for line in lines if isinstance(line, ast.AsOf)]
    return days[-1] if days else None


def _day_in(columns: ast.Columns, row: ast.Row) -> int | None:
    """Give the day in the row's own cell, if it has one."""
    for name, cell in zip(columns.names, row.cells, strict=False):
        if name.text == "as_of" and cell.values and isinstance(cell.values[0], ast.Date):
            return cell.values[0].value.toordinal()
    return None


def _words(cell: ast.Cell) -> tuple[ast.Name, ...]:
    """Read the values of a cell as names."""
    return tuple(ast.Name(value.span.text, span=value.span) for value in cell.values)
