"""Turn a request's JSON into a `Request`, or into everything that is wrong with it.

There are two readers of one definition.  `_Reading` walks a request with care and
finds every fault; it is the definition.  `RequestChecker` first tries one pass over
a table of what each fact may hold, gives up at the first surprise, and then asks
`_Reading`: a sound request pays for neither paths nor wording.
"""

from __future__ import annotations

import json
import math
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

import attrs

from policydsl.core import problems
from policydsl.core.codes import is_code
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactTable,
    MemberSet,
    Number,
    NumberKind,
    RecordValue,
    YesNo,
)
from policydsl.core.problems import RequestFault
from policydsl.core.request import Request
from policydsl.core.texts import decimal_text
from policydsl.core.values import ABSENT, FactValue

MAX_BYTES = 1024 * 1024
"""The largest request that is read."""
MAX_ITEMS = 1_000
"""The longest list."""
MAX_TEXT = 10_000
"""The longest text for display, in characters."""
MAX_FAULTS = 1_000
"""How many faults are worded; the last one counts those that are not."""

_MOST_DIGITS = 15  # before the decimal point, more than any range has
_EXACT = 10**15  # below, each decimal has a double of its own
_MOST_SOUGHT = 20  # unknown keys that near names are looked for
_KEYS = ("as_of", "facts", "history")

Faults = tuple[RequestFault, ...]


def validate(data: object, facts: FactTable) -> Request | Faults:
    """Check one request against the vocabulary; whoever has many keeps a `RequestChecker`."""
    return RequestChecker.of(facts).validate(data)


def from_json(text: str | bytes) -> object | Faults:
    """Read JSON with exact numbers; what is not JSON gives its one fault.

    A tuple is never JSON, so it tells the faults apart.  Numbers with a decimal point
    come back as `Decimal`, NaN and the infinities as floats for `validate` to refuse.
    """
    if len(text) > MAX_BYTES:
        return (problems.too_large(len(text), MAX_BYTES),)
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            return (problems.not_text(),)
    try:
        data: object = _DECODER.decode(text.removeprefix("\ufeff"))
        return data
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        return (problems.not_json(reason, error.lineno, error.colno),)
    except RecursionError:
        return (problems.too_deep(),)
    except ValueError:
        # Python refuses to read an integer of more than 4,300 digits.
        return (problems.too_long_a_number(),)


class _Object(dict[str, object]):
    """A JSON object in which some keys stood twice."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    found = _Object(made)
    found.repeated = tuple(
        dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
    )
    return found


_DECODER = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=_object)


# ------------------------------------------------------------------ the pass


@attrs.frozen
class RequestChecker:
    """Checks requests against one vocabulary; immutable, so threads may share it.

    The tables hold what the plainest types of facts may hold.
    """

    facts: FactTable
    _yes_no: frozenset[str] = attrs.field(eq=False, repr=False)
    _members: dict[str, frozenset[str]] = attrs.field(eq=False, repr=False)
    _ranges: dict[str, tuple[int, int]] = attrs.field(eq=False, repr=False)
    _days: dict[str, tuple[int, int]] = attrs.field(eq=False, repr=False)
    _sets: dict[str, frozenset[object]] = attrs.field(eq=False, repr=False)
    _decimals: dict[str, Number] = attrs.field(eq=False, repr=False)

    @classmethod
    def of(cls, facts: FactTable) -> RequestChecker:
        yes_no: set[str] = set()
        members: dict[str, frozenset[str]] = {}
        ranges: dict[str, tuple[int, int]] = {}
        days: dict[str, tuple[int, int]] = {}
        sets: dict[str, frozenset[object]] = {}
        decimals: dict[str, Number] = {}
        for name, fact in facts.by_name.items():
            match fact.type:
                case YesNo():
                    yes_no.add(name)
                case Choice(words):
                    members[name] = frozenset(words)
                case Number(places=0, low=low, high=high):
                    ranges[name] = (low, high)
                case Number():
                    decimals[name] = fact.type
                case Day(low, high):
                    days[name] = (low, high)
                case MemberSet(words) if len(words) <= MAX_ITEMS:
                    sets[name] = frozenset(words)
                case _:
                    pass
        return cls(facts, frozenset(yes_no), members, ranges, days, sets, decimals)

    def validate(self, data: object) -> Request | Faults:
        """Give the request, or every fault it has, in the order of its keys."""
        if type(data) is dict and len(data) == 2:
            facts = data.get("facts")
            day = _day(data.get("as_of"))
            if day is not None and type(facts) is dict:
                values = self._values(facts)
                if values is not None:
                    return Request(day, values)
        return _Reading(self.facts).request(data)

    def read(self, text: str | bytes) -> Request | Faults:
        """Give the request that stands in *text* as JSON, or every fault it has."""
        data = from_json(text)
        return data if isinstance(data, tuple) else self.validate(data)

    def _values(self, facts: dict[Any, Any]) -> dict[str, FactValue] | None:
        """Give the facts' values, or nothing at the first that is not as it should be."""
        yes_no, members, ranges = self._yes_no, self._members, self._ranges
        values = facts.copy()
        for name, raw in facts.items():
            if raw is True or raw is False:
                if name in yes_no:
                    continue
                return None
            if type(raw) is str:
                words = members.get(name)
                if words is not None:
                    if raw in words:
                        continue
                    return None
                ends = self._days.get(name)
                if ends is not None:
                    day = _day(raw)
                    if day is None or not ends[0] <= day <= ends[1]:
                        return None
                    values[name] = day
                    continue
            elif type(raw) is int:
                ends = ranges.get(name)
                if ends is not None:
                    if ends[0] <= raw <= ends[1]:
                        continue
                    return None
            elif type(raw) is list:
                elements = self._sets.get(name)
                if elements is not None:
                    try:
                        chosen = frozenset(raw)
                    except TypeError:  # a list in a list
                        return None
                    if len(chosen) != len(raw) or not chosen <= elements:
                        return None
                    values[name] = chosen
                    continue
            fact = self.facts.by_name.get(name)
            if fact is None:
                return None
            decimal = self._decimals.get(name)
            if decimal is not None and raw is not None:
                value: FactValue | Faults | None = None
                if type(raw) is float:
                    value = _scaled(decimal, raw)
                if value is None:
                    value = _number(fact, decimal, raw)
            else:
                value = _converted(fact, raw)
            if type(value) is tuple:
                return None
            values[name] = value
        return values


