"""Lower a policy for its analysis: what stands before each clause, and when it holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from policydsl.analysis.claims import Claim
from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import BOUND
from policydsl.core.reading import nodes_in
from policydsl.core.tables import Table
from policydsl.frozen import frozen
from policydsl.solve.finder import Finder
from policydsl.solve.pins import Pinning, Pins, either, exclusive
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer, Slice

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

CLAUSES_IN_A_SLICE: Final = 60

# A policy that states no date is tried on a day that is only an example.
SOME_DAY = datetime.date(2026, 1, 1).toordinal()


@frozen
class Lift:
    """An exception of a clause: the literal of its condition, of itself, and what it stands in."""

    exception: ir.Exception_
    condition: Literal
    holds: Literal
    inside: tuple[Literal, ...]
    said: tuple[ir.Truth, ...]


@frozen
class Stand:
    """A clause as literals: its guards in order, its bite, and that it holds.

    `slice` is the solver to put questions about it to, `pins` what it plainly says of facts.
    """

    clause: ir.Clause
    guards: tuple[Literal, ...]
    bite: Literal
    lifts: tuple[Lift, ...]
    holds: Literal
    slice: Slice
    pins: Pins

    @property
    def about(self) -> tuple[Literal, ...]:
        return (*self.guards, self.bite)


class Standing:
    """A program as literals, with a solver for each few clauses and one for what joins them."""

    def __init__(self, program: ir.Program, tables: Iterable[Table]) -> None:
        self.program = program
        self.tables = tuple(tables)
        self.finder = Finder(program, service_day(program))
        self.gates = self.finder.gates
        self.pinning = Pinning(program.facts)
        self.lineage = {benefit.id: benefit.lineage for benefit in program.benefits}
        self._slice = Slicing(self.finder)
        self._clause_by_key = {clause.key: clause for clause in program.clauses}
        self._stand_by_key: dict[str, Stand] = {}
        for clause in _by_benefit(program):
            self.of(clause)
        self.stands = tuple(self._stand_by_key[clause.key] for clause in program.clauses)
        self.live = {limit.id: self.gates.truth(limit.live) for limit in program.limits}
        self.rows = {
            table.id: [self.gates.truth(ir.And(row.tests)) for row in table.rows]
            for table in self.tables
        }
        self.filled = {
            table.id: [self.gates.truth(column.present) for column in table.columns]
            for table in self.tables
        }
        self._families: dict[str | None, list[Stand]] = {}
        counted = self._counted()
        self._of_benefit: dict[str | None, list[Stand]] = {}
        for stand in self.stands:
            for benefit in counted.get(stand.clause.id, (stand.clause.benefit,)):
                self._of_benefit.setdefault(benefit, []).append(stand)

    @cached_property
    def everywhere(self) -> Slice:
        """The solver for questions that are about no clause alone."""
        return Slice(self.finder)

    @cached_property
    def covers(self) -> tuple[Stand, ...]:
        return tuple(s for s in self.stands if s.clause.kind is ir.Kind.COVER)

    @cached_property
    def by_id(self) -> dict[str, list[Stand]]:
        """The clauses that say the several things which one construct says."""
        found: dict[str, list[Stand]] = {}
        for stand in self.stands:
            found.setdefault(stand.clause.id, []).append(stand)
        return found

    @cached_property
    def dead(self) -> frozenset[str]:
        """The benefits that are about no request."""
        return frozenset(s.clause.key for s in self.covers if s.slice.can(s.holds) is Answer.NO)

    def of(self, clause: ir.Clause) -> Stand:
        found = self._stand_by_key.get(clause.key)
        if found is None:
            found = self._stand_by_key[clause.key] = self._stand(clause)
        return found

    def _stand(self, clause: ir.Clause) -> Stand:
        gates = self.gates
        guards = self._guards(clause)
        bite = gates.truth(clause.bite)
        lifts: list[Lift] = []
        said = (*clause.guards, clause.bite)
        lifted = [self._lift(e, (*guards, bite), said, lifts) for e in clause.exceptions]
        beaten = [self.of(self._clause_by_key[key]).holds for key in clause.overridden_by]
        holds = gates.all_of([*guards, bite, *(-x for x in lifted), *(-x for x in beaten)])
        slice = self._slice.next(clause)
        return Stand(clause, guards, bite, tuple(lifts), holds, slice, self.pinning.all_of(said))

    def _guards(self, clause: ir.Clause) -> tuple[Literal, ...]:
        if clause.kind not in (ir.Kind.LIMIT, ir.Kind.EXTENSION, ir.Kind.AUTHORIZE):
            return tuple(self.gates.truth(guard) for guard in clause.guards)
        before: list[ir.Truth] = []
        found: list[Literal] = []
        for guard in clause.guards:
            found.append(self._beside_limits(guard, before))
            before.append(guard)
        return tuple(found)

    def _beside_limits(self, guard: ir.Truth, before: list[ir.Truth]) -> Literal:
        """Lower a guard; what it says of limits that never bind with this one is left out.

        That no other limit has less left is said of every other one, and most are about
        other benefits.
        """
        parts = guard.operands if isinstance(guard, ir.And) else (guard,)
        here = self.pinning.all_of(before)
        kept = [part for part in parts if not self._is_elsewhere(part, here)]
        if len(kept) == len(parts):
            return self.gates.truth(guard)
        return self.gates.all_of([self.gates.truth(part) for part in kept])

    def _is_elsewhere(self, part: ir.Truth, here: Pins) -> bool:
        """Whether *part* compares with a limit that does not bind *here*."""
        match part:
            case ir.Compare(
                order=ir.Order.AT_MOST,
                right=ir.Cases(cases=(case,), otherwise=ir.Constant(value=rest)),
            ) if rest >= BOUND:
                return exclusive(here, self.pinning.of(case.condition, True))
            case _:
                return False

    def _lift(
        self,
        exception: ir.Exception_,
        inside: tuple[Literal, ...],
        said: tuple[ir.Truth, ...],
        found: list[Lift],
    ) -> Literal:
        """Return that *exception* holds, and add it and those nested in it to *found*."""
        condition = self.gates.truth(exception.condition)
        place = len(found)
        deeper = ((*inside, condition), (*said, exception.condition))
        nested = [self._lift(n, *deeper, found) for n in exception.exceptions]
        holds = self.gates.all_of([condition, *(-literal for literal in nested)])
        found.insert(place, Lift(exception, condition, holds, inside, said))
        return holds

    def _counted(self) -> dict[str, tuple[str | None, ...]]:
        """Say of each limit which benefits count toward it; of one for all requests, nothing."""
        benefit_by_scope = {id(benefit.scope): benefit.id for benefit in self.program.benefits}
        found: dict[str, tuple[str | None, ...]] = {}
        for limit in self.program.limits:
            nodes = {id(node) for node in nodes_in(limit.live)}
            benefits = [key for scope, key in benefit_by_scope.items() if scope in nodes]
            if benefits:
                found[limit.id] = tuple(benefits)
        return found

    # --------------------------------------------------------------- stronger

    def stronger(self, stand: Stand) -> list[Stand]:
        """Return the clauses that decide instead of *stand* whenever they hold with it."""
        rank = stand.clause.rank
        return [other for other in self._family(stand.clause.benefit) if other.clause.rank < rank]

    def _family(self, benefit: str | None) -> list[Stand]:
        """Return the clauses that bear on every request about *benefit*, the strongest first.

        Those of a benefit alone do not decide for all of them; those of no benefit do, where
        they can hold with it at all.
        """
        if benefit not in self._families:
            keys = [key for key in self.lineage if benefit and self.related(benefit, key)]
            found = {s.clause.key: s for key in keys for s in self._of_benefit.get(key, ())}
            pins = either([each.pins for each in self._of_benefit.get(benefit, ())])
            for stand in self._of_benefit.get(None, ()):
                if not benefit or not exclusive(pins, stand.pins):
                    found[stand.clause.key] = stand
            self._families[benefit] = sorted(found.values(), key=lambda s: s.clause.rank)
        return self._families[benefit]

    def related(self, one: str | None, other: str | None) -> bool:
        """Whether clauses of two benefits can bear on one request by their lineage."""
        if one is None or other is None or one == other:
            return True
        return one in self.lineage.get(other, ()) or other in self.lineage.get(one, ())

    # ------------------------------------------------------------------- cases

    def case(self, slice: Slice, claim: Claim, *literals: Literal) -> Case | None:
        """Return the smallest natural case in which *literals* are true, once it replays."""
        # The evaluator is loaded when there is something to show.
        from policydsl.analysis.cases import case_for

        found = slice.witness(*literals)
        if found is None:
            return None
        day = self.finder.day if found.day is None else found.day
        return case_for(self.program, found.facts, claim, day)


class Slicing:
    """Gives each solver enough clauses, which come one after the other, benefit by benefit.

    Each solver has to know what binds its clauses, and the less there is beside that the
    faster it answers.
    """

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self._slice: Slice | None = None
        self._benefit: str | None = None
        self._clauses = 0

    def next(self, clause: ir.Clause) -> Slice:
        full = self._clauses >= CLAUSES_IN_A_SLICE
        together = clause.benefit is not None and clause.benefit == self._benefit
        if self._slice is None or (full and not together):
            self._slice, self._clauses = Slice(self.finder), 0
        self._clauses += 1
        self._benefit = clause.benefit
        return self._slice


def _by_benefit(program: ir.Program) -> Iterator[ir.Clause]:
    """Yield the clauses of each benefit together, those outside them first."""
    of: dict[str | None, list[ir.Clause]] = {None: []}
    for clause in program.clauses:
        of.setdefault(clause.benefit, []).append(clause)
    for clauses in of.values():
        yield from clauses


def service_day(program: ir.Program) -> int:
    """Return a natural service date: the edition's, or the nearest day in force."""
    day = SOME_DAY
    if program.edition is not None:
        day = max(day, datetime.date.fromisoformat(program.edition).toordinal())
    start, end = program.in_force.start or FIRST_DAY, program.in_force.end or LAST_DAY
    return min(max(day, start), end)
