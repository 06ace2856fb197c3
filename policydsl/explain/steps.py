"""Work out what came of each condition for one request, from what was found for others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from operator import itemgetter
from typing import Any, Generic, TypeVar

from policydsl.core import ir, texts
from policydsl.core.facts import FactType
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.explain.known import Known, Vocabulary
from policydsl.explain.trace import Computed, Condition, FactRead, Step, StepKind
from policydsl.kernel.residue import dated
from policydsl.reference.structure import atoms, facts_read
from policydsl.reference.terms import Absent, Reading, read
from policydsl.reference.truths import citations_of, leaf_facts, truth
from policydsl.reference.valuation import Valuation

_WEAKEST_FIRST = (Kleene.NO, Kleene.UNKNOWN)
_STRONGEST_FIRST = (Kleene.YES, Kleene.UNKNOWN)

MOST_REMEMBERED = 1024
"""For how many combinations of facts one condition, or one number, is remembered."""

T = TypeVar("T")


class Steps:
    """What one request says, and what of it has been looked at."""

    def __init__(self, vocabulary: Vocabulary, request: Request) -> None:
        self.vocabulary = vocabulary
        self.request = request
        self.as_of = request.as_of
        self._filled = vocabulary.filled(request)
        self.known, self.assumed = vocabulary.known(request, self._filled)
        self.looked_at = 0
        """The bits of the facts that have been read."""

    @cached_property
    def valuation(self) -> Valuation:
        values = self.vocabulary.values(self._filled)
        return Valuation(self.vocabulary.program.facts, self.as_of, values)

    def fact(self, name: str) -> FactRead:
        known = self.known[name]
        self.looked_at |= known.bit
        return known.read

    def read(self) -> tuple[FactRead, ...]:
        """Return every fact that has been read, in the order of their declarations."""
        known = self.known
        return tuple([known[name].read for name in self.vocabulary.names_of(self.looked_at)])

    def looking_at(self, part: Remembered[Read[T]]) -> T:
        """Return what comes of *part*, and note which facts were read."""
        found = part.of(self)
        self.looked_at |= found.looked_at
        return found.value


class Remembered(Generic[T]):
    """What was worked out from some facts, by what was known of them."""

    __slots__ = ("_work_out", "dated", "facts_of", "met", "names")

    def __init__(
        self, names: Iterable[str], work_out: Callable[[Steps], T], *, dated: bool
    ) -> None:
        self.names = tuple(sorted(set(names)))
        self.dated = dated
        self.facts_of = itemgetter(*self.names) if self.names else _nothing
        self._work_out = work_out
        self.met: dict[Any, T] = {}

    @classmethod
    def of_all(
        cls,
        parts: Iterable[Remembered[Any]],
        work_out: Callable[[Steps], T],
        more: Iterable[str] = (),
    ) -> Remembered[T]:
        """Remember what is worked out from *parts*, and from *more* facts."""
        parts = tuple(parts)
        names = [*more, *(name for part in parts for name in part.names)]
        return cls(names, work_out, dated=any(part.dated for part in parts))

    @classmethod
    def of_truth(cls, truth: ir.Truth, work_out: Callable[[Steps], T]) -> Remembered[T]:
        """Remember what is worked out from all that a condition can read."""
        on_days = any(map(dated, atoms(truth)))
        return cls(facts_read(truth), work_out, dated=on_days)

    def of(self, steps: Steps) -> T:
        key = self.facts_of(steps.known)
        if self.dated:
            key = (key, steps.as_of)
        found = self.met.get(key)
        if found is None:
            found = self._work_out(steps)
            if len(self.met) < MOST_REMEMBERED:
                self.met[key] = found
        return found


def _nothing(known: dict[str, Known]) -> None:
    return None


class Read(Generic[T]):
    """What was worked out, with the bits of the facts that it was worked out from."""

    __slots__ = ("looked_at", "value")

    def __init__(self, value: T, looked_at: int) -> None:
        self.value = value
        self.looked_at = looked_at


class Found:
    """What came of a condition: its step, the bits of the facts that it read and leans on.

    Equal only to itself, as `Known` is.
    """

    __slots__ = ("leans_on", "looked_at", "result", "step")

    def __init__(self, step: Step, looked_at: int, leans_on: int) -> None:
        self.step = step
        self.result = step.result
        self.looked_at = looked_at
        self.leans_on = leans_on if step.result is not Kleene.UNKNOWN else 0


class Conditions:
    """What came of the conditions of one program, for all requests."""

    def __init__(self) -> None:
        # INVARIANT: conditions are parts of an outline that lives as long as this does.
        self._by_condition: dict[int, Remembered[Found]] = {}

    def of(self, condition: Condition) -> Remembered[Found]:
        found = self._by_condition.get(id(condition))
        if found is None:
            found = self._by_condition[id(condition)] = self._remembered(condition)
        return found

    def _remembered(self, condition: Condition) -> Remembered[Found]:
        if condition.kind in (StepKind.TEST, StepKind.ALWAYS):
            return Remembered.of_truth(condition.truth, lambda steps: _tested(condition, steps))
        parts = [self.of(part) for part in condition.parts]
        return Remembered.of_all(
            parts, lambda steps: _joined(condition, [part.of(steps) for part in parts])
        )


def _joined(condition: Condition, parts: list[Found]) -> Found:
    match condition.kind:
        case StepKind.ALL:
            result = _first_of(_WEAKEST_FIRST, parts, Kleene.YES)
        case StepKind.ANY:
            result = _first_of(_STRONGEST_FIRST, parts, Kleene.NO)
        case StepKind.NOT:
            result = ~parts[0].result
        case _:
            result = parts[0].result
    inside = tuple(part.step for part in parts)
    step = Step(condition, result, (), (), condition.citations, inside)
    alike = condition.kind in (StepKind.ALL, StepKind.ANY)
    looked_at = leans_on = 0
    for part in parts:
        looked_at |= part.looked_at
        if not alike or part.result is result:
            leans_on |= part.leans_on
    return Found(step, looked_at, leans_on)


def _tested(condition: Condition, steps: Steps) -> Found:
    atom, valuation = condition.truth, steps.valuation
    names = condition.facts
    if names is None:
        names = tuple(dict.fromkeys(leaf_facts(atom, valuation)))
    citations = condition.citations
    if condition.terms_cite:
        citations = tuple(dict.fromkeys((*citations, *citations_of(atom, valuation))))
    step = Step(
        condition,
        truth(atom, valuation),
        tuple(steps.known[name].read for name in names),
        tuple(
            Computed(side.words, shown(read(side.term, valuation), side.type))
            for side in condition.sides
        ),
        citations,
        (),
    )
    bits = 0
    for name in names:
        bits |= steps.known[name].bit
    return Found(step, bits, bits)


def shown(reading: Reading, type_: FactType | None) -> str:
    """Return what a term is in words: a value, `none` when absent, else `not known`."""
    if reading.absent is Absent.SURELY:
        return "none"
    return "not known" if reading.exact is None else texts.number(reading.exact, type_)


def _first_of(order: tuple[Kleene, ...], parts: list[Found], otherwise: Kleene) -> Kleene:
    """Return the first of *order* that one of the parts is."""
    results = [part.result for part in parts]
    for value in order:
        if value in results:
            return value
    return otherwise
