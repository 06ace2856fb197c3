"""Which clauses hold, and what stands at the top of their order (SPEC 4.5)."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from policydsl.core import ir
from policydsl.core.determinations import PEND_RANK, Determination
from policydsl.core.values import Kleene, conjunction
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


class Statuses:
    """The status H of every clause under one valuation, computed on demand."""

    def __init__(self, program: ir.Program, valuation: Valuation) -> None:
        self.program = program
        self.valuation = valuation
        self._by_key = {clause.key: clause for clause in program.clauses}
        self._status: dict[str, Kleene] = {}
        self._by_guard: dict[int, Kleene] = {}

    def of(self, clause: ir.Clause) -> Kleene:
        """Return H(clause): guards and bite hold, no exception and no overrider does.

        INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
        """
        known = self._status.get(clause.key)
        if known is None:
            known = self._status[clause.key] = self._compute(clause)
        return known

    def _compute(self, clause: ir.Clause) -> Kleene:
        parts: list[Kleene] = []
        for guard in clause.guards:
            held = self._guard(guard)
            if held is NO:
                return NO
            parts.append(held)
        parts.append(truth(clause.bite, self.valuation))
        if parts[-1] is NO:
            return NO
        parts += [~self.exception(exception) for exception in clause.exceptions]
        parts += [~self.of(self._by_key[key]) for key in clause.overridden_by]
        return conjunction(parts)

    def _guard(self, guard: ir.Truth) -> Kleene:
        """Return what a guard is; the one object that many clauses stand under is read once."""
        known = self._by_guard.get(id(guard))
        if known is None:
            known = self._by_guard[id(guard)] = truth(guard, self.valuation)
        return known

    def exception(self, exception: ir.Exception_) -> Kleene:
        """Return E(exception): its condition, and none of its own exceptions."""
        inside = [~self.exception(nested) for nested in exception.exceptions]
        return conjunction([truth(exception.condition, self.valuation), *inside])

    def front(self, without: Collection[str] = ()) -> Front:
        """Return what leads when the clauses whose keys are in *without* are set to no."""
        holding: list[ir.Clause] = []
        unknown: list[ir.Clause] = []
        for clause in self.program.clauses:
            if clause.key in without:
                continue
            match self.of(clause):
                case Kleene.YES:
                    holding.append(clause)
                case Kleene.UNKNOWN:
                    unknown.append(clause)
                case Kleene.NO:
                    pass
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

    def asks(self, clause: ir.Clause) -> set[str]:
        """Return the facts an unknown clause asks for (SPEC 4.8, ask).

        Those of its first unknown guard; else of its bite; else of its
        exceptions; else of the clauses that override it.
        """
        for part in (*clause.guards, clause.bite):
            if truth(part, self.valuation) is UNKNOWN:
                return asked(part, self.valuation)
        found: set[str] = set()
        for exception in clause.exceptions:
            found |= self._asks_exception(exception)
        if found:
            return found
        for key in clause.overridden_by:
            if self.of(self._by_key[key]) is UNKNOWN:
                found |= self.asks(self._by_key[key])
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
