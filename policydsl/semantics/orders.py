"""Lower comparisons of numbers and dates: `is at least`, `is between`, dates apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from policydsl.core import ir
from policydsl.core.codes import is_code
from policydsl.core.facts import Choice, CodeSet, CodeValue, Fact, MemberSet, YesNo
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import (
    expressions,
    problems_facts,
    problems_names,
    problems_numbers,
    problems_types,
    sums,
    terms,
)
from policydsl.semantics.joining import any_of
from policydsl.semantics.referents import POISON, FactRef, Poisoned
from policydsl.semantics.typing import DayType, Lowered, in_words
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering

_SAME = (ast.Relation.EXACTLY, ast.Relation.SAME_AS)
_FOR_NUMBERS = (
    ast.Relation.AT_LEAST,
    ast.Relation.AT_MOST,
    ast.Relation.MORE_THAN,
    ast.Relation.LESS_THAN,
)


def ordered(
    left: tuple[ast.Expr, Lowered], order: ir.Order, right: tuple[ast.Expr, Lowered], span: Span
) -> ir.Truth | Diagnostic:
    """Compare two terms of one type, or say how they are unlike."""
    settled = sums.together(span, (left[0], right[0]), (left[1], right[1]))
    if isinstance(settled, Diagnostic):
        return settled
    return ir.Compare(settled[0].term, order, settled[1].term, span=span)


def compare(low: Lowering, expr: ast.Compare) -> ir.Truth:
    if expr.relation in _SAME:
        left = expressions.referent(low, expr.left)
        if isinstance(left, FactRef) and _names_a_value(low, left.fact, expr.right):
            low.report(problems_types.same_as_a_value(expr, left.fact))
            return POISON
        right = expressions.referent(low, expr.right)
        if isinstance(left, FactRef) and isinstance(right, FactRef):
            words = (YesNo, Choice, CodeValue, MemberSet, CodeSet)
            if isinstance(left.fact.type, words) or isinstance(right.fact.type, words):
                return _same(low, left.fact, right.fact, expr.span)
        if isinstance(left, Poisoned) or isinstance(right, Poisoned):
            return POISON
    return relate(low, expr.left, expr.relation, expr.right, expr.span)


def _names_a_value(low: Lowering, fact: Fact, written: ast.Expr) -> bool:
    """Tell a member, or a code, from the name of something that is declared."""
    if not isinstance(written, ast.Name) or written.text in low.scope.names.values:
        return False
    match fact.type:
        case Choice(members):
            return written.text in members
        case CodeValue(system):
            return is_code(system, written.text)
        case _:
            return False


def relate(
    low: Lowering, left: ast.Expr, relation: ast.Relation, right: ast.Expr, span: Span
) -> ir.Truth:
    one, other = terms.term(low, left), terms.term(low, right)
    if one is None or other is None:
        return POISON
    days = isinstance(one.type, DayType) and isinstance(other.type, DayType)
    if days and relation in _FOR_NUMBERS:
        low.report(problems_numbers.words_for_dates(span, relation))
        return POISON
    if not days and relation not in (*_FOR_NUMBERS, *_SAME):
        wrong = (left, one) if not isinstance(one.type, DayType) else (right, other)
        what = in_words(wrong[1].type)
        if isinstance(one.type, DayType) or isinstance(other.type, DayType):
            low.report(problems_numbers.not_a_date(wrong[0].span, wrong[0].span.text, what))
        else:
            low.report(problems_numbers.words_for_numbers(span, relation, what))
        return POISON
    order, swapped = _order(relation)
    pair = ((left, one), (right, other))
    lesser, greater = (pair[1], pair[0]) if swapped else pair
    found = ordered(lesser, order, greater, span)
    if isinstance(found, Diagnostic):
        # The author's left stays left in the message, whichever side is the lesser.
        told = sums.together(span, (left, right), (one, other))
        low.report(told if isinstance(told, Diagnostic) else found)
        return POISON
    _report_sameness(low, found, lesser[1], greater[1], span)
    return found


def _order(relation: ast.Relation) -> tuple[ir.Order, bool]:
    """Give the order in the core, and whether the sides change places."""
    match relation:
        case ast.Relation.AT_MOST | ast.Relation.ON_OR_BEFORE:
            return ir.Order.AT_MOST, False
        case ast.Relation.AT_LEAST | ast.Relation.ON_OR_AFTER:
            return ir.Order.AT_MOST, True
        case ast.Relation.LESS_THAN | ast.Relation.BEFORE:
            return ir.Order.LESS, False
        case ast.Relation.MORE_THAN | ast.Relation.AFTER:
            return ir.Order.LESS, True
        case ast.Relation.EXACTLY | ast.Relation.SAME_AS:
            return ir.Order.EQUAL, False
        case _:
            assert_never(relation)


def _report_sameness(
    low: Lowering, found: ir.Truth, lesser: Lowered, greater: Lowered, span: Span
) -> None:
    """Warn where a fact's declared range settles a comparison with a written value."""
    fact = lesser.fact or greater.fact
    sides = [lesser, greater]
    if fact is None or not any(isinstance(side.term, ir.Constant) for side in sides):
        return
    settled = sums.aligned_ends(lesser, greater)
    assert isinstance(found, ir.Compare)
    (low_1, high_1), (low_2, high_2) = settled
    outcome: bool | None = None
    match found.order:
        case ir.Order.AT_MOST:
            outcome = True if high_1 <= low_2 else False if low_1 > high_2 else None
        case ir.Order.LESS:
            outcome = True if high_1 < low_2 else False if low_1 >= high_2 else None
        case ir.Order.EQUAL:
            outcome = False if high_1 < low_2 or low_1 > high_2 else None
        case _:
            assert_never(found.order)
    if outcome is not None:
        low.report(
            problems_numbers.always_the_same(span, span.text, low.scope.facts[fact], outcome)
        )


