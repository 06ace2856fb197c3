"""Narrow ranges of numbers and days by bounds on them, until nothing changes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from policydsl.core import ir
from policydsl.solve.comparing import applied, last_with
from policydsl.solve.sums import Bound, age_of, days_of, is_free

MOST_ROUNDS: Final = 40
_MOST_REMEMBERED: Final = 4096

Range = tuple[int, int]
"""The least and the greatest that a term can be."""
Ranges = dict[ir.Term, Range]


def narrow(ranges: Ranges, bounds: Sequence[Bound]) -> bool:
    """Narrow *ranges* in place; False: one is empty, so that nothing satisfies *bounds*."""
    # Numbered, since the rounds would hash every term again and again.
    places = {base: place for place, base in enumerate(ranges)}
    sums = [
        ([(factor, places[base]) for factor, base in bound.form], bound.most) for bound in bounds
    ]
    functions = [
        (base, [place, *(places[day] for day in days_of(base))])
        for base, place in places.items()
        if not is_free(base)
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
    age = age_of(base)
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
