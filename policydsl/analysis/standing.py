"""Lower a policy for its analysis: what stands before each clause, and when it holds."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from policydsl.analysis.claims import Claim
from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.reading import nodes_in
from policydsl.core.tables import Table
from policydsl.frozen import frozen
from policydsl.solve.finder import Finder
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Slice

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

EVERYWHERE = ""
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


@frozen
class Stand:
    """A clause as literals: its guards in order, its bite, and that it holds."""

    clause: ir.Clause
    guards: tuple[Literal, ...]
    bite: Literal
    lifts: tuple[Lift, ...]
    holds: Literal


class Standing:
    """A program as literals, with a solver for each benefit and one for what binds them all."""

    def __init__(self, program: ir.Program, tables: Iterable[Table]) -> None:
        self.program = program
        self.tables = tuple(tables)
        self.finder = Finder(program, service_day(program))
        self.gates = self.finder.gates
        self._clause_by_key = {clause.key: clause for clause in program.clauses}
        self._stand_by_key: dict[str, Stand] = {}
        for clause in program.clauses:
            self.of(clause)
        self.live = {limit.id: self.gates.truth(limit.live) for limit in program.limits}
        self.scopes = {benefit.id: self.gates.truth(benefit.scope) for benefit in program.benefits}
        self.lineage = {benefit.id: benefit.lineage for benefit in program.benefits}
        self.rows = {
            table.id: [self.gates.truth(ir.And(row.tests)) for row in table.rows]
            for table in self.tables
        }
        self.filled = {
            table.id: [self.gates.truth(column.present) for column in table.columns]
            for table in self.tables
        }
        self.finder.about_plans()
        self._slices: dict[str, Slice] = {}
        self._slice_of = self._sliced()
        self._nothing_stronger: dict[tuple[str | None, int], Literal] = {}
        self._clauses_of: dict[str | None, list[ir.Clause]] = {}
        counted = self._counted()
        for clause in program.clauses:
            for benefit in counted.get(clause.id, (clause.benefit,)):
                self._clauses_of.setdefault(benefit, []).append(clause)

    @property
    def stands(self) -> Iterator[Stand]:
        return (self._stand_by_key[clause.key] for clause in self.program.clauses)

    def of(self, clause: ir.Clause) -> Stand:
        found = self._stand_by_key.get(clause.key)
        if found is None:
            found = self._stand_by_key[clause.key] = self._stand(clause)
        return found

    def _stand(self, clause: ir.Clause) -> Stand:
        gates = self.gates
        guards = tuple(gates.truth(guard) for guard in clause.guards)
        bite = gates.truth(clause.bite)
        lifts: list[Lift] = []
        lifted = [self._lift(e, (*guards, bite), lifts) for e in clause.exceptions]
        beaten = [self.of(self._clause_by_key[key]).holds for key in clause.overridden_by]
        holds = gates.all_of([*guards, bite, *(-x for x in lifted), *(-x for x in beaten)])
        return Stand(clause, guards, bite, tuple(lifts), holds)

    def _lift(
        self, exception: ir.Exception_, inside: tuple[Literal, ...], found: list[Lift]
    ) -> Literal:
        """Return that *exception* holds, and add it and those nested in it to *found*."""
        condition = self.gates.truth(exception.condition)
        place = len(found)
        nested = [self._lift(n, (*inside, condition), found) for n in exception.exceptions]
        holds = self.gates.all_of([condition, *(-literal for literal in nested)])
        found.insert(place, Lift(exception, condition, holds, inside))
        return holds

    def slice(self, benefit: str | None) -> Slice:
        """Return the solver for the clauses of *benefit*, or for those that bind everywhere."""
        key = self._slice_of[benefit] if benefit else EVERYWHERE
        if key not in self._slices:
            self._slices[key] = Slice(self.finder)
        return self._slices[key]

    def _sliced(self) -> dict[str, str]:
        """Put benefits together until a solver has enough to do.

        Each solver has to know what binds every benefit, and the less there is beside that
        the faster it answers.
        """
        sizes = Counter(clause.benefit for clause in self.program.clauses)
        found: dict[str, str] = {}
        key, size = EVERYWHERE, CLAUSES_IN_A_SLICE
        for benefit in self.lineage:
            if size >= CLAUSES_IN_A_SLICE:
                key, size = benefit, 0
            found[benefit] = key
            size += sizes[benefit]
        return found

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

    def stronger(self, clause: ir.Clause) -> list[Stand]:
        """Return the clauses that decide instead of *clause* whenever they hold with it."""
        family = [None, *(key for key in self.lineage if self.related(clause.benefit, key))]
        if clause.benefit is None:
            family = [None]  # those of a benefit alone do not decide for all of them
        found = {
            other.key: self.of(other)
            for key in family
            for other in self._clauses_of.get(key, ())
            if other.rank < clause.rank
        }
        return list(found.values())

    def nothing_stronger(self, clause: ir.Clause) -> Literal:
        """Return that no stronger clause holds; the same for all of one rank and benefit."""
        key = (clause.benefit, clause.rank)
        if key not in self._nothing_stronger:
            stronger = self.stronger(clause)
            self._nothing_stronger[key] = self.gates.all_of([-each.holds for each in stronger])
        return self._nothing_stronger[key]

    def related(self, one: str | None, other: str | None) -> bool:
        """Whether clauses of two benefits can bear on one request by their lineage."""
        if one is None or other is None or one == other:
            return True
        return one in self.lineage.get(other, ()) or other in self.lineage.get(one, ())

    def case(self, slice: Slice, claim: Claim, *literals: Literal) -> Case | None:
        """Return the smallest natural case in which *literals* are true, once it replays."""
        # The evaluator is loaded when there is something to show.
        from policydsl.analysis.cases import case_for

        found = slice.witness(*literals)
        if found is None:
            return None
        day = self.finder.day if found.day is None else found.day
        return case_for(self.program, found.facts, claim, day)


def service_day(program: ir.Program) -> int:
    """Return a natural service date: the edition's, or the nearest day in force."""
    day = SOME_DAY
    if program.edition is not None:
        day = max(day, datetime.date.fromisoformat(program.edition).toordinal())
    start, end = program.in_force.start or FIRST_DAY, program.in_force.end or LAST_DAY
    return min(max(day, start), end)
