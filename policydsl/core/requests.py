"""Turn a request's JSON into a `Request`, or into everything that is wrong with it.

There are two readers of one definition.  `_Reading` walks a request with care and
finds every fault; it is the definition.  `RequestChecker` first tries one pass over
a table of what each fact may hold, gives up at the first surprise, and then asks
`_Reading`: a sound request pays for neither paths nor wording.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from policydsl.core import problems, problems_facts
from policydsl.core.conversion import MAX_ITEMS, converted, exact_number, ordinal_of, scaled_float
from policydsl.core.facts import (
    Choice,
    Day,
    FactTable,
    MemberSet,
    Number,
    YesNo,
)
from policydsl.core.faults import Faults, RequestFault, step
from policydsl.core.request import Request
from policydsl.core.values import FactValue

MAX_BYTES = 1024 * 1024
"""The largest request that is read."""
MAX_FAULTS = 1_000
"""How many faults are worded; the last one counts those that are not."""

_MOST_SOUGHT = 20  # unknown keys that near names are looked for
_KEYS = ("as_of", "facts", "history")


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
    except (ValueError, InvalidOperation):
        # Python refuses an integer of more than 4,300 digits, and an exponent like that.
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
            day = ordinal_of(data.get("as_of"))
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
                    day = ordinal_of(raw)
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
                    value = scaled_float(decimal, raw)
                if value is None:
                    value = exact_number(fact, decimal, raw)
            else:
                value = converted(fact, raw)
            if type(value) is tuple:
                return None
            values[name] = value
        return values


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
                    day = ordinal_of(raw)
                    if day is None:
                        self._found(problems_facts.not_a_date("$.as_of", raw))
                    as_of = day or 0
                case "facts":
                    values = self._facts(raw)
                case "history":
                    self._found(problems.history_not_yet())
                case _:
                    path = f"${step(key)}"
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
            value = converted(fact, raw)
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
        path = f"$.facts{step(name)}"
        self._found(problems_facts.unknown_fact(path, name, self.facts, seek))

    def _repeated(self, path: str, given: dict[str, object]) -> None:
        if isinstance(given, _Object):
            for key in given.repeated:
                self._found(problems.repeated_key(f"{path}{step(key)}"))

    def _found(self, fault: RequestFault) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)
        else:
            self.more += 1
