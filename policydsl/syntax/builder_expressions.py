"""Build the nodes of literals, values and conditions from the parts of a grammar rule.

Each method is named after its rule (or the rule's `-> alias`) and gets the rule's span and
parts: words and marks are gone, a part left out is None.
"""

from __future__ import annotations

import datetime
from typing import Any

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.repairs import date_of

Parts = list[Any]

_UNITS = {unit.value: unit for unit in ast.Unit} | {unit.value[:-1]: unit for unit in ast.Unit}
_STATES = {state.value: state for state in ast.State}
_FIRST_DATE = datetime.date(1, 1, 1)

# ---------------------------------------------------------------- literals


def name(text: str, span: Span) -> ast.Name:
    return ast.Name(text, span=span)


def string(text: str, span: Span) -> ast.Text:
    return ast.Text(text[1:-1], span=span)


def citation(text: str, span: Span) -> tuple[ast.Citation, ...]:
    start = span.start + 1
    cited = []
    for part in text[1:-1].split(","):
        id = part.strip()
        first = start + part.find(id)
        cited.append(ast.Citation(id, span=Span(span.source, first, first + len(id))))
        start += len(part) + 1
    return tuple(cited)


LITERALS = {
    "NAME": name,
    "STRING": string,
    "CITATION": citation,
    "NUMERAL": lambda text, span: ast.Number(text, span=span),
    # A date that the calendar lacks was reported by the lexer.
    "ISO_DATE": lambda text, span: ast.Date(date_of(text) or _FIRST_DATE, span=span),
    "DOLLARS": lambda text, span: ast.Money(text[1:].lstrip(), span=span),
    "PERCENTAGE": lambda text, span: ast.Percent(text[:-1], span=span),
    "ORDINAL": lambda text, span: int(text[:-2][:9]),
    "MEDICAL_CODE": lambda text, span: ast.Member(text, span=span),
}


