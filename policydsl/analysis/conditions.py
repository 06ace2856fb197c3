"""Find conditions that have one answer wherever they stand, and exceptions that never apply.

A condition is looked at where it stands: after the guards before it, and inside an `and`
after the conditions before it.  What stands in several places is reported only when it has
the same answer in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policydsl.analysis import problems
from policydsl.analysis.claims import follows
from policydsl.analysis.standing import Lift, Stand, Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

# Limits are made of conditions that no author wrote; those of their extensions are looked at
# with the clauses as wholes.
_NOT_WRITTEN = frozenset({ir.Kind.LIMIT, ir.Kind.EXTENSION, ir.Kind.SILENCE, ir.Kind.IN_FORCE})


@frozen
class Place:
    """A condition where it stands: `before` must hold for it to matter."""

    stand: Stand
    truth: ir.Truth
    literal: Literal
    before: tuple[Literal, ...]
    said_before: tuple[ir.Truth, ...]
    whole: bool  # whether the clause never bites when it fails


@frozen
class Settled:
    """The one answer of a condition, and the clauses in which it stands."""

    place: Place
    answer: bool
    keys: tuple[str, ...]


def settled(standing: Standing) -> tuple[Settled, ...]:
    """Return every written condition that has one answer in all places where it stands."""
    found: dict[Span, list[tuple[Place, bool | None]]] = {}
    shared = _shared(standing.program)
    for stand in standing.stands:
        if stand.clause.kind in _NOT_WRITTEN:
            continue
        for place in _places(standing, stand, shared):
            span = place.truth.span
            assert span is not None
            found.setdefault(span, []).append((place, _answer(standing, place)))
    kept: list[Settled] = []
    for places in found.values():
        answers = {answer for _, answer in places}
        if len(answers) == 1 and (answer := answers.pop()) is not None:
            keys = tuple(dict.fromkeys(place.stand.clause.key for place, _ in places))
            kept.append(Settled(places[0][0], answer, keys))
    return tuple(_outermost(kept))


def stops(each: Settled) -> bool:
    """Whether the clauses in which a settled condition stands never hold because of it."""
    bite = each.place.stand.clause.bite
    while isinstance(bite, ir.Cited):
        bite = bite.operand
    if isinstance(bite, ir.Not) and bite.operand.span == each.place.truth.span:
        return each.answer
    return each.place.whole and not each.answer


def _outermost(found: list[Settled]) -> Iterator[Settled]:
    """Leave out what lies within a condition that is settled as a whole."""
    spans = [each.place.truth.span for each in found]
    for each, span in zip(found, spans, strict=True):
        assert span is not None
        if not any(o is not None and o != span and _within(span, o) for o in spans):
            yield each


def _within(inner: Span, outer: Span) -> bool:
    same = inner.source == outer.source
    return same and outer.start <= inner.start and inner.end <= outer.end


def _answer(standing: Standing, place: Place) -> bool | None:
    """Return the one answer of a condition; None: it has both, or cannot be reached."""
    slice = standing.slice(place.stand.clause.benefit)
    yes = slice.can(*place.before, place.literal)
    no = slice.can(*place.before, -place.literal)
    if yes is Answer.NO and no is Answer.YES:
        return False
    if no is Answer.NO and yes is Answer.YES:
        return True
    return None


def _places(standing: Standing, stand: Stand, shared: frozenset[int]) -> Iterator[Place]:
    """Yield the conditions of a clause that its author wrote, in order."""
    before: list[Literal] = []
    said: list[ir.Truth] = []
    for guard, literal in zip(stand.clause.guards, stand.guards, strict=True):
        yield from _parts(standing, stand, guard, (tuple(before), tuple(said)), True, shared)
        before.append(literal)
        said.append(guard)
    here = (tuple(before), tuple(said))
    own = stand.clause.kind is ir.Kind.COVER
    yield from _parts(
        standing, stand, stand.clause.bite, here, True, frozenset() if own else shared
    )


def _shared(program: ir.Program) -> frozenset[int]:
    """Return the ids of what stands before whole groups of clauses: `applies` and scopes."""
    found = {id(benefit.scope) for benefit in program.benefits}
    for clause in program.clauses:
        if clause.kind is ir.Kind.SILENCE:
            found |= {id(guard) for guard in clause.guards}
    return frozenset(found)


_Before = tuple[tuple[Literal, ...], tuple[ir.Truth, ...]]


def _parts(
    standing: Standing,
    stand: Stand,
    expr: ir.Truth,
    here: _Before,
    whole: bool,
    shared: frozenset[int],
) -> Iterator[Place]:
    """Yield *expr* and the conditions in it that have a place of their own in the text."""
    if id(expr) in shared:
        return
    match expr:
        case ir.Truism():
            return
        case ir.Cited():
            yield from _parts(standing, stand, expr.operand, here, whole, shared)
            return
        case ir.Not():
            yield from _parts(standing, stand, expr.operand, here, False, shared)
            return
        case ir.And():
            before, said = here
            for operand in expr.operands:
                yield from _parts(standing, stand, operand, (before, said), whole, shared)
                before = (*before, standing.gates.truth(operand))
                said = (*said, operand)
        case ir.Or():
            for operand in expr.operands:
                yield from _parts(standing, stand, operand, here, False, shared)
        case _:
            pass
    if expr.span is not None:
        literal = standing.gates.truth(expr)
        yield Place(stand, expr, literal, here[0], here[1], whole)


def conditions_settled(standing: Standing, found: tuple[Settled, ...]) -> Iterator[Diagnostic]:
    """Yield a problem for each settled condition."""
    for each in found:
        case = _case(standing, each)
        clause = each.place.stand.clause
        if case is None:
            yield problems.not_analysed(clause, "depends on a condition with one answer")
        elif is_requirement(each):
            yield problems.never_met(clause, each.place.truth, case)
        else:
            yield problems.condition_settled(clause, each.place.truth, each.answer, case)


def is_requirement(each: Settled) -> bool:
    """Whether it is a requirement that fails for every request that it is about."""
    clause = each.place.stand.clause
    requires = clause.kind in (ir.Kind.REQUIRE, ir.Kind.DOCUMENT)
    bite = clause.bite
    while isinstance(bite, ir.Cited):
        bite = bite.operand
    met = bite.operand if isinstance(bite, ir.Not) else None
    return requires and not each.answer and met is not None and met.span == each.place.truth.span


def _case(standing: Standing, each: Settled) -> Case | None:
    place = each.place
    slice = standing.slice(place.stand.clause.benefit)
    held = place.literal if each.answer else -place.literal
    answer = Kleene.of(each.answer)

    claim = follows(place.said_before, place.truth, answer)
    return standing.case(slice, claim, *place.before, held)


# ------------------------------------------------------------------ exceptions


def exceptions_that_are_idle(standing: Standing) -> Iterator[Diagnostic]:
    """Yield a problem for each exception that lifts nothing in any clause that it stands in."""
    found: dict[Span, list[tuple[Stand, Lift, bool]]] = {}
    for stand in standing.stands:
        slice = standing.slice(stand.clause.benefit)
        for lift in stand.lifts:
            span = lift.exception.span
            if span is not None and slice.can(*lift.inside) is Answer.YES:
                idle = slice.can(*lift.inside, lift.condition) is Answer.NO
                found.setdefault(span, []).append((stand, lift, idle))
    for places in found.values():
        if all(idle for _, _, idle in places):
            stand, lift, _ = places[0]
            slice = standing.slice(stand.clause.benefit)
            said = (*stand.clause.guards, stand.clause.bite)
            claim = follows(said, lift.exception.condition, Kleene.NO)
            case = standing.case(slice, claim, *lift.inside, -lift.condition)
            if case is None:
                yield problems.not_analysed(stand.clause, "has an exception that applies")
            else:
                yield problems.exception_idle(stand.clause, lift.exception, case)
