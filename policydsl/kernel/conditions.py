"""Put the conditions of a scope in topological order, and say what each of them bears on."""

from __future__ import annotations

from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.kernel.layout import Layout, Part
from policydsl.kernel.residue import Comparison, Join, Negation, Residue, Single
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

Told = Single | Comparison | Join  # what is worked out; a negation only turns it round


@attrs.frozen
class OfClause:
    """A condition is a part of a clause; *turned*: its negation is."""

    part: Part
    clause: int
    turned: bool

    def bits(self, layout: Layout, held: Kleene) -> int:
        return layout.part(self.part, ~held if self.turned else held, self.clause)


@attrs.frozen
class OfJoin:
    """A condition is an operand of the join that has this place; *turned*: its negation is."""

    place: int
    conjunctive: bool
    turned: bool

    def bits(self, layout: Layout, held: Kleene) -> int:
        return layout.operand(self.place, ~held if self.turned else held, self.conjunctive)


Uses = dict[Told, list[OfClause | OfJoin]]


@attrs.frozen
class Conditions:
    """The conditions of a scope, each after those it is made of, with all that it bears on.

    Comparisons and joins have places for their own bits.
    """

    uses: Uses
    places: dict[Comparison | Join, int]

    def bits(self, layout: Layout, told: Told, held: Kleene) -> int:
        """Return the bits to set when a condition is *held*."""
        bits = 0
        for use in self.uses[told]:
            bits |= use.bits(layout, held)
        if isinstance(told, Comparison):
            bits |= layout.condition(self.places[told], held)
        return bits

    def base(self, layout: Layout) -> int:
        """Return the bits of the operands that stay unknown, whatever is learnt."""
        bits = 0
        for join, place in self.places.items():
            if isinstance(join, Join) and Kleene.UNKNOWN in join.parts:
                bits |= layout.operand(place, Kleene.UNKNOWN, join.conjunctive)
        return bits


def ordered(parts: list[tuple[Part, int, Residue]]) -> Conditions:
    """Put what the parts of clauses turn on in topological order."""
    uses: Uses = {}
    places: dict[Comparison | Join, int] = {}

    def visit(residue: Residue) -> None:
        told, _ = straight(residue)
        if isinstance(told, Kleene) or told in uses:
            return
        if isinstance(told, Join):
            for operand in told.parts:
                visit(operand)
        uses[told] = []
        if not isinstance(told, Single):
            places[told] = len(places)

    for part, clause, residue in parts:
        visit(residue)
        told, turned = straight(residue)
        if not isinstance(told, Kleene):
            uses[told].append(OfClause(part, clause, turned))
    for join, place in places.items():
        if isinstance(join, Join):
            for operand in join.parts:
                told, turned = straight(operand)
                if not isinstance(told, Kleene):
                    uses[told].append(OfJoin(place, join.conjunctive, turned))
    return Conditions(uses, places)


def straight(residue: Residue) -> tuple[Told | Kleene, bool]:
    """Return a residue without its negation, and whether it had one."""
    if isinstance(residue, Negation):
        told, turned = straight(residue.operand)
        return told, not turned
    return residue, False


def held_by(says: Any, valuation: Valuation) -> Kleene:
    """Return what a condition, or an exception, is under *valuation*."""
    if not isinstance(says, ir.Exception_):
        return truth(says, valuation)
    held = [truth(says.condition, valuation)]
    held += [~held_by(nested, valuation) for nested in says.exceptions]
    return min(held, key=lambda value: value.value)
