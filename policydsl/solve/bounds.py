"""Find whole numbers and days for bounds on sums and on functions of dates, or refute them.

Bounds are narrowed until nothing changes; then one variable after the other is given a
value near the one preferred.  An empty range refutes the bounds.  Both are bounded in
steps, so a third answer is that nothing is known.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from policydsl.core import dates, ir
from policydsl.core.dates import Period
from policydsl.core.facts import FactTable
from policydsl.solve.comparing import range_of_base
from policydsl.solve.elimination import Inequality, contradictory
from policydsl.solve.linear import Contradiction, solution
from policydsl.solve.narrowing import Ranges, narrow
from policydsl.solve.sums import Bound, bases_of, holds, is_free

MOST_TRIALS: Final = 120


class Refuted(enum.Enum):
    """Why there are no values: none can be, or none was found."""

    PROVED = "proved"
    GIVEN_UP = "given up"


Prefer = Callable[[ir.Term], int]


Values = Mapping[ir.Term, int]


def solve(
    bounds: Sequence[Bound],
    facts: FactTable,
    prefer: Prefer,
    known: dict[frozenset[Bound], Values | Refuted] | None = None,
) -> Values | Refuted:
    """Return a value for each fact and for the service date that *bounds* read.

    *known* remembers what bounds that hang together came to: the same facts and
    preferences, one question after the other.
    """
    values: dict[ir.Term, int] = {}
    given_up = False
    for part in _parts(bounds):
        key = frozenset(part)
        found = known.get(key) if known is not None else None
        if found is None:
            found = _solved(part, facts, prefer)
            if known is not None:
                known[key] = found
        match found:
            case Refuted.PROVED:
                return Refuted.PROVED
            case Refuted.GIVEN_UP:
                given_up = True
            case _:
                values |= found
    return Refuted.GIVEN_UP if given_up else values


def _solved(bounds: Sequence[Bound], facts: FactTable, prefer: Prefer) -> Values | Refuted:
    """Return values for bounds that hang together."""
    ranges: Ranges = {}
    for bound in bounds:
        for base in bases_of(bound):
            ranges.setdefault(base, range_of_base(base, facts))
    if not narrow(ranges, bounds):
        return Refuted.PROVED
    if all(map(is_free, ranges)):
        sums = [Inequality({base: f for f, base in each.form}, each.most) for each in bounds]
        numbers = solution(sums, ranges, prefer)
        if isinstance(numbers, Contradiction):
            return Refuted.PROVED
        if numbers is not None:
            return numbers
    search = _Search(bounds, prefer)
    found = search.values(ranges)
    if found is not None:
        return found
    if not search.cut or contradictory(_linear(bounds, ranges)):
        return Refuted.PROVED
    return Refuted.GIVEN_UP


def _parts(bounds: Sequence[Bound]) -> Iterator[list[Bound]]:
    """Divide bounds into those that have no number or day in common."""
    leader: dict[ir.Term, ir.Term] = {}

    def leading(base: ir.Term) -> ir.Term:
        while (above := leader.setdefault(base, base)) is not base:
            base = above
        return base

    firsts: list[ir.Term] = []
    for bound in bounds:
        first, *others = bases_of(bound)
        firsts.append(first)
        for other in others:
            leader[leading(other)] = leading(first)
    parts: dict[ir.Term, list[Bound]] = {}
    for bound, first in zip(bounds, firsts, strict=True):
        parts.setdefault(leading(first), []).append(bound)
    yield from parts.values()


class _Search:
    def __init__(self, bounds: Sequence[Bound], prefer: Prefer) -> None:
        self.bounds = bounds
        self.prefer = prefer
        self.trials = 0
        self.cut = False  # whether a value was left untried

    def values(self, ranges: Ranges) -> dict[ir.Term, int] | None:
        """Return values within *ranges*, which cannot be narrowed further."""
        # The service date first: what remains of a relation of dates is then a bound.
        free = [base for base, (low, high) in ranges.items() if low < high and is_free(base)]
        free.sort(key=lambda base: (not isinstance(base, ir.ServiceDate), _width(ranges[base])))
        if not free:
            fixed = {base: low for base, (low, _) in ranges.items() if is_free(base)}
            return fixed if all(holds(bound, fixed) for bound in self.bounds) else None
        base = free[0]
        low, high = ranges[base]
        tried: set[int] = set()
        for value in self._candidates(base, low, high):
            if value in tried:
                continue
            tried.add(value)
            self.trials += 1
            if self.trials > MOST_TRIALS:
                self.cut = True
                return None
            narrower = {**ranges, base: (value, value)}
            if narrow(narrower, self.bounds):
                found = self.values(narrower)
                if found is not None:
                    return found
        if len(tried) < high - low + 1:
            self.cut = True
        return None

    def _candidates(self, base: ir.Term, low: int, high: int) -> list[int]:
        near = min(max(self.prefer(base), low), high)
        found = [near, low, high, (low + high) // 2, near + 1, near - 1]
        if isinstance(base, ir.ServiceDate):
            # Days at which months of every length end, so that no relation of dates is missed
            # for want of a day.
            found += [day + turn for day in _MONTH_ENDS for turn in (0, 1)]
        return [value for value in found if low <= value <= high]


_LEAP_DAY: Final = 738_945  # 29 February 2024
_MONTH_ENDS: Final = [dates.add_months(_LEAP_DAY + 2, n) - 1 for n in (0, 1, 2, 11, 12, 13)]


def _width(ends: tuple[int, int]) -> int:
    return ends[1] - ends[0]


def _linear(bounds: Sequence[Bound], ranges: Ranges) -> list[Inequality]:
    """Say *bounds* without functions: months as the fewest and the most days that they last."""
    found = [Inequality({b: f for f, b in bound.form}, bound.most) for bound in bounds]
    for base, (low, high) in ranges.items():
        found += [Inequality({base: 1}, high), Inequality({base: -1}, -low)]
        if isinstance(base, ir.AddPeriod) and is_free(base.term):
            days = base.count * _DAYS[base.period]
            found.append(Inequality({base: 1, base.term: -1}, math.ceil(days) + _SLACK))
            found.append(Inequality({base: -1, base.term: 1}, -math.floor(days) + _SLACK))
    return found


_DAYS = {Period.DAYS: 1.0, Period.WEEKS: 7.0, Period.MONTHS: 30.436875, Period.YEARS: 365.2425}
# No count of months differs from its mean length by more days.
_SLACK: Final = 4
