"""Put values and facts into the words that the author of a policy uses."""

from __future__ import annotations

from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    Fact,
    MemberSet,
    Number,
    YesNo,
)
from policydsl.core.texts import number, spaced
from policydsl.core.texts import short as short
from policydsl.core.values import ABSENT, FactValue


def value(fact: Fact, held: FactValue) -> str:
    """Return what *fact* holds, in the words of its declaration; a bare name without its lines."""
    if held is ABSENT:
        return "none"
    labels = dict(fact.member_labels)
    match fact.type:
        case YesNo():
            return "yes" if held else "no"
        case Choice():
            return labels.get(str(held)) or spaced(str(held))
        case MemberSet(members=members):
            assert isinstance(held, frozenset)
            found = [labels.get(member) or spaced(member) for member in members if member in held]
            return ", ".join(found) or "none of the list"
        case CodeSet():
            assert isinstance(held, frozenset)
            return ", ".join(sorted(held)) or "no code"
        case CodeValue(system=system):
            return f"{system} {held}"
        case Number() | Day():
            assert isinstance(held, int)
            return number(held, fact.type)
        case _:
            return str(held)


def ordinal(n: int) -> str:
    """Return 1st, 2nd, 3rd, 11th …

    >>> [ordinal(n) for n in (1, 2, 3, 11, 22)]
    ['1st', '2nd', '3rd', '11th', '22nd']
    """
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{'th' if n % 100 in (11, 12, 13) else suffix}"
