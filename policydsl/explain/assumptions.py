"""Trace what a decision took for known: defaults, and what evidence stands for."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.explain.known import Vocabulary
from policydsl.explain.outline import Outline
from policydsl.explain.parts import AssumptionTrace
from policydsl.explain.steps import Conditions, Read, Remembered, Steps
from policydsl.kernel.tables import Table


class Assumptions:
    """The assumptions of one program, for all requests."""

    def __init__(self, vocabulary: Vocabulary, outline: Outline, conditions: Conditions) -> None:
        self._vocabulary = vocabulary
        self._outline = outline
        self._conditions = conditions
        self._in_order = Table(lambda bits: tuple(sorted(vocabulary.names_of(bits))))
        self._by_fact: dict[str, Remembered[Read[AssumptionTrace]]] = {}

    def of(
        self, steps: Steps, leans_on: int, counted: Iterable[str]
    ) -> tuple[AssumptionTrace, ...]:
        """Return what the clauses took for known (SPEC 4.2), then what only the sums did.

        *leans_on* are the bits of the facts that the clauses lean on.
        """
        names: tuple[str, ...] = self._in_order[leans_on & steps.assumed]
        found = [steps.looking_at(self._of(name)) for name in dict.fromkeys((*names, *counted))]
        return tuple(found)

    def _of(self, name: str) -> Remembered[Read[AssumptionTrace]]:
        found = self._by_fact.get(name)
        if found is None:
            found = self._by_fact[name] = self._remembered(name)
        return found

    def _remembered(self, name: str) -> Remembered[Read[AssumptionTrace]]:
        evidence = self._vocabulary.evidence
        stated = evidence.stated.get(name)
        if stated is not None:
            return Remembered((), lambda steps: self._trace(stated, steps), dated=False)
        assumed = evidence.behind([name])[-1]

        def by_evidence(steps: Steps) -> Read[AssumptionTrace]:
            by = assumed.by[assumed.key(steps.valuation.known, steps.as_of)]
            return self._trace(by, steps)

        return Remembered((name, *assumed.reads), by_evidence, dated=assumed.dated)

    def _trace(self, assumption: ir.Assumption, steps: Steps) -> Read[AssumptionTrace]:
        known = steps.known[assumption.fact]
        condition = self._outline.assumptions.get(id(assumption))
        when = None if condition is None else self._conditions.of(condition).of(steps)
        trace = AssumptionTrace(
            known.read,
            assumption.title,
            assumption.stated,
            None if when is None else when.step,
            assumption.citations,
        )
        return Read(trace, known.bit | (0 if when is None else when.looked_at))
