"""Find clauses that never hold, or never decide because stronger ones always do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policydsl.analysis import problems
from policydsl.analysis.claims import Claim, are, follows, hold
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.reading import nodes_in
from policydsl.core.values import Kleene
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

# What these say is not said by one clause alone: the policy may well be for everybody, in
# force on any day, and about every request.
_MAY_NEVER_HOLD = frozenset({ir.Kind.APPLIES, ir.Kind.IN_FORCE, ir.Kind.SILENCE})
# A limit is several clauses, of which some never hold in some policies.
_SEVERAL = frozenset({ir.Kind.LIMIT, ir.Kind.EXTENSION})


@frozen
class Explained:
    """The keys of clauses of which a settled condition has been reported already.

    Those of `idle` never hold because of it, the requirements of `unmet` always fail.
    """

    idle: frozenset[str]
    unmet: frozenset[str]


def clauses_that_are_idle(standing: Standing, explained: Explained) -> Iterator[Diagnostic]:
    """Yield a problem for each clause that never holds or never decides.

    One cause is told once: what stands in a benefit that is about no request is left to
    the benefit, and what is *explained* to its condition.
    """
    dead = _dead(standing)
    for stand in standing.stands:
        clause = stand.clause
        if clause.kind in _MAY_NEVER_HOLD or clause.kind in _SEVERAL:
            continue
        within = standing.lineage.get(clause.benefit or "", ())
        if any(key in dead and key != clause.key for key in within):
            continue
        slice = standing.slice(clause.benefit)
        if slice.can(stand.holds, standing.nothing_stronger(clause)) is Answer.YES:
            continue
        match slice.can(stand.holds):
            case Answer.NO:
                if clause.key not in explained.idle:
                    yield from _never_holds(standing, stand)
            case Answer.YES:
                yield from _never_decides(standing, stand, explained)
            case Answer.MAYBE:
                yield problems.not_analysed(clause, "can hold")


def _dead(standing: Standing) -> frozenset[str]:
    """Return the benefits that are about no request."""
    return frozenset(
        stand.clause.key
        for stand in standing.stands
        if stand.clause.kind is ir.Kind.COVER
        and standing.slice(stand.clause.benefit).can(stand.holds) is Answer.NO
    )


# ------------------------------------------------------------------ never holds


def _never_holds(standing: Standing, stand: Stand) -> Iterator[Diagnostic]:
    """Say at which of its conditions a clause fails, and show a case that comes so far."""
    clause, slice = stand.clause, standing.slice(stand.clause.benefit)
    parts = [*zip(clause.guards, stand.guards, strict=True), (clause.bite, stand.bite)]
    before: list[Literal] = []
    said: list[ir.Truth] = []
    for expr, literal in parts:
        if slice.can(*before, literal) is Answer.NO:
            if expr == ir.Truism(False):
                return  # there is no benefit yet for it to bind
            case = standing.case(slice, _fails(said, expr), *before, -literal)
            yield _told(clause, expr, case)
            return
        before.append(literal)
        said.append(expr)
    # Every condition holds: what lifts the clause does so always.
    case = standing.case(slice, _fails(said, None), *before)
    yield _told(clause, None, case)


def _fails(said: list[ir.Truth], expr: ir.Truth | None) -> Claim:
    return are(Kleene.YES, *said) if expr is None else follows(said, expr, Kleene.NO)


def _told(clause: ir.Clause, expr: ir.Truth | None, case: Case | None) -> Diagnostic:
    if case is None:
        return problems.not_analysed(clause, "can hold")
    return problems.never_holds(clause, expr, case)


# ----------------------------------------------------------------- never decides


def _never_decides(standing: Standing, stand: Stand, explained: Explained) -> Iterator[Diagnostic]:
    clause, slice = stand.clause, standing.slice(stand.clause.benefit)
    stronger = standing.stronger(clause)
    needed = list(stronger)
    for other in stronger:
        fewer = [each for each in needed if each is not other]
        if slice.can(stand.holds, *(-each.holds for each in fewer)) is Answer.NO:
            needed = fewer
    if any(each.clause.key in explained.unmet for each in needed):
        return
    claim = hold(clause, needed[0].clause)
    case = standing.case(slice, claim, stand.holds, needed[0].holds)
    if case is None:
        yield problems.not_analysed(clause, "ever decides")
    else:
        yield problems.never_decides(clause, [each.clause for each in needed], case)


# ---------------------------------------------------------------------- limits


def limits_that_never_bind(standing: Standing) -> Iterator[Diagnostic]:
    """Yield a problem for each limit that is in force for no request."""
    dead = _dead(standing)
    scopes = {id(each.scope) for each in standing.program.benefits if each.id in dead}
    for limit in standing.program.limits:
        if any(id(node) in scopes for node in nodes_in(limit.live)):
            continue  # told of a benefit that counts toward it
        live = standing.live[limit.id]
        slice = standing.slice(None)
        if slice.can(live) is not Answer.NO or _has_no_bound(limit):
            continue

        case = standing.case(slice, are(Kleene.NO, limit.live), -live)
        if case is not None:
            yield problems.limit_never_live(limit, case)


def _has_no_bound(limit: ir.Limit) -> bool:
    # Nothing counts toward it, which has been said (POL0512).
    return limit.live == ir.Truism(False)
