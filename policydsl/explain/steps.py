"""Work out what came of each condition for one request, every shared one once."""

from __future__ import annotations

from policydsl.core import texts
from policydsl.core.facts import FactType
from policydsl.core.values import ABSENT, Kleene
from policydsl.explain import words
from policydsl.explain.trace import Computed, Condition, FactRead, FactState, Step, StepKind
from policydsl.reference.terms import Absent, Reading, read
from policydsl.reference.truths import citations_of, leaf_facts, truth
from policydsl.reference.valuation import Resolved

_WEAKEST_FIRST = (Kleene.NO, Kleene.UNKNOWN)
_STRONGEST_FIRST = (Kleene.YES, Kleene.UNKNOWN)


class Steps:
    """The steps and facts of one request, made when they are first looked at."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.valuation = resolved.valuation
        self.facts: dict[str, FactRead] = {}
        self._step_by_address: dict[str, Step] = {}

    def of(self, condition: Condition) -> Step:
        step = self._step_by_address.get(condition.address)
        if step is None:
            step = self._step_by_address[condition.address] = self._work_out(condition)
        return step

    def fact(self, name: str) -> FactRead:
        found = self.facts.get(name)
        if found is None:
            found = self.facts[name] = self._read(name)
        return found

    def _work_out(self, condition: Condition) -> Step:
        steps = tuple(self.of(part) for part in condition.parts)
        match condition.kind:
            case StepKind.ALL:
                result = _first_of(_WEAKEST_FIRST, steps, Kleene.YES)
            case StepKind.ANY:
                result = _first_of(_STRONGEST_FIRST, steps, Kleene.NO)
            case StepKind.NOT:
                result = ~steps[0].result
            case StepKind.DEFINED:
                result = steps[0].result
            case StepKind.TEST | StepKind.ALWAYS:
                return self._test(condition)
        return Step(condition, result, (), (), condition.citations, steps)

    def _test(self, condition: Condition) -> Step:
        atom = condition.truth
        names = condition.facts
        if names is None:
            names = tuple(dict.fromkeys(leaf_facts(atom, self.valuation)))
        citations = condition.citations
        if condition.terms_cite:
            citations = tuple(dict.fromkeys((*citations, *citations_of(atom, self.valuation))))
        return Step(
            condition,
            truth(atom, self.valuation),
            tuple(self.fact(name) for name in names),
            tuple(
                Computed(side.words, shown(read(side.term, self.valuation), side.type))
                for side in condition.sides
            ),
            citations,
            (),
        )

    def _read(self, name: str) -> FactRead:
        fact = self.valuation.facts[name]
        supplier = fact.supplier.value if fact.supplier else None
        held = self.valuation.known.get(name)
        if held is None:
            return FactRead(
                name, fact.label, FactState.UNKNOWN, None, "not known", supplier, fact.fixed
            )
        if name in self.resolved.used:
            state = FactState.ASSUMED
        else:
            state = FactState.ABSENT if held is ABSENT else FactState.GIVEN
        return FactRead(
            name,
            fact.label,
            state,
            texts.to_json_value(fact, held),
            words.value(fact, held),
            supplier,
            fact.fixed,
        )


def shown(reading: Reading, type_: FactType | None) -> str:
    """Return what a term is in words: a value, `none` when absent, else `not known`."""
    if reading.absent is Absent.SURELY:
        return "none"
    return "not known" if reading.exact is None else texts.number(reading.exact, type_)


def _first_of(order: tuple[Kleene, ...], steps: tuple[Step, ...], otherwise: Kleene) -> Kleene:
    """Return the first of *order* that one of the steps is."""
    results = [step.result for step in steps]
    for value in order:
        if value in results:
            return value
    return otherwise