def _day(raw: object) -> int | None:
    """Read `2026-03-04`; the other spellings of ISO 8601 are not dates here."""
    if type(raw) is not str or len(raw) != 10 or raw[4] != "-" or raw[7] != "-":
        return None
    try:
        return date.fromisoformat(raw).toordinal()
    except ValueError:
        return None


def _converted(fact: Fact, raw: object) -> FactValue | Faults:
    """Give the value of one fact; a tuple, which no value is, holds its faults."""
    if raw is None:
        if fact.may_be_absent:
            return ABSENT
        return (problems.cannot_be_absent(_path(fact), fact),)
    match fact.type:
        case Day(low, high):
            day = _day(raw)
            if day is None:
                return (problems.not_a_date(_path(fact), raw),)
            if not low <= day <= high:
                first, last = (date.fromordinal(end).isoformat() for end in (low, high))
                return (problems.out_of_range(_path(fact), fact, (first, last), raw),)
            return day
        case Number():
            return _number(fact, fact.type, raw)
        case YesNo():
            if isinstance(raw, bool):
                return raw
            return (problems.wrong_type(_path(fact), fact, "`true` or `false`", raw),)
        case Choice(members):
            if not isinstance(raw, str):
                return (problems.wrong_type(_path(fact), fact, _one_of(members), raw),)
            if raw not in members:
                return (problems.not_a_member(_path(fact), fact, members, raw),)
            return members[members.index(raw)]
        case MemberSet() | CodeSet():
            return _set(fact, fact.type, raw)
        case CodeValue(system):
            if not isinstance(raw, str):
                return (problems.wrong_type(_path(fact), fact, "a code, as text", raw),)
            if not is_code(system, raw):
                return (problems.not_a_code(_path(fact), fact, system, raw),)
            return str(raw)
        case DisplayText():
            return _text(fact, raw)
        case RecordValue():
            return (problems.records_not_yet(_path(fact), fact),)
        case _:
            assert_never(fact.type)


def _number(fact: Fact, wanted: Number, raw: object) -> int | Faults:
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
            return (problems.not_finite(_path(fact), raw),)
        if not places:
            return (problems.not_whole(_path(fact), fact, raw),)
        text = repr(raw) if isinstance(raw, float) else str(raw)
        if "e" in text or "E" in text:
            return _with_exponent(fact, wanted, Decimal(text))
    elif isinstance(raw, str) and places and _is_decimal(raw):
        text = raw
    else:
        return (problems.wrong_type(_path(fact), fact, _number_words(wanted), raw),)
    whole, _, fraction = text.partition(".")
    if len(fraction) > places:
        return (problems.too_many_decimals(_path(fact), fact, places, raw),)
    if len(whole) > _MOST_DIGITS:
        return (_outside(fact, wanted, raw),)
    scaled = int(whole + fraction.ljust(places, "0"))
    if not wanted.low <= scaled <= wanted.high:
        return (_outside(fact, wanted, raw),)
    return scaled


