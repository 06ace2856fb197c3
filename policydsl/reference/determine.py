"""Decide a validated request by the definitions of SPEC 4."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.reference.assumptions import resolve
from policydsl.reference.cells import Cells
from policydsl.reference.clauses import PEND, Front, Outcome, Statuses
from policydsl.reference.completions import Completions, Possible, statuses
from policydsl.reference.missing import missing
from policydsl.reference.report import report


def decide(program: ir.Program, request: Request) -> Decision:
    """Return the decision that *program* makes about *request*.

    The request has been validated against the program's facts.  Never raises.
    """
    resolved = resolve(program, request)
    valuation = resolved.valuation
    state = Statuses(program, valuation)
    completions = Completions(program, Cells(program), statuses(program), valuation)
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
