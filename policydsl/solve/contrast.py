"""Decide one request by two programs, and say in what the two decisions differ."""

from __future__ import annotations

import enum
from collections.abc import Callable

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.frozen import frozen
from policydsl.reference import Reference, decide
from policydsl.reference.settings import contradictions

Decide = Callable[[ir.Program, Request], Decision]
"""What decides a request by a program: the reference evaluator, or what answers as it does."""

LIMITS = frozenset({ir.Kind.LIMIT.value, ir.Kind.EXTENSION.value})


class Aspect(enum.Enum):
    """In what two decisions differ; the value is the word in JSON, the weightiest first."""

    DETERMINATION = "determination"
    TARGET = "target"
    MISSING = "missing"
    AMOUNT = "amount"
    REASON = "reason"


class Direction(enum.Enum):
    """Whom a difference favours; the value is the word in JSON."""

    BROADER = "broader"
    NARROWER = "narrower"
    OTHERWISE = "otherwise"  # neither: sent elsewhere, or not decided here for another reason


# How near a determination is to the payment of what is asked.
_NEARNESS = {
    Determination.NOT_APPLICABLE: 0,
    Determination.ROUTE: 0,
    Determination.NOT_COVERED: 0,
    Determination.BENEFIT_EXHAUSTED: 1,
    Determination.REFER: 2,
    Determination.REVIEW: 3,
    Determination.NEEDS_PRIOR_AUTH: 4,
    Determination.PEND_DOCUMENTATION: 5,
    Determination.NEEDS_EXTENSION: 6,
    Determination.COVERED: 7,
}


def direction(before: Determination, after: Determination) -> Direction:
    """Say whether *after* is nearer to being covered than *before*."""
    step = _NEARNESS[after] - _NEARNESS[before]
    if not step:
        return Direction.OTHERWISE
    return Direction.BROADER if step > 0 else Direction.NARROWER


@frozen
class Contrast:
    """One request and what two programs decide of it."""

    request: Request
    before: Decision
    after: Decision

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """In what the decisions differ, the weightiest first; reasons only where nothing else."""
        before, after = self.before, self.after
        found = []
        if before.determination is not after.determination:
            found.append(Aspect.DETERMINATION)
        if before.routes_to != after.routes_to:
            found.append(Aspect.TARGET)
        if facts_missing(before) != facts_missing(after):
            found.append(Aspect.MISSING)
        if amount(before) != amount(after):
            found.append(Aspect.AMOUNT)
        if not found and reasons(before) != reasons(after):
            found.append(Aspect.REASON)
        return tuple(found)


def facts_missing(decision: Decision) -> frozenset[str]:
    return frozenset(each.fact for each in decision.missing)


def reasons(decision: Decision) -> frozenset[tuple[str, str, tuple[str, ...]]]:
    """Return the reasons without regard to their order, as far as they are written."""
    return frozenset((each.clause, each.title, each.citations) for each in decision.reasons)


def amount(decision: Decision) -> tuple[object, ...]:
    """Return what is paid, and how much of the quantity fits where a limit says so.

    A denial for another reason than a limit leaves open what would have fitted.
    """
    pays = decision.pays
    paid = None if pays is None else (pays.rate, pays.amount, pays.member_pays)
    if decision.determination is Determination.COVERED:
        return paid, None
    limited = any(each.kind in LIMITS and not each.open for each in decision.reasons)
    return paid, decision.fits if limited else None


def told(program: ir.Program, request: Request) -> Request:
    """Return what *program* is told of a request: the facts that it declares."""
    facts = {name: value for name, value in request.facts.items() if name in program.facts}
    return Request(request.as_of, facts)


def by_reference(*programs: ir.Program) -> Decide:
    """Return the reference evaluator, for one request to *programs* after the other."""
    references = {id(program): Reference(program) for program in programs}
    return lambda program, request: references[id(program)].decide(request)


def contrast(
    old: ir.Program, new: ir.Program, request: Request, decide: Decide = decide
) -> Contrast | None:
    """Decide *request* by both programs; None: a plan of one of them refuses it."""
    before, after = told(old, request), told(new, request)
    if contradictions(old, before) or contradictions(new, after):
        return None
    return Contrast(request, decide(old, before), decide(new, after))
