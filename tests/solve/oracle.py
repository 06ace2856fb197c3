"""Say what the conditions of a policy mean to z3, from the definitions and not from the solver.

A request is whole: each fact holds a value or, where it may, is absent.  So a condition is
yes or no, which is what the analysis asks about (SPEC 4.3); what may stay unknown is the
reference's, whose answers another test holds against completions.  Dates are years, months
and days here, where the solver turns functions of a date around.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

import z3

from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY, Period
from policydsl.core.facts import Choice, Day, MemberSet, Number, YesNo
from policydsl.core.values import ABSENT

Pair = tuple[Any, Any]
"""That a term is absent, and the number that it is if not."""

# The days of a year before each month, in a common year.
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_LENGTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Oracle:
    """The conditions of one program as z3's formulas; `domains` says what facts can hold.

    `domains` grows with what is asked for; a question needs only those of what it reads,
    which `about` gives.
    """

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.context = z3.Context()
        self.day = z3.Int("service date", self.context)
        self.domains: dict[str, list[Any]] = {
            "": [self.day >= FIRST_DAY, self.day <= LAST_DAY],
        }
        self._by_key = {clause.key: clause for clause in program.clauses}
        self._values: dict[str, Any] = {}
        self._absent: dict[str, Any] = {}
        self._truths: dict[int, tuple[ir.Truth, Any]] = {}
        self._statuses: dict[str, Any] = {}
        self._dates: dict[int, tuple[Any, Any, Any, Any]] = {}

    # -------------------------------------------------------------------- facts

    def absent(self, name: str) -> Any:
        self.value(name)
        return self._absent[name]

    def value(self, name: str) -> Any:
        """Give what a fact holds: a Bool, an Int, or for a set a Bool of each member."""
        if name not in self._values:
            fact = self.program.facts[name]
            made: Any
            within: list[Any] = []
            match fact.type:
                case YesNo():
                    made = z3.Bool(name, self.context)
                case Choice(members):
                    made = z3.Int(name, self.context)
                    within = [made >= 0, made < len(members)]
                case Number(low=low, high=high) | Day(low=low, high=high):
                    made = z3.Int(name, self.context)
                    within = [made >= low, made <= high]
                case MemberSet(members):
                    made = {m: z3.Bool(f"{name} has {m}", self.context) for m in members}
                case _:
                    raise NotImplementedError(type(fact.type).__name__)
            none = z3.BoolVal(False, self.context)
            if fact.may_be_absent:
                none = z3.Bool(f"no {name}", self.context)
            self._values[name], self._absent[name] = made, none
            self.domains[name] = within
        return self._values[name]

    def all(self, parts: Iterable[Any]) -> Any:
        return z3.And([*parts, z3.BoolVal(True, self.context)])

    def any(self, parts: Iterable[Any]) -> Any:
        return z3.Or([*parts, z3.BoolVal(False, self.context)])

    def if_(self, condition: Any, then: Any, otherwise: Any) -> Any:
        return z3.If(condition, self._number(then), self._number(otherwise))

    def _number(self, value: Any) -> Any:
        return z3.IntVal(value, self.context) if isinstance(value, int) else value

    # --------------------------------------------------------------- conditions

    def truth(self, expr: ir.Truth) -> Any:
        known = self._truths.get(id(expr))
        if known is None:
            known = self._truths[id(expr)] = (expr, self._truth(expr))
        return known[1]

    def _truth(self, expr: ir.Truth) -> Any:
        match expr:
            case ir.Truism():
                return z3.BoolVal(expr.value, self.context)
            case ir.Not():
                return z3.Not(self.truth(expr.operand))
            case ir.And():
                return self.all(map(self.truth, expr.operands))
            case ir.Or():
                return self.any(map(self.truth, expr.operands))
            case ir.Cited() | ir.Named():
                return self.truth(expr.operand)
            case ir.IsAbsent():
                return self.absent(expr.fact)
            case ir.IsKnown():
                return z3.BoolVal(True, self.context)
            case ir.MemberIs():
                return self.all([z3.Not(self.absent(expr.fact)), self._member(expr)])
            case ir.SetIs():
                return self.all([z3.Not(self.absent(expr.fact)), self._set(expr)])
            case ir.Compare():
                (none, left), (nor, right) = self.term(expr.left), self.term(expr.right)
                compared = {
                    ir.Order.AT_MOST: left <= right,
                    ir.Order.LESS: left < right,
                    ir.Order.EQUAL: left == right,
                }[expr.order]
                return self.all([z3.Not(none), z3.Not(nor), compared])
            case ir.CodeIn() | ir.CodeSetIs():
                raise NotImplementedError("codes")
            case _:
                assert_never(expr)

    def _member(self, expr: ir.MemberIs) -> Any:
        value = self.value(expr.fact)
        kind = self.program.facts[expr.fact].type
        if isinstance(kind, Choice):
            members = [m for m in kind.members if m in expr.values]
            return self.any(value == kind.members.index(m) for m in members)
        return self.any(value if each else z3.Not(value) for each in sorted(expr.values))

    def _set(self, expr: ir.SetIs) -> Any:
        has = self.value(expr.fact)
        among = [has[m] for m in has if m in expr.values]
        beside = [z3.Not(has[m]) for m in has if m not in expr.values]
        match expr.word:
            case ir.SetWord.INCLUDES:
                return self.all([*among, z3.BoolVal(expr.values <= has.keys(), self.context)])
            case ir.SetWord.ANY_IN:
                return self.any(among)
            case ir.SetWord.ONLY:
                return self.all(beside)
            case ir.SetWord.ALL_IN:
                return self.all([*beside, self.any(among)])
            case _:
                assert_never(expr.word)

    # -------------------------------------------------------------------- terms

    def term(self, term: ir.Term) -> Pair:
        there = z3.BoolVal(False, self.context)
        match term:
            case ir.Constant():
                return there, z3.IntVal(term.value, self.context)
            case ir.ServiceDate():
                return there, self.day
            case ir.FactTerm():
                return self.absent(term.fact), self.value(term.fact)
            case ir.Sum():
                parts = [(a.factor, self.term(a.term)) for a in term.addends]
                total = z3.Sum([self._number(0), *(f * value for f, (_, value) in parts)])
                return self.any(none for _, (none, _) in parts), total
            case ir.Least() | ir.Greatest():
                return self._chosen(term)
            case ir.ElseTerm():
                (none, one), (nor, other) = self.term(term.term), self.term(term.otherwise)
                return self.all([none, nor]), z3.If(none, other, one)
            case ir.Cases():
                return self._cases(term)
            case ir.AddPeriod():
                none, day = self.term(term.term)
                return none, self._later(day, term.count, term.period)
            case ir.YearTerm():
                none, day = self.term(term.term)
                return none, self.date(day)[0]
            case ir.AgeTerm():
                none, born = self.term(term.born)
                return none, self._months(born) if term.in_months else self._years(born)
            case ir.BirthdayTerm():
                none, born = self.term(term.born)
                year, month, day_ = self.date(born)
                return none, self._turned(year + term.years, month, day_)
            case _:
                assert_never(term)

    def _chosen(self, term: ir.Least | ir.Greatest) -> Pair:
        (none, best), *rest = [self.term(part) for part in term.terms]
        nones = [none]
        for nor, value in rest:
            better = value < best if isinstance(term, ir.Least) else value > best
            nones.append(nor)
            best = z3.If(better, value, best)
        return self.any(nones), best

    def _cases(self, term: ir.Cases) -> Pair:
        if term.otherwise is None:
            none, found = z3.BoolVal(True, self.context), self._number(0)
        else:
            none, found = self.term(term.otherwise)
        for case in reversed(term.cases):
            held = self.truth(case.condition)
            nor, value = self.term(case.term)
            none, found = z3.If(held, nor, none), z3.If(held, value, found)
        return none, found

    # -------------------------------------------------------------------- dates

    def date(self, day: Any) -> tuple[Any, Any, Any]:
        """Give year, month and day of the month of an ordinal, as numbers that make it."""
        key = day.get_id()
        if key not in self._dates:
            place = len(self._dates)
            year, month, in_month = (
                z3.Int(f"{part} {place}", self.context) for part in ("year", "month", "day")
            )
            self._dates[key] = day, year, month, in_month
            self.domains[f"date {place}"] = [
                year >= 1,
                year <= 9999,
                month >= 1,
                month <= 12,
                in_month >= 1,
                in_month <= self._length(year, month),
                self.ordinal(year, month, in_month) == day,
            ]
        return self._dates[key][1:]

    def _is_leap(self, year: Any) -> Any:
        return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))

    def _length(self, year: Any, month: Any) -> Any:
        short = self.if_(self._is_leap(year), 29, 28)
        found = self._number(31)
        for place, length in enumerate(_LENGTH, 1):
            found = self.if_(month == place, short if place == 2 else length, found)
        return found

    def ordinal(self, year: Any, month: Any, day: Any) -> Any:
        before = self._number(0)
        for place, days in enumerate(_BEFORE, 1):
            before = self.if_(month == place, days, before)
        leap = self.if_(z3.And(self._is_leap(year), month > 2), 1, 0)
        past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400 + before + leap + day

    def _later(self, day: Any, count: int, period: Period) -> Any:
        if period in (Period.DAYS, Period.WEEKS):
            moved = day + count * (7 if period is Period.WEEKS else 1)
            first, last = self._number(FIRST_DAY), self._number(LAST_DAY)
            return z3.If(moved < first, first, z3.If(moved > last, last, moved))
        year, month, in_month = self.date(day)
        months = count * (12 if period is Period.YEARS else 1)
        return self._clipped(year * 12 + month - 1 + months, in_month)

    def _clipped(self, index: Any, in_month: Any) -> Any:
        year, month = index / 12, index % 12 + 1
        length = self._length(year, month)
        found = self.ordinal(year, month, z3.If(in_month > length, length, in_month))
        return self.if_(year > 9999, LAST_DAY, self.if_(year < 1, FIRST_DAY, found))

    def _turned(self, year: Any, month: Any, day: Any) -> Any:
        """Give the birthday in *year*; for one of 29 February the first of March, often."""
        late = z3.And(month == 2, day == 29, z3.Not(self._is_leap(year)))
        found = self.ordinal(year, self.if_(late, 3, month), self.if_(late, 1, day))
        return self.if_(year > 9999, LAST_DAY, found)

    def _years(self, born: Any) -> Any:
        year, month, day = self.date(born)
        years = self.date(self.day)[0] - year
        turned = self._turned(year + years, month, day) <= self.day
        return z3.If(z3.Or(years < 0, turned), years, years - 1)

    def _months(self, born: Any) -> Any:
        year, month, day = self.date(born)
        now, this, _ = self.date(self.day)
        months = (now - year) * 12 + this - month
        reached = self._clipped(year * 12 + month - 1 + months, day) <= self.day
        return z3.If(reached, months, months - 1)

    # ------------------------------------------------------------------ clauses

    def holds(self, clause: ir.Clause) -> Any:
        """Say that a clause holds (SPEC 4.5)."""
        if clause.key not in self._statuses:
            self._statuses[clause.key] = self.all(
                [
                    *map(self.truth, (*clause.guards, clause.bite)),
                    *(z3.Not(self.lifts(exception)) for exception in clause.exceptions),
                    *(z3.Not(self.holds(self._by_key[key])) for key in clause.overridden_by),
                ]
            )
        return self._statuses[clause.key]

    def lifts(self, exception: ir.Exception_) -> Any:
        nested = (z3.Not(self.lifts(inner)) for inner in exception.exceptions)
        return self.all([self.truth(exception.condition), *nested])

    def plans(self) -> list[Any]:
        """Say what plans set, which a request cannot contradict."""
        found = []
        for setting in self.program.settings:
            if setting.value is None or setting.value is ABSENT:
                continue
            value = self.value(setting.fact)
            wanted = setting.value
            kind = self.program.facts[setting.fact].type
            if isinstance(kind, Choice):
                wanted = kind.members.index(str(wanted))
            is_so = self.all([z3.Not(self.absent(setting.fact)), value == wanted])
            found.append(z3.Implies(self.truth(setting.condition), is_so))
        return found

    def solver(self) -> Any:
        """Give a solver that knows every fact met so far."""
        made = z3.Solver(ctx=self.context)
        made.add(*self.plans())
        for within in self.domains.values():
            made.add(*within)
        return made
