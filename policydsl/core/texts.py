"""Write what facts hold: exactly as JSON and scenarios have it, and as people read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import (
    CodeSet,
    Day,
    Fact,
    FactType,
    MemberSet,
    Number,
    NumberKind,
    YesNo,
)
from policydsl.core.values import Absence, FactValue

# -------------------------------------------------------------------- exactly


def to_json_value(fact: Fact, value: FactValue) -> Any:
    """Write *value* as a request's JSON has it; `validate` reads it back as *value*.

    Money and decimals are strings, because most readers make binary numbers of JSON's.
    """
    if isinstance(value, Absence):
        return None
    match fact.type:
        case Number(places=places) if places:
            return decimal_text(_whole(value), places)
        case Day():
            return date.fromordinal(_whole(value)).isoformat()
        case MemberSet(members):
            assert isinstance(value, frozenset)
            return [member for member in members if member in value]
        case CodeSet():
            assert isinstance(value, frozenset)
            return sorted(value)
        case _:
            return value


def value_text(fact: Fact, value: FactValue) -> str:
    """Write *value* as a scenario gives it, without its unit.

    >>> value_text(Fact("d", "", Day(), None, False, False), 738_900)
    '2024-01-15'
    """
    if isinstance(value, Absence):
        return "absent"
    match fact.type:
        case YesNo():
            return "yes" if value else "no"
        case Number(places=places):
            return decimal_text(_whole(value), places)
        case Day():
            return date.fromordinal(_whole(value)).isoformat()
        case _ if isinstance(value, frozenset):
            return f"{{{', '.join(sorted(value))}}}"
        case _:
            return str(value)


def decimal_text(scaled: int, places: int) -> str:
    """Write *scaled* / 10**places exactly, with all of its places.

    >>> decimal_text(-5, 2), decimal_text(12600, 2), decimal_text(7, 0)
    ('-0.05', '126.00', '7')
    """
    if not places:
        return str(scaled)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _whole(value: FactValue) -> int:
    assert isinstance(value, int)
    return value


# ----------------------------------------------------------------- for people


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
    return f"{_short(decimal_text(hundredths, 2))}%"


def day(ordinal: int) -> str:
    """Return a day as an ISO date; outside the calendar, which no request reaches, as it is."""
    if FIRST_DAY <= ordinal <= LAST_DAY:
        return date.fromordinal(ordinal).isoformat()
    return f"day {ordinal}"


def number(value: int, type: FactType | None) -> str:
    """Return the integer that a number or day of this type holds, in words."""
    match type:
        case Day():
            return day(value)
        case Number(kind=NumberKind.MONEY):
            return money(value)
        case Number(kind=NumberKind.PERCENT):
            return percent(value)
        case Number():
            return counted(_short(decimal_text(value, type.places)), type.unit)
        case _:
            return str(value)


def _short(decimal: str) -> str:
    """Leave out the zeros at the end of *decimal* that say nothing.

    >>> _short("40.0"), _short("12.50"), _short("100")
    ('40', '12.5', '100')
    """
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal


def short(label: str) -> str:
    """Return a label up to its first semicolon: what follows is advice to whoever fills it in."""
    return label.split(";")[0].strip()


def spaced(name: str) -> str:
    """Return a name that has no label of its own as words.

    >>> spaced("kaiser_pcp")
    'kaiser pcp'
    """
    return name.replace("_", " ")
