"""Read the facts of a request, checked or still as JSON, value by value.

A request as JSON is checked and evaluated in one pass: a table that has met a value
of a fact before, of the same type, knows both that it is sound and what it says.
Whatever is not plain, and whatever is unsound, is left to `policydsl.core.requests`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import reduce
from operator import getitem, or_
from typing import Any, Final, Protocol

import attrs

from policydsl.core import ir
from policydsl.core.facts import CodeSet, DisplayText, MemberSet, Number
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.core.values import FactValue
from policydsl.kernel.evidence import Evidence
from policydsl.kernel.layout import Layout
from policydsl.kernel.tables import MOST_ENTRIES, Table

KINDS = (str, int, float, Decimal, type(None))
SOME_DAY = "2000-01-01"
MOST_SHAPES = 512
"""The most combinations of given facts that one scope remembers."""


Bits = dict[Any, int]


class NotGiven:
    """What stands for a fact that is no key of a request."""


NOT_GIVEN: Final = NotGiven()


class RefusedError(Exception):
    """Raised where a value has to be looked at with care."""


class Known(Protocol):
    """The facts of a request: `get` as a dict has it, and all that is known, as a dict."""

    def get(self, name: str, otherwise: FactValue | None = None, /) -> FactValue | None: ...

    def known(self) -> dict[str, FactValue]: ...

    @property
    def request(self) -> Request: ...


@attrs.frozen
class Met:
    """The bits that raw values set which a scope has met: yes and no by fact, others by type.

    The type comes first because Python takes `True`, `1` and `1.0` for one key.
    """

    yes: dict[str, int]
    no: dict[str, int]
    kinds: dict[type, dict[str, Bits]]


class Given:
    """Tables that check and convert values, for one vocabulary; threads may share it."""

    def __init__(
        self, program: ir.Program, defaults: Mapping[str, FactValue], scoping: Iterable[str]
    ) -> None:
        self.facts = facts = program.facts
        self.defaults = defaults
        self.evidence = Evidence(program, defaults)
        self._scoping = frozenset(scoping)
        self.checker = RequestChecker.of(facts)
        self.values = {name: self._conversions(name) for name in facts.by_name}
        self.days = Table(self._day)
        self.lists = tuple(
            name for name, f in facts.by_name.items() if isinstance(f.type, MemberSet | CodeSet)
        )
        self._checks: dict[type, dict[str, Bits]] = {
            kind: {name: {} for name in facts.by_name} for kind in KINDS
        }

    def is_plain(self, fact: str) -> bool:
        """Whether a sound value of *fact* in JSON is the value itself."""
        found = self.facts[fact]
        return isinstance(found.type, Number) and not found.type.places and not found.may_be_absent

    def sound(self, name: str, raw: object) -> FactValue:
        """Return the value that *raw* means; raises `RefusedError` for all but a sound one."""
        data = {"as_of": SOME_DAY, "facts": {name: list(raw) if type(raw) is tuple else raw}}
        found = self.checker.validate(data)
        if isinstance(found, Request):
            return found.facts[name]
        raise RefusedError

    def _conversions(self, name: str) -> Table:
        return Table(
            lambda raw: self.defaults.get(name) if raw is NOT_GIVEN else self.sound(name, raw)
        )

    def _day(self, raw: object) -> int:
        found = self.checker.validate({"as_of": raw, "facts": {}})
        if isinstance(found, Request):
            return found.as_of
        raise RefusedError

    # ------------------------------------------------------- tables of a scope

    def kinds(self, layout: Layout) -> dict[type, dict[str, Bits]]:
        """Return empty tables by type and fact; scopes share those of facts they do not read."""
        live = layout.facts
        return {kind: {**self._checks[kind], **{name: {} for name in live}} for kind in KINDS}

    def learning(self, readings: Mapping[str, Table], met: Met) -> Callable[[str, Any], int]:
        """Return what looks at a value that has not been *met* yet, and puts it there."""
        lists: dict[tuple[str, ...], int] = {}  # by fact and items, which are texts when sound

        def learn(name: str, raw: Any) -> int:
            kind = type(raw)
            if kind is list:
                key = (name, *raw)
                if key not in lists:
                    bits = learnt(name, tuple(raw))
                    if len(lists) >= MOST_ENTRIES:
                        return bits
                    lists[key] = bits
                return lists[key]
            if kind is bool:
                bits = (met.yes if raw else met.no)[name] = learnt(name, raw)
                return bits
            if kind not in met.kinds:
                raise RefusedError
            bits = learnt(name, raw)
            text = isinstance(self.facts[name].type, DisplayText)
            if not text and len(met.kinds[kind][name]) < MOST_ENTRIES:
                met.kinds[kind][name][raw] = bits
            return bits

        def learnt(name: str, raw: Any) -> int:
            if name not in self.facts or (raw is None and name in self._scoping):
                # The scope was chosen by `get`, which takes a null for a fact that is not given.
                raise RefusedError
            value = self.sound(name, raw)
            return int(readings[name][value]) if name in readings else 0

        return learn

    def rest(self, layout: Layout, readings: Mapping[str, Table]) -> Table:
        """Return the bits that facts set by not being given, by the mask of those given.

        A mask that is new is put together of parts, eight facts each.
        """
        facts = tuple(layout.facts)
        told = layout.told

        def part(first: int) -> Table:
            def read(given: int) -> int:
                bits = 0
                for index, fact in enumerate(facts[first : first + 8]):
                    if not given >> index & 1:
                        bits |= readings[fact][self.defaults.get(fact)]
                return bits & told

            return Table(read)

        parts = [part(first) for first in range(0, len(facts), 8)]

        def read(given: int) -> int:
            return reduce(or_, map(getitem, parts, given.to_bytes(len(parts), "little")), 0)

        return Table(read, MOST_SHAPES)


class Checked:
    """The facts of a checked request."""

    __slots__ = ("_defaults", "_facts", "get", "request")

    def __init__(
        self, request: Request, facts: Mapping[str, FactValue], defaults: Mapping[str, FactValue]
    ) -> None:
        self.request = request
        self.get: Callable[..., Any] = facts.get
        self._facts = facts
        self._defaults = defaults

    def known(self) -> dict[str, FactValue]:
        return {**self._defaults, **self._facts}


class Raw:
    """The facts of a request as JSON whose values have been found sound.

    It has its own copy, and makes a checked request of it only when one is needed.
    """

    __slots__ = ("_as_of", "_facts", "_filled", "_given", "_request")

    def __init__(self, given: Given, facts: dict[str, Any], as_of: int) -> None:
        self._given = given
        self._facts = facts = facts.copy()
        self._as_of = as_of
        self._request: Request | None = None
        self._filled: dict[str, FactValue] | None = None
        for name in given.lists:
            if name in facts:
                facts[name] = tuple(facts[name])

    def get(self, name: str, otherwise: FactValue | None = None, /) -> FactValue | None:
        if name not in self._facts:
            if name in self._given.evidence.facts:
                return self._with_evidence().get(name, otherwise)
            return otherwise
        found: FactValue = self._given.values[name][self._facts[name]]
        return found

    def known(self) -> dict[str, FactValue]:
        return {**self._given.defaults, **self._with_evidence()}

    def _with_evidence(self) -> dict[str, FactValue]:
        found = self._filled
        if found is None:
            found = self._given.evidence.filled(self.request.facts, self._as_of)
            self._filled = found
        return found

    @property
    def request(self) -> Request:
        found = self._request
        if found is None:
            facts = {n: list(v) if type(v) is tuple else v for n, v in self._facts.items()}
            checked = self._given.checker.validate({"as_of": SOME_DAY, "facts": facts})
            assert isinstance(checked, Request), "a value was taken for sound"
            found = self._request = Request(self._as_of, checked.facts)
        return found
