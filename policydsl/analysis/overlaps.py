"""Find benefits that speak about one request, and clauses that send it to two places."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from policydsl.analysis import problems
from policydsl.analysis.claims import are, hold
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.pins import exclusive
from policydsl.solve.slice import Answer
from policydsl.source import Span

_Pair = tuple[Stand, Stand]


def benefits_that_overlap(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each two benefits, not related, that are about one request."""
    if standing.program.alternatives:
        return
    slice = standing.everywhere
    pairs: list[_Pair] = []
    for one, other in _beside(standing.covers):
        if standing.related(one.clause.benefit, other.clause.benefit):
            continue
        answer = slice.can(*one.about, *other.about)
        if answer is Answer.MAYBE:
            yield _not_analysed(one, other, "overlaps")
        elif answer is Answer.YES:
            pairs.append((one, other))
    pairs = _topmost(standing, pairs)
    causes = _causes(pairs)
    for one, other in pairs:

        def told(one: Stand = one, other: Stand = other) -> Diagnostic:
            parts = [e for s in (one, other) for e in (*s.clause.guards, s.clause.bite)]
            claim = are(Kleene.YES, *parts)
            case = standing.case(slice, claim, *one.about, *other.about)
            if case is None:
                return _words(one, other, "overlaps")
            return problems.benefits_overlap(one.clause, other.clause, case)

        cause = causes[one.clause.key, other.clause.key]
        yield Finding(catalogue.BENEFITS_OVERLAP, _places(other, one), told, cause)


def _beside(stands: Iterable[Stand]) -> Iterator[_Pair]:
    """Yield the pairs that their own words do not keep apart, in the order of the text."""
    ordered = sorted(stands, key=_start)
    for one, other in itertools.combinations(ordered, 2):
        if not exclusive(one.pins, other.pins):
            yield one, other


def _start(stand: Stand) -> int:
    return stand.clause.span.start if stand.clause.span else 0


def _places(*stands: Stand) -> tuple[Span, ...]:
    return tuple(stand.clause.span for stand in stands if stand.clause.span)


def _words(one: Stand, other: Stand, verb: str) -> Diagnostic:
    what = f"`{other.clause.key}` {verb} `{one.clause.key}`"
    return problems.not_analysed(other.clause.span, what)


def _not_analysed(one: Stand, other: Stand, verb: str) -> Finding:
    return Finding(catalogue.NOT_ANALYSED, _places(other, one), lambda: _words(one, other, verb))


def _topmost(standing: Standing, pairs: Iterable[_Pair]) -> list[_Pair]:
    """Leave out what follows from the overlap of the benefits that two are part of."""
    pairs = list(pairs)
    keys = {frozenset((one.clause.key, other.clause.key)) for one, other in pairs}

    def follows(one: str, other: str) -> bool:
        lines = standing.lineage.get(one, (one,)), standing.lineage.get(other, (other,))
        return any(
            {mine, theirs} != {one, other} and frozenset((mine, theirs)) in keys
            for mine in lines[0]
            for theirs in lines[1]
        )

    return [pair for pair in pairs if not follows(pair[0].clause.key, pair[1].clause.key)]


def _causes(pairs: Iterable[_Pair]) -> dict[tuple[str, str], str]:
    """Say of each pair which of the two has more such pairs: that one speaks too widely."""
    keys = [(one.clause.key, other.clause.key) for one, other in pairs]
    count = Counter(key for pair in keys for key in pair)
    return {pair: max(reversed(pair), key=lambda key: count[key]) for pair in keys}


# --------------------------------------------------------------------- targets


def targets_that_conflict(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each clause that sends elsewhere than an equal one that holds with it."""
    slice = standing.everywhere
    sending = [s for s in standing.stands if s.clause.determination.sends]
    pairs = [
        (one, other)
        for one, other in _beside(sending)
        if _differ(one.clause, other.clause) and slice.can(one.holds, other.holds) is not Answer.NO
    ]
    causes = _causes(pairs)
    for one, other in pairs:

        def told(one: Stand = one, other: Stand = other) -> Diagnostic:
            claim = hold(one.clause, other.clause)
            case = standing.case(slice, claim, one.holds, other.holds)
            if case is None:
                return _words(one, other, "conflicts with")
            return problems.targets_conflict(one.clause, other.clause, case)

        cause = causes[one.clause.key, other.clause.key]
        yield Finding(catalogue.TARGETS_CONFLICT, _places(other, one), told, cause)


def _differ(one: ir.Clause, other: ir.Clause) -> bool:
    same_table = one.kind is ir.Kind.REDIRECT and one.id == other.id  # told with the table
    return one.rank == other.rank and one.target != other.target and not same_table
