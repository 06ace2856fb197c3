"""Say in literals when an amount of one program is more than that of another, or less.

An amount is known where interval arithmetic leaves it one value, whatever facts are unknown.
"""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.reading import facts_read
from policydsl.frozen import frozen
from policydsl.solve.comparing import TooManyChoicesError
from policydsl.solve.ends import between
from policydsl.solve.gates import Gates
from policydsl.solve.sat import Literal
from policydsl.solve.side import Side
from policydsl.solve.weighing import as_given, is_one_value


@frozen
class Step:
    """When the newer of two amounts is more, when less, and when that cannot be said."""

    more: Literal
    less: Literal
    unclear: Literal

    def where(self, gates: Gates, held: Literal) -> Step:
        """Return the same, only where *held* holds."""
        return Step(
            gates.all_of([held, self.more]),
            gates.all_of([held, self.less]),
            gates.all_of([held, self.unclear]),
        )


@frozen
class Amount:
    """When an amount is known, and the term that it then is."""

    known: Literal
    term: ir.Term


def amount_of(side: Side, term: ir.Term) -> Amount:
    """Return when *term* is known, and as what."""
    ends = between(side.lowering, term)
    there: list[Literal] = []
    if ends is not None:
        try:
            return Amount(is_one_value(side.gates, ends), ends.low)
        except TooManyChoicesError:
            there = [-ends.gone]  # a table may have no row for what is known
    # It is not followed what the term can be: then all that it reads has to be known.
    facts = sorted(facts_read(term))
    known = [-side.lowering.knowing(fact).unknown for fact in facts]
    return Amount(side.gates.all_of([*known, *there]), as_given(side.lowering, term))


class Steps:
    """Compares the amounts of two programs."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.gates = old.gates
        self.alike = old.lowering is new.lowering

    def between(self, one: ir.Term | None, other: ir.Term | None) -> Step:
        """Compare two terms of which none, where there is no term, is as good as zero."""
        gates = self.gates
        never = gates.any_of([])
        if (one is None and other is None) or (self.alike and one == other):
            return Step(never, never, never)
        if one is None or other is None:
            return Step(never, never, gates.all_of([]))
        return self.compared(amount_of(self.old, one), amount_of(self.new, other))

    def compared(self, one: Amount, other: Amount) -> Step:
        """Compare two amounts; that one alone is known is unclear."""
        gates = self.gates
        both = gates.all_of([one.known, other.known])
        more = gates.truth(ir.Compare(one.term, ir.Order.LESS, other.term))
        less = gates.truth(ir.Compare(other.term, ir.Order.LESS, one.term))
        unclear = [
            gates.all_of([one.known, -other.known]),
            gates.all_of([-one.known, other.known]),
        ]
        return Step(gates.all_of([both, more]), gates.all_of([both, less]), gates.any_of(unclear))

    def apart(self, one: ir.Term | None, other: ir.Term | None) -> Literal:
        """Return that two terms are different, or that one alone is known."""
        step = self.between(one, other)
        return self.gates.any_of([step.more, step.less, step.unclear])
