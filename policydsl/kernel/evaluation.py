"""Evaluate valuations with compiled scopes, for the algorithms shared with the reference."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.reference.clauses import Front, Statuses
from policydsl.reference.valuation import Valuation

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Kernel


class Compiled:
    """The statuses of a program's clauses under one valuation; an `Evaluation`."""

    def __init__(self, kernel: Kernel, valuation: Valuation) -> None:
        scoped = kernel.scoped(valuation.known)
        self._scope = scoped.scope
        self._bits = scoped.evaluate(valuation.known, valuation.as_of)
        self._program = kernel.program
        self._valuation = valuation

    def front(self, without: frozenset[str] = frozenset()) -> Front:
        return self._scope.front(self._bits, self._scope.mask(without) if without else 0)

    def asks(self, clause: ir.Clause) -> set[str]:
        return self._statuses.asks(clause)

    @cached_property
    def _statuses(self) -> Statuses:
        return Statuses(self._program, self._valuation)
