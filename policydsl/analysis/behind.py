"""Find what never counts because something before it always does, of what is tried in turn.

Of the `pays` lines the first that holds is what the plan pays, and of the `assume` lines for
one fact the first that holds supplies it.  Two `assume` lines that hold at once and say
different things contradict each other, unless the later is for what the earlier leaves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.analysis import problems, problems_amounts
from policydsl.analysis.claims import are
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.pins import Pins, exclusive
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span


@frozen
class _Turn:
    """One of what is tried in turn: when it holds, and what it plainly says of facts."""

    said: ir.Payment | ir.Assumption
    truths: tuple[ir.Truth, ...]
    literal: Literal
    pins: Pins


def lines_left_behind(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each payment and assumption that an earlier one leaves nothing."""
    payments = [_turn(standing, each, each.guards) for each in standing.program.payments]
    yield from _payments(standing, payments)
    by_fact: dict[str, list[_Turn]] = {}
    for each in standing.program.assumptions:
        if not each.stated and each.span is not None and each.span.text.startswith("assume"):
            truths = (each.condition,) if each.condition is not None else ()
            by_fact.setdefault(each.fact, []).append(_turn(standing, each, truths))
    for turns in by_fact.values():
        for place in range(1, len(turns)):
            yield from _assumption(standing, turns[:place], turns[place])


def _turn(
    standing: Standing, said: ir.Payment | ir.Assumption, truths: Sequence[ir.Truth]
) -> _Turn:
    literal = standing.gates.all_of([standing.gates.truth(each) for each in truths])
    return _Turn(said, tuple(truths), literal, standing.pinning.all_of(truths))


def _needed(standing: Standing, before: Sequence[_Turn], turn: _Turn) -> list[_Turn]:
    """Return those of *before* of which always one holds with *turn*; none: it comes to bear."""
    can = standing.everywhere.can
    needed = [each for each in before if not exclusive(each.pins, turn.pins)]
    if not needed or can(turn.literal, *(-each.literal for each in needed)) is not Answer.NO:
        return []
    if can(turn.literal) is not Answer.YES:
        return []  # that it never holds is told of its condition
    literals = [each.literal for each in needed]
    return [needed[place] for place in standing.everywhere.enough([turn.literal], literals)]


def _spans(*turns: _Turn) -> tuple[Span, ...]:
    return tuple(turn.said.span for turn in turns if turn.said.span)


# -------------------------------------------------------------------- payments


def _payments(standing: Standing, turns: Sequence[_Turn]) -> Iterator[Finding]:
    """Yield a finding for each line that never comes to bear in any benefit that it is for."""
    found: dict[Span | None, list[tuple[_Turn, list[_Turn]]]] = {}
    for place, turn in enumerate(turns):
        found.setdefault(turn.said.span, []).append((turn, _needed(standing, turns[:place], turn)))
    for span, places in found.items():
        if span is not None and all(needed for _, needed in places):
            yield _behind(standing, *places[0])


def _behind(standing: Standing, turn: _Turn, needed: list[_Turn]) -> Finding:
    def told() -> Diagnostic:
        claim = are(Kleene.YES, *needed[0].truths, *turn.truths)
        case = standing.case(standing.everywhere, claim, needed[0].literal, turn.literal)
        payment = isinstance(turn.said, ir.Payment)
        if case is None:
            what = "this payment" if payment else "this assumption"
            return problems.not_analysed(turn.said.span, f"{what} ever comes to bear")
        spans = _spans(*needed)
        if isinstance(turn.said, ir.Payment):
            return problems_amounts.payment_behind(turn.said, spans, case)
        return problems_amounts.assumption_behind(turn.said, spans, case)

    return Finding(catalogue.LEFT_BEHIND, _spans(turn, *needed), told, _spans(*needed))


# ----------------------------------------------------------------- assumptions


def _assumption(standing: Standing, before: Sequence[_Turn], turn: _Turn) -> Iterator[Finding]:
    needed = _needed(standing, before, turn)
    if needed:
        yield _behind(standing, turn, needed)
        return
    can = standing.everywhere.can
    for each in before:
        assert isinstance(each.said, ir.Assumption)
        assert isinstance(turn.said, ir.Assumption)
        if each.said.value == turn.said.value or exclusive(each.pins, turn.pins):
            continue
        if can(each.literal, -turn.literal) is not Answer.YES:
            continue  # what holds more widely is for what the narrower one leaves
        if can(each.literal, turn.literal) is Answer.YES:
            yield _differ(standing, each, turn)
            return


def _differ(standing: Standing, one: _Turn, other: _Turn) -> Finding:
    def told() -> Diagnostic:
        assert isinstance(one.said, ir.Assumption)
        assert isinstance(other.said, ir.Assumption)
        claim = are(Kleene.YES, *one.truths, *other.truths)
        case = standing.case(standing.everywhere, claim, one.literal, other.literal)
        if case is None:
            what = f"`{one.said.fact}` is assumed to be two things at once"
            return problems.not_analysed(other.said.span, what)
        fact = standing.program.facts[one.said.fact]
        return problems_amounts.assumptions_differ(one.said, other.said, fact, case)

    return Finding(catalogue.ASSUMPTIONS_DIFFER, _spans(other, one), told)
