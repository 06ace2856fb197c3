"""A slice that tells what is so in the request that it found last."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.solve.gates import TRUE
from policydsl.solve.pair import Pair
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer, Slice


class Exploring(Slice):
    """One solver of two programs, whose last answer can be looked at."""

    def __init__(self, pair: Pair) -> None:
        super().__init__(pair)
        self.pair = pair

    def find(self, *literals: Literal) -> Answer:
        """Return whether some request makes all of *literals* true, as `can` does, and keep it."""
        self._models.clear()
        return self.can(*literals)

    def because(self, literals: Sequence[Literal]) -> list[Literal]:
        """Return leaves that make *literals* true in the request that was found last."""
        return sorted(self.reasons(literals, self._models[-1]), key=abs)

    def core(self, known: Sequence[Literal], then: Literal) -> list[Literal] | None:
        """Return those of *known* that make *then* true in every request; None: they do not."""
        if self.can(*known, -then) is not Answer.NO:
            return None
        self.load([then])
        assumed = [self._to_local(literal) for literal in (*known, -then)]
        if self._sat.solve(assumed):
            return list(known)  # arithmetic was needed beyond what the solver has learned
        found = {self._to_global(literal) for literal in self._sat.core(assumed)}
        return [literal for literal in known if literal in found]

    def held(self, literal: Literal) -> bool:
        """Whether *literal* is true in the request that was found last."""
        return self._held(abs(literal)) is (literal > 0)

    def _held(self, variable: int) -> bool:
        if variable == TRUE:
            return True
        model, local = self._models[-1], self._local.get(variable)
        if local is not None and local <= len(model):
            return model[local - 1] > 0
        inputs = self.gates.joined.get(variable)
        return inputs is not None and all(self._held(abs(x)) is (x > 0) for x in inputs)
