"""Lower conditions: whatever is yes, no or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import attrs

from policydsl.core import ir
from policydsl.core.facts import Fact, YesNo
from policydsl.semantics import comparisons, problems_facts, problems_names, problems_types, terms
from policydsl.semantics.joining import all_of, any_of, negation
from policydsl.semantics.referents import (
    POISON,
    POISONED,
    FactRef,
    Poisoned,
    Referent,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.typing import in_words
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering


def truth(low: Lowering, expr: ast.Expr) -> ir.Truth:
    """Lower *expr* where a condition stands; what is none has been reported."""
    match expr:
        case ast.Not():
            return placed(negation(truth(low, expr.operand)), expr.span)
        case ast.Chain():
            operands = [truth(low, operand) for operand in expr.operands]
            join = all_of if expr.joiner is ast.Joiner.AND else any_of
            return placed(join(operands, low.scope.facts), expr.span)
        case ast.Listed():
            return _listed(low, expr)
        case (
            ast.Is()
            | ast.IsState()
            | ast.In()
            | ast.Like()
            | ast.SetTest()
            | ast.MemberList()
            | ast.Compare()
            | ast.Between()
            | ast.Within()
        ):
            return comparisons.comparison(low, expr)
        case ast.Quantified():
            low.report(problems_names.not_yet(expr.span, f"`{expr.quantifier.value} … where`"))
            return POISON
        case ast.Else():
            return _otherwise(low, expr)
        case _:
            return as_truth(low, expr, referent(low, expr))


def referent(low: Lowering, expr: ast.Expr) -> Referent:
    """Find what *expr* is: a fact, a condition, a number or day, or words."""
    match expr:
        case ast.Name():
            return low.referent(expr)
        case ast.Bracketed():
            return referent(low, expr.inner)
        case ast.Else():
            left = referent(low, expr.left)
            if isinstance(left, FactRef) and isinstance(left.fact.type, YesNo):
                return TruthRef(_otherwise(low, expr))
            return _as_term(low, expr)
        case (
            ast.Not()
            | ast.Chain()
            | ast.Listed()
            | ast.Is()
            | ast.IsState()
            | ast.In()
            | ast.Like()
            | ast.SetTest()
            | ast.MemberList()
            | ast.Compare()
            | ast.Between()
            | ast.Within()
            | ast.Quantified()
        ):
            found = truth(low, expr)
            return POISONED if found is POISON else TruthRef(found)
        case _:
            return _as_term(low, expr)


def as_truth(low: Lowering, expr: ast.Expr, found: Referent) -> ir.Truth:
    """Use *found* as a condition: a yes-or-no fact holds when it is yes."""
    match found:
        case FactRef(fact):
            as_yes = yes(fact, expr.span)
            if as_yes is not None:
                return as_yes
            low.report(problems_types.fact_is_no_condition(expr.span, fact))
            return POISON
        case TruthRef(truth):
            return placed(truth, expr.span)
        case TermRef(lowered):
            what = in_words(lowered.type)
            low.report(problems_types.not_yet_compared(expr.span, expr.span.text, what))
            return POISON
        case WordsRef():
            low.report(problems_types.table_is_no_condition(expr.span, found.name, found.words))
            return POISON
        case SetsRef():
            low.report(problems_types.table_is_no_condition(expr.span, found.name, found.members))
            return POISON
        case Poisoned():
            return POISON
        case _:
            assert_never(found)


def yes(fact: Fact, span: Span) -> ir.Truth | None:
    """Say when a yes-or-no fact is yes; None for a fact of another type."""
    if not isinstance(fact.type, YesNo):
        return None
    return ir.MemberIs(fact.name, frozenset({True}), span=span)


def placed(truth: ir.Truth, span: Span) -> ir.Truth:
    """Let *truth* stand at *span*, unless it is the poison, which stands nowhere."""
    return truth if truth is POISON else attrs.evolve(truth, span=span)


def _as_term(low: Lowering, expr: ast.Expr) -> Referent:
    lowered = terms.term(low, expr)
    return TermRef(lowered) if lowered else POISONED


def _listed(low: Lowering, expr: ast.Listed) -> ir.Truth:
    operands = [low.condition(bullet.expr, bullet.citations) for bullet in expr.bullets]
    facts = low.scope.facts
    match expr.word:
        case ast.ListWord.ANY:
            found = any_of(operands, facts)
        case ast.ListWord.ALL:
            found = all_of(operands, facts)
        case ast.ListWord.NONE:
            found = negation(any_of(operands, facts))
        case _:
            assert_never(expr.word)
    return comparisons.with_citations(placed(found, expr.span), expr.citations)


def _otherwise(low: Lowering, expr: ast.Else) -> ir.Truth:
    """Lower `FACT else CONDITION`: the condition decides where the fact is absent."""
    left = referent(low, expr.left)
    match left:
        case FactRef(fact) if isinstance(fact.type, YesNo):
            right = truth(low, expr.right)
            if not fact.may_be_absent:
                low.report(problems_facts.else_never_absent(expr.left.span, fact.name))
                return POISON
            held = ir.MemberIs(fact.name, frozenset({True}), span=expr.left.span)
            absent = ir.IsAbsent(fact.name, span=expr.left.span)
            return ir.Or((held, ir.And((absent, right))), span=expr.span)
        case TruthRef():
            low.report(problems_facts.else_never_absent(expr.left.span, expr.left.span.text))
            return POISON
        case _:
            return as_truth(low, expr, left)
