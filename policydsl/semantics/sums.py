"""Put typed terms together: align their decimals, add, multiply, and move dates."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY, Period
from policydsl.core.facts import NumberKind
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_numbers
from policydsl.semantics.typing import (
    DAY,
    AgeType,
    DayType,
    Lowered,
    NumberType,
    TermType,
    alike,
    counted_in,
    in_words,
)
from policydsl.source import Span
from policydsl.syntax import ast

PERIOD_OF_UNIT = {
    ast.Unit.DAYS: Period.DAYS,
    ast.Unit.WEEKS: Period.WEEKS,
    ast.Unit.MONTHS: Period.MONTHS,
    ast.Unit.YEARS: Period.YEARS,
}
_DAYS_IN = {"days": 1, "weeks": 7}


@frozen
class Part:
    """One summand as it is written; the sign is 1 or -1."""

    sign: int
    expr: ast.Expr
    citations: tuple[str, ...] = ()


def with_places(lowered: Lowered, places: int) -> Lowered:
    """Scale a number up to *places*; it has no more than that."""
    type = lowered.type
    if not isinstance(type, NumberType) or type.places == places:
        return lowered
    factor: int = 10 ** (places - type.places)
    return attrs.evolve(
        lowered,
        term=_times(lowered.term, factor),
        type=attrs.evolve(type, places=places),
        low=lowered.low * factor,
        high=lowered.high * factor,
    )


def beside(lowered: Lowered, other: TermType) -> Lowered:
    """Settle the unit of an age by what it stands beside: years or months."""
    if not isinstance(lowered.type, AgeType) or not isinstance(other, NumberType):
        return lowered
    if other.unit not in ("years", "months") or not isinstance(lowered.term, ir.AgeTerm):
        return lowered
    in_months = other.unit == "months"
    factor = 12 if in_months else 1
    return attrs.evolve(
        lowered,
        term=attrs.evolve(lowered.term, in_months=in_months),
        type=counted_in(other.unit),
        low=lowered.low * factor,
        high=lowered.high * factor,
    )


def together(
    span: Span, exprs: Sequence[ast.Expr], lowered: Sequence[Lowered], doing: str = "compare"
) -> list[Lowered] | Diagnostic:
    """Bring terms to one type and one number of places, or say which two are unlike."""
    settled = list(lowered)
    for other in lowered:
        settled = [beside(each, other.type) for each in settled]
    first = settled[0]
    for expr, each in zip(exprs[1:], settled[1:], strict=True):
        if not alike(first.type, each.type):
            return problems_numbers.unlike(span, (exprs[0], first), (expr, each), doing)
    most = max((e.type.places for e in settled if isinstance(e.type, NumberType)), default=0)
    return [with_places(each, most) for each in settled]


def aligned_ends(one: Lowered, other: Lowered) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give the bounds of both, to the same number of places."""
    types = (one.type, other.type)
    most = max((type.places for type in types if isinstance(type, NumberType)), default=0)
    first, second = (with_places(each, most) for each in (one, other))
    return (first.low, first.high), (second.low, second.high)


def is_whole(lowered: Lowered) -> bool:
    return isinstance(lowered.type, NumberType) and lowered.type.places == 0


def total(span: Span, parts: Sequence[Part], lowered: Sequence[Lowered]) -> Lowered | Diagnostic:
    """Add the parts up: numbers of one kind, or a date and lengths of time."""
    if isinstance(lowered[0].type, DayType):
        return _from_day(span, parts, lowered)
    exprs = [part.expr for part in parts]
    settled = together(span, exprs, lowered, "add")
    if isinstance(settled, Diagnostic):
        return settled
    if isinstance(settled[0].type, AgeType):
        return problems_numbers.age_unit(exprs[0].span, settled[0].type)
    return _sum(span, settled[0].type, parts, settled)


