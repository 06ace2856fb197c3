"""Say of one program, in literals, what it determines and which clause leads (SPEC 4.5).

A request may leave facts out, so that a clause holds, does not, or is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.core.determinations import PEND_RANK, Determination
from policydsl.frozen import frozen
from policydsl.reference.clauses import PEND, Outcome, outcome_of
from policydsl.solve.rails import Lowering, Rails
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.solve.gates import Gates


@frozen
class Lead:
    """What decides on one side: the clause that holds, or the one that is open and asks.

    `clause` is the author's name for it; None for a request that pends and in which no
    clause that changed has a part.  `line` counts the `pays` lines of a benefit from 1,
    where what is paid is spoken of.
    """

    outcome: Outcome
    clause: str | None
    asks: bool = False
    line: int | None = None


def name_of(clause: ir.Clause) -> str:
    """Return the name under which a clause is spoken of: of a limit that of the whole limit."""
    return clause.id if clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION) else clause.key


class Side:
    """One program as literals: each clause's rails, and what is determined.

    `first` are the names of clauses that are spoken of before others that decide the same.
    """

    def __init__(self, program: ir.Program, lowering: Lowering) -> None:
        self.program = program
        self.lowering = lowering
        self.gates: Gates = lowering.gates
        self._by_key = {clause.key: clause for clause in program.clauses}
        self._rails: dict[str, Rails] = {}
        # Nothing stronger than these holds while a request pends.
        self._late = [c for c in program.clauses if not c.papers and c.rank >= PEND_RANK]
        for clause in program.clauses:
            self.of(clause)
        self.first: frozenset[str] = frozenset()
        self._leads: dict[Outcome, list[tuple[Lead, Literal]]] = {}
        self.outcomes = self._outcomes()

    def clause(self, key: str) -> ir.Clause:
        return self._by_key[key]

    # ---------------------------------------------------------------- clauses

    def of(self, clause: ir.Clause) -> Rails:
        """Return when *clause* surely holds, and when it surely does not.

        INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
        """
        found = self._rails.get(clause.key)
        if found is None:
            lowering = self.lowering
            parts = [lowering.truth(part) for part in (*clause.guards, clause.bite)]
            parts += [~self.exception(each) for each in clause.exceptions]
            parts += [~self.of(self._by_key[key]) for key in clause.overridden_by]
            found = self._rails[clause.key] = lowering.all_of(parts)
        return found

    def exception(self, exception: ir.Exception_) -> Rails:
        nested = [~self.exception(each) for each in exception.exceptions]
        return self.lowering.all_of([self.lowering.truth(exception.condition), *nested])

    def open(self, clause: ir.Clause) -> Literal:
        rails = self.of(clause)
        return self.gates.all_of([-rails.yes, -rails.no])

    # --------------------------------------------------------------- outcomes

    def none_hold(self, clauses: Iterable[ir.Clause]) -> Literal:
        return self.gates.all_of(-self.of(clause).yes for clause in clauses)

    def _outcomes(self) -> dict[Outcome, Literal]:
        """Return when each outcome is what leads; of any request exactly one is."""
        gates = self.gates
        ranked: dict[int, list[ir.Clause]] = {}
        for clause in self.program.clauses:
            ranked.setdefault(clause.rank, []).append(clause)
        found: dict[Outcome, list[Literal]] = {}
        pends: list[Literal] = []
        before: list[Literal] = []  # that nothing of a lower rank holds
        opened: list[Literal] = []  # that something of a lower rank is open
        for rank in sorted(ranked):
            clauses = ranked[rank]
            rivals = sorted({outcome_of(clause) for clause in clauses})
            any_open = [self.open(clause) for clause in clauses]
            for place, outcome in enumerate(rivals):
                asking = [self.of(c).yes for c in clauses if outcome_of(c) == outcome]
                better = [self.of(c).yes for c in clauses if outcome_of(c) in rivals[:place]]
                leads = gates.all_of([*before, gates.any_of(asking), *(-each for each in better)])
                if rank >= PEND_RANK and outcome != PEND:
                    level = [
                        is_open
                        for clause, is_open in zip(clauses, any_open, strict=True)
                        if outcome_of(clause) != outcome
                    ]
                    stands = gates.any_of([*opened, *level])
                    pends.append(gates.all_of([leads, stands]))
                    leads = gates.all_of([leads, -stands])
                found.setdefault(outcome, []).append(leads)
            before = [gates.all_of([*before, *(-self.of(clause).yes for clause in clauses)])]
            opened = [gates.any_of([*opened, *any_open])]
        found.setdefault(PEND, []).extend([*pends, *before])
        return {outcome: gates.any_of(parts) for outcome, parts in found.items()}

    # ------------------------------------------------------------------ leads

    def leads(self, outcome: Outcome) -> list[tuple[Lead, Literal]]:
        """Return what can lead to *outcome*, with when it does: one at a time.

        A clause that changed is named before one that did not.
        INVARIANT: `first` is set before the first call.
        """
        found = self._leads.get(outcome)
        if found is None:
            pends = outcome.determination is Determination.PEND_DOCUMENTATION
            found = self._pending_leads() if pends else self._leads_to(outcome)
            self._leads[outcome] = found
        return found

    def _leads_to(self, outcome: Outcome) -> list[tuple[Lead, Literal]]:
        gates, reached = self.gates, self.outcomes[outcome]
        asking = [clause for clause in self.program.clauses if outcome_of(clause) == outcome]
        # Silence and a clause about scope ask for one thing, at different ranks.
        several = len({clause.rank for clause in asking}) > 1
        holding: dict[str, list[Literal]] = {}
        for clause in sorted(asking, key=lambda clause: name_of(clause) not in self.first):
            lower = [c for c in self.program.clauses if several and c.rank < clause.rank]
            yes = gates.all_of([self.of(clause).yes, self.none_hold(lower)])
            holding.setdefault(name_of(clause), []).append(yes)
        found = [(Lead(outcome, name), gates.any_of(yes)) for name, yes in holding.items()]
        return self._in_turn(reached, found)

    def _pending_leads(self) -> list[tuple[Lead, Literal]]:
        """Return the changed papers that lack, then the changed clauses that ask, then the rest."""
        lacking: dict[str, list[Literal]] = {}
        asking: dict[str, list[Literal]] = {}
        for clause in self.program.clauses:
            name = name_of(clause)
            if name in self.first:
                asking.setdefault(name, []).append(self.stands(clause))
                if outcome_of(clause) == PEND:
                    lacking.setdefault(name, []).append(self.lacks(clause))
        gates = self.gates
        found = [(Lead(PEND, name), gates.any_of(held)) for name, held in lacking.items()]
        found += [
            (Lead(PEND, name, asks=True), gates.any_of(held)) for name, held in asking.items()
        ]
        reached = self.outcomes[PEND]
        return self._in_turn(reached, [*found, (Lead(PEND, None), reached)])

    def _in_turn(
        self, reached: Literal, found: list[tuple[Lead, Literal]]
    ) -> list[tuple[Lead, Literal]]:
        """Say of each that it leads where those before it do not."""
        before: list[Literal] = [reached]
        alone: list[tuple[Lead, Literal]] = []
        for lead, held in found:
            alone.append((lead, self.gates.all_of([*before, held])))
            before = [self.gates.all_of([*before, -held])]
        return alone

    def lacks(self, clause: ir.Clause) -> Literal:
        """Return that a clause that pends holds."""
        return self.gates.all_of([self.outcomes[PEND], self.of(clause).yes])

    def stands(self, clause: ir.Clause) -> Literal:
        """Return that *clause* is open and could still beat what leads once papers are in."""
        return self.gates.all_of([self.outcomes[PEND], self.open(clause), self.unheeded(clause)])

    def unheeded(self, clause: ir.Clause) -> Literal:
        """Return that nothing holds which keeps an open *clause* from being asked about."""
        return self.none_hold(
            other
            for other in self._late
            if other.rank < clause.rank
            or (other.rank == clause.rank and outcome_of(other) == outcome_of(clause))
        )
