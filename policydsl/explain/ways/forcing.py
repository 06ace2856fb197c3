"""Complete what is known so that a clause holds, or none of several: one completion, if found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain.ways.states import States
from policydsl.reference.cells import TooManyError
from policydsl.reference.clauses import Statuses
from policydsl.reference.structure import facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN
MOST_TRIED = 64
"""How many values of the facts of one comparison are tried."""


class Forcing:
    """Looks for completions without going back on a choice; what it gives is verified."""

    def __init__(self, states: States) -> None:
        self._states = states
        self._program = states.program
        self._by_key = states.ground.by_key

    def clause(self, clause: ir.Clause, valuation: Valuation) -> Valuation | None:
        """Return a completion in which *clause* holds; None: none was found."""
        found = self._hold(clause, valuation)
        if found is not None and Statuses(self._program, found).of(clause) is YES:
            return found
        return None

    def none_of(self, clauses: Sequence[ir.Clause], valuation: Valuation) -> Valuation | None:
        """Return a completion in which none of *clauses* holds; None: none was found."""
        found: Valuation | None = valuation
        for clause in clauses:
            if found is not None:
                found = self._fail(clause, found)
        if found is None:
            return None
        statuses = Statuses(self._program, found)
        return found if all(statuses.of(clause) is NO for clause in clauses) else None

    def _hold(self, clause: ir.Clause, valuation: Valuation) -> Valuation | None:
        found: Valuation | None = valuation
        for part in (*clause.guards, clause.bite):
            found = found and self._make(part, found, True)
        for exception in clause.exceptions:
            found = found and self._unlift(exception, found)
        for key in clause.overridden_by:
            found = found and self._fail(self._by_key[key], found)
        return found

    def _fail(self, clause: ir.Clause, valuation: Valuation) -> Valuation | None:
        if Statuses(self._program, valuation).of(clause) is NO:
            return valuation
        for part in (*clause.guards, clause.bite):
            found = self._make(part, valuation, False)
            if found is not None:
                return found
        for exception in clause.exceptions:
            found = self._make(exception.condition, valuation, True)
            if found is not None:
                return found
        return None

    def _unlift(self, exception: ir.Exception_, valuation: Valuation) -> Valuation | None:
        if Statuses(self._program, valuation).exception(exception) is NO:
            return valuation
        found = self._make(exception.condition, valuation, False)
        if found is not None:
            return found
        return self._any((nested.condition for nested in exception.exceptions), valuation, True)

    # --------------------------------------------------------------- conditions

    def _make(self, expr: ir.Truth, valuation: Valuation, goal: bool) -> Valuation | None:
        held = truth(expr, valuation)
        if held is not UNKNOWN:
            return valuation if held is Kleene.of(goal) else None
        match expr:
            case ir.Cited() | ir.Named():
                return self._make(expr.operand, valuation, goal)
            case ir.Not():
                return self._make(expr.operand, valuation, not goal)
            case ir.And() | ir.Or():
                if isinstance(expr, ir.Or) is goal:
                    return self._any(expr.operands, valuation, goal)
                found: Valuation | None = valuation
                for operand in expr.operands:
                    found = found and self._make(operand, found, goal)
                return found
            case _:
                return self._atom(expr, valuation, goal, [MOST_TRIED])

    def _any(
        self, operands: Iterable[ir.Truth], valuation: Valuation, goal: bool
    ) -> Valuation | None:
        for operand in operands:
            found = self._make(operand, valuation, goal)
            if found is not None:
                return found
        return None

    def _atom(
        self, atom: ir.Truth, valuation: Valuation, goal: bool, left: list[int]
    ) -> Valuation | None:
        held = truth(atom, valuation)
        if held is not UNKNOWN:
            return valuation if held is Kleene.of(goal) else None
        name = next(name for name in facts_read(atom) if name not in valuation.known)
        try:
            values = self._states.cells.of(name, valuation)
        except TooManyError:
            return None
        for value in values:
            left[0] -= 1
            if left[0] < 0:
                return None
            found = self._atom(atom, valuation.with_fact(name, value), goal, left)
            if found is not None:
                return found
        return None
