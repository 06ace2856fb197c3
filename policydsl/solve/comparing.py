"""Turn comparisons into bounds on single facts and on sums of them.

A case, a least, a greatest or an `else` inside a term becomes a choice between formulas,
so that what remains is linear in facts and in functions of one date.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, assert_never

from policydsl.core import dates, ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY, Period
from policydsl.core.facts import Day, FactTable, Number
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.solve.gates import Base, Form, Gates

MOST_CHOICES: Final = 500
"""How many formulas one comparison may come to."""


class TooManyChoicesError(Exception):
    """Raised where the terms of one comparison branch too often."""


@frozen
class Addend:
    factor: int
    term: ir.Term


def compare(gates: Gates, expr: ir.Compare) -> Literal:
    """Return the literal of a comparison: no when either side is absent."""
    comparing = _Comparing(gates)
    there = [comparing.present(expr.left), comparing.present(expr.right)]
    difference = [Addend(1, expr.left), Addend(-1, expr.right)]
    opposite = [Addend(-1, expr.left), Addend(1, expr.right)]
    match expr.order:
        case ir.Order.AT_MOST:
            tests = [comparing.at_most(difference, 0)]
        case ir.Order.LESS:
            tests = [comparing.at_most(difference, -1)]
        case ir.Order.EQUAL:
            tests = [comparing.at_most(difference, 0), comparing.at_most(opposite, 0)]
        case _:
            assert_never(expr.order)
    return gates.all_of([*there, *tests])


class _Comparing:
    """Holds the count of formulas while one comparison is lowered."""

    def __init__(self, gates: Gates) -> None:
        self.gates = gates
        self.choices = 0

    def present(self, term: ir.Term) -> Literal:
        """Return the literal that *term* is not absent."""
        gates = self.gates
        match term:
            case ir.Constant() | ir.ServiceDate():
                return gates.all_of([])
            case ir.FactTerm():
                return gates.present(term.fact)
            case ir.Sum():
                return gates.all_of([self.present(addend.term) for addend in term.addends])
            case ir.Least() | ir.Greatest():
                return gates.all_of([self.present(part) for part in term.terms])
            case ir.ElseTerm():
                return gates.any_of([self.present(term.term), self.present(term.otherwise)])
            case ir.Cases():
                return gates.any_of(
                    gates.all_of([where, self.present(found)])
                    for where, found in self.cases(term)
                    if found is not None
                )
            case ir.AddPeriod() | ir.YearTerm():
                return self.present(term.term)
            case ir.AgeTerm() | ir.BirthdayTerm():
                return self.present(term.born)
            case _:
                assert_never(term)

    def cases(self, term: ir.Cases) -> Iterator[tuple[Literal, ir.Term | None]]:
        """Yield each term that *term* can be, with the literal that it is."""
        # One gate says of all rows before that they do not hold: the rows of a table are many.
        none_before = self.gates.all_of([])
        for case in term.cases:
            held = self.gates.truth(case.condition)
            yield self.gates.all_of([none_before, held]), case.term
            none_before = self.gates.all_of([none_before, -held])
        yield none_before, term.otherwise

    def at_most(self, addends: Sequence[Addend], bound: int) -> Literal:
        """Return the literal that the sum of *addends*, which are there, is at most *bound*."""
        self.choices += 1
        if self.choices > MOST_CHOICES:
            raise TooManyChoicesError
        gates = self.gates
        for place, addend in enumerate(addends):
            rest = (*addends[:place], *addends[place + 1 :])

            def instead(
                term: ir.Term, factor: int = addend.factor, rest: tuple[Addend, ...] = rest
            ) -> Literal:
                return self.at_most([*rest, Addend(factor, term)], bound)

            match addend.term:
                case ir.Sum():
                    inner = [Addend(addend.factor * a.factor, a.term) for a in addend.term.addends]
                    return self.at_most([*rest, *inner], bound)
                case ir.Least() | ir.Greatest():
                    parts = [instead(part) for part in addend.term.terms]
                    either = isinstance(addend.term, ir.Least) is (addend.factor > 0)
                    return gates.any_of(parts) if either else gates.all_of(parts)
                case ir.ElseTerm():
                    there = self.present(addend.term.term)
                    return gates.any_of(
                        [
                            gates.all_of([there, instead(addend.term.term)]),
                            gates.all_of([-there, instead(addend.term.otherwise)]),
                        ]
                    )
                case ir.Cases():
                    return gates.any_of(
                        gates.all_of([where, instead(found)])
                        for where, found in self.cases(addend.term)
                        if found is not None
                    )
                case _:
                    pass
        return self._linear(addends, bound)

    def _linear(self, addends: Sequence[Addend], bound: int) -> Literal:
        from policydsl.solve.gates import TRUE

        factors: dict[Base, int] = {}
        for addend in addends:
            base, constant = _base(addend.term)
            bound -= addend.factor * constant
            if base is not None:
                factors[base] = factors.get(base, 0) + addend.factor
        factors = {base: factor for base, factor in factors.items() if factor}
        if not factors:
            return TRUE if bound >= 0 else -TRUE
        form = tuple((f, b) for b, f in sorted(factors.items(), key=self._place))
        divisor = math.gcd(*(factor for factor, _ in form))
        if form[0][0] < 0:
            # a ≥ b is not (a ≤ b - 1): one form for both directions
            flipped = tuple((-factor // divisor, base) for factor, base in form)
            return -self._bounded(flipped, -(bound // divisor) - 1)
        return self._bounded(tuple((f // divisor, b) for f, b in form), bound // divisor)

    def _place(self, item: tuple[Base, int]) -> int:
        """Number what sums read as it is met, so that one sum is written in one order."""
        return self.gates.places.setdefault(item[0], len(self.gates.places))

    def _bounded(self, form: Form, bound: int) -> Literal:
        from policydsl.solve.gates import TRUE, AtMost

        low, high = range_of(form, self.gates.facts)
        if bound >= high:
            return TRUE
        if bound < low:
            return -TRUE
        ((_, base), *more) = form
        if not more:
            inner = _inverted(base, bound)
            if inner is not None:
                return self._bounded(((1, inner[0]),), inner[1])
        return self.gates.leaf(AtMost(form, bound))


def _base(term: ir.Term) -> tuple[Base | None, int]:
    """Split a term without choices into what varies and what is added to it."""
    match term:
        case ir.Constant():
            return None, term.value
        case ir.FactTerm() | ir.ServiceDate():
            return term, 0
        case ir.AddPeriod(count=count, period=Period.DAYS | Period.WEEKS):
            base, constant = _base(term.term)
            days = count * (7 if term.period is Period.WEEKS else 1)
            return base, constant + days
        case ir.AddPeriod() | ir.YearTerm() | ir.BirthdayTerm() | ir.AgeTerm():
            day_of(term)
            return term, 0
        case _:
            raise TooManyChoicesError


def _inverted(base: Base, bound: int) -> tuple[Base, int] | None:
    """Say how large a date may be for a function of it to be at most *bound*.

    None: the base is no function of one date.
    """
    if isinstance(base, ir.FactTerm | ir.ServiceDate | ir.AgeTerm):
        return None
    day = day_of(base)
    return day, last_with(lambda value: applied(base, value) <= bound, FIRST_DAY, LAST_DAY)


def day_of(base: Base) -> ir.FactTerm | ir.ServiceDate:
    """Return the one date that *base* reads beside the service date."""
    term: ir.Term = base
    while not isinstance(term, ir.FactTerm | ir.ServiceDate):
        match term:
            case ir.AddPeriod() | ir.YearTerm():
                term = term.term
            case ir.AgeTerm() | ir.BirthdayTerm():
                term = term.born
            case _:
                raise TooManyChoicesError
    return term


def applied(base: ir.Term, day: int) -> int:
    """Return what a function of one date makes of *day*; it never falls."""
    match base:
        case ir.AddPeriod():
            return dates.add_period(applied(base.term, day), base.count, base.period)
        case ir.YearTerm():
            return dates.year_of(applied(base.term, day))
        case ir.BirthdayTerm():
            return dates.birthday(applied(base.born, day), base.years)
        case _:
            return day


def last_with(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the last number in low..high that *holds*, which holds up to it; low - 1: none."""
    if low > high or not holds(low):
        return low - 1
    if holds(high):  # often nothing is taken away
        return high
    high -= 1
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low


def range_of(form: Form, facts: FactTable) -> tuple[int, int]:
    """Return the least and the greatest that a sum can be, by the declared ranges."""
    low = high = 0
    for factor, base in form:
        ends = [factor * end for end in range_of_base(base, facts)]
        low, high = low + min(ends), high + max(ends)
    return low, high


def range_of_base(base: ir.Term, facts: FactTable) -> tuple[int, int]:
    match base:
        case ir.FactTerm():
            kind = facts[base.fact].type
            if not isinstance(kind, Number | Day):  # of another type in another policy
                raise TooManyChoicesError
            return kind.low, kind.high
        case ir.ServiceDate():
            return FIRST_DAY, LAST_DAY
        case ir.AgeTerm():
            return (-120_000, 120_000) if base.in_months else (-10_000, 10_000)
        case ir.YearTerm():
            return 1, 9999
        case _:
            return FIRST_DAY, LAST_DAY
