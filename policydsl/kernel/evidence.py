"""Assume facts whose assumption has a condition, remembering how each condition turned out."""

from __future__ import annotations

from collections.abc import Mapping
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
class _Assumed:
    """An assumption; *held* looks up its condition by the service date and what it reads."""

    value: FactValue
    reads: tuple[str, ...]
    dated: bool
    held: Table | None


class Evidence:
    """Fills in the facts that unconditional defaults do not, as `resolve` does."""

    def __init__(self, program: ir.Program, defaults: Mapping[str, FactValue]) -> None:
        self._defaults = defaults
        self._facts = program.facts
        by_fact: dict[str, list[ir.Assumption]] = {}
        for assumption in sorted(program.assumptions, key=lambda a: a.stated):
            if assumption.fact not in defaults:
                by_fact.setdefault(assumption.fact, []).append(assumption)
        self.facts = frozenset(by_fact)
        # INVARIANT: conditions are acyclic (policydsl.semantics refuses cycles).
        ordered: dict[str, list[_Assumed]] = {}

        def order(fact: str) -> None:
            if fact in ordered or fact not in by_fact:
                return
            for assumption in by_fact[fact]:
                if assumption.condition is not None:
                    for read in facts_read(assumption.condition):
                        order(read)
            ordered[fact] = [self._assumed(assumption) for assumption in by_fact[fact]]

        for fact in by_fact:
            order(fact)
        self._ordered = tuple(ordered.items())

    def _assumed(self, assumption: ir.Assumption) -> _Assumed:
        condition = assumption.condition
        if condition is None:
            return _Assumed(assumption.value, (), False, None)
        names = tuple(sorted(set(facts_read(condition))))

        def held(key: tuple[Any, ...]) -> bool:
            as_of, *values = key
            given = zip(names, values, strict=True)
            known = {name: value for name, value in given if value is not None}
            return truth(condition, Valuation(self._facts, as_of, known)) is Kleene.YES

        on_days = any(map(dated, atoms(condition)))
        return _Assumed(assumption.value, names, on_days, Table(held))

    def filled(self, facts: dict[str, FactValue], as_of: int) -> dict[str, FactValue]:
        """Return *facts* with what evidence says of those not given; *facts* itself if nothing."""
        found = facts
        defaults = self._defaults
        for fact, assumptions in self._ordered:
            if fact in found:
                continue
            for assumed in assumptions:
                if assumed.held is not None:
                    get = found.get
                    values = [get(name, defaults.get(name)) for name in assumed.reads]
                    if not assumed.held[as_of if assumed.dated else 1, *values]:
                        continue
                if found is facts:
                    found = facts.copy()
                found[fact] = assumed.value
                break
        return found