def _same(low: Lowering, left: Fact, right: Fact, span: Span) -> ir.Truth:
    """Say that two facts hold the same answer or member."""
    pairs: list[tuple[ir.MemberIs, ir.MemberIs]]
    match left.type, right.type:
        case YesNo(), YesNo():
            pairs = [
                (
                    ir.MemberIs(left.name, frozenset({answer}), span=span),
                    ir.MemberIs(right.name, frozenset({answer}), span=span),
                )
                for answer in (True, False)
            ]
        case Choice(mine), Choice(theirs) if set(mine) & set(theirs):
            pairs = [
                (
                    ir.MemberIs(left.name, frozenset({member}), span=span),
                    ir.MemberIs(right.name, frozenset({member}), span=span),
                )
                for member in mine
                if member in theirs
            ]
        case _:
            low.report(problems_types.cannot_be_the_same(span, left, right))
            return POISON
    both = [ir.And(pair, span=span) for pair in pairs]
    return expressions.placed(any_of(both, low.scope.facts), span)


def between(low: Lowering, expr: ast.Between) -> ir.Truth:
    middle = terms.term(low, expr.left)
    start, end = terms.term(low, expr.low), terms.term(low, expr.high)
    if middle is None or start is None or end is None:
        return POISON
    first = ordered((expr.low, start), ir.Order.AT_MOST, (expr.left, middle), expr.span)
    last = ordered((expr.left, middle), ir.Order.AT_MOST, (expr.high, end), expr.span)
    for found in (first, last):
        if isinstance(found, Diagnostic):
            low.report(found)
            return POISON
    ends = [start.term, end.term]
    (least, _), (most, _) = sums.aligned_ends(start, end)
    if all(isinstance(bound, ir.Constant) for bound in ends) and least > most:
        whole = expr.low.span.to(expr.high.span)
        low.report(problems_facts.empty_range(whole, expr.low.span.text, expr.high.span.text))
        return POISON
    assert not isinstance(first, Diagnostic)
    assert not isinstance(last, Diagnostic)
    return ir.And((first, last), span=expr.span)


def within(low: Lowering, expr: ast.Within) -> ir.Truth:
    """Lower `order_date is at most 90 days before DAY`; the period is added to the earlier."""
    left, anchor = terms.term(low, expr.left), terms.term(low, expr.anchor)
    for side, found in ((expr.left, left), (expr.anchor, anchor)):
        if found is not None and not isinstance(found.type, DayType):
            what = in_words(found.type)
            low.report(problems_numbers.not_a_date(side.span, side.span.text, what))
            return POISON
    if isinstance(expr.amount, ast.BusinessDays):
        low.report(problems_names.not_yet(expr.amount.span, "business days"))
        return POISON
    if not isinstance(expr.amount, ast.Quantity) or expr.amount.unit not in (sums.PERIOD_OF_UNIT):
        low.report(problems_numbers.not_a_period(expr.amount.span, expr.amount.span.text))
        return POISON
    length = terms.term(low, expr.amount)
    if left is None or anchor is None or length is None:
        return POISON
    if not isinstance(length.term, ir.Constant) or not sums.is_whole(length):
        low.report(problems_facts.too_many_places(expr.amount.span, expr.amount.text, 0))
        return POISON
    period = sums.PERIOD_OF_UNIT[expr.amount.unit]
    before = expr.side is ast.Side.BEFORE
    earlier, later = (left, anchor) if before else (anchor, left)
    moved = ir.AddPeriod(earlier.term, length.term.value, period, span=expr.span)
    span = expr.span
    in_turn = ir.Compare(earlier.term, ir.Order.AT_MOST, later.term, span=span)
    match expr.relation:
        case ast.Relation.AT_MOST:
            near = ir.Compare(later.term, ir.Order.AT_MOST, moved, span=span)
            return ir.And((in_turn, near), span=span)
        case ast.Relation.LESS_THAN:
            near = ir.Compare(later.term, ir.Order.LESS, moved, span=span)
            return ir.And((in_turn, near), span=span)
        case ast.Relation.AT_LEAST:
            return ir.Compare(moved, ir.Order.AT_MOST, later.term, span=span)
        case ast.Relation.MORE_THAN:
            return ir.Compare(moved, ir.Order.LESS, later.term, span=span)
        case _:
            raise AssertionError(expr.relation)
