"""Lower comparisons: `is`, `in`, `like`, bullets of members, `is absent`; `orders` has the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from policydsl.core import ir
from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    MemberSet,
    Number,
    RecordValue,
    YesNo,
)
from policydsl.core.values import ABSENT
from policydsl.semantics import (
    expressions,
    orders,
    problems_facts,
    problems_numbers,
    problems_types,
)
from policydsl.semantics.describing import value_in_words
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import cited, negation
from policydsl.semantics.memberships import codes, membership, rows_giving, set_test, sets_that
from policydsl.semantics.referents import (
    POISON,
    FactRef,
    Poisoned,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.values import word_of
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering

Comparison = (
    ast.Is
    | ast.IsState
    | ast.In
    | ast.Like
    | ast.SetTest
    | ast.MemberList
    | ast.Compare
    | ast.Between
    | ast.Within
)


def comparison(low: Lowering, expr: Comparison) -> ir.Truth:
    """Lower one comparison; what compares unlike things has been reported."""
    match expr:
        case ast.Is():
            return _signed(_is(low, expr), expr.negated, expr.span)
        case ast.IsState():
            return _state(low, expr)
        case ast.In():
            found = expressions.referent(low, expr.left)
            tested = membership(low, expr.left, found, expr.items, expr.span)
            return _signed(tested, expr.negated, expr.span)
        case ast.Like():
            return _like(low, expr)
        case ast.SetTest():
            return set_test(low, expr, expressions.referent(low, expr.left))
        case ast.MemberList():
            return _member_list(low, expr)
        case ast.Compare():
            return orders.compare(low, expr)
        case ast.Between():
            return orders.between(low, expr)
        case ast.Within():
            return orders.within(low, expr)
        case _:
            assert_never(expr)


def with_citations(truth: ir.Truth, citations: ast.Citations) -> ir.Truth:
    return cited(truth, ids(citations))


def _signed(truth: ir.Truth, negated: bool, span: Span) -> ir.Truth:
    return expressions.placed(negation(truth), span) if negated else truth


# ------------------------------------------------------------------- `is`


def _is(low: Lowering, expr: ast.Is) -> ir.Truth:
    found = expressions.referent(low, expr.left)
    value = expr.value
    match found:
        case FactRef(fact):
            return _fact_is(low, expr, fact)
        case TruthRef(truth):
            if isinstance(value, ast.YesNo):
                return truth if value.value else negation(truth)
            said = value_in_words(value)
            low.report(problems_types.condition_is_no_value(value.span, expr.left.span.text, said))
            return POISON
        case TermRef(lowered, endless):
            if endless and isinstance(value, ast.Unlimited):
                most = ir.Constant(lowered.high, span=value.span)
                return ir.Compare(most, ir.Order.AT_MOST, lowered.term, span=expr.span)
            if isinstance(value, ast.Literal):
                return _equal(low, expr.left, value, expr.span)
            what = value_in_words(value)
            low.report(
                problems_numbers.not_a_number(value.span, value.span.text, f"the word {what}")
            )
            return POISON
        case WordsRef():
            word = word_of(value) or value.span.text
            if word not in found.words:
                low.report(problems_facts.unknown_result(value.span, word, found.name, found.words))
                return POISON
            return rows_giving(low, found, frozenset({word}), expr.span)
        case SetsRef():
            if isinstance(value, ast.Unlimited):
                return sets_that(low, found, lambda values: not values, expr.span)
            low.report(problems_types.no_members_to_test(value.span, found.name, "a set"))
            return POISON
        case Poisoned():
            return POISON
        case _:
            assert_never(found)


def _fact_is(low: Lowering, expr: ast.Is, fact: Fact) -> ir.Truth:
    value, span = expr.value, expr.span
    if _names_another_fact(low, fact, value):
        low.report(problems_facts.another_fact(value.span, value.span.text, fact))
        return POISON
    match fact.type:
        case Number() | Day() if isinstance(value, ast.Literal):
            return _equal(low, expr.left, value, span)
        case MemberSet() | CodeSet():
            if isinstance(value, ast.Unlimited):
                return _empty_set(fact, span)
            low.report(problems_types.set_with_is(span, fact, value.span.text))
            return POISON
        case DisplayText():
            low.report(problems_types.text_in_a_condition(expr.left.span, fact))
            return POISON
        case CodeValue(system) if isinstance(value, ast.Member | ast.Number):
            member = ast.Member(value.text, span=value.span)
            ranges = codes(low, system, (ast.MemberRange(member, None, span=value.span),))
            return ir.CodeIn(fact.name, system, ranges, span=span) if ranges else POISON
        case YesNo() | Choice() | CodeValue() | Number() | Day() | RecordValue():
            read = low.value(fact, value)
            if read is ABSENT:
                return ir.IsAbsent(fact.name, span=span)
            if isinstance(read, bool):
                return ir.MemberIs(fact.name, frozenset({read}), span=span)
            if isinstance(read, str):
                return ir.MemberIs(fact.name, frozenset({read}), span=span)
            return POISON
        case _:
            assert_never(fact.type)


def _names_another_fact(low: Lowering, fact: Fact, value: ast.Value) -> bool:
    if not isinstance(value, ast.Member) or value.text not in low.scope.facts:
        return False
    return not (isinstance(fact.type, Choice) and value.text in fact.type.members)


def _empty_set(fact: Fact, span: Span) -> ir.Truth:
    if isinstance(fact.type, CodeSet):
        return ir.CodeSetIs(fact.name, fact.type.system, ir.SetWord.ONLY, (), span=span)
    return ir.SetIs(fact.name, ir.SetWord.ONLY, frozenset(), span=span)


def _equal(low: Lowering, left: ast.Expr, value: ast.Literal, span: Span) -> ir.Truth:
    return orders.relate(low, left, ast.Relation.EXACTLY, value, span)


# ---------------------------------------------------------------- members


def _like(low: Lowering, expr: ast.Like) -> ir.Truth:
    found = expressions.referent(low, expr.left)
    listed = membership(low, expr.left, found, expr.items, expr.span)
    finding = expressions.truth(low, expr.finding)
    if listed is POISON or finding is POISON:
        return POISON
    return ir.Or((listed, finding), span=expr.span)


def _member_list(low: Lowering, expr: ast.MemberList) -> ir.Truth:
    found = expressions.referent(low, expr.left)
    items = [
        ast.MemberRange(
            bullet.item.low,
            bullet.item.high,
            (*bullet.item.citations, *bullet.citations),
            span=bullet.item.span,
        )
        for bullet in expr.bullets
    ]
    tested = membership(low, expr.left, found, items, expr.span)
    return with_citations(_signed(tested, expr.negated, expr.span), expr.citations)


# ----------------------------------------------------------------- states


def _state(low: Lowering, expr: ast.IsState) -> ir.Truth:
    found = expressions.referent(low, expr.left)
    if isinstance(found, Poisoned):
        return POISON
    if isinstance(found, WordsRef) and expr.state is not ast.State.KNOWN:
        present = rows_giving(low, found, frozenset(found.words), expr.span)
        return _signed(present, expr.negated != (expr.state is ast.State.ABSENT), expr.span)
    if not isinstance(found, FactRef):
        low.report(problems_facts.only_facts_are_absent(expr.left.span, expr.state))
        return POISON
    fact = found.fact
    if expr.state is ast.State.KNOWN:
        if not low.knowing:
            low.report(problems_facts.known_in_a_clause(expr.span, fact))
            return POISON
        return _signed(ir.IsKnown(fact.name, span=expr.span), expr.negated, expr.span)
    if not fact.may_be_absent:
        low.report(problems_facts.never_absent(expr.span, fact))
        return POISON
    absent = ir.IsAbsent(fact.name, span=expr.span)
    return _signed(absent, expr.negated != (expr.state is ast.State.PRESENT), expr.span)
