"""Find exceptions that never apply when their clause does."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.analysis import problems
from policydsl.analysis.claims import follows
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Lift, Stand, Standing
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.slice import Answer
from policydsl.source import Span


def exceptions_that_are_idle(standing: Standing) -> list[Finding]:
    """Return a finding for each exception that lifts nothing in any clause that it stands in."""
    return list(_idle(standing))


def _idle(standing: Standing) -> Iterator[Finding]:
    found: dict[Span, list[tuple[Stand, Lift, bool]]] = {}
    for stand in standing.stands:
        for lift in stand.lifts:
            span = lift.exception.span
            if span is not None and stand.slice.can(*lift.inside) is Answer.YES:
                idle = stand.slice.can(*lift.inside, lift.condition) is Answer.NO
                found.setdefault(span, []).append((stand, lift, idle))
    for span, places in found.items():
        if all(idle for _, _, idle in places):
            stand, lift, _ = places[0]

            def told(stand: Stand = stand, lift: Lift = lift) -> Diagnostic:
                return _told(standing, stand, lift)

            clause = (stand.clause.span,) if stand.clause.span else ()
            yield Finding(catalogue.IDLE_EXCEPTION, (span, *clause), told)


def _told(standing: Standing, stand: Stand, lift: Lift) -> Diagnostic:
    claim = follows(lift.said, lift.exception.condition, Kleene.NO)
    case = standing.case(stand.slice, claim, *lift.inside, -lift.condition)
    if case is None:
        assert lift.exception.span is not None
        what = f"an exception to `{stand.clause.key}` applies"
        return problems.not_analysed(lift.exception.span, what)
    return problems.exception_idle(stand.clause, lift.exception, case)
