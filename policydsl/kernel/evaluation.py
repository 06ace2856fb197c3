"""Evaluate valuations with compiled scopes, for the algorithms shared with the reference."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cached_property
from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.core.values import FactValue, Kleene
from policydsl.kernel.remembered import Remembering
from policydsl.reference.clauses import Front, Statuses
from policydsl.reference.valuation import Valuation

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Kernel


class Compiled:
    """The statuses of a program's clauses under one valuation; an `Evaluation`."""

    def __init__(self, kernel: Kernel, valuation: Valuation) -> None:
        scoped = kernel.scoped(valuation.known)
        self.valuation = valuation
        self._scope = scoped.scope
        self._bits = scoped.evaluate(valuation.known, valuation.as_of)
        self._kernel = kernel

    def learning(self, facts: Mapping[str, FactValue]) -> Compiled:
        at = self.valuation
        return Compiled(self._kernel, Valuation(at.facts, at.as_of, {**at.known, **facts}))

    def front(self, without: frozenset[str] = frozenset()) -> Front:
        return self._scope.front(self._bits, self._scope.mask(without) if without else 0)

    def asks(self, clause: ir.Clause) -> Set[str]:
        """Return what `Statuses.asks` does, from what is remembered of guards and conditions."""
        telling = self._telling
        for part in (*clause.guards, clause.bite):
            if telling.truth(part) is Kleene.UNKNOWN:
                return telling.leans_on(part)
        return self._statuses.asks(clause)

    @cached_property
    def _telling(self) -> Remembering:
        return self._kernel.remembered.telling(self.valuation.as_of, self.valuation.known)

    @cached_property
    def _statuses(self) -> Statuses:
        return Statuses(self._kernel.program, self.valuation)
