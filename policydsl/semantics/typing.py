"""Say what a number, day or age is counted in, so that only like is compared with like."""

from __future__ import annotations

from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import BOUND, NumberKind
from policydsl.frozen import field, frozen
from policydsl.source import Span
from policydsl.syntax import ast


@frozen
class NumberType:
    """An exact number times 10**places; `unit` is the plural word, or None.

    Money has 2 places (cents), a percentage 2 (hundredths of a percent); a product
    may have more.
    """

    kind: NumberKind = NumberKind.COUNT
    unit: str | None = None
    places: int = 0


@frozen
class DayType:
    """A calendar day, as an ordinal."""


@frozen
class AgeType:
    """The age on the service date: in months beside months, in years beside years."""


TermType = NumberType | DayType | AgeType

MONEY = NumberType(NumberKind.MONEY, None, 2)
PERCENT = NumberType(NumberKind.PERCENT, None, 2)
PLAIN = NumberType()
DAY = DayType()
AGE = AgeType()


def counted_in(unit: ast.Unit | str) -> NumberType:
    """Give the type of a whole number of *unit*."""
    return NumberType(unit=unit.value if isinstance(unit, ast.Unit) else unit)


@frozen
class Lowered:
    """A term with its type; `low` to `high` are its bounds, scaled as the term is.

    `fact` is set where the term is one fact and nothing else; `declared` is where.
    """

    term: ir.Term
    type: TermType
    may_be_absent: bool = False
    low: int = -BOUND
    high: int = BOUND
    fact: str | None = None
    declared: Span | None = field(default=None, eq=False, repr=False)


def in_words(type: TermType) -> str:
    """Name *type* as an author would: `visits`, `money`, `a date`.

    >>> in_words(counted_in("visits")), in_words(MONEY), in_words(PLAIN)
    ('visits', 'money', 'a number without a unit')
    """
    match type:
        case DayType():
            return "a date"
        case AgeType():
            return "an age"
        case NumberType(kind=NumberKind.MONEY):
            return "money"
        case NumberType(kind=NumberKind.PERCENT):
            return "a percentage"
        case NumberType():
            return type.unit or "a number without a unit"
        case _:
            assert_never(type)


def alike(one: TermType, other: TermType) -> bool:
    """Say whether two terms may be compared and added; decimals do not matter."""
    if isinstance(one, NumberType) and isinstance(other, NumberType):
        return (one.kind, one.unit) == (other.kind, other.unit)
    return one == other
