"""Resolve a request's facts against the declared assumptions."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.values import FactValue


@attrs.frozen
class Valuation:
    """What is known: a fact that is not in `known` is unknown.  `as_of` is a day."""

    facts: FactTable
    as_of: int
    known: dict[str, FactValue]

    def with_fact(self, name: str, value: FactValue) -> Valuation:
        return Valuation(self.facts, self.as_of, {**self.known, name: value})


@attrs.frozen
class Resolved:
    """The valuation once assumptions have supplied what they can, and which ones did."""

    valuation: Valuation
    used: dict[str, ir.Assumption]
