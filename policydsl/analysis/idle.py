"""Find clauses that never hold, or never decide because stronger ones always do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.analysis import problems
from policydsl.analysis.claims import Claim, are, follows, hold
from policydsl.analysis.conditions import Settled, requires
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.reading import nodes_in
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span

# What these say is not said by one clause alone: the policy may well be for everybody, in
# force on any day, and about every request.
_MAY_NEVER_HOLD = frozenset({ir.Kind.APPLIES, ir.Kind.IN_FORCE, ir.Kind.SILENCE})


@frozen
class Explained:
    """The keys of clauses of which a settled condition has been reported already.

    Those of `idle` never hold because of it, the requirements of `unmet` always fail.
    """

    idle: frozenset[str]
    unmet: frozenset[str]

    @staticmethod
    def by(settled: Iterable[Settled]) -> Explained:
        settled = tuple(settled)
        return Explained(
            idle=frozenset(key for each in settled if each.stops for key in each.keys),
            unmet=frozenset(key for each in settled if each.is_requirement for key in each.keys),
        )


def clauses_that_are_idle(standing: Standing, explained: Explained) -> Iterator[Finding]:
    """Yield a finding for each clause that never holds or never decides.

    One cause is told once: what stands in a benefit that is about no request is left to
    the benefit, what is part of a limit that binds nobody to the limit, and what is
    *explained* to its condition.
    """
    unbound = {limit.id for limit in standing.program.limits if not _can_bind(standing, limit)}
    for stand in standing.stands:
        clause = stand.clause
        if clause.kind in _MAY_NEVER_HOLD or _is_made(clause) or clause.id in unbound:
            continue
        within = standing.lineage.get(clause.benefit or "", ())
        if any(key in standing.dead and key != clause.key for key in within):
            continue
        slice = stand.slice
        stronger = standing.stronger(stand)
        if slice.can(stand.holds, *(-other.holds for other in stronger)) is Answer.YES:
            continue
        match slice.can(stand.holds):
            case Answer.NO:
                if clause.key not in explained.idle:
                    yield from _never_holds(standing, stand)
            case Answer.YES:
                yield from _never_decides(standing, stand, stronger, explained)
            case Answer.MAYBE:
                yield _not_analysed(clause, "can hold")


def _is_made(clause: ir.Clause) -> bool:
    """Whether a limit says this with others: some of them never hold in some policies."""
    of_limit = clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION)
    return of_limit and not (requires(clause) and _is_written(clause))


def _is_written(clause: ir.Clause) -> bool:
    return clause.span is not None and clause.span.text.startswith("require")


def _not_analysed(clause: ir.Clause, what: str) -> Finding:
    def told() -> Diagnostic:
        return problems.not_analysed(clause.span, f"`{clause.key}` {what}")

    return Finding(catalogue.NOT_ANALYSED, _places(clause), told)


def _places(*clauses: ir.Clause) -> tuple[Span, ...]:
    return tuple(clause.span for clause in clauses if clause.span)


# ------------------------------------------------------------------ never holds


def _never_holds(standing: Standing, stand: Stand) -> Iterator[Finding]:
    """Say at which of its conditions a clause fails, and show a case that comes so far."""
    clause, slice = stand.clause, stand.slice
    before: list[Literal] = []
    said: list[ir.Truth] = []
    for expr, literal in zip((*clause.guards, clause.bite), stand.about, strict=True):
        if slice.can(*before, literal) is Answer.NO:
            if expr == ir.Truism(False):
                return  # there is no benefit yet for it to bind
            yield _fails(standing, stand, said, before, expr, literal)
            return
        before.append(literal)
        said.append(expr)
    # Every condition holds: what lifts the clause does so always.
    yield _fails(standing, stand, said, before, None, None)


def _fails(
    standing: Standing,
    stand: Stand,
    said: list[ir.Truth],
    before: list[Literal],
    expr: ir.Truth | None,
    literal: Literal | None,
) -> Finding:
    clause = stand.clause

    def told() -> Diagnostic:
        if expr is None or literal is None:
            claim, wanted = are(Kleene.YES, *said), before
        else:
            claim, wanted = follows(said, expr, Kleene.NO), [*before, -literal]
        case = standing.case(stand.slice, claim, *wanted)
        if case is None:
            return problems.not_analysed(clause.span, f"`{clause.key}` can hold")
        return problems.never_holds(clause, expr, case)

    places = _places(clause)
    if expr is not None and expr.span is not None:
        places = (*places, expr.span)
    return Finding(catalogue.NEVER_HOLDS, places, told)


# ----------------------------------------------------------------- never decides


def _never_decides(
    standing: Standing, stand: Stand, stronger: list[Stand], explained: Explained
) -> Iterator[Finding]:
    clause, slice = stand.clause, stand.slice
    enough = slice.enough([stand.holds], [each.holds for each in stronger])
    needed = [stronger[place] for place in enough]
    if any(each.clause.key in explained.unmet for each in needed):
        return
    clauses = [each.clause for each in needed]
    own = len(needed) == 1 and _is_own_and_met_elsewhere(needed[0], clause)

    def told() -> Diagnostic:
        claim = hold(clause, needed[0].clause)
        case = standing.case(slice, claim, stand.holds, needed[0].holds)
        if case is None:
            return problems.not_analysed(clause.span, f"`{clause.key}` ever decides")
        if own:
            return problems.never_met_in(clauses[0], clause, case)
        return problems.never_decides(clause, clauses, case)

    if own:
        yield Finding(catalogue.NEVER_MET, _places(*clauses, clause), told)
        return
    cause = tuple(each.key for each in clauses)
    places, grave = _places(clause, *clauses), clause.kind is ir.Kind.COVER
    yield Finding(catalogue.NEVER_DECIDES, places, told, cause, grave)


def _is_own_and_met_elsewhere(stand: Stand, cover: ir.Clause) -> bool:
    """Whether *stand* is a requirement of *cover* itself, which only the parts of it meet."""
    clause = stand.clause
    own = cover.kind is ir.Kind.COVER and clause.benefit == cover.benefit and requires(clause)
    return own and stand.slice.can(*stand.guards, -stand.bite) is Answer.YES


# ---------------------------------------------------------------------- limits


def limits_that_never_bind(standing: Standing, explained: Explained) -> Iterator[Finding]:
    """Yield a finding for each limit that no request can run into, unless it is *explained*."""
    scopes = {id(each.scope) for each in standing.program.benefits if each.id in standing.dead}
    for limit in standing.program.limits:
        nodes = {id(node) for node in nodes_in(limit.live)}
        if limit.unlimited or scopes & nodes or limit.live == ir.Truism(False):
            continue  # told of a benefit that counts toward it, or that nothing does (POL0512)
        if limit.id not in explained.idle and not _can_bind(standing, limit):
            yield _never_binds(standing, limit)


def _can_bind(standing: Standing, limit: ir.Limit) -> bool:
    return any(
        stand.slice.can(stand.holds) is not Answer.NO
        for stand in standing.by_id.get(limit.id, ())
        if _is_of_limit(stand.clause)
    )


def _is_of_limit(clause: ir.Clause) -> bool:
    return clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION, ir.Kind.AUTHORIZE)


def _never_binds(standing: Standing, limit: ir.Limit) -> Finding:
    live = standing.live[limit.id]
    is_live = standing.everywhere.can(live) is not Answer.NO

    def told() -> Diagnostic:
        held, literal = (Kleene.YES, live) if is_live else (Kleene.NO, -live)
        case = standing.case(standing.everywhere, Claim(((limit.live, held),)), literal)
        if case is None:
            return problems.not_analysed(limit.span, f"the limit `{limit.id}` binds anybody")
        return problems.limit_never_binds(limit, is_live, case)

    places = (limit.span,) if limit.span else ()
    return Finding(catalogue.NEVER_LIVE, places, told)
