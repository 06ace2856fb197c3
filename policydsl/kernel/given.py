"""Read the facts of a request, checked or still as JSON, value by value.

A request as JSON is checked and evaluated in one pass: a table that has met a value
of a fact before, of the same type, knows both that it is sound and what it says.
Whatever is not plain, and whatever is unsound, is left to `policydsl.core.requests`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final, Protocol

from policydsl.core.facts import CodeSet, DisplayText, FactTable, MemberSet, Number
from policydsl.core.request import Request
from policydsl.core.requests import RequestChecker
from policydsl.core.values import FactValue
from policydsl.kernel.layout import Layout
from policydsl.kernel.tables import MOST_ENTRIES, Table

KINDS = (str, bool, int, float, Decimal, list, type(None))
SOME_DAY = "2000-01-01"


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


class Given:
    """Tables that check and convert values, for one vocabulary; threads may share it."""

    def __init__(
        self, facts: FactTable, defaults: Mapping[str, FactValue], scoping: Iterable[str]
    ) -> None:
        self.facts = facts
        self.defaults = defaults
        self._scoping = frozenset(scoping)
        self.checker = RequestChecker.of(facts)
        self.values = {name: self._conversions(name) for name in facts.by_name}
        self.days = Table(self._day)
        self.lists = tuple(
            name for name, f in facts.by_name.items() if isinstance(f.type, MemberSet | CodeSet)
        )
        self._checks = {kind: Table(partial(self._checking, kind)) for kind in KINDS}

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

    def _checking(self, kind: type, name: str) -> Table:
        """Return what checks the values of a fact that the clauses of a scope do not read."""
        if name not in self.facts or (kind is type(None) and name in self._scoping):
            # The scope was chosen by `get`, which takes a null for a fact that is not given.
            raise RefusedError

        def check(raw: object) -> int:
            self.sound(name, raw)
            return 0

        # Texts are long, and seldom the same.
        return Table(check, 0 if isinstance(self.facts[name].type, DisplayText) else MOST_ENTRIES)

    # ------------------------------------------------------- tables of a scope

    def kinds(self, layout: Layout, readings: Mapping[str, Table]) -> dict[type, Table]:
        """Return, by type, fact and raw value, the bits that the value sets if it is sound.

        The type comes first because Python takes `True`, `1` and `1.0` for one key.
        """
        return {kind: Table(self._of_kind(kind, layout, readings)) for kind in KINDS}

    def _of_kind(self, kind: type, layout: Layout, readings: Mapping[str, Table]) -> Any:
        places = {fact: layout.given_at + index for index, fact in enumerate(layout.facts)}

        def table(name: str) -> Table:
            place = places.get(name)
            if place is None:
                found: Table = self._checks[kind][name]
                return found
            given, reading = 1 << place, readings[name]
            return Table(lambda raw: given | reading[self.sound(name, raw)])

        return table

    def rest(self, layout: Layout, readings: Mapping[str, Table]) -> Table:
        """Return the bits that facts set by not being given, by the mask of those given."""

        def read(given: int) -> int:
            bits = 0
            for index, fact in enumerate(layout.facts):
                if not given >> index & 1:
                    bits |= readings[fact][self.defaults.get(fact)]
            return bits

        return Table(read)


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

    __slots__ = ("_as_of", "_facts", "_given", "_request")

    def __init__(self, given: Given, facts: dict[str, Any], as_of: int) -> None:
        self._given = given
        self._facts = facts = facts.copy()
        self._as_of = as_of
        self._request: Request | None = None
        for name in given.lists:
            if name in facts:
                facts[name] = tuple(facts[name])

    def get(self, name: str, otherwise: FactValue | None = None, /) -> FactValue | None:
        if name not in self._facts:
            return otherwise
        found: FactValue = self._given.values[name][self._facts[name]]
        return found

    def known(self) -> dict[str, FactValue]:
        return {**self._given.defaults, **self.request.facts}

    @property
    def request(self) -> Request:
        found = self._request
        if found is None:
            facts = {n: list(v) if type(v) is tuple else v for n, v in self._facts.items()}
            checked = self._given.checker.validate({"as_of": SOME_DAY, "facts": facts})
            assert isinstance(checked, Request), "a value was taken for sound"
            found = self._request = Request(self._as_of, checked.facts)
        return found
