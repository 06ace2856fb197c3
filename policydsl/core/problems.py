"""Word what can be wrong with a request; each fault names its place as a JSON path."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Sequence
from decimal import Decimal

from policydsl.core.codes import example_of
from policydsl.core.facts import Choice, CodeSet, Fact, MemberSet, Number, YesNo
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Code, Diagnostic
from policydsl.diagnostics.suggest import nearest, nearest_few, one_of
from policydsl.frozen import frozen

_LONGEST_SHOWN = 60
_MOST_LISTED = 12
_TRUTHS = {"yes": "true", "true": "true", "no": "false", "false": "false"}


@frozen
class RequestFault:
    """One thing that is wrong with a request, at a JSON path such as `$.facts.service`."""

    path: str
    message: str
    help: str | None
    code: Code

    def diagnostic(self) -> Diagnostic:
        """Give the fault as a diagnostic, its path at the head of the message."""
        return Diagnostic(self.code, f"{self.path}: {self.message}", help=self.help)

    def to_dict(self) -> dict[str, str | None]:
        return {
            "path": self.path,
            "code": self.code.id,
            "message": self.message,
            "help": self.help,
        }


Faults = tuple[RequestFault, ...]


# ------------------------------------------------------------------ the text

# What Python's reader says, and what most often is behind it.
_HELP_WITH_JSON = {
    "expecting property name": "write names in double quotes, and no comma before a `}`",
    "illegal trailing comma": "take the comma away",
    "expecting value": "write a value there, text in double quotes, and no comma before a `]`",
    "expecting ',' delimiter": "put a comma between two facts, and close what is open",
    "expecting ':' delimiter": "put a colon between a name and its value",
    "extra data": "end the request with the `}` that closes it",
    "unterminated string": "close the text with a double quote",
}


def not_json(reason: str, line: int, column: int) -> RequestFault:
    return RequestFault(
        "$",
        f"the request is not JSON: {reason} at line {line}, column {column}",
        next((help for said, help in _HELP_WITH_JSON.items() if reason.startswith(said)), None),
        catalogue.REQUEST_NOT_JSON,
    )


def not_text() -> RequestFault:
    return RequestFault(
        "$",
        "the request is not UTF-8 text",
        "send the JSON as UTF-8",
        catalogue.REQUEST_NOT_JSON,
    )


def too_large(size: int, most: int) -> RequestFault:
    return RequestFault(
        "$",
        f"the request has {size:,} bytes, and a request may have {most:,}",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


def too_deep() -> RequestFault:
    return RequestFault(
        "$",
        "the request is nested too deeply",
        "a request is one object of plain facts",
        catalogue.REQUEST_TOO_LARGE,
    )


def too_long_a_number() -> RequestFault:
    return RequestFault(
        "$",
        "the request holds a number with thousands of digits",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


def too_many_faults(left: int) -> RequestFault:
    return RequestFault(
        "$",
        f"there are {left:,} more faults, which are not listed",
        None,
        catalogue.REQUEST_TOO_LARGE,
    )


# ----------------------------------------------------------------- its shape


def not_an_object(path: str, given: object) -> RequestFault:
    what = "a request" if path == "$" else f"`{path.removeprefix('$.')}`"
    wanted = (
        '`{"as_of": "2026-03-04", "facts": {…}}`'
        if path == "$"
        else 'a fact and its value each, such as `{"visits_requested": 1}`'
    )
    return RequestFault(
        path,
        f"{what} is an object, not {kind(given)}",
        f"give {wanted}",
        catalogue.REQUEST_NOT_AN_OBJECT,
    )


def unknown_key(
    path: str, key: object, known: Collection[str], facts: Collection[str]
) -> RequestFault:
    near = nearest(key, known) if isinstance(key, str) else None
    if near:
        help = f"did you mean `{near}`?"
    elif key in facts:
        help = f"`{shown(key)}` is a fact: put it into `facts`"
    else:
        help = "a request has `as_of` and `facts`"
    return RequestFault(
        path, f"a request has no key {_quoted(key)}", help, catalogue.REQUEST_UNKNOWN_KEY
    )


def lacking_key(key: str) -> RequestFault:
    help = (
        'give the day of service, such as `"as_of": "2026-03-04"`'
        if key == "as_of"
        else 'give what is known, `"facts": {…}`; it may be empty'
    )
    return RequestFault("$", f"the request has no `{key}`", help, catalogue.REQUEST_LACKS_KEY)


def repeated_key(path: str) -> RequestFault:
    return RequestFault(
        path,
        "the same key stands twice in one object",
        "keep the one that is meant",
        catalogue.REQUEST_REPEATED_KEY,
    )


def history_not_yet() -> RequestFault:
    return RequestFault(
        "$.history",
        "this version does not read `history` yet",
        "give what has been used as facts",
        catalogue.REQUEST_HISTORY_NOT_YET,
    )


# ------------------------------------------------------------------ one fact


def unknown_fact(path: str, key: object, known: Collection[str], seek: bool) -> RequestFault:
    """Report a key that is no fact; *seek* says whether near names are worth their time."""
    near = nearest_few(key, known) if seek and isinstance(key, str) else ()
    help = f"did you mean {one_of(near)}?" if near else None
    return RequestFault(
        path, f"there is no fact {_quoted(key)}", help, catalogue.REQUEST_UNKNOWN_FACT
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
        f"{_quoted(given)} is not a day of the calendar, written year-month-day",
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
        path, f"`{fact.name}` cannot be {_quoted(given)}", help, catalogue.REQUEST_NOT_A_MEMBER
    )


def not_a_code(path: str, fact: Fact, system: str, given: str) -> RequestFault:
    example = example_of(system)
    return RequestFault(
        path,
        f"`{fact.name}` is a code in `{system}`, and {_quoted(given)} is not written like one",
        f"write it like `{example}`" if example else None,
        catalogue.REQUEST_NOT_A_CODE,
    )


def repeated_item(path: str, given: str, first: str) -> RequestFault:
    """Report an item of a list that stands at the path *first*, too."""
    return RequestFault(
        path,
        f"{_quoted(given)} stands twice, first at `{first}`",
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


# ------------------------------------------------------------------ in words


def kind(given: object) -> str:
    """Say in a few words what was given.

    >>> kind(True), kind(3.5), kind([])
    ('`true`', 'the number 3.5', 'a list')
    """
    match given:
        case None:
            return "`null`"
        case bool():
            return "`true`" if given else "`false`"
        case int() | float() | Decimal():
            return f"the number {shown(given)}"
        case str():
            return f"the text {_quoted(given)}"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a Python `{type(given).__name__}`"


def shown(given: object) -> str:
    """Show a value of a request, cut short, with nothing that could harm a terminal or UTF-8."""
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) >= 10**_LONGEST_SHOWN:
        return f"a number of about {int(math.log10(2) * given.bit_length()) + 1:,} digits"
    if isinstance(given, (str, int, float, Decimal)):
        text = str(given)[: _LONGEST_SHOWN + 1]
    else:
        text = type(given).__name__
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def step(key: object) -> str:
    """Give the step of a JSON path that leads to *key*.

    >>> step("service"), step("a b"), step("it's")
    ('.service', "['a b']", "['it\\\\'s']")
    """
    text = shown(key)
    if text.isidentifier():
        return f".{text}"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"


def _quoted(given: object) -> str:
    return f"`{shown(given)}`"


def _is_plain_number(text: str) -> bool:
    return len(text) < _LONGEST_SHOWN and text.isascii() and text.lstrip("-").isdigit()
