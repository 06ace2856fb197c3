"""Remember what conditions come to, and what made them so, by the values that they read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.values import FactValue, Kleene
from policydsl.kernel.exact import Exact, exact_of
from policydsl.kernel.residue import dated
from policydsl.kernel.tables import Table
from policydsl.reference.structure import atoms, facts_read
from policydsl.reference.telling import Telling
from policydsl.reference.valuation import Valuation

MOST_VALUES = 512
"""The most combinations of values for which one condition is remembered."""


class _Told:
    """A condition under some values; what made it so and what it cites once that is asked."""

    def __init__(self, expr: ir.Truth, telling: Telling) -> None:
        self.held = telling.truth(expr)
        self._expr = expr
        self._telling = telling

    @cached_property
    def leans_on(self) -> frozenset[str]:
        return frozenset(self._telling.leans_on(self._expr))

    @cached_property
    def citations(self) -> tuple[str, ...]:
        return self._telling.citations(self._expr)


@attrs.frozen
class _Condition:
    names: tuple[str, ...]
    dated: bool
    told: Table


class Remembered:
    """What has been found of a program's conditions; threads may share it."""

    def __init__(self, program: ir.Program) -> None:
        self._facts = program.facts
        # INVARIANT: conditions and terms are parts of a program that lives as long as this does.
        self._conditions: dict[int, _Condition] = {}
        self._terms: dict[int, Exact] = {}

    def telling(self, as_of: int, known: dict[str, FactValue]) -> Remembering:
        return Remembering(self, Valuation(self._facts, as_of, known))

    def of(self, expr: ir.Truth, valuation: Valuation) -> _Told:
        found = self._conditions.get(id(expr))
        if found is None:
            found = self._conditions[id(expr)] = self._condition(expr)
        as_of = valuation.as_of if found.dated else 1
        told: _Told = found.told[(as_of, *map(valuation.known.get, found.names))]
        return told

    def exact(self, term: ir.Term, valuation: Valuation) -> int | None:
        found = self._terms.get(id(term))
        if found is None:
            found = self._terms[id(term)] = exact_of(term, self._facts)
        return found(valuation)

    def _condition(self, expr: ir.Truth) -> _Condition:
        names = tuple(sorted(set(facts_read(expr))))

        def tell(key: tuple[Any, ...]) -> _Told:
            as_of, *values = key
            given = zip(names, values, strict=True)
            known = {name: value for name, value in given if value is not None}
            return _Told(expr, Telling(Valuation(self._facts, as_of, known)))

        return _Condition(names, any(map(dated, atoms(expr))), Table(tell, MOST_VALUES))


class Remembering(Telling):
    """What conditions come to under one valuation."""

    def __init__(self, remembered: Remembered, valuation: Valuation) -> None:
        super().__init__(valuation)
        self._remembered = remembered
        self._met: dict[int, _Told] = {}

    def _told(self, expr: ir.Truth) -> _Told:
        told = self._met.get(id(expr))
        if told is None:
            told = self._met[id(expr)] = self._remembered.of(expr, self.valuation)
        return told

    def truth(self, expr: ir.Truth) -> Kleene:
        return self._told(expr).held

    def leans_on(self, expr: ir.Truth) -> frozenset[str]:
        return self._told(expr).leans_on

    def citations(self, expr: ir.Truth) -> tuple[str, ...]:
        return self._told(expr).citations

    def exact(self, term: ir.Term) -> int | None:
        return self._remembered.exact(term, self.valuation)
