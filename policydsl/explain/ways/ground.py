"""Hold what every search in one program needs, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.kernel.evidence import Evidence
from policydsl.kernel.kernel import defaults
from policydsl.reference.cells import Cells
from policydsl.reference.completions import Evaluate, statuses
from policydsl.reference.determine import decide
from policydsl.reference.structure import truths_of
from policydsl.reference.valuation import Valuation


class Ground:
    """A program, and whoever decides by it.

    *evaluate* and *decide* say faster than the reference what the reference says.
    """

    def __init__(
        self,
        program: ir.Program,
        evaluate: Evaluate | None = None,
        decide: Callable[[Request], Decision] | None = None,
    ) -> None:
        self.program = program
        self.evaluate = evaluate or statuses(program)
        self._decide = decide
        self._defaults = defaults(program)
        self._evidence = Evidence(program, self._defaults)
        self.by_key = {clause.key: clause for clause in program.clauses}
        self.conditions: dict[str, list[ir.Truth]] = {}
        """By fact, the conditions under which something is assumed of it."""
        for assumption in program.assumptions:
            if assumption.condition is not None:
                self.conditions.setdefault(assumption.fact, []).append(assumption.condition)

    def decide(self, request: Request) -> Decision:
        return decide(self.program, request) if self._decide is None else self._decide(request)

    def valuation(self, request: Request) -> Valuation:
        """Return what is known, as `reference.assumptions.resolve` would have it."""
        filled = self._evidence.filled(request.facts, request.as_of)
        return Valuation(self.program.facts, request.as_of, {**self._defaults, **filled})

    @cached_property
    def cells(self) -> Cells:
        """What clauses tell apart."""
        return Cells(self.program)

    @cached_property
    def all_cells(self) -> Cells:
        """What clauses, assumptions and plans tell apart."""
        return Cells.telling_apart(self._truths())

    def _truths(self) -> Iterable[ir.Truth]:
        for clause in self.program.clauses:
            yield from truths_of(clause)
        for conditions in self.conditions.values():
            yield from conditions
        for setting in self.program.settings:
            yield setting.condition
