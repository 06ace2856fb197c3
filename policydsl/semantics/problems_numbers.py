"""Word what can be wrong with numbers, units, ages and dates."""

from __future__ import annotations

from policydsl.core.facts import (
    DisplayText,
    Fact,
    NumberKind,
)
from policydsl.core.texts import counted
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.describing import declared_at, example_test, range_in_words, type_in_words
from policydsl.semantics.problems_types import text_in_a_condition
from policydsl.semantics.typing import (
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


def not_a_number(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"a number or a date is needed here, and `{text}` is {what}", "not a number"
    )


def not_a_plain_number(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"only numbers can be multiplied, and `{text}` is {what}", "not a number"
    )


def fact_is_no_number(span: Span, fact: Fact) -> Diagnostic:
    if isinstance(fact.type, DisplayText):
        return text_in_a_condition(span, fact)
    found = declared_at(not_a_number(span, fact.name, type_in_words(fact.type)), fact)
    return found.suggest(f"to test it write `{example_test(fact)}`")


def unlike(
    span: Span, left: tuple[ast.Expr, Lowered], right: tuple[ast.Expr, Lowered], doing: str
) -> Diagnostic:
    """Report two terms that cannot be put together; *doing* is `compare` or `add`."""
    sides = ((left, right), (right, left))
    for (one, _), (_, other) in sides:
        if isinstance(one, ast.Number) and isinstance(other.type, AgeType):
            return age_in_bare_number(one)
        if isinstance(one, ast.Number) and isinstance(other.type, NumberType):
            return _counted(bare_number(one, other.type), other)
        if isinstance(one, ast.Quantity) and alike(other.type, PLAIN):
            assert isinstance(other.type, NumberType)
            return _counted(needless_unit(one, other.type), other)
    for (one, mine), (_, other) in sides:
        if isinstance(mine.type, AgeType):
            return age_unit(one.span, other.type)
    a, b = in_words(left[1].type), in_words(right[1].type)
    link = "with" if doing == "compare" else "and"
    label = f"{a} on the left, {b} on the right"
    counts = _is_count(left[1].type) and _is_count(right[1].type)
    code = catalogue.MIXED_UNITS if counts else catalogue.UNLIKE_KINDS
    reason = ": units never convert" if counts else ""
    found = code.at(span, f"cannot {doing} {a} {link} {b}{reason}", label)
    found = _counted(_counted(found, left[1]), right[1])
    repair = _repair_of_unlike(left, right)
    return found.suggest(repair or f"{doing} only what is counted in one unit, and test each apart")


def _repair_of_unlike(
    left: tuple[ast.Expr, Lowered], right: tuple[ast.Expr, Lowered]
) -> str | None:
    for (one, _), (other, mine) in ((left, right), (right, left)):
        if isinstance(one, ast.Money | ast.Percent) and isinstance(mine.type, NumberType):
            text = one.span.text.strip("$%").replace(",", "")
            kinds = {NumberKind.MONEY: f"${text}", NumberKind.PERCENT: f"{text}%"}
            if mine.type.kind in kinds:
                return f"write `{kinds[mine.type.kind]}` for `{one.span.text}`, if that is meant"
        if not isinstance(one, ast.Quantity):
            continue
        if isinstance(mine.type, NumberType) and mine.type.unit:
            return f"write `{counted(one.text, mine.type.unit)}`, if that is meant"
        if isinstance(mine.type, DayType) and one.unit.value in (
            "days",
            "weeks",
            "months",
            "years",
        ):
            return (
                "say from when it is counted, such as "
                f"`{other.span.text} is at most {one.span.text} before service date`"
            )
    return None


def _counted(found: Diagnostic, lowered: Lowered) -> Diagnostic:
    """Point at the fact behind a term, and say what it is counted in."""
    if lowered.declared is None or lowered.fact is None:
        return found
    type = lowered.type
    link = "is counted in " if isinstance(type, NumberType) and type.unit else "is "
    return found.and_at(lowered.declared, f"`{lowered.fact}` {link}{in_words(type)}")


def unexpected(expr: ast.Expr, found: Lowered, expected: TermType) -> Diagnostic:
    """Report a term that is unlike what its place needs."""
    if isinstance(expr, ast.Number) and isinstance(expected, NumberType):
        return bare_number(expr, expected)
    if isinstance(expr, ast.Quantity) and alike(expected, PLAIN):
        assert isinstance(expected, NumberType)
        return needless_unit(expr, expected)
    counts = _is_count(expected) and _is_count(found.type)
    code = catalogue.MIXED_UNITS if counts else catalogue.UNLIKE_KINDS
    wanted, given = in_words(expected), in_words(found.type)
    verb = "are" if isinstance(expected, NumberType) and expected.unit else "is"
    told = code.at(expr.span, f"{wanted} {verb} needed here, not {given}", given)
    return _counted(told, found)


def bare_number(number: ast.Number, other: NumberType) -> Diagnostic:
    repair = {NumberKind.MONEY: f"${number.text}", NumberKind.PERCENT: f"{number.text}%"}.get(
        other.kind, counted(number.text, other.unit or "")
    )
    return catalogue.BARE_NUMBER.at(
        number.span, f"`{number.text}` of what? {_what_is_here(other)}", "no unit"
    ).suggest(f"write `{repair}`")


def _what_is_here(type: NumberType) -> str:
    return f"{type.unit} are counted here" if type.unit else f"this is {in_words(type)}"


def needless_unit(quantity: ast.Quantity, other: NumberType) -> Diagnostic:
    return catalogue.NEEDLESS_UNIT.at(
        quantity.span,
        f"a number without a unit is compared here with {quantity.unit.value}",
        f"the other side is {in_words(other)}",
    ).suggest(f"write `{quantity.text}`, or declare the fact in {quantity.unit.value}")


def age_unit(span: Span, other: TermType) -> Diagnostic:
    return catalogue.AGE_UNIT.at(
        span, f"an age is compared with years or months, not with {in_words(other)}", "an age"
    ).suggest("write `3 years` or `36 months`")


def age_in_bare_number(number: ast.Number) -> Diagnostic:
    return catalogue.AGE_UNIT.at(
        number.span, f"an age of `{number.text}` is in years or in months", "which of the two?"
    ).suggest(f"write `{number.text} years` or `{number.text} months`")


_DATE_WORDS = {
    ast.Relation.AT_LEAST: ast.Relation.ON_OR_AFTER,
    ast.Relation.AT_MOST: ast.Relation.ON_OR_BEFORE,
    ast.Relation.MORE_THAN: ast.Relation.AFTER,
    ast.Relation.LESS_THAN: ast.Relation.BEFORE,
}
_NUMBER_WORDS = {dates: numbers for numbers, dates in _DATE_WORDS.items()}


def words_for_dates(span: Span, relation: ast.Relation) -> Diagnostic:
    return catalogue.WORDS_FOR_DATES.at(
        span, f"`{relation.value}` compares amounts, and these are dates", "dates"
    ).suggest(f"write `{_DATE_WORDS[relation].value}`")


def words_for_numbers(span: Span, relation: ast.Relation, what: str) -> Diagnostic:
    return catalogue.WORDS_FOR_DATES.at(
        span, f"`{relation.value}` compares dates, and this is {what}", "not a date"
    ).suggest(f"write `{_NUMBER_WORDS[relation].value}`")


def always_the_same(span: Span, text: str, fact: Fact, outcome: bool) -> Diagnostic:
    answer = "yes" if outcome else "no"
    found = catalogue.ALWAYS_THE_SAME.at(
        span, f"`{text}` always comes out {answer}", f"always {answer}"
    )
    return declared_at(found, fact, range_in_words(fact)).suggest(
        "correct the number, or take the comparison out"
    )


def not_a_date(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.UNLIKE_KINDS.at(
        span, f"a date is needed here, and `{text}` is {what}", "not a date"
    ).suggest("name a fact that is a date, the `service date`, or a day such as `2026-03-04`")


def not_a_period(span: Span, text: str) -> Diagnostic:
    return catalogue.NOT_A_PERIOD.at(
        span,
        f"between two dates lie days, weeks, months or years, not `{text}`",
        "not a length of time",
    ).suggest("write it like `90 days` or `6 months`")


def months_of_a_fact(span: Span) -> Diagnostic:
    return catalogue.NOT_A_PERIOD.at(
        span, "only written months and years can be added to a date", "not a written number"
    ).suggest("write the number out, such as `6 months`, or count in days or weeks")


def dates_added(span: Span) -> Diagnostic:
    return catalogue.UNLIKE_KINDS.at(span, "two dates cannot be added", "dates").suggest(
        "add days to a date, or take one date from another"
    )


def not_linear(span: Span) -> Diagnostic:
    return catalogue.NOT_LINEAR.at(
        span, "one side of `times` is a written number", "both sides vary here"
    ).suggest("multiply by a number, an amount or a percentage that is written out")


def units_multiplied(span: Span, left: TermType, right: TermType) -> Diagnostic:
    return catalogue.MIXED_UNITS.at(
        span,
        f"cannot multiply {in_words(left)} by {in_words(right)}",
        "at most one side has a unit",
    )


def _is_count(type: TermType) -> bool:
    return isinstance(type, NumberType) and type.kind is NumberKind.COUNT
