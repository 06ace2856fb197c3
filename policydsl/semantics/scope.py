"""Make the clauses that say where a policy does not speak: its dates, its scope, and silence."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.determinations import RANK, SILENCE_RANK, Determination
from policydsl.semantics import dating
from policydsl.semantics.applicability import Applicability
from policydsl.semantics.benefits import Benefits
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import YES, negation
from policydsl.syntax import ast


def clauses_of_scope(
    header: ast.Policy, applicability: Applicability, benefits: Benefits
) -> list[ir.Clause]:
    """Give the clauses that say when nothing else does: dates, scope and silence."""
    found: list[ir.Clause] = []
    in_force = dating.range_truth(header.lines)
    if in_force != YES:
        line = next(line for line in header.lines if isinstance(line, ast.InForce))
        found.append(
            _scope_clause(ir.Kind.IN_FORCE, "in_force", "In force", (), negation(in_force), line)
        )
    found += applicability.clauses
    about_none = negation(benefits.some())
    guards = () if applicability.holds == YES else (applicability.holds,)
    silence = _scope_clause(
        ir.Kind.SILENCE, "silence", "No benefit is about the request", guards, about_none, None
    )
    # Silence rests on everything that the policy does speak of (SPEC 4.9).
    spoken_of = dict.fromkeys(id for benefit in benefits.lowered() for id in benefit.citations)
    found.append(attrs.evolve(silence, rank=SILENCE_RANK, citations=tuple(spoken_of)))
    return found


def _scope_clause(
    kind: ir.Kind,
    key: str,
    title: str,
    guards: tuple[ir.Truth, ...],
    bite: ir.Truth,
    line: ast.Line | None,
) -> ir.Clause:
    return ir.Clause(
        key=key,
        id=key,
        title=title,
        kind=kind,
        determination=Determination.NOT_APPLICABLE,
        target=None,
        guards=guards,
        bite=bite,
        exceptions=(),
        overridden_by=(),
        papers=False,
        asks_for=(),
        benefit=None,
        citations=ids(line.citations) if line else (),
        rank=RANK[Determination.NOT_APPLICABLE],
        span=line.span if line else None,
    )