def _scaled(wanted: Number, raw: float) -> int | None:
    """Scale a float that is sound without writing it out; None leaves it to `_number`.

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
        return (problems.too_many_decimals(_path(fact), fact, wanted.places, exact),)
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
    return problems.out_of_range(_path(fact), fact, (shown_low, shown_high), raw)


def _set(fact: Fact, wanted: MemberSet | CodeSet, raw: object) -> frozenset[str] | Faults:
    path = _path(fact)
    if not isinstance(raw, list):
        return (problems.wrong_type(path, fact, "a list", raw),)
    if len(raw) > MAX_ITEMS:
        return (problems.too_long(path, fact, len(raw), MAX_ITEMS),)
    faults: list[RequestFault] = []
    first_at: dict[str, int] = {}
    for at, item in enumerate(raw):
        here = f"{path}[{at}]"
        if not isinstance(item, str):
            faults.append(problems.wrong_type(here, fact, "a list of texts", item))
        elif item in first_at:
            faults.append(problems.repeated_item(here, item, f"{path}[{first_at[item]}]"))
        else:
            first_at[item] = at
            if isinstance(wanted, MemberSet):
                if item not in wanted.members:
                    faults.append(problems.not_a_member(here, fact, wanted.members, item))
            elif not is_code(wanted.system, item):
                faults.append(problems.not_a_code(here, fact, wanted.system, item))
    return tuple(faults) or frozenset(first_at)


def _text(fact: Fact, raw: object) -> str | Faults:
    if not isinstance(raw, str):
        return (problems.wrong_type(_path(fact), fact, "a text", raw),)
    if len(raw) > MAX_TEXT:
        return (problems.too_long(_path(fact), fact, len(raw), MAX_TEXT),)
    try:
        raw.encode("utf-8")
    except UnicodeEncodeError:
        # JSON can spell half of a character, `"\ud800"`, which no text holds.
        return (problems.wrong_type(_path(fact), fact, "a text in Unicode", raw),)
    return raw


def _path(fact: Fact) -> str:
    return f"$.facts{problems.step(fact.name)}"


def _one_of(members: tuple[str, ...]) -> str:
    return f"one of {len(members)} texts, such as {' or '.join(f'`{m}`' for m in members[:2])}"


def _number_words(wanted: Number) -> str:
    if wanted.kind is NumberKind.MONEY:
        return 'a number of dollars, such as 126.50 or "126.50"'
    return "a number" if wanted.places else "a whole number"


# --------------------------------------------------------------- the reading


class _Reading:
    """Reads one request with care, collecting what is wrong with it."""

    def __init__(self, facts: FactTable) -> None:
        self.facts = facts.by_name
        self.faults: list[RequestFault] = []
        self.more = 0
        self.sought = 0

    def request(self, data: object) -> Request | Faults:
        if not isinstance(data, dict):
            return (problems.not_an_object("$", data),)
        self._repeated("$", data)
        for key in ("as_of", "facts"):
            if key not in data:
                self._found(problems.lacking_key(key))
        as_of, values = 0, {}
        for key, raw in data.items():
            match key:
                case "as_of":
                    day = _day(raw)
                    if day is None:
                        self._found(problems.not_a_date("$.as_of", raw))
                    as_of = day or 0
                case "facts":
                    values = self._facts(raw)
                case "history":
                    self._found(problems.history_not_yet())
                case _:
                    path = f"${problems.step(key)}"
                    self._found(problems.unknown_key(path, key, _KEYS[:2], self.facts))
        if self.more:
            self.faults.append(problems.too_many_faults(self.more))
        return tuple(self.faults) or Request(as_of, values)

    def _facts(self, given: object) -> dict[str, FactValue]:
        if not isinstance(given, dict):
            self._found(problems.not_an_object("$.facts", given))
            return {}
        self._repeated("$.facts", given)
        values: dict[str, FactValue] = {}
        for name, raw in given.items():
            fact = self.facts.get(name)
            if fact is None:
                self._unknown(name)
                continue
            value = _converted(fact, raw)
            if isinstance(value, tuple):
                for fault in value:
                    self._found(fault)
            else:
                values[name] = value
        return values

    def _unknown(self, name: object) -> None:
        # Near names cost a comparison with every fact, so a flood of keys gets none.
        self.sought += 1
        seek = self.sought <= _MOST_SOUGHT
        path = f"$.facts{problems.step(name)}"
        self._found(problems.unknown_fact(path, name, self.facts, seek))

    def _repeated(self, path: str, given: dict[str, object]) -> None:
        if isinstance(given, _Object):
            for key in given.repeated:
                self._found(problems.repeated_key(f"{path}{problems.step(key)}"))

    def _found(self, fault: RequestFault) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)
        else:
            self.more += 1
