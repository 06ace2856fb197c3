"""Put facts, their types and their values into words, for problems of every kind."""

from __future__ import annotations

from typing import assert_never

from policydsl.core.codes import example_of
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    RecordValue,
    YesNo,
)
from policydsl.core.texts import day, number
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.wording import listed
from policydsl.syntax import ast


def type_in_words(type: FactType) -> str:
    """Say what a fact of *type* is, for the middle of a sentence."""
    match type:
        case YesNo():
            return "yes or no"
        case Choice():
            return "one of several members"
        case MemberSet():
            return "a set of members"
        case CodeValue(system):
            return f"a code in `{system}`"
        case CodeSet(system):
            return f"a set of codes in `{system}`"
        case Number(kind=NumberKind.MONEY):
            return "money"
        case Number(kind=NumberKind.PERCENT):
            return "a percentage"
        case Number(unit=None):
            return "a number without a unit"
        case Number(unit=unit):
            return f"a number of {unit}"
        case Day():
            return "a date"
        case DisplayText():
            return "text"
        case RecordValue():
            return "a record"
        case _:
            assert_never(type)


def value_in_words(value: ast.Value) -> str:
    """Say a written value as a message repeats it."""
    match value:
        case ast.YesNo():
            return "`yes`" if value.value else "`no`"
        case ast.Absent():
            return "`absent`"
        case ast.Unlimited():
            return "`none`"
        case _:
            return f"`{value.span.text}`"


def range_in_words(fact: Fact) -> str:
    """Say a fact's range.

    >>> range_in_words(Fact("n", "", Number(NumberKind.COUNT, "visits", 0, 1, BOUND),
    ...                     None, False, False))
    'it is at least 1 visit'
    """
    type = fact.type
    if isinstance(type, Day):
        low, high = type.low, type.high
        return f"it lies from {day(low)} to {day(high)}"
    assert isinstance(type, Number)
    open_low, open_high = type.low <= -BOUND, type.high >= BOUND
    if open_low and open_high:
        return "it can be any number"
    if open_high:
        return f"it is at least {number(type.low, type)}"
    if open_low:
        return f"it is at most {number(type.high, type)}"
    return f"it lies from {number(type.low, type)} to {number(type.high, type)}"


def how_to_write(type: FactType) -> str:
    match type:
        case YesNo():
            return "write `yes` or `no`"
        case Choice(members) | MemberSet(members):
            return f"its members are {listed(members)}"
        case CodeValue(system) | CodeSet(system):
            return f"write a code like `{example_of(system)}`"
        case Number(kind=NumberKind.MONEY):
            return "write an amount like `$120.00`"
        case Number(kind=NumberKind.PERCENT):
            return "write a percentage like `80%`"
        case Number(unit=None):
            return "write a number"
        case Number(unit=unit):
            return f"write a number of {unit}, such as `3 {unit}`"
        case Day():
            return "write a date like `2026-03-04`"
        case DisplayText() | RecordValue():
            return "leave it out"
        case _:
            assert_never(type)


def example_test(fact: Fact) -> str:
    name = fact.name
    match fact.type:
        case Choice(members):
            return f"{name} is {members[0]}"
        case MemberSet(members):
            return f"{name} includes {members[0]}"
        case CodeValue(system):
            return f"{name} in {{{example_of(system)}}}"
        case CodeSet(system):
            return f"{name} any in {{{example_of(system)}}}"
        case Number(kind=NumberKind.MONEY):
            return f"{name} is at least $100.00"
        case Number(kind=NumberKind.PERCENT):
            return f"{name} is at least 50%"
        case Number(unit=unit):
            return f"{name} is at least 3{f' {unit}' if unit else ''}"
        case Day():
            return f"{name} is before service date"
        case _:
            return f"{name} is yes"


def declared_at(found: Diagnostic, fact: Fact, text: str = "declared here") -> Diagnostic:
    return found.and_at(fact.span, text) if fact.span else found
