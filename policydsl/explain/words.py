"""Put values and facts into the words that the author of a policy uses."""

from __future__ import annotations

from datetime import date

from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    Fact,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    YesNo,
)
from policydsl.core.requests import decimal_text
from policydsl.core.values import ABSENT, FactValue


def short(label: str) -> str:
    """Return a label up to its first semicolon: what follows is advice to whoever fills it in."""
    return label.split(";")[0].strip()


def counted(number: str, unit: str | None) -> str:
    """Return a number with its unit, which is singular for 1.

    >>> counted("1", "visits"), counted("30", "visits"), counted("2", None)
    ('1 visit', '30 visits', '2')
    """
    if not unit:
        return number
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def money(cents: int) -> str:
    """Return cents as dollars.

    >>> money(180000), money(-5)
    ('$1,800.00', '-$0.05')
    """
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{part:02}"


def percent(hundredths: int) -> str:
    """Return hundredths of a percent.

    >>> percent(9000), percent(1250)
    ('90%', '12.5%')
    """
    text = decimal_text(hundredths, 2)
    return text.rstrip("0").rstrip(".") + "%"


def day(ordinal: int) -> str:
    """Return a day as an ISO date; outside the calendar, which no request reaches, as it is."""
    if FIRST_DAY <= ordinal <= LAST_DAY:
        return date.fromordinal(ordinal).isoformat()
    return f"day {ordinal}"


def number(value: int, type_: FactType | None) -> str:
    """Return the integer that a number or day of this type holds, in words."""
    match type_:
        case Day():
            return day(value)
        case Number(kind=NumberKind.MONEY):
            return money(value)
        case Number(kind=NumberKind.PERCENT):
            return percent(value)
        case Number():
            return counted(decimal_text(value, type_.places), type_.unit)
        case _:
            return str(value)


def value(fact: Fact, held: FactValue) -> str:
    """Return what *fact* holds, in the words of its declaration."""
    if held is ABSENT:
        return "none"
    labels = dict(fact.member_labels)
    match fact.type:
        case YesNo():
            return "yes" if held else "no"
        case Choice():
            return labels.get(str(held), str(held))
        case MemberSet(members=members):
            assert isinstance(held, frozenset)
            found = [labels.get(member, member) for member in members if member in held]
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
