"""Find benefits that speak about one request, and clauses that send it to two places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policydsl.analysis import problems
from policydsl.analysis.claims import are, hold
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.slice import Answer

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

MOST_SHOWN: Final = 4


def benefits_that_overlap(standing: Standing) -> Iterator[Diagnostic]:
    """Yield a problem for each benefit that an earlier one, not related to it, overlaps."""
    program = standing.program
    if program.alternatives:
        return
    covers = [s for s in standing.stands if s.clause.kind is ir.Kind.COVER]
    slice = standing.slice(None)
    found: list[tuple[Stand, Stand]] = []
    for place, one in enumerate(covers):
        others = [
            other
            for other in covers[place + 1 :]
            if not standing.related(one.clause.benefit, other.clause.benefit)
        ]
        # One question for all of them; then which.
        some = standing.gates.any_of([_about(other, standing) for other in others])
        if slice.can(_about(one, standing), some) is Answer.NO:
            continue
        for other in others:
            answer = slice.can(_about(one, standing), _about(other, standing))
            if answer is Answer.MAYBE:
                yield problems.not_analysed(other.clause, f"overlaps `{one.clause.key}`")
            elif answer is Answer.YES:
                found.append((one, other))
    yield from _reported(standing, _topmost(standing, found))


def _about(stand: Stand, standing: Standing) -> int:
    """Return that the policy applies and the benefit is about the request."""
    return standing.gates.all_of([*stand.guards, stand.bite])


def _topmost(standing: Standing, pairs: Sequence[tuple[Stand, Stand]]) -> list[tuple[Stand, Stand]]:
    """Leave out what follows from the overlap of the benefits that two are part of."""
    keys = {frozenset((one.clause.key, other.clause.key)) for one, other in pairs}

    def follows(one: str, other: str) -> bool:
        lines = standing.lineage.get(one, (one,)), standing.lineage.get(other, (other,))
        return any(
            {mine, theirs} != {one, other} and frozenset((mine, theirs)) in keys
            for mine in lines[0]
            for theirs in lines[1]
        )

    return [pair for pair in pairs if not follows(pair[0].clause.key, pair[1].clause.key)]


def _reported(standing: Standing, pairs: Sequence[tuple[Stand, Stand]]) -> Iterator[Diagnostic]:
    for place, (one, other) in enumerate(pairs[:MOST_SHOWN]):
        parts = [e for s in (one, other) for e in (*s.clause.guards, s.clause.bite)]
        case = standing.case(
            standing.slice(None),
            are(Kleene.YES, *parts),
            _about(one, standing),
            _about(other, standing),
        )
        if case is None:
            yield problems.not_analysed(other.clause, f"overlaps `{one.clause.key}`")
            continue
        more = len(pairs) - MOST_SHOWN if place == MOST_SHOWN - 1 else 0
        yield problems.benefits_overlap(one.clause, other.clause, case, max(0, more))


# --------------------------------------------------------------------- targets


def targets_that_conflict(standing: Standing) -> Iterator[Diagnostic]:
    """Yield a problem for each clause that sends elsewhere than an equal one that holds with it."""
    sending = sorted((s for s in standing.stands if s.clause.determination.sends), key=_start)
    slice = standing.slice(None)
    found: list[tuple[Stand, Stand, Case]] = []
    for place, one in enumerate(sending):
        others = [other for other in sending[place + 1 :] if _differ(one.clause, other.clause)]
        some = standing.gates.any_of([other.holds for other in others])
        if not others or slice.can(one.holds, some) is Answer.NO:
            continue
        for other in others:
            answer = slice.can(one.holds, other.holds)
            if answer is Answer.NO:
                continue
            claim = hold(one.clause, other.clause)
            case = standing.case(slice, claim, one.holds, other.holds)
            if case is None:
                yield problems.not_analysed(other.clause, f"conflicts with `{one.clause.key}`")
            else:
                found.append((one, other, case))
    for place, (one, other, case) in enumerate(found[:MOST_SHOWN]):
        more = len(found) - MOST_SHOWN if place == MOST_SHOWN - 1 else 0
        yield problems.targets_conflict(one.clause, other.clause, case, max(0, more))


def _start(stand: Stand) -> int:
    return stand.clause.span.start if stand.clause.span else 0


def _differ(one: ir.Clause, other: ir.Clause) -> bool:
    same_table = one.kind is ir.Kind.REDIRECT and one.id == other.id  # told with the table
    return one.rank == other.rank and one.target != other.target and not same_table
