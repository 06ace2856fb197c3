"""Turn a written value into what a fact holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policydsl.core.codes import is_code
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
from policydsl.core.values import ABSENT, FactValue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_facts, problems_names
from policydsl.semantics.describing import value_in_words
from policydsl.semantics.literals import number_for
from policydsl.syntax import ast


def read_value(fact: Fact, value: ast.Value) -> FactValue | Diagnostic:
    """Give what *fact* holds when it is said to be *value*, or say why it cannot be that."""
    if isinstance(value, ast.Absent):
        return ABSENT if fact.may_be_absent else problems_facts.absent_value(value.span, fact)
    read: FactValue | Diagnostic | None
    match fact.type:
        case YesNo():
            read = value.value if isinstance(value, ast.YesNo) else None
        case Choice(members):
            read = _member(fact, value, members)
        case CodeValue(system):
            read = _code(value, system)
        case MemberSet() | CodeSet():
            read = _set(fact, value)
        case Number() as type:
            read = _number(fact, type, value)
        case Day(low, high):
            read = value.value.toordinal() if isinstance(value, ast.Date) else None
            if isinstance(read, int) and not low <= read <= high:
                read = problems_facts.out_of_range(value.span, value.span.text, fact)
        case DisplayText() | RecordValue():
            read = None
        case _:
            assert_never(fact.type)
    if read is None:
        return problems_facts.wrong_value(value.span, value_in_words(value), fact)
    return read


def word_of(value: ast.Value) -> str | None:
    """Give the word that *value* is as a member or a code; None when it is no word.

    `yes`, `no` and `none` are members where a fact declares them, and some codes are numbers.
    """
    match value:
        case ast.Member() | ast.Number():
            return value.text
        case ast.YesNo():
            return "yes" if value.value else "no"
        case ast.Unlimited():
            return "none"
        case _:
            return None


def repeated(items: tuple[ast.MemberRange, ...]) -> Iterator[Diagnostic]:
    """Report every item that already stands in the same list."""
    first: dict[tuple[str, str | None], ast.MemberRange] = {}
    for item in items:
        key = (item.low.text, item.high.text if item.high else None)
        earlier = first.setdefault(key, item)
        if earlier is not item:
            text = f"{key[0]} to {key[1]}" if key[1] else key[0]
            yield problems_names.member_twice(item.low.span, earlier.low.span, text)


def _member(fact: Fact, value: ast.Value, members: tuple[str, ...]) -> str | Diagnostic | None:
    word = word_of(value)
    if word is None or word in members:
        return word
    if isinstance(value, ast.Member | ast.Number):
        return problems_facts.unknown_member(value.span, word, fact, members)
    return None


def _code(value: ast.Value, system: str) -> str | Diagnostic | None:
    if not isinstance(value, ast.Member | ast.Number):
        return None
    if not is_code(system, value.text):
        return problems_facts.malformed_code(value.span, value.text, system)
    return value.text


def _set(fact: Fact, value: ast.Value) -> frozenset[str] | Diagnostic | None:
    if isinstance(value, ast.Unlimited):
        return frozenset()
    if not isinstance(value, ast.SetValue):
        return None
    for problem in repeated(value.items):
        return problem
    found: set[str] = set()
    for item in value.items:
        if item.high is not None:
            return problems_facts.range_of_members(item)
        match fact.type:
            case MemberSet(members):
                if item.low.text not in members:
                    return problems_facts.unknown_member(
                        item.low.span, item.low.text, fact, members
                    )
            case CodeSet(system):
                if not is_code(system, item.low.text):
                    return problems_facts.malformed_code(item.low.span, item.low.text, system)
            case _:
                return None
        found.add(item.low.text)
    return frozenset(found)


def _number(fact: Fact, type: Number, value: ast.Value) -> int | Diagnostic | None:
    if not isinstance(value, ast.Literal):
        return None
    number = number_for(type, value)
    if isinstance(number, int) and not type.low <= number <= type.high:
        return problems_facts.out_of_range(value.span, value_in_words(value), fact)
    return number
