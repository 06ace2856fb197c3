"""Name the clauses behind an outcome, with the citations of what made them hold (SPEC 4.9)."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.core.decision import Reason
from policydsl.core.determinations import Determination
from policydsl.core.values import Kleene
from policydsl.reference.clauses import Outcome, Statuses, outcome_of
from policydsl.reference.missing import Asked
from policydsl.reference.truths import citations_of

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN

REQUIREMENTS = (ir.Kind.REQUIRE, ir.Kind.DOCUMENT, ir.Kind.AUTHORIZE)


def reasons_for(
    state: Statuses, outcome: Outcome, asked: Asked
) -> tuple[tuple[ir.Clause, Reason], ...]:
    """Return the clauses that ask for *outcome*, in program order, each with its reason.

    A pend names the papers that lack and the open clauses that ask for what is
    missing; a covered also what was met and lifted on the way.
    """
    if outcome.determination is Determination.PEND_DOCUMENTATION:
        chosen = _pending(state, asked)
        return tuple((clause, reason(state, clause)) for clause in chosen)
    holding, unknown = state.standing
    asking = [clause for clause in holding if outcome_of(clause) == outcome]
    if not asking:
        # Only several unknown clauses together are certain: one of these holds.
        asking = [clause for clause in unknown if outcome_of(clause) == outcome]
    lowest = min((clause.rank for clause in asking), default=0)
    asking = [clause for clause in asking if clause.rank == lowest]
    found = [(clause, reason(state, clause)) for clause in asking]
    if outcome.determination is Determination.COVERED:
        found += _on_the_way(state)
    return tuple(found)


def _pending(state: Statuses, asked: Asked) -> list[ir.Clause]:
    keys = {key for askers in asked.by_fact.values() for key in askers}
    keys |= {clause.key for clause in asked.lacking}
    chosen = [clause for clause in state.program.clauses if clause.key in keys]
    return chosen or list(asked.open)


def _on_the_way(state: Statuses) -> list[tuple[ir.Clause, Reason]]:
    """Return the requirements that were met and the clauses that an exception lifted."""
    found: list[tuple[ir.Clause, Reason]] = []
    for clause in state.program.clauses:
        if clause.determination is Determination.COVERED:
            continue
        if any(state.held(guard) is not YES for guard in clause.guards):
            continue
        bite = state.held(clause.bite)
        if bite is NO and clause.kind in REQUIREMENTS:
            found.append((clause, reason(state, clause)))
        elif bite is YES and state.of(clause) is NO:
            found.append((clause, lifted(state, clause)))
    return found


def outranked(state: Statuses, outcome: Outcome) -> list[ir.Clause]:
    """Return the clauses that hold but lost to *outcome*."""
    return [
        clause
        for clause in state.standing[0]
        if clause.determination is not Determination.COVERED and outcome_of(clause) != outcome
    ]


def reason(state: Statuses, clause: ir.Clause) -> Reason:
    """Return *clause* as a reason, with its own citations and those of what decided it."""
    status = state.of(clause)
    cited = list(clause.citations)
    for part in (*clause.guards, clause.bite):
        if state.held(part) is not UNKNOWN:
            cited += citations_of(part, state.valuation)
        elif part is clause.bite:
            cited += _all_citations(part)
    return Reason(clause.key, clause.title, _once(cited), clause.kind.value, open=status is UNKNOWN)


def lifted(state: Statuses, clause: ir.Clause) -> Reason:
    """Return a clause that would have held but for an exception, citing both."""
    cited = list(reason(state, clause).citations)
    for exception in clause.exceptions:
        if state.exception(exception) is YES:
            cited += exception.citations
            cited += citations_of(exception.condition, state.valuation)
    return Reason(clause.key, clause.title, _once(cited), "exception")


def _all_citations(expr: ir.Truth) -> list[str]:
    found: list[str] = []
    pending = [expr]
    while pending:
        part = pending.pop(0)
        match part:
            case ir.Cited() | ir.Named():
                found += part.citations
                pending.append(part.operand)
            case ir.Not():
                pending.append(part.operand)
            case ir.And() | ir.Or():
                pending.extend(part.operands)
            case _:
                pass
    return found


def _once(citations: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citations))
