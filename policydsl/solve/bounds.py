"""Find whole numbers and days for bounds on sums and on functions of dates, or refute them.

Bounds are narrowed until nothing changes; then one variable after the other is given a
value near the one preferred.  An empty range refutes the bounds.  Both are bounded in
steps, so a third answer is that nothing is known.
"""

from __future__ import annotations

import enum
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from policydsl.core import dates, ir
from policydsl.core.dates import Period
from policydsl.core.facts import FactTable
from policydsl.frozen import frozen
from policydsl.solve.comparing import applied, day_of, last_with, range_of_base
from policydsl.solve.elimination import Inequality, contradictory
from policydsl.solve.gates import Form
from policydsl.solve.linear import Contradiction, solution

MOST_ROUNDS: Final = 40
MOST_TRIALS: Final = 120
_MOST_REMEMBERED: Final = 4096


@frozen
class Bound:
    """The sum of factor × base is at most *most*."""

    form: Form
    most: int


class Refuted(enum.Enum):
    """Why there are no values: none can be, or none was found."""

    PROVED = "proved"
    GIVEN_UP = "given up"


Range = tuple[int, int]
"""The least and the greatest that a term can be."""
Ranges = dict[ir.Term, Range]
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
    if not _narrow(ranges, bounds):
        return Refuted.PROVED
    if all(map(_is_free, ranges)):
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


def bases_of(bound: Bound) -> Iterator[ir.Term]:
    """Yield what *bound* adds up, and the dates of which that is made."""
    for _, base in bound.form:
        yield base
        yield from days_of(base)


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
        free = [base for base, (low, high) in ranges.items() if low < high and _is_free(base)]
        free.sort(key=lambda base: (not isinstance(base, ir.ServiceDate), _width(ranges[base])))
        if not free:
            fixed = {base: low for base, (low, _) in ranges.items() if _is_free(base)}
            return fixed if all(_holds(bound, fixed) for bound in self.bounds) else None
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
            if _narrow(narrower, self.bounds):
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


def _is_free(base: ir.Term) -> bool:
    return isinstance(base, ir.FactTerm | ir.ServiceDate)


def days_of(base: ir.Term) -> list[ir.Term]:
    """Return the dates of which *base* is a function."""
    if _is_free(base):
        return []
    found: list[ir.Term] = [day_of(base)]  # type: ignore[arg-type]
    if isinstance(base, ir.AgeTerm):
        found.append(ir.ServiceDate())
    return found


def value_of(base: ir.Term, values: Mapping[ir.Term, int]) -> int:
    """Return what *base* is when facts and the service date have *values*."""
    if _is_free(base):
        return values[base]
    day = values[day_of(base)]  # type: ignore[arg-type]
    if isinstance(base, ir.AgeTerm):
        return _age(base)(applied(base.born, day), values[ir.ServiceDate()])
    return applied(base, day)


def _holds(bound: Bound, values: Mapping[ir.Term, int]) -> bool:
    return sum(factor * value_of(base, values) for factor, base in bound.form) <= bound.most


def _age(base: ir.AgeTerm) -> Callable[[int, int], int]:
    return dates.age_in_months if base.in_months else dates.age_in_years


# ------------------------------------------------------------------- narrowing


def _narrow(ranges: Ranges, bounds: Sequence[Bound]) -> bool:
    """Narrow *ranges* in place; False: one is empty, so that nothing satisfies *bounds*."""
    # Numbered, since the rounds would hash every term again and again.
    places = {base: place for place, base in enumerate(ranges)}
    sums = [
        ([(factor, places[base]) for factor, base in bound.form], bound.most) for bound in bounds
    ]
    functions = [
        (base, [place, *(places[day] for day in days_of(base))])
        for base, place in places.items()
        if not _is_free(base)
    ]
    ends = list(ranges.values())
    for _ in range(MOST_ROUNDS):
        before = list(ends)
        for form, most in sums:
            if not _by_sum(ends, form, most):
                return False
        for base, read in functions:
            if not _by_function(ends, base, read):
                return False
        if ends == before:
            break
    ranges.update(zip(ranges, ends, strict=True))
    return True


def _by_sum(ends: list[Range], form: Sequence[tuple[int, int]], most: int) -> bool:
    least = 0
    for factor, place in form:
        low, high = ends[place]
        least += factor * (low if factor > 0 else high)
    for factor, place in form:
        low, high = ends[place]
        rest = least - factor * (low if factor > 0 else high)
        room = most - rest
        if factor > 0:
            high = min(high, room // factor)
        else:
            low = max(low, -(room // -factor))
        if low > high:
            return False
        ends[place] = (low, high)
    return True


def _by_function(ends: list[Range], base: ir.Term, read: Sequence[int]) -> bool:
    """Narrow a function of dates by its dates, and them by it; *read* is where they stand."""
    known = [ends[place] for place in read]
    found = _aged(base, *known) if isinstance(base, ir.AgeTerm) else _moved(base, *known)
    if found is None:
        return False
    for place, narrowed in zip(read, found, strict=True):
        ends[place] = narrowed
    return True


# The same ages are narrowed in one question after the other.
@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _moved(base: ir.Term, value: Range, day: Range) -> tuple[Range, Range] | None:
    """Narrow what a function of one date is, and the date; None: nothing is left."""
    (low, high), (first, last) = value, day
    low, high = max(low, applied(base, first)), min(high, applied(base, last))
    first = last_with(lambda value: applied(base, value) < low, first, last) + 1
    last = last_with(lambda value: applied(base, value) <= high, first, last)
    return None if low > high or first > last else ((low, high), (first, last))


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def _aged(
    base: ir.AgeTerm, value: Range, day: Range, today: Range
) -> tuple[Range, Range, Range] | None:
    """Narrow an age by the birth date and the service date, and each of them by the others."""
    age = _age(base)
    (low, high), (first, last), (early, late) = value, day, today

    def old(born: int, on: int) -> int:
        return age(applied(base.born, born), on)

    low, high = max(low, old(last, early)), min(high, old(first, late))
    # Born later, one is younger: the last day to be at least `low`, the first to be at most `high`.
    last = last_with(lambda born: old(born, late) >= low, first, last)
    first = last_with(lambda born: old(born, early) > high, first, last) + 1
    if low > high or first > last:
        return None
    early = last_with(lambda on: old(first, on) < low, early, late) + 1
    late = last_with(lambda on: old(last, on) <= high, early, late)
    return None if early > late else ((low, high), (first, last), (early, late))


def _linear(bounds: Sequence[Bound], ranges: Ranges) -> list[Inequality]:
    """Say *bounds* without functions: months as the fewest and the most days that they last."""
    found = [Inequality({b: f for f, b in bound.form}, bound.most) for bound in bounds]
    for base, (low, high) in ranges.items():
        found += [Inequality({base: 1}, high), Inequality({base: -1}, -low)]
        if isinstance(base, ir.AddPeriod) and _is_free(base.term):
            days = base.count * _DAYS[base.period]
            found.append(Inequality({base: 1, base.term: -1}, math.ceil(days) + _SLACK))
            found.append(Inequality({base: -1, base.term: 1}, -math.floor(days) + _SLACK))
    return found


_DAYS = {Period.DAYS: 1.0, Period.WEEKS: 7.0, Period.MONTHS: 30.436875, Period.YEARS: 365.2425}
# No count of months differs from its mean length by more days.
_SLACK: Final = 4

__all__ = ["Bound", "Refuted", "days_of", "solve", "value_of"]
