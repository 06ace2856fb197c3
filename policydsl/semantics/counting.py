"""Read the lines of a limit: its amount, its windows, what was used and what is asked for."""

from __future__ import annotations

from typing import Final, TypeVar

import attrs

from policydsl.core import ir
from policydsl.core.facts import Choice, Fact, NumberKind
from policydsl.core.reading import facts_read
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics import problems_limits
from policydsl.semantics.agreement import Counted, disagreements
from policydsl.semantics.arithmetic import Arithmetic, Extension
from policydsl.semantics.drafts import Build
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import YES
from policydsl.semantics.names import Sort
from policydsl.semantics.problems_names import not_yet
from policydsl.semantics.typing import Lowered, NumberType, in_words
from policydsl.semantics.windows import read_windows
from policydsl.syntax import ast

STATES: Final = ("none", "pending", "granted", "denied")
_OF_BOTH: Final[tuple[tuple[type[ast.Line], str], ...]] = (
    (ast.Asked, "asked"),
    (ast.MeasureUnit, "measured in"),
    (ast.MeasureDates, "one per date"),
)
"""What a limit and its counter may each say, and the other need not."""

_LineT = TypeVar("_LineT", bound=ast.Line)


def read_arithmetic(build: Build, clause: ast.Clause) -> Arithmetic | None:
    """Lower the numbers of the limit *clause*; None when something in them is wrong."""
    return _Reader(build, clause).read()


