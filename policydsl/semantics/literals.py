"""Turn written numbers and dates into exact integers."""

from __future__ import annotations

from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import BOUND, Number, NumberKind
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_facts
from policydsl.semantics.typing import DAY, MONEY, PERCENT, Lowered, NumberType
from policydsl.syntax import ast


def places_of(text: str) -> int:
    """Count the decimal places of a written number.

    >>> places_of("1,250"), places_of("2.50")
    (0, 2)
    """
    return len(text.partition(".")[2])


def scaled(text: str, places: int) -> int | None:
    """Give a written number times 10**places; None when it has more places than that.

    Zeros at the end do not count as places.

    >>> scaled("1,250.5", 2), scaled("-3", 1), scaled("0.125", 2), scaled("1.50", 1)
    (125050, -30, None, 15)
    """
    whole, _, fraction = text.replace(",", "").partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > places:
        return None
    return int(whole + fraction.ljust(places, "0"))


def literal(value: ast.Literal) -> Lowered | Diagnostic:
    """Lower a literal to a constant, with as many places as it is written with."""
    match value:
        case ast.Date():
            day = value.value.toordinal()
            return Lowered(ir.Constant(day, span=value.span), DAY, low=day, high=day)
        case ast.Number():
            return _constant(value, value.text, NumberType(places=places_of(value.text)))
        case ast.Quantity():
            places = places_of(value.text)
            return _constant(value, value.text, NumberType(unit=value.unit.value, places=places))
        case ast.Money():
            return _constant(value, value.text, MONEY)
        case ast.Percent():
            return _constant(value, value.text, PERCENT)
        case _:
            assert_never(value)


def _constant(node: ast.Node, text: str, type: NumberType) -> Lowered | Diagnostic:
    number = scaled(text, type.places)
    if number is None:
        return problems_facts.too_many_places(node.span, text, type.places)
    if abs(number) > BOUND:
        return problems_facts.too_large(node.span, text)
    return Lowered(ir.Constant(number, span=node.span), type, low=number, high=number)


def number_for(type: Number, value: ast.Literal) -> int | Diagnostic | None:
    """Read *value* as a number of *type*; None when it is of another kind or unit.

    A bare number will do for a count, because the declaration says what is counted.
    """
    match value:
        case ast.Number() if type.kind is NumberKind.COUNT:
            text = value.text
        case ast.Quantity() if type.kind is NumberKind.COUNT and value.unit.value == type.unit:
            text = value.text
        case ast.Money() if type.kind is NumberKind.MONEY:
            text = value.text
        case ast.Percent() if type.kind is NumberKind.PERCENT:
            text = value.text
        case _:
            return None
    number = scaled(text, type.places)
    if number is None:
        return problems_facts.too_many_places(value.span, text, type.places)
    return number if abs(number) <= BOUND else problems_facts.too_large(value.span, text)
