"""Turn expressions, values and literals into text on one line."""

from collections.abc import Iterable
from typing import assert_never

from policydsl.syntax import ast


def expression(expr: ast.Expr) -> str:
    """Write *expr*; bullets are not written on one line and never come here."""
    match expr:
        case ast.Name():
            return expr.text
        case ast.Number() | ast.Quantity() | ast.Money() | ast.Percent() | ast.Date():
            return literal(expr)
        case ast.Bracketed(inner):
            return f"({expression(inner)})"
        case ast.Not(operand):
            return f"not {expression(operand)}"
        case ast.Chain(joiner, operands):
            return f" {joiner.value} ".join(map(expression, operands))
        case ast.Is(left, given, negated):
            return f"{expression(left)} is {_not(negated)}{value(given)}"
        case ast.IsState(left, state, negated):
            return f"{expression(left)} is {_not(negated)}{state.value}"
        case ast.In(left, items, negated):
            return f"{expression(left)} {_not(negated)}in {braces(items)}"
        case ast.Like(left, items, finding):
            return f"{expression(left)} like {braces(items)} or {finding.text}"
        case ast.SetTest(left, ast.SetWord.INCLUDES, (item,)):
            return f"{expression(left)} includes {member_range(item)}"
        case ast.SetTest(left, word, items):
            return f"{expression(left)} {word.value} {braces(items)}"
        case ast.Compare(left, relation, right):
            return f"{expression(left)} {relation.value} {expression(right)}"
        case ast.Between(left, low, high):
            return f"{expression(left)} is between {expression(low)} and {expression(high)}"
        case ast.Within(left, relation, amount, side, anchor):
            length = (
                f"{amount.text} business days"
                if isinstance(amount, ast.BusinessDays)
                else literal(amount)
            )
            return " ".join(
                (expression(left), relation.value, length, side.value, expression(anchor))
            )
        case ast.Quantified(ast.Quantifier.EVERY, records, condition):
            return f"every {records.text} has ({expression(condition)})"
        case ast.Quantified(quantifier, records, condition):
            return f"{quantifier.value} {records.text} where ({expression(condition)})"
        case ast.Fold(fold, records, condition):
            where = f" where ({expression(condition)})" if condition else ""
            return f"{fold.value} {records.text}{where}"
        case ast.Sum(terms):
            first, *rest = terms
            return expression(first.operand) + "".join(
                f" {term.sign.value} {expression(term.operand)}" for term in rest
            )
        case ast.Product(left, right):
            return f"{expression(left)} times {expression(right)}"
        case ast.Else(left, right):
            return f"{expression(left)} else {expression(right)}"
        case ast.Extreme(extreme, operands):
            return f"{extreme.value} ({', '.join(map(expression, operands))})"
        case ast.Age():
            return "age"
        case ast.ServiceDate():
            return "service date"
        case ast.Birthday(number):
            return f"{ordinal(number)} birthday"
        case ast.YearOf(operand):
            return f"year of {expression(operand)}"
        case ast.Listed() | ast.MemberList() | ast.SumOf():
            raise ValueError("bullets take lines of their own")
        case _:
            assert_never(expr)


def literal(given: ast.Literal) -> str:
    match given:
        case ast.Number(text):
            return text
        case ast.Quantity(text, unit):
            return f"{text} {one(unit) if text == '1' else unit.value}"
        case ast.Money(text):
            return f"${text}"
        case ast.Percent(text):
            return f"{text}%"
        case ast.Date(date):
            return date.isoformat()
        case _:
            assert_never(given)


def value(given: ast.Value) -> str:
    match given:
        case ast.YesNo(yes):
            return "yes" if yes else "no"
        case ast.Absent():
            return "absent"
        case ast.Unlimited():
            return "none"
        case ast.Member(text):
            return text
        case ast.SetValue(items):
            return braces(items)
        case _:
            return literal(given)


def member_range(item: ast.MemberRange) -> str:
    return item.low.text if item.high is None else f"{item.low.text} to {item.high.text}"


def braces(items: Iterable[ast.MemberRange]) -> str:
    inner = ", ".join(member_range(item) + citations(item.citations) for item in items)
    return f"{{{inner}}}"


def citations(cited: ast.Citations) -> str:
    """Write citations as they end a line, with the space before them.

    Nothing cited is nothing written.
    """
    return f" [{', '.join(citation.id for citation in cited)}]" if cited else ""


def names(several: Iterable[ast.Name]) -> str:
    return ", ".join(name.text for name in several)


def title(text: ast.Text | None) -> str:
    """Write a title as it follows a name, with the space before it."""
    return f' "{text.text}"' if text else ""


def one(unit: ast.Unit) -> str:
    """Write the unit of a single one: `visit`."""
    return unit.value.removesuffix("s")


def ordinal(number: int) -> str:
    """Write a place in order.

    >>> [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '112th']
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _not(negated: bool) -> str:
    return "not " if negated else ""