class _Reader:
    def __init__(self, build: Build, clause: ast.Clause) -> None:
        self.build = build
        self.clause = clause
        self.name = clause.id
        self.lines = (*clause.lines, *self._counter_lines())
        self.measured = self.line(ast.MeasureUnit)
        self.unit: str | None = None
        self.counted: list[Counted] = []

    def _counter_lines(self) -> tuple[ast.AnyLine, ...]:
        """Give the lines of the counter that `used COUNTER` puts the amount on."""
        counter = counter_of(self.build, self.clause)
        return counter.lines if counter else ()

    def line(self, kind: type[_LineT]) -> _LineT | None:
        return next((line for line in self.lines if isinstance(line, kind)), None)

    def read(self) -> Arithmetic | None:
        if self._unsupported() or self._lacking() or self._asked_twice() or self._said_by_both():
            return None
        amount, used_line = self.line(ast.Amount), self._used_line()
        assert amount is not None
        assert used_line is not None
        assert used_line.value is not None
        base = self._base(amount)
        used = self._count(used_line, used_line.value)
        asked = self._asked()
        extension = self._extension()
        windows = read_windows(self.build, amount, self.lines)
        if self._disagrees(amount) or used is None or asked is None or windows is None:
            return None
        if (base is None and amount.amount is not None) or not self._extension_whole(extension):
            return None
        type = NumberType(unit=self.unit)
        return Arithmetic(
            name=self.name,
            type=type,
            base=base.term if base else None,
            amount_citations=ids(amount.citations) or ids(self.clause.citations),
            used=attrs.evolve(used, type=type),
            asked=asked.term,
            granted=extension.granted.term if extension and extension.granted else None,
            extension=extension.lowered() if extension else None,
            windows=windows,
        )

    # ---------------------------------------------------------------- presence

    def _unsupported(self) -> bool:
        """Report what cannot be counted yet."""
        before = len(self.build.problems)
        for line in self.lines:
            match line:
                case ast.Used(value=None):
                    self._not_yet(line, "usage counted from the request's history")
                case ast.MeasureMoney():
                    self._not_yet(line, "a limit in money")
                case ast.MeasureDates(also=ast.Name()):
                    self._not_yet(line, "counting one for each date and fact")
                case ast.ForEach():
                    self._not_yet(line, "a limit for each value of a fact")
                case _:
                    pass
        return len(self.build.problems) > before

    def _not_yet(self, line: ast.Line, construct: str) -> None:
        self.build.problems.append(not_yet(line.span, construct))

    def _asked_twice(self) -> bool:
        dates, asked = self.line(ast.MeasureDates), self.line(ast.Asked)
        if dates is None or asked is None:
            return False
        self.build.problems.append(problems.asked_twice(dates, asked))
        return True

    def _said_by_both(self) -> bool:
        """Report what the limit and its counter both say: neither is to win without a word."""
        before = len(self.build.problems)
        for kind, words in _OF_BOTH:
            here = next((line for line in self.clause.lines if isinstance(line, kind)), None)
            there = next((line for line in self._counter_lines() if isinstance(line, kind)), None)
            if here is not None and there is not None:
                self.build.problems.append(problems.said_by_both(here, there, words))
        return len(self.build.problems) > before

    def _lacking(self) -> bool:
        wanted: list[tuple[str, str]] = []
        if self.line(ast.Amount) is None:
            wanted.append(("up to … per …", "does not say how much"))
        if self._used_line() is None:
            wanted.append(("used", "does not say where usage is counted"))
        if self.line(ast.Asked) is None and self.line(ast.MeasureDates) is None:
            wanted.append(("asked", "does not say what a request takes"))
        for words, why in wanted:
            self.build.problems.append(problems.lacking_line(self.name, "limit", words, why))
        return bool(wanted)

    def _used_line(self) -> ast.Used | None:
        counter = counter_of(self.build, self.clause)
        source = counter.lines if counter else self.lines
        return next((line for line in source if isinstance(line, ast.Used)), None)

    # ----------------------------------------------------------------- numbers

    def _base(self, amount: ast.Amount) -> Lowered | None:
        """Read the amount; it also says in which unit the limit counts."""
        if self.measured:
            self.unit = self.measured.unit.value
        if amount.amount is None:
            return None
        found = self.build.low.term(amount.amount)
        if found is None:
            return None
        type = found.type
        if isinstance(type, NumberType) and type.kind is NumberKind.MONEY:
            self._not_yet(amount, "a limit in money")
            return None
        if not isinstance(type, NumberType) or type.kind is not NumberKind.COUNT:
            self.build.problems.append(problems_limits.not_a_count(amount.amount, in_words(type)))
            return None
        if self.unit is None:
            self.unit = type.unit
        if self.unit is None:
            self.build.problems.append(problems_limits.amount_of_what(amount.amount, self.name))
            return None
        if type.unit not in (self.unit, None):
            self.build.problems.append(
                problems_limits.limit_units(amount, in_words(type), self.name, self.unit)
            )
            return None
        return self._countable(amount, found)

    def _count(self, line: ast.Line, expr: ast.Expr) -> Lowered | None:
        """Read a number of what the limit counts; that they agree is seen once all are known."""
        found = self.build.low.term(expr)
        if found is None:
            return None
        type = found.type
        if not isinstance(type, NumberType) or type.kind is not NumberKind.COUNT:
            self.build.problems.append(problems_limits.not_a_count(expr, in_words(type)))
            return None
        if self.unit is None:
            self.unit = type.unit
        self.counted.append(Counted(line, type))
        return self._countable(line, found)

    def _disagrees(self, amount: ast.Amount) -> bool:
        """Report what is counted in another unit; `measured in` takes each thing as one."""
        if self.measured:
            return False
        found = disagreements(self.name, amount, self.unit, self.counted)
        self.build.problems.extend(found)
        return bool(found)

    def _countable(self, line: ast.Line, found: Lowered) -> Lowered | None:
        """Refuse parts of a unit, and what may be absent: what is absent is not nothing."""
        assert isinstance(found.type, NumberType)
        if found.type.places:
            instead = "count in whole numbers of a smaller unit, such as minutes"
            self.build.problems.append(not_yet(line.span, "a limit in parts of a unit", instead))
            return None
        if not found.may_be_absent:
            return found
        facts = self.build.low.scope.facts
        for name in sorted(facts_read(found.term)):
            if facts[name].may_be_absent:
                self.build.problems.append(problems_limits.absent_in_a_limit(line, facts[name]))
                break
        return None

    def _asked(self) -> Lowered | None:
        line = self.line(ast.Asked)
        if line is not None:
            return self._count(line, line.value)
        return Lowered(ir.Constant(1), NumberType(unit=self.unit))

    # --------------------------------------------------------------- extension

    def _extension(self) -> _Extended | None:
        line = self.line(ast.Extend)
        if line is None:
            return None
        most = self._count(line, line.amount) if line.amount is not None else None
        found = _Extended(line, most, most is not None or line.amount is None)
        for inner in line.lines:
            match inner:
                case ast.Status():
                    found.status = self._status(inner.fact)
                    if found.status is None:
                        self.build.faulty.add(self.name.text)
                case ast.Granted():
                    found.granted = self._count(inner, inner.value)
                    found.whole = found.whole and found.granted is not None
                case ast.AskedBy():
                    found.asked_by = self.build.low.condition(inner.condition, inner.citations)
                case ast.Clause() if not any(isinstance(o, ast.Status) for o in line.lines):
                    why = "does not say whether more was asked for"
                    self.build.problems.append(
                        problems.lacking_line(self.name, "limit", "status", why)
                    )
                case _:
                    pass
        return found

    def _extension_whole(self, extension: _Extended | None) -> bool:
        return extension is None or extension.whole

    def _status(self, name: ast.Name) -> Fact | None:
        fact = self.build.low.fact(name)
        if fact is None:
            return None
        if not isinstance(fact.type, Choice) or set(fact.type.members) != set(STATES):
            self.build.problems.append(problems_limits.status_members(name, fact))
            return None
        return fact


@attrs.define
class _Extended:
    """An extension while it is read, its numbers not yet of one scale."""

    line: ast.Extend
    most: Lowered | None
    whole: bool
    granted: Lowered | None = None
    status: Fact | None = None
    asked_by: ir.Truth = YES

    def lowered(self) -> Extension:
        most = self.most.term if self.most else None
        return Extension(self.line, most, self.status, self.asked_by)


def counter_of(build: Build, clause: ast.Clause) -> ast.Clause | None:
    """Find the counter that the limit *clause* puts an amount on: `used COUNTER`."""
    for line in clause.lines:
        if isinstance(line, ast.Used) and isinstance(line.value, ast.Name):
            if line.value.text in build.names.values:
                continue
            declared = build.names.clauses.get(line.value.text)
            if declared and declared.sort is Sort.COUNTER:
                assert isinstance(declared.node, ast.Clause)
                return declared.node
    return None
