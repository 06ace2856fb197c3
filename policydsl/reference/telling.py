"""Tell of a condition whether it holds, what made it so and what it cites; of a term, its value."""

from __future__ import annotations

from collections.abc import Set

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.reference.clauses import Statuses
from policydsl.reference.terms import read
from policydsl.reference.truths import asked, blame, citations_of, truth
from policydsl.reference.valuation import Valuation


class Telling:
    """What conditions and terms come to under one valuation; a subclass may remember it."""

    def __init__(self, valuation: Valuation) -> None:
        self.valuation = valuation

    def truth(self, expr: ir.Truth) -> Kleene:
        return truth(expr, self.valuation)

    def leans_on(self, expr: ir.Truth) -> Set[str]:
        """Return the facts that decided a condition, or that it waits for."""
        if self.truth(expr) is Kleene.UNKNOWN:
            return asked(expr, self.valuation)
        return blame(expr, self.valuation)

    def citations(self, expr: ir.Truth) -> tuple[str, ...]:
        """Return the citations on the parts that made a condition what it is."""
        return tuple(citations_of(expr, self.valuation))

    def exact(self, term: ir.Term) -> int | None:
        """Return the one value that a term can have, if there is only one."""
        return read(term, self.valuation).exact


class Stated(Telling):
    """Tells what the statuses of clauses rest on, each condition read once."""

    def __init__(self, state: Statuses) -> None:
        super().__init__(state.valuation)
        self._state = state
        # INVARIANT: the program outlives this, so no other condition has one of these ids.
        self._leaning: dict[int, Set[str]] = {}

    def truth(self, expr: ir.Truth) -> Kleene:
        return self._state.held(expr)

    def leans_on(self, expr: ir.Truth) -> Set[str]:
        found = self._leaning.get(id(expr))
        if found is None:
            found = self._leaning[id(expr)] = super().leans_on(expr)
        return found
