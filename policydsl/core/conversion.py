"""Turn one fact of a request's JSON into what the fact holds, or into what is wrong with it."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import assert_never

from policydsl.core import problems_facts
from policydsl.core.codes import is_code
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    MemberSet,
    Number,
    NumberKind,
    RecordValue,
    YesNo,
)
from policydsl.core.faults import Faults, RequestFault, step
from policydsl.core.texts import decimal_text
from policydsl.core.values import ABSENT, FactValue

MAX_ITEMS = 1_000
"""The longest list."""
MAX_TEXT = 10_000
"""The longest text for display, in characters."""

_MOST_DIGITS = 15  # before the decimal point, more than any range has
_EXACT = 10**15  # below, each decimal has a double of its own


def ordinal_of(raw: object) -> int | None:
    """Read `2026-03-04`; the other spellings of ISO 8601 are not dates here."""
    if type(raw) is not str or len(raw) != 10 or raw[4] != "-" or raw[7] != "-":
        return None
    try:
        return date.fromisoformat(raw).toordinal()
    except ValueError:
        return None


def converted(fact: Fact, raw: object) -> FactValue | Faults:
    """Give the value of one fact; a tuple, which no value is, holds its faults."""
    if raw is None:
        if fact.may_be_absent:
            return ABSENT
        return (problems_facts.cannot_be_absent(path_of(fact), fact),)
    match fact.type:
        case Day(low, high):
            day = ordinal_of(raw)
            if day is None:
                return (problems_facts.not_a_date(path_of(fact), raw),)
            if not low <= day <= high:
                first, last = (date.fromordinal(end).isoformat() for end in (low, high))
                return (problems_facts.out_of_range(path_of(fact), fact, (first, last), raw),)
            return day
        case Number():
            return exact_number(fact, fact.type, raw)
        case YesNo():
            if isinstance(raw, bool):
                return raw
            return (problems_facts.wrong_type(path_of(fact), fact, "`true` or `false`", raw),)
        case Choice(members):
            if not isinstance(raw, str):
                return (problems_facts.wrong_type(path_of(fact), fact, _one_of(members), raw),)
            if raw not in members:
                return (problems_facts.not_a_member(path_of(fact), fact, members, raw),)
            return members[members.index(raw)]
        case MemberSet() | CodeSet():
            return _set(fact, fact.type, raw)
        case CodeValue(system):
            if not isinstance(raw, str):
                return (problems_facts.wrong_type(path_of(fact), fact, "a code, as text", raw),)
            if not is_code(system, raw):
                return (problems_facts.not_a_code(path_of(fact), fact, system, raw),)
            return str(raw)
        case DisplayText():
            return _text(fact, raw)
        case RecordValue():
            raise AssertionError(f"{fact.name}: a policy with records is refused")
        case _:
            assert_never(fact.type)


def exact_number(fact: Fact, wanted: Number, raw: object) -> int | Faults:
    """Scale an exact decimal; a float counts as the shortest decimal that it prints as."""
    places = wanted.places
    if type(raw) is int:
        # INVARIANT: nothing is scaled before its size is known.
        if -BOUND <= raw <= BOUND:
            scaled: int = raw * 10**places
            if wanted.low <= scaled <= wanted.high:
                return scaled
        return (_outside(fact, wanted, raw),)
    if isinstance(raw, (float, Decimal)):
        if not (math.isfinite(raw) if isinstance(raw, float) else raw.is_finite()):
            return (problems_facts.not_finite(path_of(fact), raw),)
        if not places:
            return (problems_facts.not_whole(path_of(fact), fact, raw),)
        text = repr(raw) if isinstance(raw, float) else str(raw)
        if "e" in text or "E" in text:
            return _with_exponent(fact, wanted, Decimal(text))
    elif isinstance(raw, str) and places and _is_decimal(raw):
        text = raw
    else:
        return (problems_facts.wrong_type(path_of(fact), fact, _number_words(wanted), raw),)
    whole, _, fraction = text.partition(".")
    if len(fraction) > places:
        return (problems_facts.too_many_decimals(path_of(fact), fact, places, raw),)
    if len(whole) > _MOST_DIGITS:
        return (_outside(fact, wanted, raw),)
    scaled = int(whole + fraction.ljust(places, "0"))
    if not wanted.low <= scaled <= wanted.high:
        return (_outside(fact, wanted, raw),)
    return scaled


def scaled_float(wanted: Number, raw: float) -> int | None:
    """Scale a float that is sound without writing it out; None leaves it to `exact_number`.

    Exact: decimals of up to 15 digits are told apart by the doubles nearest to them, so one
    that *raw* is nearest to is the shortest that it prints as.
    """
    power = 10**wanted.places
    shifted = raw * power
    if not -_EXACT < shifted < _EXACT:
        return None
    scaled = round(shifted)
    return scaled if scaled / power == raw and wanted.low <= scaled <= wanted.high else None


def _with_exponent(fact: Fact, wanted: Number, exact: Decimal) -> int | Faults:
    """Scale a number such as 1e2; nothing is computed before its size is known."""
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -wanted.places:
        return (problems_facts.too_many_decimals(path_of(fact), fact, wanted.places, exact),)
    if exact and exact.adjusted() > _MOST_DIGITS:
        return (_outside(fact, wanted, exact),)
    scaled = int(exact.scaleb(wanted.places)) if exact else 0
    return scaled if wanted.low <= scaled <= wanted.high else (_outside(fact, wanted, exact),)


def _is_decimal(text: str) -> bool:
    whole, point, fraction = text.removeprefix("-").partition(".")
    digits = whole + fraction
    return (
        len(text) <= 40
        and bool(whole)
        and bool(fraction) == bool(point)
        and digits.isascii()
        and digits.isdigit()
    )


def _outside(fact: Fact, wanted: Number, raw: int | float | str | Decimal) -> RequestFault:
    low, high = (decimal_text(end, wanted.places) for end in (wanted.low, wanted.high))
    below = (Decimal(raw) if isinstance(raw, str) else raw) < Decimal(low)
    # A bound of ours is no range of the author's, but for whoever passes it.
    shown_low = low if below or wanted.low > -BOUND else None
    shown_high = high if not below or wanted.high < BOUND else None
    return problems_facts.out_of_range(path_of(fact), fact, (shown_low, shown_high), raw)


def _set(fact: Fact, wanted: MemberSet | CodeSet, raw: object) -> frozenset[str] | Faults:
    path = path_of(fact)
    if not isinstance(raw, list):
        return (problems_facts.wrong_type(path, fact, "a list", raw),)
    if len(raw) > MAX_ITEMS:
        return (problems_facts.too_long(path, fact, len(raw), MAX_ITEMS),)
    faults: list[RequestFault] = []
    first_at: dict[str, int] = {}
    for at, item in enumerate(raw):
        here = f"{path}[{at}]"
        if not isinstance(item, str):
            faults.append(problems_facts.wrong_type(here, fact, "a list of texts", item))
        elif item in first_at:
            faults.append(problems_facts.repeated_item(here, item, f"{path}[{first_at[item]}]"))
        else:
            first_at[item] = at
            if isinstance(wanted, MemberSet):
                if item not in wanted.members:
                    faults.append(problems_facts.not_a_member(here, fact, wanted.members, item))
            elif not is_code(wanted.system, item):
                faults.append(problems_facts.not_a_code(here, fact, wanted.system, item))
    return tuple(faults) or frozenset(first_at)


def _text(fact: Fact, raw: object) -> str | Faults:
    if not isinstance(raw, str):
        return (problems_facts.wrong_type(path_of(fact), fact, "a text", raw),)
    if len(raw) > MAX_TEXT:
        return (problems_facts.too_long(path_of(fact), fact, len(raw), MAX_TEXT),)
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        # JSON can spell half of a character, `"\ud800"`, which no text holds.
        return (problems_facts.wrong_type(path_of(fact), fact, "a text in Unicode", raw),)
    return raw


def path_of(fact: Fact) -> str:
    return f"$.facts{step(fact.name)}"


def _one_of(members: tuple[str, ...]) -> str:
    return f"one of {len(members)} texts, such as {' or '.join(f'`{m}`' for m in members[:2])}"


def _number_words(wanted: Number) -> str:
    if wanted.kind is NumberKind.MONEY:
        return 'a number of dollars, such as 126.50 or "126.50"'
    return "a number" if wanted.places else "a whole number"