def product(expr: ast.Product, left: Lowered, right: Lowered) -> Lowered | Diagnostic:
    """Multiply, where at least one side is written out; a percentage is a fraction."""
    for side, found in ((expr.left, left), (expr.right, right)):
        if not isinstance(found.type, NumberType):
            what = in_words(found.type)
            return problems_numbers.not_a_plain_number(side.span, side.span.text, what)
    constant, other = (left, right) if isinstance(left.term, ir.Constant) else (right, left)
    if not isinstance(constant.term, ir.Constant):
        return problems_numbers.not_linear(expr.span)
    type = _type_of_product(constant.type, other.type)
    if type is None:
        return problems_numbers.units_multiplied(expr.span, left.type, right.type)
    factor = constant.term.value
    ends = sorted((other.low * factor, other.high * factor))
    term = ir.Sum((ir.Addend(factor, other.term),), span=expr.span)
    return Lowered(term, type, other.may_be_absent, ends[0], ends[1])


def _type_of_product(one: TermType, other: TermType) -> NumberType | None:
    assert isinstance(one, NumberType)
    assert isinstance(other, NumberType)
    places = one.places + other.places
    for factor, measure in ((one, other), (other, one)):
        if factor.kind is NumberKind.PERCENT:
            return attrs.evolve(measure, places=places + 2)
    for factor, measure in ((one, other), (other, one)):
        plain = factor.kind is NumberKind.COUNT and factor.unit is None
        if plain or (factor.kind is NumberKind.COUNT and measure.kind is NumberKind.MONEY):
            return attrs.evolve(measure, places=places)
    return None


def _times(term: ir.Term, factor: int) -> ir.Term:
    match term:
        case ir.Constant():
            return attrs.evolve(term, value=term.value * factor)
        case ir.Sum():
            scaled = (attrs.evolve(a, factor=a.factor * factor) for a in term.addends)
            return attrs.evolve(term, addends=tuple(scaled))
        case _:
            return ir.Sum((ir.Addend(factor, term),), span=term.span)


def _sum(span: Span, type: TermType, parts: Sequence[Part], lowered: Sequence[Lowered]) -> Lowered:
    addends = tuple(
        ir.Addend(part.sign, each.term, part.citations)
        for part, each in zip(parts, lowered, strict=True)
    )
    ends = [
        (each.low, each.high) if part.sign > 0 else (-each.high, -each.low)
        for part, each in zip(parts, lowered, strict=True)
    ]
    low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
    written = all(isinstance(addend.term, ir.Constant) for addend in addends)
    # What is written out, such as `0 minus 1.5`, is as good as a literal.
    term = ir.Constant(low, span=span) if written and low == high else ir.Sum(addends, span=span)
    return Lowered(
        term,
        type,
        any(each.may_be_absent for each in lowered),
        low,
        high,
    )


def _from_day(
    span: Span, parts: Sequence[Part], lowered: Sequence[Lowered]
) -> Lowered | Diagnostic:
    """Move a date by lengths of time, or take another date from it."""
    if any(isinstance(each.type, DayType) for each in lowered[1:]):
        if len(parts) == 2 and parts[1].sign < 0:
            return _sum(span, counted_in("days"), parts, lowered)
        return problems_numbers.dates_added(span)
    moved = lowered[0].term
    for part, each in zip(parts[1:], lowered[1:], strict=True):
        unit = each.type.unit if isinstance(each.type, NumberType) else None
        known = [u for u in PERIOD_OF_UNIT if u.value == unit]
        if not known or not is_whole(each):
            return problems_numbers.not_a_period(part.expr.span, part.expr.span.text)
        if isinstance(each.term, ir.Constant):
            count = part.sign * each.term.value
            moved = ir.AddPeriod(moved, count, PERIOD_OF_UNIT[known[0]], span=span)
        elif known[0].value in _DAYS_IN:
            step = ir.Addend(part.sign * _DAYS_IN[known[0].value], each.term, part.citations)
            moved = ir.Sum((ir.Addend(1, moved), step), span=span)
        else:
            return problems_numbers.months_of_a_fact(part.expr.span)
    absent = any(each.may_be_absent for each in lowered)
    return Lowered(moved, DAY, absent, FIRST_DAY, LAST_DAY)
