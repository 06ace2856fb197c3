"""Lower numbers and days: literals, facts, ages, birthdays and arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

import attrs

from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import Day, Fact, Number
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import expressions, problems_facts, problems_names, problems_numbers, sums
from policydsl.semantics.headings import ids
from policydsl.semantics.literals import literal
from policydsl.semantics.referents import (
    FactRef,
    Poisoned,
    Referent,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.sums import Part
from policydsl.semantics.typing import (
    AGE,
    DAY,
    PLAIN,
    AgeType,
    DayType,
    Lowered,
    NumberType,
    TermType,
    alike,
    in_words,
)
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering

_OLDEST_YEARS = 200


def term(low: Lowering, expr: ast.Expr) -> Lowered | None:
    """Lower *expr* where a number or day stands; None when it is neither, and reported."""
    match expr:
        case ast.Number() | ast.Quantity() | ast.Money() | ast.Percent() | ast.Date():
            return _checked(low, literal(expr))
        case ast.ServiceDate():
            return service_date(expr.span)
        case ast.Age():
            return age(low, expr.span)
        case ast.Birthday():
            return _birthday(low, expr)
        case ast.YearOf():
            return _year(low, expr)
        case ast.Sum():
            parts = [
                Part(1 if part.sign is ast.Sign.PLUS else -1, part.operand) for part in expr.terms
            ]
            return _sum(low, expr.span, parts)
        case ast.SumOf():
            found = _sum_of(low, expr)
            return found and supported(found, tuple(c.id for c in expr.citations))
        case ast.Product():
            left, right = term(low, expr.left), term(low, expr.right)
            if left is None or right is None:
                return None
            return _checked(low, sums.product(expr, left, right))
        case ast.Extreme():
            return _extreme(low, expr)
        case ast.Fold():
            low.report(problems_names.not_yet(expr.span, f"`{expr.word.value}` over records"))
            return None
        case ast.Else():
            return _otherwise(low, expr)
        case _:
            return as_term(low, expr, expressions.referent(low, expr))


def as_term(low: Lowering, expr: ast.Expr, found: Referent) -> Lowered | None:
    """Use *found* as a number or day."""
    match found:
        case FactRef(fact):
            lowered = fact_term(fact, expr.span)
            if lowered is None:
                low.report(problems_numbers.fact_is_no_number(expr.span, fact))
            return lowered
        case TermRef(lowered):
            return attrs.evolve(lowered, term=attrs.evolve(lowered.term, span=expr.span))
        case TruthRef():
            low.report(problems_numbers.not_a_number(expr.span, expr.span.text, "yes or no"))
            return None
        case WordsRef():
            low.report(problems_numbers.not_a_number(expr.span, found.name, "one of several words"))
            return None
        case SetsRef():
            low.report(problems_numbers.not_a_number(expr.span, found.name, "a set"))
            return None
        case Poisoned():
            return None
        case _:
            assert_never(found)


def fact_term(fact: Fact, span: Span | None) -> Lowered | None:
    """Read a fact that holds a number or day; None for a fact of another type."""
    type: TermType
    match fact.type:
        case Number():
            type = NumberType(fact.type.kind, fact.type.unit, fact.type.places)
        case Day():
            type = DAY
        case _:
            return None
    return Lowered(
        ir.FactTerm(fact.name, span=span),
        type,
        fact.may_be_absent,
        fact.type.low,
        fact.type.high,
        fact.name,
        fact.span,
    )


def service_date(span: Span | None) -> Lowered:
    return Lowered(ir.ServiceDate(span=span), DAY, low=FIRST_DAY, high=LAST_DAY)


def age(low: Lowering, span: Span) -> Lowered | None:
    """Read the age on the service date, in years until it stands beside months."""
    born = _birth_date(low, span, "an age")
    if born is None:
        return None
    aged = ir.AgeTerm(born.term, in_months=False, span=span)
    return Lowered(aged, AGE, born.may_be_absent, -_OLDEST_YEARS, _OLDEST_YEARS)


def supported(lowered: Lowered, citations: tuple[str, ...]) -> Lowered:
    """Let *citations* support a term, if there are any."""
    if not citations:
        return lowered
    addend = ir.Addend(1, lowered.term, citations)
    return attrs.evolve(lowered, term=ir.Sum((addend,), span=lowered.term.span))


def as_expected(
    low: Lowering, expr: ast.Expr, lowered: Lowered, expected: TermType
) -> Lowered | None:
    """Give *lowered* as *expected*, with at least as many places; report what is unlike it."""
    found = sums.beside(lowered, expected)
    if isinstance(found.type, AgeType) and isinstance(expected, NumberType):
        low.report(problems_numbers.age_unit(expr.span, expected))
        return None
    if not alike(found.type, expected):
        low.report(problems_numbers.unexpected(expr, found, expected))
        return None
    if isinstance(found.type, NumberType) and isinstance(expected, NumberType):
        if found.type.places > expected.places and isinstance(found.term, ir.Constant):
            low.report(problems_facts.too_many_places(expr.span, expr.span.text, expected.places))
            return None
        return sums.with_places(found, max(found.type.places, expected.places))
    return found


def _birth_date(low: Lowering, span: Span, what: str) -> Lowered | None:
    declared = low.scope.facts.by_name.get("birth_date")
    born = fact_term(declared, span) if declared else None
    if born is None or born.type != DAY:
        # One in error has been reported where it is declared.
        if declared or "birth_date" not in low.scope.names.values:
            low.report(problems_names.no_birth_date(span, what))
        return None
    return born


def _birthday(low: Lowering, expr: ast.Birthday) -> Lowered | None:
    born = _birth_date(low, expr.span, "a birthday")
    if born is None:
        return None
    day = ir.BirthdayTerm(born.term, expr.number, span=expr.span)
    return Lowered(day, DAY, born.may_be_absent, FIRST_DAY, LAST_DAY)


def _year(low: Lowering, expr: ast.YearOf) -> Lowered | None:
    day = term(low, expr.operand)
    if day is None:
        return None
    if not isinstance(day.type, DayType):
        what = in_words(day.type)
        low.report(problems_numbers.not_a_date(expr.operand.span, expr.operand.span.text, what))
        return None
    return Lowered(ir.YearTerm(day.term, span=expr.span), PLAIN, day.may_be_absent, 1, 9999)


def _sum(low: Lowering, span: Span, parts: Sequence[Part]) -> Lowered | None:
    # Every part is lowered, so that each is reported.
    lowered = [term(low, part.expr) for part in parts]
    found = [each for each in lowered if each is not None]
    if len(found) < len(lowered):
        return None
    return _checked(low, sums.total(span, parts, found))


def _sum_of(low: Lowering, expr: ast.SumOf) -> Lowered | None:
    parts: list[Part] = []
    found: list[Lowered] = []
    for bullet in expr.bullets:
        citations = ids(bullet.citations)
        lowered = term(low, bullet.expr)
        condition = low.truth(bullet.condition) if bullet.condition is not None else None
        if lowered is None:
            continue
        if condition is None:
            parts.append(Part(1, bullet.expr, citations))
            found.append(lowered)
        elif isinstance(lowered.type, DayType):
            low.report(problems_numbers.dates_added(bullet.span))
        else:
            # What supports the summand supports nothing while it does not count.
            parts.append(Part(1, bullet.expr))
            found.append(_counting_when(condition, lowered, citations))
    if len(found) < len(expr.bullets):
        return None
    return _checked(low, sums.total(expr.span, parts, found))


def _counting_when(condition: ir.Truth, lowered: Lowered, citations: tuple[str, ...]) -> Lowered:
    """Let a summand be nothing while *condition* does not hold."""
    case = ir.Case(condition, lowered.term, citations)
    return attrs.evolve(
        lowered,
        term=ir.Cases((case,), ir.Constant(0), span=lowered.term.span),
        low=min(0, lowered.low),
        high=max(0, lowered.high),
        fact=None,
    )


def _extreme(low: Lowering, expr: ast.Extreme) -> Lowered | None:
    lowered = [term(low, operand) for operand in expr.operands]
    found = [each for each in lowered if each is not None]
    if len(found) < len(lowered):
        return None
    settled = sums.together(expr.span, expr.operands, found)
    if isinstance(settled, Diagnostic):
        low.report(settled)
        return None
    members = tuple(each.term for each in settled)
    smaller = expr.word is ast.ExtremeWord.SMALLER
    kind, end = (ir.Least, min) if smaller else (ir.Greatest, max)
    return Lowered(
        kind(members, span=expr.span),
        settled[0].type,
        any(each.may_be_absent for each in settled),
        end(each.low for each in settled),
        end(each.high for each in settled),
    )


def _otherwise(low: Lowering, expr: ast.Else) -> Lowered | None:
    left, right = term(low, expr.left), term(low, expr.right)
    if left is None or right is None:
        return None
    if not left.may_be_absent:
        low.report(problems_facts.else_never_absent(expr.left.span, expr.left.span.text))
        return None
    settled = sums.together(expr.span, (expr.left, expr.right), [left, right])
    if isinstance(settled, Diagnostic):
        low.report(settled)
        return None
    left, right = settled
    return Lowered(
        ir.ElseTerm(left.term, right.term, span=expr.span),
        left.type,
        right.may_be_absent,
        min(left.low, right.low),
        max(left.high, right.high),
    )


def _checked(low: Lowering, found: Lowered | Diagnostic) -> Lowered | None:
    if isinstance(found, Diagnostic):
        low.report(found)
        return None
    return found
