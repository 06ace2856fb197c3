"""Find what is counted twice: a benefit toward one limit, or a number in one sum of usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.analysis import problems, problems_amounts
from policydsl.analysis.claims import are
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.tables import Counts
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span


def counted_twice(standing: Standing, counts: Sequence[Counts]) -> Iterator[Finding]:
    """Yield a finding for each `counts toward` and each part of a usage that counts again."""
    for limit in standing.program.limits:
        yield from _benefits(standing, [each for each in counts if each.limit == limit.id])
        yield from _usage(standing, limit)


# -------------------------------------------------------------------- benefits


def _benefits(standing: Standing, counts: Sequence[Counts]) -> Iterator[Finding]:
    slice, gates = standing.everywhere, standing.gates
    for place, each in enumerate(counts):
        own = gates.truth(each.where)
        for other in counts[:place]:
            theirs = gates.truth(other.where)
            again, already = (each, other)
            if slice.can(own, -theirs) is not Answer.NO:
                if slice.can(theirs, -own) is not Answer.NO:
                    continue
                again, already = (other, each)
            if slice.can(own, theirs) is not Answer.YES:
                continue

            def told(
                again: Counts = again,
                already: Counts = already,
                both: tuple[int, ...] = (own, theirs),
            ) -> Diagnostic:
                case = standing.case(slice, are(Kleene.YES, again.where, already.where), *both)
                if case is None:
                    return problems.not_analysed(again.span, "this counts a second time")
                return problems_amounts.benefit_counted_twice(again, already, case)

            places = tuple(span for span in (again.span, already.span) if span)
            yield Finding(catalogue.COUNTED_TWICE, places, told)
            break


# ----------------------------------------------------------------------- usage


@frozen
class _Counted:
    """A fact in a sum: the conditions under which it counts, and where it stands."""

    fact: str
    conditions: tuple[ir.Truth, ...]
    span: Span | None


def _usage(standing: Standing, limit: ir.Limit) -> Iterator[Finding]:
    slice, gates = standing.everywhere, standing.gates
    live = standing.live[limit.id]
    seen: dict[str, list[_Counted]] = {}
    for each in _counted(limit.used, ()):
        before = seen.setdefault(each.fact, [])
        own = [gates.truth(condition) for condition in each.conditions]
        for other in before:
            theirs = [gates.truth(condition) for condition in other.conditions]
            together = (live, *own, *theirs)
            if slice.can(*together) is not Answer.YES:
                continue

            def told(
                each: _Counted = each, other: _Counted = other, held: tuple[Literal, ...] = together
            ) -> Diagnostic:
                some = ir.Compare(ir.Constant(1), ir.Order.AT_MOST, ir.FactTerm(each.fact))
                said = (limit.live, *each.conditions, *other.conditions, some)
                case = standing.case(slice, are(Kleene.YES, *said), *held, gates.truth(some))
                if case is None:
                    what = f"`{each.fact}` is counted twice in `{limit.id}`"
                    return problems.not_analysed(limit.span, what)
                return problems_amounts.usage_counted_twice(
                    limit, each.fact, (each.span, other.span), case
                )

            spans = [span for span in (each.span, other.span, limit.span) if span]
            yield Finding(catalogue.COUNTED_TWICE, tuple(spans), told)
            break
        before.append(each)


def _counted(term: ir.Term, conditions: tuple[ir.Truth, ...]) -> Iterator[_Counted]:
    """Yield the facts that *term* adds up, each with the conditions under which it does."""
    match term:
        case ir.FactTerm(fact):
            yield _Counted(fact, conditions, term.span)
        case ir.Sum():
            for addend in term.addends:
                if addend.factor > 0:
                    yield from _counted(addend.term, conditions)
        case ir.Cases():
            before: tuple[ir.Truth, ...] = ()
            for case in term.cases:
                held = (*conditions, *before, case.condition)
                yield from _counted(case.term, held)
                before = (*before, ir.Not(case.condition))
            if term.otherwise is not None:
                yield from _counted(term.otherwise, (*conditions, *before))
        case _:
            return
