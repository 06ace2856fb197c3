"""Find extensions that add nothing to their limit, take from it, or add more than it has."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from policydsl.analysis import problems, problems_amounts
from policydsl.analysis.claims import are
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.slice import Answer


class Fault(enum.Enum):
    """What is wrong with how far an extension reaches."""

    TAKES = "takes"
    NOTHING = "nothing"
    MORE = "more"


def extensions_that_err(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each extension that does not go with its limit's own amount."""
    for limit in standing.program.limits:
        if limit.ceiling is None or limit.unlimited:
            continue
        found = _fault(standing, limit, limit.ceiling)
        if found is None:
            continue

        def told(limit: ir.Limit = limit, found: tuple[Fault, ir.Truth] = found) -> Diagnostic:
            return _told(standing, limit, *found)

        places = (limit.span,) if limit.span else ()
        yield Finding(catalogue.EXTENSION_ERRS, places, told)


def _fault(standing: Standing, limit: ir.Limit, ceiling: ir.Term) -> tuple[Fault, ir.Truth] | None:
    """Return what is wrong, and the comparison that shows it."""
    slice, gates = standing.everywhere, standing.gates
    live, base = standing.live[limit.id], limit.base
    doubled = ir.Sum((ir.Addend(2, base),))
    below = ir.Compare(ceiling, ir.Order.LESS, base)
    above = ir.Compare(base, ir.Order.LESS, ceiling)
    within = ir.Compare(ceiling, ir.Order.AT_MOST, doubled)
    if slice.can(live) is not Answer.YES:
        return None
    if slice.can(live, gates.truth(below)) is Answer.YES:
        return Fault.TAKES, below
    if slice.can(live, gates.truth(above)) is Answer.NO:
        return Fault.NOTHING, ir.Compare(ceiling, ir.Order.AT_MOST, base)
    if slice.can(live, gates.truth(within)) is Answer.NO:
        return Fault.MORE, ir.Compare(doubled, ir.Order.LESS, ceiling)
    return None


def _told(standing: Standing, limit: ir.Limit, fault: Fault, shown: ir.Truth) -> Diagnostic:
    wanted = (standing.live[limit.id], standing.gates.truth(shown))
    claim = are(Kleene.YES, limit.live, shown)
    case = standing.case(standing.everywhere, claim, *wanted)
    if case is None:
        what = f"the extension of `{limit.id}` adds to it"
        return problems.not_analysed(limit.span, what)
    return problems_amounts.extension_errs(limit, fault.value, case)
