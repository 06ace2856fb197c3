"""Turn the attributes of facts and parameters into text."""

from collections.abc import Sequence
from typing import assert_never

from policydsl.syntax import ast
from policydsl.syntax.printer_expressions import citations, expression, literal, value


def fact_lead(first: ast.Attribute) -> str:
    """Write the attribute that begins a line; the members of a list follow on lines below."""
    match first:
        case ast.OneOfType(_, True):
            return "one of"
        case ast.SetOfType(_, True):
            return "set of"
        case ast.RecordType(_, listed):
            return "list of records" if listed else "record"
        case _:
            return attribute(first)


def attribute(one: ast.Attribute) -> str:
    match one:
        case ast.YesNoType():
            return "yes or no"
        case ast.OneOfType(members):
            return f"one of {_members(members)}"
        case ast.SetOfType(members):
            return f"set of {_members(members)}"
        case ast.CodeSetType(system):
            return f"set of codes in {system.text}"
        case ast.CodeType(system):
            return f"code in {system.text}"
        case ast.WholeType():
            return "whole number"
        case ast.DecimalType(None):
            return "decimal"
        case ast.DecimalType(places):
            return f"decimal with {places} {'place' if places == 1 else 'places'}"
        case ast.QuantityType(unit):
            return unit.value
        case ast.MoneyType():
            return "money"
        case ast.PercentType():
            return "percent"
        case ast.DateType():
            return "date"
        case ast.TextType():
            return "text"
        case ast.Range():
            return _range(one)
        case ast.MayBeAbsent():
            return "may be absent"
        case ast.Fixed():
            return "fixed"
        case ast.AskedOf(supplier):
            return f"asked of {supplier.text}"
        case ast.UnknownMeans(given, condition):
            when = f" when {expression(condition)}" if condition else ""
            return f"unknown means {value(given)}{when}"
        case ast.RecordType():
            raise ValueError("a record begins its line")
        case _:
            assert_never(one)


def _range(one: ast.Range) -> str:
    low, high = one.low, one.high
    match one.word:
        case ast.RangeWord.FROM:
            assert low
            return f"from {literal(low)}" + (f" to {literal(high)}" if high else "")
        case ast.RangeWord.AT_LEAST:
            assert low
            return f"at least {literal(low)}"
        case ast.RangeWord.AT_MOST:
            assert high
            return f"at most {literal(high)}"
        case _:
            assert_never(one.word)


def _members(members: Sequence[ast.EnumMember]) -> str:
    inner = ", ".join(one.member.text + citations(one.citations) for one in members)
    return f"{{{inner}}}"
