"""Name the clauses behind an outcome, remembering what their citations depend on.

Which citations a reason has depends on the facts of its cited conditions alone, so
a reason is worked out by the reference once for each combination of those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir
from policydsl.core.decision import Reason
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.graph import Graph, Role
from policydsl.kernel.given import Checked, Known
from policydsl.kernel.layout import Plane
from policydsl.kernel.made import Made
from policydsl.kernel.residue import AS_OF, Comparison, reads
from policydsl.kernel.scope import ones
from policydsl.kernel.tables import Table
from policydsl.reference.clauses import Statuses
from policydsl.reference.reasons import lifted, reason
from policydsl.reference.valuation import Valuation

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Scoped

MOST_REMEMBERED = 4096
"""The most combinations for which one reason, or one group of reasons, is remembered."""


@attrs.frozen
class Chosen:
    """The clauses that give the reasons, each beside its reason."""

    clauses: tuple[ir.Clause, ...]
    reasons: tuple[Reason, ...]


@attrs.frozen
class _Cited:
    """How to come by one clause's reason: the facts it turns on, and what is remembered."""

    facts: tuple[str, ...]
    told: bool  # whether the evaluated bits say all that there is to know of these facts
    remembered: dict[tuple[Any, ...], Reason]


@attrs.frozen
class _Group:
    """The reasons of a set of clauses: one answer, or one for each combination of *facts*.

    `mask` are the evaluated bits that tell those combinations apart, 0 if none do.
    """

    entries: tuple[tuple[int, bool, bool], ...]
    facts: tuple[str, ...]
    mask: int
    fixed: Chosen | None
    remembered: dict[Any, Chosen]


NOTHING = Checked(Request(1, {}), {}, {})

Masks = tuple[int, int, int, int]  # that hold, that are open, met on the way, lifted


class Reasons:
    """Gives the reasons of decisions in one scope."""

    def __init__(self, scoped: Scoped) -> None:
        self._kernel = scoped.kernel
        self._scope = scoped.scope
        self._planes = (1 << len(Plane) * scoped.width) - 1
        self._groups = Table(self._group)
        self._plain = Table(lambda index: self._cited(index, lifted=False))
        self._lifted = Table(lambda index: self._cited(index, lifted=True))

    def chosen(self, bits: int, made: Made, facts: Known, as_of: int) -> Chosen:
        """Return the reasons of a decision, as `reasons_for` gives them."""
        state = bits & self._planes
        group: _Group | None = made.groups.get(state)
        if group is None:
            group = self._groups[self._asking(bits, made)]
            if len(made.groups) < MOST_REMEMBERED:
                made.groups[state] = group
        return group.fixed or self._written(group, bits, facts, as_of)

    def _asking(self, bits: int, made: Made) -> Masks:
        scope = self._scope
        yes = scope.yes(bits)
        if made.asking is not None:
            return made.asking & yes, made.asking & ~yes, 0, 0
        outcome = made.outcome
        asking = scope.asking(outcome) & yes
        if not asking:
            asking = scope.asking(outcome) & scope.unknown(bits)
        if asking:
            asking &= scope.leads[(asking & -asking).bit_length() - 1].rank
        met = lifts = 0
        if outcome.determination is Determination.COVERED:
            met, lifts = scope.met(bits), scope.lifted(bits)
        return asking & yes, asking & ~yes, met, lifts

    def lost(self, bits: int, made: Made, facts: Known, as_of: int) -> Chosen:
        """Return the clauses that hold but lost to the outcome."""
        scope = self._scope
        lost = scope.yes(bits) & ~scope.covers & ~scope.asking(made.outcome)
        group: _Group = self._groups[lost, 0, 0, 0]
        return group.fixed or self._written(group, bits, facts, as_of)

    # ----------------------------------------------------------------- groups

    def _written(self, group: _Group, bits: int, facts: Known, as_of: int) -> Chosen:
        key: Any = bits & group.mask
        if not group.mask:
            key = (as_of if AS_OF in group.facts else 0, *map(facts.get, group.facts))
        found = group.remembered.get(key)
        if found is None:
            given = tuple(self._one(*entry, facts, as_of) for entry in group.entries)
            clauses = tuple(self._scope.clauses[index] for index, _, _ in group.entries)
            found = Chosen(clauses, given)
            room = len(group.remembered) < MOST_REMEMBERED
            if room and not (group.mask and self._scope.layout.overflows(key)):
                group.remembered[key] = found
        return found

    def _group(self, masks: Masks) -> _Group:
        """Return first those that ask, then those met or lifted on the way, in program order."""
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
        cited: list[_Cited] = [(self._lifted if b else self._plain)[i] for i, _, b in entries]
        facts = sorted({fact for one in cited for fact in one.facts})
        told = all(one.told for one in cited)
        mask = self._scope.layout.telling(facts) if told else 0
        group = _Group(tuple(entries), tuple(facts), mask, None, {})
        return group if facts else attrs.evolve(group, fixed=self._written(group, 0, NOTHING, 1))

    def _one(self, index: int, open: bool, beaten: bool, facts: Known, as_of: int) -> Reason:
        cited: _Cited = (self._lifted if beaten else self._plain)[index]
        values = (as_of if name == AS_OF else facts.get(name) for name in cited.facts)
        key = (open, *values)
        found = cited.remembered.get(key)
        if found is None:
            found = self._worked_out(index, open, beaten, facts, as_of)
            if len(cited.remembered) < MOST_REMEMBERED:
                cited.remembered[key] = found
        return found

    def _worked_out(self, index: int, open: bool, beaten: bool, facts: Known, as_of: int) -> Reason:
        program = self._kernel.program
        known = {**self._scope.residues.known, **facts.known()}
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
        free = tuple(sorted(read - self._scope.fixed.keys()))
        return _Cited(free, self._told(parts, free), {})

    def _told(self, parts: list[str], facts: tuple[str, ...]) -> bool:
        """Whether the evaluated bits say all on which the citations of *parts* turn."""
        scope, graph = self._scope, self._kernel.graph
        if not {*facts} <= {*scope.layout.facts, AS_OF}:
            return False
        for id in graph.behind(parts):
            says = graph.nodes[id].says
            if isinstance(says, ir.Compare):
                residue = scope.residues.of(id)
                if isinstance(residue, Comparison) and residue not in scope.told:
                    return False
            elif isinstance(says, ir.Sum):
                terms = [addend.term for addend in says.addends if addend.citations]
                if any(len(scope.residues.free_facts(graph.ids[term])) > 1 for term in terms):
                    return False
        return True


def _cites(graph: Graph, id: str) -> bool:
    """Whether any citation stands inside a condition."""
    for behind in graph.behind([id]):
        for name, value in graph.nodes[behind].detail:
            if name == "citations" and any(value):
                return True
    return False
