"""Say what a request has of each fact, as one object for each value that was met.

Explanations share what they say of a fact, and whatever was worked out from it: an
explanation is put together of parts, each made for the first request that needed it.
"""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.core import ir, texts
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue
from policydsl.explain import words
from policydsl.explain.trace import FactRead, FactState
from policydsl.kernel.evidence import Evidence
from policydsl.kernel.kernel import defaults
from policydsl.kernel.scope import ones
from policydsl.kernel.tables import Table


class Known:
    """What is known of one fact, and the bit that stands for the fact.

    Equal only to itself: what is worked out from it is remembered under it.
    """

    __slots__ = ("bit", "read")

    def __init__(self, bit: int, read: FactRead) -> None:
        self.bit = bit
        self.read = read


class Vocabulary:
    """The facts of a program, with all that requests have been met to say of them."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self._facts = program.facts
        self._bits = {name: 1 << place for place, name in enumerate(program.facts.by_name)}
        self.names = tuple(self._bits)
        self._defaults = defaults(program)
        self.evidence = Evidence(program, self._defaults)
        self._defaulted = sum(self._bits[name] for name in self._defaults)
        self._given = {name: self._met(name, FactState.GIVEN) for name in self.names}
        self._assumed = {name: self._met(name, FactState.ASSUMED) for name in self.names}
        self._names_of = Table(lambda bits: tuple([self.names[place] for place in ones(bits)]))
        self._not_given = {name: self._unstated(name) for name in self.names}

    def known(
        self, request: Request, filled: Mapping[str, FactValue]
    ) -> tuple[dict[str, Known], int]:
        """Return what is known of every fact, and the bits of those that are assumed.

        *filled* are the given ones and what evidence adds.
        """
        known = self._not_given.copy()
        assumed, given = self._defaulted, 0
        for name, value in request.facts.items():
            found = known[name] = self._given[name][value]
            given |= found.bit
        if len(filled) > len(request.facts):
            for name in filled.keys() - request.facts.keys():
                found = known[name] = self._assumed[name][filled[name]]
                assumed |= found.bit
        return known, assumed & ~given

    def filled(self, request: Request) -> dict[str, FactValue]:
        """Return what is given, and what evidence says of facts that are not."""
        return self.evidence.filled(request.facts, request.as_of)

    def values(self, filled: Mapping[str, FactValue]) -> dict[str, FactValue]:
        """Return every value that is known, defaults included."""
        return {**self._defaults, **filled}

    def names_of(self, bits: int) -> tuple[str, ...]:
        """Return the facts that *bits* stand for, in the order of their declarations."""
        names: tuple[str, ...] = self._names_of[bits]
        return names

    def _unstated(self, name: str) -> Known:
        if name in self._defaults:
            known: Known = self._assumed[name][self._defaults[name]]
            return known
        fact = self._facts[name]
        supplier = fact.supplier.value if fact.supplier else None
        unknown = FactState.UNKNOWN
        return Known(
            self._bits[name],
            FactRead(name, fact.label, unknown, None, "not known", supplier, fact.fixed),
        )

    def _met(self, name: str, state: FactState) -> Table:
        return Table(lambda value: self._read(name, state, value))

    def _read(self, name: str, state: FactState, value: FactValue) -> Known:
        fact = self._facts[name]
        read = FactRead(
            name,
            fact.label,
            FactState.ABSENT if state is FactState.GIVEN and value is ABSENT else state,
            texts.to_json_value(fact, value),
            words.value(fact, value),
            fact.supplier.value if fact.supplier else None,
            fact.fixed,
        )
        return Known(self._bits[name], read)
