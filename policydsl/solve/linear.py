"""Find whole numbers for inequalities between sums, near the ones preferred, or refute them.

Variables that stand in every inequality with the same factor count as one, their sum.  One
variable after the other is then eliminated; values are chosen in the opposite order, each
between what the values before it leave as its ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from policydsl.core import ir
from policydsl.frozen import frozen
from policydsl.solve.elimination import MOST_INEQUALITIES, Inequality, cheapest, without

Ends = Mapping[ir.Term, tuple[int, int]]


@frozen
class Contradiction:
    """The inequalities cannot all hold."""


@frozen
class _Sum:
    """Variables that count as one, by the first of them; `low` and `high` bound their sum."""

    terms: tuple[ir.Term, ...]
    low: int
    high: int
    preferred: int


def solution(
    inequalities: Sequence[Inequality], ends: Ends, prefer: Callable[[ir.Term], int]
) -> dict[ir.Term, int] | Contradiction | None:
    """Return a value within its *ends* for every variable; None: it is not known."""
    sums = _sums(inequalities, ends, prefer)
    first = {each.terms[0] for each in sums}
    left = [
        Inequality({t: f for t, f in each.factors.items() if t in first}, each.most)
        for each in inequalities
    ]
    for each in sums:
        left += [
            Inequality({each.terms[0]: 1}, each.high),
            Inequality({each.terms[0]: -1}, -each.low),
        ]
    eliminated: list[tuple[ir.Term, list[Inequality]]] = []
    while True:
        if any(not each.factors and each.most < 0 for each in left):
            return Contradiction()
        left = [each for each in left if each.factors]
        if not left:
            break
        if len(left) > MOST_INEQUALITIES:
            return None
        name = cheapest(left)
        eliminated.append((name, [each for each in left if name in each.factors]))
        left = without(name, left)
    values = _chosen(eliminated, {each.terms[0]: each.preferred for each in sums})
    return None if values is None else _divided(sums, values, ends, prefer)


def _sums(
    inequalities: Sequence[Inequality], ends: Ends, prefer: Callable[[ir.Term], int]
) -> list[_Sum]:
    columns: dict[tuple[int, ...], list[ir.Term]] = {}
    for term in ends:
        column = tuple(each.factors.get(term, 0) for each in inequalities)
        columns.setdefault(column, []).append(term)
    found = []
    for terms in columns.values():
        low, high = sum(ends[t][0] for t in terms), sum(ends[t][1] for t in terms)
        preferred = sum(_near(ends[t], prefer(t)) for t in terms)
        found.append(_Sum(tuple(terms), low, high, preferred))
    return found


def _chosen(
    eliminated: Sequence[tuple[ir.Term, list[Inequality]]], preferred: Mapping[ir.Term, int]
) -> dict[ir.Term, int] | None:
    """Return values in whole numbers; None: between two ends there was none."""
    values: dict[ir.Term, int] = {}
    for name, inequalities in reversed(eliminated):
        low, high = None, None
        for each in inequalities:
            factor = each.factors[name]
            room = each.most - sum(f * values[t] for t, f in each.factors.items() if t != name)
            if factor > 0:
                high = room // factor if high is None else min(high, room // factor)
            else:
                low = -(room // -factor) if low is None else max(low, -(room // -factor))
        assert low is not None  # every variable has ends of its own
        assert high is not None
        if low > high:
            return None
        values[name] = _near((low, high), preferred[name])
    return values


def _divided(
    sums: Sequence[_Sum],
    values: Mapping[ir.Term, int],
    ends: Ends,
    prefer: Callable[[ir.Term], int],
) -> dict[ir.Term, int]:
    """Return a value for each variable of a sum: all as preferred, but as few as can be."""
    found: dict[ir.Term, int] = {}
    for each in sums:
        rest = values.get(each.terms[0], each.preferred) - each.preferred
        for term in each.terms:
            low, high = ends[term]
            near = _near(ends[term], prefer(term))
            step = min(max(rest, low - near), high - near)
            found[term] = near + step
            rest -= step
    return found


def _near(ends: tuple[int, int], value: int) -> int:
    return min(max(value, ends[0]), ends[1])
