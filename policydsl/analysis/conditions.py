"""Find conditions that have one answer wherever they stand.

What is written once and stands in several places is reported only when it has the same
answer in each of them that a request can reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policydsl.analysis import problems
from policydsl.analysis.claims import follows
from policydsl.analysis.findings import Finding
from policydsl.analysis.places import Place, own_words
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.slice import Answer
from policydsl.source import Span


@frozen
class Settled:
    """The one answer of a condition, and the clauses in which it stands."""

    place: Place
    answer: bool
    keys: tuple[str, ...]

    @property
    def stops(self) -> bool:
        """Whether the clauses in which it stands never hold because of it."""
        clause = self.place.holder.clause
        if clause is None:
            return False
        bite = own_words(clause.bite)
        if isinstance(bite, ir.Not) and bite.operand.span == self.place.span:
            return self.answer
        return self.place.whole and not self.answer

    @property
    def is_requirement(self) -> bool:
        """Whether it is a requirement that fails for every request that it is about."""
        clause = self.place.holder.clause
        if clause is None or not requires(clause):
            return False
        # A requirement bites when it is not met; `not` twice is written as neither.
        bite = own_words(clause.bite)
        met = bite.operand if isinstance(bite, ir.Not) else bite
        return met.span == self.place.span and self.answer is not isinstance(bite, ir.Not)


def requires(clause: ir.Clause) -> bool:
    """Whether *clause* says what must be met, in a limit's extension also."""
    if clause.kind in (ir.Kind.REQUIRE, ir.Kind.DOCUMENT):
        return True
    return clause.kind is ir.Kind.EXTENSION and clause.key.startswith(f"{clause.id}.")


class Conditions:
    """The places of a policy's conditions by where they are written, each with its answer.

    None is the answer of a condition that comes out both ways.  A place that no request
    reaches is left out, and so is what lies within *told*, of which something is said already.
    """

    def __init__(self, places: Iterable[Place], told: Sequence[Span]) -> None:
        self.by_span: dict[Span, list[tuple[Place, bool | None]]] = {}
        self._explained: set[tuple[int, int]] = set()
        for place in places:
            if any(_is_within(place.span, span) for span in told):
                continue
            yes = place.holder.slice.can(*place.before, place.literal)
            no = place.holder.slice.can(*place.before, -place.literal)
            if yes is Answer.NO and no is Answer.NO:
                continue
            answer = True if no is Answer.NO else False if yes is Answer.NO else None
            self.by_span.setdefault(place.span, []).append((place, answer))
            if answer is not None:
                self._explained.add((id(place.holder), id(place.truth)))

    def settled(self) -> tuple[Settled, ...]:
        """Return the written conditions that have one answer, without the parts of others."""
        found = []
        for places in self.by_span.values():
            answers = {answer for _, answer in places}
            if len(answers) > 1 or None in answers or all(map(self._is_explained, places)):
                continue
            first, answer = places[0]
            clauses = (place.holder.clause for place, _ in places)
            keys = tuple(dict.fromkeys(clause.key for clause in clauses if clause))
            found.append(Settled(first, bool(answer), keys))
        return tuple(_outermost(found))

    def _is_explained(self, answered: tuple[Place, bool | None]) -> bool:
        """Whether what uses the definition in which a condition stands has one answer itself."""
        place, _ = answered
        return any((id(place.holder), id(use)) in self._explained for use in place.uses)


def _outermost(found: list[Settled]) -> Iterator[Settled]:
    """Leave out what lies within a condition that is settled as a whole."""
    for each in found:
        if not any(_is_within(each.place.span, other.place.span) for other in found):
            yield each


def _is_within(inner: Span, outer: Span) -> bool:
    same = inner.source == outer.source and inner != outer
    return same and outer.start <= inner.start and inner.end <= outer.end


def conditions_settled(standing: Standing, found: Iterable[Settled]) -> Iterator[Finding]:
    """Yield a finding for each settled condition."""
    for each in found:

        def told(each: Settled = each) -> Diagnostic:
            return _told(standing, each)

        code = catalogue.NEVER_MET if each.is_requirement else catalogue.SETTLED_CONDITION
        clause = each.place.holder.clause
        places = [each.place.span]
        if each.is_requirement and clause and clause.span:
            places.append(clause.span)
        yield Finding(code, tuple(places), told)


def _told(standing: Standing, each: Settled) -> Diagnostic:
    place = each.place
    holder = place.holder
    held = place.literal if each.answer else -place.literal
    claim = follows(place.said, place.truth, Kleene.of(each.answer))
    case = standing.case(holder.slice, claim, *place.before, held)
    if case is None:
        return problems.not_analysed(
            place.span, f"a condition of `{holder.name}` has but one answer"
        )
    if each.is_requirement:
        assert holder.clause is not None
        return problems.never_met(holder.clause, place.truth, case)
    return problems.condition_settled(holder, place.truth, each.answer, case)
