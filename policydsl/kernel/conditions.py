"""Put the conditions of a scope in topological order, and say what each of them is."""

from __future__ import annotations

from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.kernel.layout import Part
from policydsl.kernel.residue import Comparison, Join, Negation, Residue
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

Used = list[tuple[Part, int]]  # by which parts of which clauses a condition is used
Uses = dict[Residue, Used]


@attrs.frozen
class Conditions:
    """The conditions of a scope, each after those it is made of, and which have bits where."""

    order: tuple[Residue, ...]
    places: dict[Residue, int]


def ordered(uses: Uses) -> Conditions:
    """Put conditions in topological order; comparisons and parts of others are given bits."""
    order: dict[Residue, None] = {}
    places: dict[Residue, int] = {}

    def visit(residue: Residue, *, inside: bool) -> None:
        if isinstance(residue, Kleene):
            return
        if isinstance(residue, Negation):
            visit(residue.operand, inside=True)
        elif isinstance(residue, Join):
            for part in residue.parts:
                visit(part, inside=True)
        order.setdefault(residue)
        if isinstance(residue, Comparison) or (inside and not isinstance(residue, Negation)):
            places.setdefault(residue, len(places))

    for residue in uses:
        visit(residue, inside=False)
    return Conditions(tuple(order), places)


def held_by(says: Any, valuation: Valuation) -> Kleene:
    """Return what a condition, or an exception, is under *valuation*."""
    if not isinstance(says, ir.Exception_):
        return truth(says, valuation)
    held = [truth(says.condition, valuation)]
    held += [~held_by(nested, valuation) for nested in says.exceptions]
    return min(held, key=lambda value: value.value)
