"""Assume facts whose assumption has a condition, remembering how each condition turned out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.values import FactValue, Kleene
from policydsl.kernel.residue import dated
from policydsl.kernel.tables import Table
from policydsl.reference.structure import atoms, facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation


@attrs.frozen
class Assumed:
    """What a fact is taken to be while it is not given.

    `value` looks it up, None for nothing, by the service date (or 1, unless the conditions
    are `dated`) and then the values of what they read, None where one is unknown; `by`
    looks up the assumption that says so.
    """

    fact: str
    reads: tuple[str, ...]
    dated: bool
    value: Table
    by: Table

    def key(self, known: Mapping[str, FactValue], as_of: int) -> tuple[Any, ...]:
        return (as_of if self.dated else 1, *map(known.get, self.reads))


class Evidence:
    """Fills in the facts that unconditional defaults do not, as `resolve` does."""

    def __init__(self, program: ir.Program, defaults: Mapping[str, FactValue]) -> None:
        self._defaults = defaults
        self._vocabulary = program.facts
        by_fact: dict[str, list[ir.Assumption]] = {}
        in_order = sorted(program.assumptions, key=lambda a: a.stated)
        for assumption in in_order:
            if assumption.fact not in defaults:
                by_fact.setdefault(assumption.fact, []).append(assumption)
        self.facts = frozenset(by_fact)
        # What supplies each of the facts that are always assumed.
        self.stated = {
            fact: next(a for a in in_order if a.fact == fact) for fact in sorted(defaults)
        }
        # INVARIANT: conditions are acyclic (policydsl.semantics refuses cycles).
        ordered: dict[str, Assumed] = {}

        def order(fact: str) -> None:
            if fact in ordered or fact not in by_fact:
                return
            found = self._assumed(fact, by_fact[fact])
            for read in found.reads:
                order(read)
            ordered[fact] = found

        for fact in by_fact:
            order(fact)
        self._ordered = tuple(ordered.values())

    def _assumed(self, fact: str, assumptions: list[ir.Assumption]) -> Assumed:
        conditions = [a.condition for a in assumptions if a.condition is not None]
        names = tuple(sorted({name for c in conditions for name in facts_read(c)}))

        def by(key: tuple[Any, ...]) -> ir.Assumption | None:
            as_of, *values = key
            given = zip(names, values, strict=True)
            known = {name: value for name, value in given if value is not None}
            valuation = Valuation(self._vocabulary, as_of, known)
            for assumption in assumptions:
                condition = assumption.condition
                if condition is None or truth(condition, valuation) is Kleene.YES:
                    return assumption
            return None

        def value(key: tuple[Any, ...]) -> FactValue | None:
            found = by(key)
            return None if found is None else found.value

        on_days = any(dated(atom) for condition in conditions for atom in atoms(condition))
        return Assumed(fact, names, on_days, Table(value), Table(by))

    def behind(self, facts: Iterable[str]) -> tuple[Assumed, ...]:
        """Return what is assumed of those of *facts* that may be, after what it rests on."""
        found: list[Assumed] = []
        wanted = set(facts)
        for assumed in reversed(self._ordered):
            if assumed.fact in wanted:
                found.append(assumed)
                wanted.update(assumed.reads)
        return tuple(reversed(found))

    def filled(self, facts: dict[str, FactValue], as_of: int) -> dict[str, FactValue]:
        """Return *facts* with what evidence says of those not given; *facts* itself if nothing."""
        found = facts
        defaults = self._defaults
        for assumed in self._ordered:
            if assumed.fact in found:
                continue
            get = found.get
            values = [get(name, defaults.get(name)) for name in assumed.reads]
            value = assumed.value[as_of if assumed.dated else 1, *values]
            if value is not None:
                if found is facts:
                    found = facts.copy()
                found[assumed.fact] = value
        return found

    def used(
        self, given: Mapping[str, FactValue], known: Mapping[str, FactValue], as_of: int
    ) -> dict[str, ir.Assumption]:
        """Return what supplied the facts that are *known* but were not *given*."""
        used = {fact: a for fact, a in self.stated.items() if fact not in given}
        for assumed in self._ordered:
            if assumed.fact not in given:
                by = assumed.by[assumed.key(known, as_of)]
                if by is not None:
                    used[assumed.fact] = by
        return used
