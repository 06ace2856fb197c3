"""Name the clauses behind an outcome, remembering what their citations depend on.

Which citations a reason has depends on the facts of its cited conditions alone, so
a reason is worked out by the reference once for each combination of those.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir
from policydsl.core.decision import Reason
from policydsl.core.determinations import Determination
from policydsl.core.values import FactValue
from policydsl.graph import Graph, Role
from policydsl.kernel.made import Made
from policydsl.kernel.residue import AS_OF, reads
from policydsl.kernel.scope import ones
from policydsl.kernel.tables import Table
from policydsl.reference.clauses import Statuses
from policydsl.reference.reasons import lifted, reason
from policydsl.reference.valuation import Valuation

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Scoped

Facts = Mapping[str, FactValue]


@attrs.frozen
class Chosen:
    """The clauses that give the reasons, each beside its reason."""

    clauses: tuple[ir.Clause, ...]
    reasons: tuple[Reason, ...]


@attrs.frozen
class _Cited:
    """How to come by one clause's reason: the facts it turns on, and what is remembered."""

    facts: tuple[str, ...]
    remembered: dict[tuple[Any, ...], Reason]


class Reasons:
    """Gives the reasons of decisions in one scope."""

    def __init__(self, scoped: Scoped) -> None:
        self._kernel = scoped.kernel
        self._scope = scoped.scope
        self._groups = Table(self._group)
        self._plain = Table(lambda index: self._cited(index, lifted=False))
        self._lifted = Table(lambda index: self._cited(index, lifted=True))

    def chosen(self, bits: int, made: Made, facts: Facts, as_of: int) -> Chosen:
        """Return the reasons of a decision, as `reasons_for` gives them."""
        scope = self._scope
        yes = scope.yes(bits)
        if made.asking is not None:
            return self._written((made.asking & yes, made.asking & ~yes, 0, 0), facts, as_of)
        outcome = made.outcome
        sure = asking = scope.asking(outcome) & yes
        if not asking:
            asking = scope.asking(outcome) & scope.unknown(bits)
        if asking:
            asking &= scope.leads[(asking & -asking).bit_length() - 1].rank
        met = lifts = 0
        if outcome.determination is Determination.COVERED:
            met, lifts = scope.met(bits), scope.lifted(bits)
        return self._written((asking & sure, asking & ~sure, met, lifts), facts, as_of)

    def lost(self, bits: int, made: Made, facts: Facts, as_of: int) -> Chosen:
        """Return the clauses that hold but lost to the outcome."""
        scope = self._scope
        lost = scope.yes(bits) & ~scope.covers & ~scope.asking(made.outcome)
        return self._written((lost, 0, 0, 0), facts, as_of)

    # ----------------------------------------------------------------- groups

    def _written(self, masks: tuple[int, int, int, int], facts: Facts, as_of: int) -> Chosen:
        group: tuple[Chosen | None, list[tuple[int, bool, bool]]] = self._groups[masks]
        if group[0] is not None:
            return group[0]
        given = [self._one(*entry, facts, as_of) for entry in group[1]]
        clauses = tuple(self._scope.clauses[index] for index, _, _ in group[1])
        return Chosen(clauses, tuple(given))

    def _group(
        self, masks: tuple[int, int, int, int]
    ) -> tuple[Chosen | None, list[tuple[int, bool, bool]]]:
        """Return the reasons of a group of clauses, or which to look up: (clause, open, lifted).

        First those that ask, then those met or lifted on the way, each in the order of
        the program.
        """
        sure, unsure, met, lifts = masks
        place = self._scope.places.__getitem__
        entries = [
            (index, bool(unsure >> index & 1), False)
            for index in sorted(ones(sure | unsure), key=place)
        ]
        entries += [
            (index, False, bool(lifts >> index & 1))
            for index in sorted(ones(met | lifts), key=place)
        ]
        if any((self._lifted if beaten else self._plain)[i].facts for i, _, beaten in entries):
            return None, entries
        given = tuple(self._one(*entry, {}, 1) for entry in entries)
        return Chosen(tuple(self._scope.clauses[i] for i, _, _ in entries), given), entries

    def _one(self, index: int, open: bool, beaten: bool, facts: Facts, as_of: int) -> Reason:
        cited: _Cited = (self._lifted if beaten else self._plain)[index]
        values = (as_of if name == AS_OF else facts.get(name) for name in cited.facts)
        key = (open, *values)
        found = cited.remembered.get(key)
        if found is None:
            found = self._worked_out(index, open, beaten, facts, as_of)
            if len(cited.remembered) < 4096:
                cited.remembered[key] = found
        return found

    def _worked_out(self, index: int, open: bool, beaten: bool, facts: Facts, as_of: int) -> Reason:
        program = self._kernel.program
        known = {**self._kernel.known(facts), **self._scope.residues.known}
        state = Statuses(program, Valuation(program.facts, as_of, known))
        clause = self._scope.clauses[index]
        found = lifted(state, clause) if beaten else reason(state, clause)
        return attrs.evolve(found, open=open)

    def _cited(self, index: int, *, lifted: bool) -> _Cited:
        """Find the free facts on which the citations of a clause turn."""
        graph, clause = self._kernel.graph, self._scope.clauses[index]
        node = graph.nodes[graph.clauses[clause.key]]
        parts = [*node.of_role(Role.GUARD), *node.of_role(Role.BITE)]
        parts = [id for id in parts if _cites(graph, id)]
        if lifted:
            parts += node.of_role(Role.EXCEPTION)
        read: set[str] = set()
        for id in parts:
            read |= reads(graph, id)
        return _Cited(tuple(sorted(read - self._scope.fixed.keys())), {})


def _cites(graph: Graph, id: str) -> bool:
    """Whether any citation stands inside a condition."""
    for behind in graph.behind([id]):
        for name, value in graph.nodes[behind].detail:
            if name == "citations" and any(value):
                return True
    return False
