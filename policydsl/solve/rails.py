"""Turn truths into two literals each: surely yes, and surely no, where facts may be unknown.

A request may leave a fact out.  Whether it is left out is a leaf of its own, so that a
solver looks for requests in which facts are unknown as it looks for their values.  The two
rails are Kleene's logic as the reference evaluator has it, assumptions included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.values import FactValue, Kleene
from policydsl.frozen import frozen
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation
from policydsl.solve.gates import TRUE, Among, Gates
from policydsl.solve.sat import Literal


@frozen
class Rails:
    """Literals of "surely yes" and of "surely no"; neither: unknown."""

    yes: Literal
    no: Literal

    def __invert__(self) -> Rails:
        return Rails(self.no, self.yes)


SURELY = Rails(TRUE, -TRUE)
NEVER = Rails(-TRUE, TRUE)


@frozen
class Supplied:
    """A fact has *value*, because it was assumed, where *held* is true."""

    held: Literal
    value: FactValue


@frozen
class Knowing:
    """When a fact is given, what it is taken to be otherwise, and when it stays unknown."""

    given: Literal
    supplied: tuple[Supplied, ...]
    unknown: Literal

    @property
    def always(self) -> bool:
        return self.given == TRUE


def flag(fact: str) -> str:
    """Name the yes-or-no fact that says that *fact* is left out; no author can write it."""
    return f"{fact}?"


class Lowering:
    """The conditions of one policy on the literals of *gates*, each lowered once.

    `assumed` holds the facts that are as good as given, because a fact left out has one
    known value in every policy that is looked at: such a fact is never unknown.
    """

    def __init__(self, program: ir.Program, gates: Gates, assumed: Mapping[str, FactValue]) -> None:
        self.gates = gates
        self.facts: FactTable = program.facts
        self.assumed = assumed
        # What is of another type in the other policy: no request gives it.
        self.never_given = frozenset(
            name
            for name, fact in program.facts.by_name.items()
            if name in gates.facts and type(fact.type) is not type(gates.facts[name].type)
        )
        self._assumptions: dict[str, list[ir.Assumption]] = {}
        for assumption in sorted(program.assumptions, key=lambda each: each.stated):
            self._assumptions.setdefault(assumption.fact, []).append(assumption)
        self._nobody = Valuation(program.facts, 1, {})
        self._knowing: dict[str, Knowing] = {}
        # The element is kept beside its rails: an id is only good while the object lives.
        self._lowered: dict[int, tuple[ir.Truth, Rails]] = {}

    # ------------------------------------------------------------------ facts

    def knowing(self, fact: str) -> Knowing:
        """Return when *fact* is known.

        INVARIANT: the conditions of assumptions are acyclic (policydsl.semantics refuses cycles).
        """
        known = self._knowing.get(fact)
        if known is None:
            known = self._knowing[fact] = self._known(fact)
        return known

    def _known(self, fact: str) -> Knowing:
        if fact in self.assumed:
            return Knowing(TRUE, (), -TRUE)
        gates = self.gates
        left_out = gates.leaf(Among(flag(fact), frozenset({True})))
        supplied: list[Supplied] = []
        before: list[Literal] = [left_out]
        for assumption in self._assumptions.get(fact, ()):
            condition = assumption.condition
            held = TRUE if condition is None else self.truth(condition).yes
            supplied.append(Supplied(gates.all_of([*before, held]), assumption.value))
            before.append(-held)
        return Knowing(-left_out, tuple(supplied), gates.all_of(before))

    # ------------------------------------------------------------- conditions

    def all_of(self, parts: Iterable[Rails]) -> Rails:
        parts = list(parts)
        gates = self.gates
        return Rails(gates.all_of(p.yes for p in parts), gates.any_of(p.no for p in parts))

    def any_of(self, parts: Iterable[Rails]) -> Rails:
        return ~self.all_of(~part for part in parts)

    def truth(self, expr: ir.Truth) -> Rails:
        known = self._lowered.get(id(expr))
        if known is None:
            known = self._lowered[id(expr)] = (expr, self._truth(expr))
        return known[1]

    def _truth(self, expr: ir.Truth) -> Rails:
        match expr:
            case ir.Truism():
                return SURELY if expr.value else NEVER
            case ir.Not():
                return ~self.truth(expr.operand)
            case ir.Cited() | ir.Named():
                return self.truth(expr.operand)
            case ir.And():
                return self.all_of(self.truth(part) for part in expr.operands)
            case ir.Or():
                return self.any_of(self.truth(part) for part in expr.operands)
            case ir.Compare():
                # Conditions and terms nest in each other.
                from policydsl.solve.weighing import compare

                return compare(self, expr)
            case ir.IsKnown():
                return ~self.unless_unknown(expr.fact)
            case ir.MemberIs() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs() | ir.IsAbsent():
                return self.test(expr, expr.fact)
            case _:
                assert_never(expr)

    def unless_unknown(self, fact: str) -> Rails:
        unknown = self.knowing(fact).unknown
        return Rails(unknown, -unknown)

    def test(self, expr: ir.Truth, fact: str) -> Rails:
        """Lower a test of one fact: of what is given, of what is assumed, of nothing known."""
        held = -TRUE if fact in self.never_given else self.gates.truth(expr)
        knowing = self.knowing(fact)
        if knowing.always:
            return Rails(held, -held)
        gates = self.gates
        yes, no = [gates.all_of([knowing.given, held])], [gates.all_of([knowing.given, -held])]
        for each in knowing.supplied:
            valuation = Valuation(self.facts, 1, {fact: each.value})
            (yes if truth(expr, valuation) is Kleene.YES else no).append(each.held)
        match truth(expr, self._nobody):
            case Kleene.YES:
                yes.append(knowing.unknown)
            case Kleene.NO:
                no.append(knowing.unknown)
            case Kleene.UNKNOWN:
                pass
        return Rails(gates.any_of(yes), gates.any_of(no))
