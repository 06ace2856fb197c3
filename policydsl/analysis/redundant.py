"""Find parts of conditions that change nothing: in a chain, because of the others; in a list,
because the fact is never so where the list stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policydsl.analysis import problems
from policydsl.analysis.claims import Claim, are
from policydsl.analysis.conditions import Conditions
from policydsl.analysis.findings import Finding
from policydsl.analysis.places import Place
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.facts import Choice
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.gates import Among
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span

MOST_MEMBERS: Final = 64
"""In a list of more members none is looked at by itself."""


@frozen
class _Part:
    """Operand *index* of a chain."""

    place: Place
    index: int

    @property
    def operands(self) -> tuple[ir.Truth, ...]:
        assert isinstance(self.place.truth, ir.And | ir.Or)
        return self.place.truth.operands


def redundant_parts(standing: Standing, conditions: Conditions) -> Iterator[Finding]:
    """Yield a finding for each chain with a part that changes nothing in any of its places."""
    settled = {each.place.span for each in conditions.settled()}
    for span, answered in conditions.by_span.items():
        places = [place for place, answer in answered if answer is None]
        if len(places) < len(answered) or _lies_in(span, settled):
            continue
        if all(isinstance(place.truth, ir.And | ir.Or) for place in places):
            yield from _chain(standing, places, settled)
        elif all(isinstance(place.truth, ir.MemberIs) for place in places):
            yield from _members(standing, places)


def _lies_in(span: Span, others: set[Span]) -> bool:
    return any(
        span.source == other.source and other.start <= span.start and span.end <= other.end
        for other in others
    )


# ---------------------------------------------------------------------- chains


def _chain(standing: Standing, places: list[Place], settled: set[Span]) -> Iterator[Finding]:
    first = places[0].truth
    assert isinstance(first, ir.And | ir.Or)
    spans = [operand.span for operand in first.operands]
    if any(span is not None and span in settled for span in spans):
        return
    for index in reversed(range(len(spans))):
        span = spans[index]
        if span is None or span == first.span:
            continue
        parts = [_Part(place, index) for place in places]
        if all(_changes_nothing(standing, part) for part in parts):

            def told(part: _Part = parts[0], span: Span = span) -> Diagnostic:
                return _told_part(standing, part, span)

            yield Finding(catalogue.REDUNDANT_PART, (span,), told)
            return  # what is left is looked at once this is mended


def _changes_nothing(standing: Standing, part: _Part) -> bool:
    place = part.place
    own, others = _literals(standing, part)
    if isinstance(place.truth, ir.And):
        question = [*others, -own]
    else:
        question = [own, *(-other for other in others)]
    return place.holder.slice.can(*place.before, *question) is Answer.NO


def _literals(standing: Standing, part: _Part) -> tuple[Literal, list[Literal]]:
    literals = [standing.gates.truth(operand) for operand in part.operands]
    own = literals.pop(part.index)
    return own, literals


def _told_part(standing: Standing, part: _Part, span: Span) -> Diagnostic:
    place = part.place
    own, others = _literals(standing, part)
    rest = [*part.operands[: part.index], *part.operands[part.index + 1 :]]
    if isinstance(place.truth, ir.And):
        claim = are(Kleene.YES, *place.said, *rest, part.operands[part.index])
        wanted = [*others, own]
    else:
        claim = are(Kleene.YES, *place.said, part.operands[part.index], ir.Or(tuple(rest)))
        wanted = [own, standing.gates.any_of(others)]
    case = standing.case(place.holder.slice, claim, *place.before, *wanted)
    if case is None:
        return problems.not_analysed(span, f"a part of `{place.holder.name}` changes anything")
    both = isinstance(place.truth, ir.And)
    return problems.part_redundant(place.holder, span, both, case)


# --------------------------------------------------------------------- members


def _members(standing: Standing, places: list[Place]) -> Iterator[Finding]:
    """Yield a finding for the members of a list that the fact never is where the list stands."""
    test = places[0].truth
    assert isinstance(test, ir.MemberIs)
    kind = standing.program.facts[test.fact].type
    if not isinstance(kind, Choice) or not 1 < len(test.values) <= MOST_MEMBERS:
        return
    never = [
        member
        for member in kind.members
        if member in test.values and not any(_can_be(standing, place, member) for place in places)
    ]
    if never:
        place = places[0]

        def told() -> Diagnostic:
            claim = Claim((*((each, Kleene.YES) for each in (*place.said, place.truth)),))
            case = standing.case(place.holder.slice, claim, *place.before, place.literal)
            if case is None:
                what = f"a member in `{place.holder.name}` can be the case"
                return problems.not_analysed(place.span, what)
            return problems.members_impossible(place.holder, test, never, case)

        yield Finding(catalogue.REDUNDANT_PART, (place.span,), told)


def _can_be(standing: Standing, place: Place, member: str) -> bool:
    assert isinstance(place.truth, ir.MemberIs)
    fact = place.truth.fact
    literal = standing.gates.leaf(Among(fact, frozenset({member})))
    question = (*place.before, standing.gates.present(fact), literal)
    return place.holder.slice.can(*question) is not Answer.NO
