"""Read what a condition plainly says of single facts: a cheap proof that two never both hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policydsl.core import ir
from policydsl.core.facts import Choice, FactTable, YesNo
from policydsl.core.values import ABSENT, FactValue

Pins = Mapping[str, frozenset[FactValue]]
"""For some facts, the values that they can have while a condition holds."""


class Pinning:
    """What the conditions of one policy pin; each is read once."""

    def __init__(self, facts: FactTable) -> None:
        self.facts = facts
        self._domains: dict[str, frozenset[FactValue]] = {}
        # The condition is kept beside its pins: an id is only good while the object lives.
        self._pins: dict[tuple[int, bool], tuple[ir.Truth, Pins]] = {}

    def all_of(self, truths: Iterable[ir.Truth]) -> Pins:
        """Return what holds of facts while all of *truths* do."""
        found: dict[str, frozenset[FactValue]] = {}
        for truth in truths:
            for fact, values in self.of(truth, True).items():
                found[fact] = found[fact] & values if fact in found else values
        return found

    def of(self, truth: ir.Truth, held: bool) -> Pins:
        """Return what holds of facts while *truth* is *held*."""
        known = self._pins.get((id(truth), held))
        if known is None:
            known = self._pins[id(truth), held] = (truth, self._read(truth, held))
        return known[1]

    def _read(self, truth: ir.Truth, held: bool) -> Pins:
        match truth:
            case ir.Cited() | ir.Named():
                return self.of(truth.operand, held)
            case ir.Not():
                return self.of(truth.operand, not held)
            case ir.MemberIs():
                domain = self._domain(truth.fact)
                return {truth.fact: domain & truth.values if held else domain - truth.values}
            case ir.IsAbsent() if domain := self._domain(truth.fact):
                return {truth.fact: domain & {ABSENT} if held else domain - {ABSENT}}
            case ir.And() | ir.Or():
                parts = [self.of(part, held) for part in truth.operands]
                return _both(parts) if isinstance(truth, ir.And) is held else either(parts)
            case _:
                return {}

    def _domain(self, name: str) -> frozenset[FactValue]:
        """Return all that a fact can be; nothing where there is no end to it."""
        if name not in self._domains:
            fact = self.facts[name]
            values: set[FactValue] = set()
            match fact.type:
                case YesNo():
                    values = {True, False}
                case Choice(members):
                    values = set(members)
                case _:
                    pass
            if values and fact.may_be_absent:
                values.add(ABSENT)
            self._domains[name] = frozenset(values)
        return self._domains[name]


def exclusive(one: Pins, other: Pins) -> bool:
    """Whether what is pinned so and what is pinned so never hold together."""
    if len(other) < len(one):
        one, other = other, one
    return any(fact in other and values.isdisjoint(other[fact]) for fact, values in one.items())


def _both(parts: list[Pins]) -> Pins:
    found: dict[str, frozenset[FactValue]] = {}
    for part in parts:
        for fact, values in part.items():
            found[fact] = found[fact] & values if fact in found else values
    return found


def either(parts: list[Pins]) -> Pins:
    """Return what holds of facts while any of *parts* does."""
    if not parts:
        return {}
    first, *rest = parts
    return {
        fact: values.union(*(part[fact] for part in rest))
        for fact, values in first.items()
        if all(fact in part for part in rest)
    }
