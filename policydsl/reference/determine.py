"""Decide a validated request by the definitions of SPEC 4."""

from __future__ import annotations

from functools import cached_property

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.reference.assumptions import resolve
from policydsl.reference.cells import Cells
from policydsl.reference.clauses import PEND, Front, Outcome, Reads, Statuses
from policydsl.reference.completions import Completions, Possible
from policydsl.reference.missing import missing
from policydsl.reference.report import report


def decide(program: ir.Program, request: Request) -> Decision:
    """Return the decision that *program* makes about *request*.

    The request has been validated against the program's facts.  Never raises.
    """
    return Reference(program).decide(request)


class Reference:
    """One program, for several requests: what is so of the program is found out once."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program

    @cached_property
    def _cells(self) -> Cells:
        return Cells(self.program)

    @cached_property
    def _reads(self) -> Reads:
        return Reads(self.program)

    def decide(self, request: Request) -> Decision:
        """Return the decision about *request*, as `decide` does."""
        program = self.program
        resolved = resolve(program, request)
        valuation = resolved.valuation
        state = Statuses(program, valuation, self._reads)
        completions = Completions(program, self._cells, state)
        possible = completions.possible()
        outcome = determined(state.front(), possible)
        asked = missing(program, valuation, state, completions, outcome.determination)
        return report(program, request, resolved, state, outcome, possible, asked)


def determined(front: Front, possible: Possible) -> Outcome:
    """Return the outcome (SPEC 4.7): the only possible one, else what leads, else a pend."""
    if len(possible.outcomes) == 1:
        return next(iter(possible.outcomes))
    leads = front.kleene
    if leads is not None and leads != PEND and leads in possible.outcomes:
        return leads
    return PEND
