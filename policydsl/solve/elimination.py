"""Show that inequalities contradict each other, by Fourier and Motzkin's elimination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from policydsl.core import ir
from policydsl.frozen import frozen

MOST_INEQUALITIES: Final = 400


@frozen
class Inequality:
    """The sum of factor × variable is at most *most*."""

    factors: dict[ir.Term, int]
    most: int


def contradictory(inequalities: Iterable[Inequality]) -> bool:
    """Whether no rational numbers satisfy *inequalities*; no also when it takes too long to say."""
    left = list(inequalities)
    while True:
        if any(not each.factors and each.most < 0 for each in left):
            return True
        left = [each for each in left if each.factors]
        if not left or len(left) > MOST_INEQUALITIES:
            return False
        left = without(cheapest(left), left)


def cheapest(inequalities: Sequence[Inequality]) -> ir.Term:
    """Return the variable without which the fewest inequalities are left."""
    variables = dict.fromkeys(name for each in inequalities for name in each.factors)
    return min(variables, key=lambda name: _cost(inequalities, name))


def _cost(inequalities: Sequence[Inequality], name: ir.Term) -> int:
    signs = [each.factors[name] > 0 for each in inequalities if name in each.factors]
    return sum(signs) * (len(signs) - sum(signs))


def without(name: ir.Term, inequalities: Sequence[Inequality]) -> list[Inequality]:
    """Return what *inequalities* say of the others: every upper end beside every lower end."""
    kept = [each for each in inequalities if name not in each.factors]
    upper = [each for each in inequalities if each.factors.get(name, 0) > 0]
    lower = [each for each in inequalities if each.factors.get(name, 0) < 0]
    for one in upper:
        for other in lower:
            kept.append(_sum(one, -other.factors[name], other, one.factors[name]))
            if len(kept) > MOST_INEQUALITIES:
                return kept
    return kept


def _sum(one: Inequality, times: int, other: Inequality, by: int) -> Inequality:
    factors = {name: factor * times for name, factor in one.factors.items()}
    for name, factor in other.factors.items():
        factors[name] = factors.get(name, 0) + factor * by
    kept = {name: factor for name, factor in factors.items() if factor}
    return Inequality(kept, one.most * times + other.most * by)
