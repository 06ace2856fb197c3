"""Which clauses hold, and what stands at the top of their order (SPEC 4.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import cached_property

import attrs

from policydsl.core import ir
from policydsl.core.determinations import PEND_RANK, Determination
from policydsl.core.reading import facts_read
from policydsl.core.values import FactValue, Kleene, conjunction
from policydsl.reference.truths import asked, truth
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


@attrs.frozen(order=True)
class Outcome:
    """A determination, with the entity it sends to when it sends somewhere."""

    determination: Determination = attrs.field(order=lambda d: d.value)
    entity: str = ""


def outcome_of(clause: ir.Clause) -> Outcome:
    sends = clause.determination.sends
    return Outcome(clause.determination, (clause.target or "") if sends else "")


@attrs.frozen
class Front:
    """The best outcome of the clauses that hold, and the unknown ones that could beat it.

    `best` is None while no clause holds; `holding` are the clauses that ask for
    it, `open` (U of SPEC 4.5) the unknown clauses ranking above it, or level
    with another entity.  All in program order.
    """

    best: Outcome | None
    holding: tuple[ir.Clause, ...]
    open: tuple[ir.Clause, ...]

    @property
    def kleene(self) -> Outcome | None:
        """dK: the best, unless an unknown could beat it and it does not outrank a pend."""
        if not self.open:
            return self.best
        if self.best is not None and self.holding[0].rank < PEND_RANK:
            return self.best
        return PEND


PEND = Outcome(Determination.PEND_DOCUMENTATION)


Standing = tuple[list[ir.Clause], list[ir.Clause]]
"""The clauses that hold, and the unknown ones, each in program order."""


class Statuses:
    """The status H of every clause under one valuation, computed on demand.

    What was computed is kept: a condition that several clauses share is read once.
    """

    def __init__(
        self, program: ir.Program, valuation: Valuation, reads: Reads | None = None
    ) -> None:
        self.program = program
        self.valuation = valuation
        self.reads = Reads(program) if reads is None else reads
        self._status: dict[str, Kleene] = {}
        # INVARIANT: the program outlives this, so no other condition has one of these ids.
        self._truths: dict[int, Kleene] = {}
        self._fronts: dict[frozenset[str], Front] = {}
        self._asks: dict[str, Set[str]] = {}
        self._learned: dict[tuple[tuple[str, FactValue], ...], Statuses] = {}

    def of(self, clause: ir.Clause) -> Kleene:
        """Return H(clause): guards and bite hold, no exception and no overrider does.

        INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
        """
        known = self._status.get(clause.key)
        if known is None:
            known = self._status[clause.key] = self._compute(clause)
        return known

    def _compute(self, clause: ir.Clause) -> Kleene:
        least = YES
        for part in (*clause.guards, clause.bite):
            held = self.held(part)
            if held is NO:
                return NO
            if held is UNKNOWN:
                least = UNKNOWN
        for beating in self._beating(clause):
            if beating is YES:
                return NO
            if beating is UNKNOWN:
                least = UNKNOWN
        return least

    def _beating(self, clause: ir.Clause) -> Iterator[Kleene]:
        """Yield what keeps a clause from holding: its exceptions, and what overrides it."""
        yield from map(self.exception, clause.exceptions)
        for key in clause.overridden_by:
            yield self.of(self.reads.by_key[key])

    def held(self, condition: ir.Truth) -> Kleene:
        """Return whether a guard, a bite or another condition of the program holds."""
        known = self._truths.get(id(condition))
        if known is None:
            known = self._truths[id(condition)] = self._held(condition)
        return known

    def _held(self, condition: ir.Truth) -> Kleene:
        return truth(condition, self.valuation)

    def learning(self, facts: Mapping[str, FactValue]) -> Statuses:
        """Return the statuses once *facts*, which were unknown, are known."""
        key = tuple(facts.items())
        known = self._learned.get(key)
        if known is None:
            known = self._learned[key] = Learned(self, facts)
        return known

    def exception(self, exception: ir.Exception_) -> Kleene:
        """Return E(exception): its condition, and none of its own exceptions."""
        held = truth(exception.condition, self.valuation)
        nested = [self.exception(each) for each in exception.exceptions]
        return conjunction([held, *(~each for each in nested)])

    def front(self, without: frozenset[str] = frozenset()) -> Front:
        """Return what leads when the clauses whose keys are in *without* are set to no."""
        known = self._fronts.get(without)
        if known is None:
            known = self._fronts[without] = self._front(without)
        return known

    def _front(self, without: frozenset[str]) -> Front:
        holding = [clause for clause in self.standing[0] if clause.key not in without]
        unknown = [clause for clause in self.standing[1] if clause.key not in without]
        if not holding:
            return Front(None, (), tuple(unknown))
        rank = min(clause.rank for clause in holding)
        leaders = [clause for clause in holding if clause.rank == rank]
        best = min(outcome_of(clause) for clause in leaders)
        return Front(
            best,
            tuple(clause for clause in leaders if outcome_of(clause) == best),
            tuple(
                clause
                for clause in unknown
                if clause.rank < rank or (clause.rank == rank and outcome_of(clause) != best)
            ),
        )

    @cached_property
    def standing(self) -> Standing:
        # Most clauses stand under a guard that is no, as many others do.
        guarded = (c for c in self.program.clauses if NO not in map(self.held, c.guards))
        statuses = [(clause, self.of(clause)) for clause in guarded]
        holding = [clause for clause, status in statuses if status is YES]
        return holding, [clause for clause, status in statuses if status is UNKNOWN]

    def asks(self, clause: ir.Clause) -> Set[str]:
        """Return the facts an unknown clause asks for (SPEC 4.8, ask).

        Those of its first unknown guard; else of its bite; else of its
        exceptions; else of the clauses that override it.
        """
        known = self._asks.get(clause.key)
        if known is None:
            known = self._asks[clause.key] = self._asked_by(clause)
        return known

    def _asked_by(self, clause: ir.Clause) -> Set[str]:
        for part in (*clause.guards, clause.bite):
            if self.held(part) is UNKNOWN:
                return asked(part, self.valuation)
        found: set[str] = set()
        for exception in clause.exceptions:
            found |= self._asks_exception(exception)
        if found:
            return found
        for key in clause.overridden_by:
            if self.of(self.reads.by_key[key]) is UNKNOWN:
                found |= self.asks(self.reads.by_key[key])
        return found

    def _asks_exception(self, exception: ir.Exception_) -> set[str]:
        if self.exception(exception) is not UNKNOWN:
            return set()
        if truth(exception.condition, self.valuation) is UNKNOWN:
            return asked(exception.condition, self.valuation)
        found: set[str] = set()
        for nested in exception.exceptions:
            found |= self._asks_exception(nested)
        return found


class Learned(Statuses):
    """The statuses once more facts are known.

    Conditions are monotone (SPEC 4.10 b): what was yes or no stays so.  What was unknown
    stays so too, unless it reads one of the facts.
    """

    def __init__(self, before: Statuses, facts: Mapping[str, FactValue]) -> None:
        valuation = before.valuation
        known = {**valuation.known, **facts}
        valuation = Valuation(valuation.facts, valuation.as_of, known)
        super().__init__(before.program, valuation, before.reads)
        self._before = before
        self._facts = facts.keys()

    @cached_property
    def standing(self) -> Standing:
        holding, unknown = self._before.standing
        newly, left = [], []
        for clause in unknown:
            stays = self._facts.isdisjoint(self.reads.of(clause))
            status = UNKNOWN if stays else self.of(clause)
            if status is YES:
                newly.append(clause)
            elif status is UNKNOWN:
                left.append(clause)
        if newly:
            places = self.reads.places
            holding = sorted([*holding, *newly], key=lambda clause: places[clause.key])
        return holding, left

    def _compute(self, clause: ir.Clause) -> Kleene:
        was = self._before.of(clause)
        if was is not UNKNOWN or self._facts.isdisjoint(self.reads.of(clause)):
            return was
        return super()._compute(clause)

    def _held(self, condition: ir.Truth) -> Kleene:
        was = self._before.held(condition)
        return super()._held(condition) if was is UNKNOWN else was


class Reads:
    """The clauses of a program by key, their places, and on which facts each turns."""

    def __init__(self, program: ir.Program) -> None:
        self.by_key = {clause.key: clause for clause in program.clauses}
        self.places = {key: place for place, key in enumerate(self.by_key)}
        self._facts: dict[str, frozenset[str]] = {}

    def of(self, clause: ir.Clause) -> frozenset[str]:
        """Return the facts that *clause* reads, and those that what overrides it reads."""
        found = self._facts.get(clause.key)
        if found is None:
            found = facts_read(clause.guards, clause.bite, clause.exceptions)
            found = found.union(*(self.of(self.by_key[key]) for key in clause.overridden_by))
            self._facts[clause.key] = found
        return found
