"""Tell which statements of the source documents an explanation names, and which bear on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.explain.clausetrace import LIMITS, MUST, SET_ASIDE, ClauseTrace, Role, Status
from policydsl.explain.trace import Step

if TYPE_CHECKING:
    from policydsl.explain.explanation import Explanation


def cited(explanation: Explanation) -> frozenset[str]:
    """Return every inventory id that appears anywhere."""
    found = {id for step in explanation.steps() for id in step.citations}
    for clause in explanation.clauses:
        found.update(clause.citations)
        for exception in clause.excepted():
            found.update(exception.citations)
    for benefit in explanation.benefits:
        found.update(benefit.citations)
    return frozenset(found.union(*_apart(explanation)))


def bearing(explanation: Explanation) -> frozenset[str]:
    """Return the inventory ids that bear on the decision.

    Those of the reasons and of what they turned on, of exceptions that were looked at, of
    clauses that lost, were lifted or nearly applied, of limits that were read or that
    something given keeps from binding, of payment, advice, assumptions and open questions;
    not those of clauses that played no part.
    """
    decision = explanation.decision
    found = {id for reason in (*decision.reasons, *decision.outranked) for id in reason.citations}
    for clause in explanation.clauses:
        part = clause.role is not Role.NONE or clause.status in SET_ASIDE
        if part or (clause.kind not in MUST and clause.nearly):
            found.update(of_clause(clause))
        if clause.kind in LIMITS and clause.status is Status.GUARDED_OFF:
            # Why no limit is counted: the plan has none.
            found.update(_of_steps(clause.guards[-1:]))
        if clause.kind is ir.Kind.SILENCE and clause.role in (Role.DECIDES, Role.OPEN):
            # SPEC 4.9: that no benefit is about the request is said by all of them.
            found.update(id for benefit in explanation.benefits for id in benefit.citations)
    return frozenset(found.union(*_apart(explanation)))


def of_clause(clause: ClauseTrace) -> Iterator[str]:
    """Yield what stands on a clause, its exceptions, and the parts that make them what they are."""
    yield from clause.citations
    for exception in clause.excepted():
        yield from exception.citations
    yield from _of_steps(clause.looked_at())


def _of_steps(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        for part in step.decisive():
            yield from part.citations


def _apart(explanation: Explanation) -> Iterator[Iterable[str]]:
    """Yield the ids on what is no clause: limits, payment, advice and the like."""
    for limit in explanation.limits:
        yield from (limit.citations, limit.granted.citations)
        if limit.extending is not None:
            yield limit.extending.citations
    if explanation.payment is not None:
        yield explanation.payment.citations
    for assumption in explanation.assumptions:
        yield assumption.citations
        if assumption.when is not None:
            yield from (step.citations for step in assumption.when.walk())
    yield from (advisory.citations for advisory in explanation.decision.advisories)
    yield from (question.citations for question in explanation.decision.open_questions)
