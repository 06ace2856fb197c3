"""Word what can be wrong with one fact of a request; each fault names its place as a JSON path."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from decimal import Decimal

from policydsl.core.codes import example_of
from policydsl.core.facts import Choice, CodeSet, Fact, MemberSet, Number, YesNo
from policydsl.core.faults import LONGEST_SHOWN, RequestFault, kind, quoted, shown, step
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.suggest import nearest_few, one_of

_MOST_LISTED = 12
_TRUTHS = {"yes": "true", "true": "true", "no": "false", "false": "false"}


def unknown_fact(path: str, key: object, known: Collection[str], seek: bool) -> RequestFault:
    """Report a key that is no fact; *seek* says whether near names are worth their time."""
    near = nearest_few(key, known) if seek and isinstance(key, str) else ()
    help = f"did you mean {one_of(near)}?" if near else None
    return RequestFault(
        path, f"there is no fact {quoted(key)}", help, catalogue.REQUEST_UNKNOWN_FACT
    )


def wrong_type(path: str, fact: Fact, wanted: str, given: object) -> RequestFault:
    help = None
    match given:
        case str() if isinstance(fact.type, YesNo) and given.lower() in _TRUTHS:
            help = f"write `{_TRUTHS[given.lower()]}`, without quotes"
        case str() if isinstance(fact.type, Number) and _is_plain_number(given):
            help = f"write {shown(given)} without quotes"
        case bool() if isinstance(fact.type, Choice) and {"yes", "no"} <= {*fact.type.members}:
            help = f'write `"{"yes" if given else "no"}"`'
        case str() if isinstance(fact.type, (MemberSet, CodeSet)):
            help = f'write `["{shown(given)}"]`'
        case _:
            pass
    return RequestFault(
        path, f"`{fact.name}` is {wanted}, not {kind(given)}", help, catalogue.REQUEST_WRONG_TYPE
    )


def not_whole(path: str, fact: Fact, given: float | Decimal) -> RequestFault:
    whole = -(10**15) < given < 10**15 and int(given) == given
    return RequestFault(
        path,
        f"`{fact.name}` is a whole number, without a decimal point, not {shown(given)}",
        f"write {int(given)}" if whole else None,
        catalogue.REQUEST_TOO_MANY_DECIMALS,
    )


def too_many_decimals(path: str, fact: Fact, places: int, given: object) -> RequestFault:
    few = "1 decimal" if places == 1 else f"{places} decimals"
    return RequestFault(
        path,
        f"`{fact.name}` has at most {few}: {shown(given)} has more",
        None,
        catalogue.REQUEST_TOO_MANY_DECIMALS,
    )


def not_finite(path: str, given: object) -> RequestFault:
    spelled = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return RequestFault(
        path,
        f"`{spelled.get(shown(given), shown(given))}` is not a number",
        "leave out a fact that is not known",
        catalogue.REQUEST_NOT_FINITE,
    )


def out_of_range(
    path: str, fact: Fact, ends: tuple[str | None, str | None], given: object
) -> RequestFault:
    """Report a value outside a range; an open end that it does not pass is None."""
    low, high = ends
    if low is None:
        range_ = f"at most {high}"
    else:
        range_ = f"at least {low}" if high is None else f"from {low} to {high}"
    return RequestFault(
        path,
        f"`{fact.name}` is {range_}: {shown(given)} is outside",
        None,
        catalogue.REQUEST_OUT_OF_RANGE,
    )


def not_a_date(path: str, given: object) -> RequestFault:
    name = path.removeprefix("$.facts.").removeprefix("$.")
    if not isinstance(given, str):
        help = (
            f'write `"{given.isoformat()[:10]}"`'
            if isinstance(given, datetime.date)
            else 'write it as text, such as `"2026-03-04"`'
        )
        return RequestFault(
            path, f"`{name}` is a date, not {kind(given)}", help, catalogue.REQUEST_NOT_A_DATE
        )
    return RequestFault(
        path,
        f"{quoted(given)} is not a day of the calendar, written year-month-day",
        "write it like `2026-03-04`",
        catalogue.REQUEST_NOT_A_DATE,
    )


def not_a_member(path: str, fact: Fact, members: Sequence[str], given: str) -> RequestFault:
    near = nearest_few(given, members)
    if near:
        help = f"did you mean {one_of(near)}?"
    elif len(members) <= _MOST_LISTED:
        help = f"it can be {one_of(members)}"
    else:
        help = f"`policyc schema` lists all {len(members)} members"
    return RequestFault(
        path, f"`{fact.name}` cannot be {quoted(given)}", help, catalogue.REQUEST_NOT_A_MEMBER
    )


def not_a_code(path: str, fact: Fact, system: str, given: str) -> RequestFault:
    example = example_of(system)
    return RequestFault(
        path,
        f"`{fact.name}` is a code in `{system}`, and {quoted(given)} is not written like one",
        f"write it like `{example}`" if example else None,
        catalogue.REQUEST_NOT_A_CODE,
    )


def repeated_item(path: str, given: str, first: str) -> RequestFault:
    """Report an item of a list that stands at the path *first*, too."""
    return RequestFault(
        path,
        f"{quoted(given)} stands twice, first at `{first}`",
        "name each member once",
        catalogue.REQUEST_REPEATED_ITEM,
    )


def too_long(path: str, fact: Fact, length: int, most: int) -> RequestFault:
    what = "items" if isinstance(fact.type, (MemberSet, CodeSet)) else "characters"
    return RequestFault(
        path,
        f"`{fact.name}` has {length:,} {what}, and may have {most:,}",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


def cannot_be_absent(path: str, fact: Fact) -> RequestFault:
    return RequestFault(
        path,
        f"`{fact.name}` cannot be absent, so `null` says nothing",
        "leave the key out when the value is not known",
        catalogue.REQUEST_CANNOT_BE_ABSENT,
    )


def against_plan(fact: Fact, given: str, plan: str, held: str) -> RequestFault:
    return RequestFault(
        f"$.facts{step(fact.name)}",
        f"`{fact.name}` is {given} here, and the plan `{plan}` sets it to {held}",
        f"leave `{fact.name}` out, for the plan says it, or give the plan that it is true of",
        catalogue.REQUEST_AGAINST_PLAN,
    )


def _is_plain_number(text: str) -> bool:
    return len(text) < LONGEST_SHOWN and text.isascii() and text.lstrip("-").isdigit()