class ExpressionRules:
    """What to build for each rule of a literal, a value or a condition."""

    # -- literals and values

    def first_part(self, span: Span, parts: Parts) -> Any:
        return parts[0]

    def all_parts(self, span: Span, parts: Parts) -> tuple[Any, ...]:
        return tuple(parts)

    def cites(self, span: Span, parts: Parts) -> ast.Citations:
        if len(parts) == 1:
            cited: ast.Citations = parts[0]
            return cited
        return tuple(one for several in parts for one in several)

    def quantity(self, span: Span, parts: Parts) -> ast.Quantity:
        return ast.Quantity(parts[0].text, parts[1], span=span)

    def unit(self, span: Span, parts: Parts) -> ast.Unit:
        return _UNITS[parts[0]]

    def value_yes(self, span: Span, parts: Parts) -> ast.YesNo:
        return ast.YesNo(True, span=span)

    def value_no(self, span: Span, parts: Parts) -> ast.YesNo:
        return ast.YesNo(False, span=span)

    def value_absent(self, span: Span, parts: Parts) -> ast.Absent:
        return ast.Absent(span=span)

    def value_none(self, span: Span, parts: Parts) -> ast.Unlimited:
        return ast.Unlimited(span=span)

    def member_name(self, span: Span, parts: Parts) -> ast.Member:
        found = parts[0]
        return found if isinstance(found, ast.Member) else ast.Member(found.text, span=span)

    value_name = member_name
    value_code = first_part

    def value_set(self, span: Span, parts: Parts) -> ast.SetValue:
        return ast.SetValue(parts[0], span=span)

    def member_range(self, span: Span, parts: Parts) -> ast.MemberRange:
        return ast.MemberRange(parts[0], parts[1], span=span)

    def brace(self, span: Span, parts: Parts) -> ast.MemberRange:
        found, cited = parts
        if not cited:
            assert isinstance(found, ast.MemberRange)
            return found
        return ast.MemberRange(found.low, found.high, cited, span=span)

    def braces(self, span: Span, parts: Parts) -> tuple[ast.MemberRange, ...]:
        return tuple(part for part in parts if part is not None)

    # -- conditions

    def negation(self, span: Span, parts: Parts) -> ast.Not:
        return ast.Not(parts[0], span=span)

    def bracketed(self, span: Span, parts: Parts) -> ast.Bracketed:
        return ast.Bracketed(parts[0], span=span)

    def chain(self, span: Span, parts: Parts) -> ast.Chain:
        joiners = parts[1::2]
        if any(joiner is not joiners[0] for joiner in joiners):
            self.mixed(span, parts)
        return ast.Chain(joiners[0], tuple(parts[::2]), span=span)

    def mixed(self, span: Span, parts: Parts) -> None:
        """Note that `and` and `or` stand side by side in *parts*."""
        raise NotImplementedError

    def and_or(self, span: Span, parts: Parts) -> ast.Joiner:
        return ast.Joiner.AND if parts[0] == "and" else ast.Joiner.OR

    def is_(self, span: Span, parts: Parts) -> ast.Is:
        return ast.Is(parts[0], parts[1], False, span=span)

    def is_not(self, span: Span, parts: Parts) -> ast.Is:
        return ast.Is(parts[0], parts[1], True, span=span)

    def state(self, span: Span, parts: Parts) -> ast.State:
        return _STATES[parts[0]]

    def is_state(self, span: Span, parts: Parts) -> ast.IsState:
        return ast.IsState(parts[0], parts[1], False, span=span)

    def is_not_state(self, span: Span, parts: Parts) -> ast.IsState:
        return ast.IsState(parts[0], parts[1], True, span=span)

    def in_(self, span: Span, parts: Parts) -> ast.In:
        return ast.In(parts[0], parts[1], False, span=span)

    def not_in(self, span: Span, parts: Parts) -> ast.In:
        return ast.In(parts[0], parts[1], True, span=span)

    def like(self, span: Span, parts: Parts) -> ast.Like:
        return ast.Like(parts[0], parts[1], parts[2], span=span)

    def includes(self, span: Span, parts: Parts) -> ast.SetTest:
        return ast.SetTest(parts[0], ast.SetWord.INCLUDES, (parts[1],), span=span)

    def any_in(self, span: Span, parts: Parts) -> ast.SetTest:
        return ast.SetTest(parts[0], ast.SetWord.ANY_IN, parts[1], span=span)

    def all_in(self, span: Span, parts: Parts) -> ast.SetTest:
        return ast.SetTest(parts[0], ast.SetWord.ALL_IN, parts[1], span=span)

    def only(self, span: Span, parts: Parts) -> ast.SetTest:
        return ast.SetTest(parts[0], ast.SetWord.ONLY, parts[1], span=span)

    def compare(self, span: Span, parts: Parts) -> ast.Compare:
        return ast.Compare(parts[0], parts[1], parts[2], span=span)

    def between(self, span: Span, parts: Parts) -> ast.Between:
        return ast.Between(parts[0], parts[1], parts[2], span=span)

    def within(self, span: Span, parts: Parts) -> ast.Within:
        return ast.Within(*parts, span=span)

    def business(self, span: Span, parts: Parts) -> ast.BusinessDays:
        return ast.BusinessDays(parts[0].text, span=span)

    def side_before(self, span: Span, parts: Parts) -> ast.Side:
        return ast.Side.BEFORE

    def side_after(self, span: Span, parts: Parts) -> ast.Side:
        return ast.Side.AFTER

    def some_record(self, span: Span, parts: Parts) -> ast.Quantified:
        return ast.Quantified(ast.Quantifier.ANY, parts[0], parts[1], span=span)

    def every_record(self, span: Span, parts: Parts) -> ast.Quantified:
        return ast.Quantified(ast.Quantifier.EVERY, parts[0], parts[1], span=span)

    def no_record(self, span: Span, parts: Parts) -> ast.Quantified:
        return ast.Quantified(ast.Quantifier.NO, parts[0], parts[1], span=span)

    # -- operands

    def otherwise_value(self, span: Span, parts: Parts) -> ast.Else:
        return ast.Else(parts[0], parts[1], span=span)

    def plus_minus(self, span: Span, parts: Parts) -> ast.Sign:
        return ast.Sign.PLUS if parts[0] == "plus" else ast.Sign.MINUS

    def sum_chain(self, span: Span, parts: Parts) -> ast.Sum:
        terms = [ast.Term(ast.Sign.PLUS, parts[0], span=parts[0].span)]
        for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
            terms.append(ast.Term(sign, operand, span=operand.span))
        return ast.Sum(tuple(terms), span=span)

    def product_of(self, span: Span, parts: Parts) -> ast.Product:
        return ast.Product(parts[0], parts[1], span=span)

    def age(self, span: Span, parts: Parts) -> ast.Age:
        return ast.Age(span=span)

    def service_date(self, span: Span, parts: Parts) -> ast.ServiceDate:
        return ast.ServiceDate(span=span)

    def birthday(self, span: Span, parts: Parts) -> ast.Birthday:
        return ast.Birthday(parts[0], span=span)

    def year_of(self, span: Span, parts: Parts) -> ast.YearOf:
        return ast.YearOf(parts[0], span=span)

    def smaller_of(self, span: Span, parts: Parts) -> ast.Extreme:
        return ast.Extreme(ast.ExtremeWord.SMALLER, parts[0], span=span)

    def larger_of(self, span: Span, parts: Parts) -> ast.Extreme:
        return ast.Extreme(ast.ExtremeWord.LARGER, parts[0], span=span)

    def count_of(self, span: Span, parts: Parts) -> ast.Fold:
        return ast.Fold(ast.FoldWord.COUNT, parts[0], parts[1], span=span)

    def sum_where(self, span: Span, parts: Parts) -> ast.Fold:
        return ast.Fold(ast.FoldWord.SUM, parts[0], parts[1], span=span)

    def first_of(self, span: Span, parts: Parts) -> ast.Fold:
        return ast.Fold(ast.FoldWord.FIRST, parts[0], parts[1], span=span)

    def latest_of(self, span: Span, parts: Parts) -> ast.Fold:
        return ast.Fold(ast.FoldWord.LATEST, parts[0], parts[1], span=span)

    # -- bullets

    def condition(self, span: Span, parts: Parts) -> ast.Condition:
        return ast.Condition(parts[0], parts[1], span=span)

    def condition_listed(self, span: Span, parts: Parts) -> ast.Condition:
        return ast.Condition(parts[0], (), span=span)

    def listed(self, span: Span, parts: Parts) -> ast.Listed:
        return ast.Listed(parts[0], parts[1], parts[2], span=span)

    def bullet(self, span: Span, parts: Parts) -> ast.Bullet:
        return ast.Bullet(parts[0].expr, parts[0].citations, span=span)

    def is_any_of(self, span: Span, parts: Parts) -> ast.MemberList:
        return ast.MemberList(parts[0], False, parts[1], parts[2], span=span)

    def is_none_of(self, span: Span, parts: Parts) -> ast.MemberList:
        return ast.MemberList(parts[0], True, parts[1], parts[2], span=span)

    def member_bullet(self, span: Span, parts: Parts) -> ast.MemberBullet:
        return ast.MemberBullet(parts[0], parts[1], parts[2], span=span)

    def listed_sum(self, span: Span, parts: Parts) -> ast.SumOf:
        return ast.SumOf(parts[0], parts[1], span=span)

    def sum_bullet(self, span: Span, parts: Parts) -> ast.Summand:
        return ast.Summand(parts[0], parts[1], parts[2], span=span)
