"""Specialise a program to one choice of its scoping facts: the clauses that are left, compiled.

Most clauses of a policy are about one benefit.  Once the facts that tell benefits
apart are fixed, the clauses of the others are no, and cost nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Choice, Fact, YesNo
from policydsl.core.values import FactValue, Kleene
from policydsl.graph import Graph, Role
from policydsl.kernel.conditions import Conditions, ordered
from policydsl.kernel.given import Given
from policydsl.kernel.layout import Layout, Part, Plane
from policydsl.kernel.residue import AS_OF, Residue, Residues, Studied, reads
from policydsl.kernel.running import compiled
from policydsl.kernel.source import Source
from policydsl.reference.clauses import PEND, Front, Outcome, outcome_of
from policydsl.reference.reasons import REQUIREMENTS

MOST_SCOPING_FACTS = 4
LEAST_USES = 4  # clauses that a fact has to guard for fixing it to pay

_ROLES = ((Part.GUARD, Role.GUARD), (Part.BITE, Role.BITE), (Part.LIFTED, Role.EXCEPTION))


def scoping_facts(graph: Graph) -> tuple[str, ...]:
    """Choose the facts to fix: those of few values that guard the most clauses."""
    guarded: Counter[str] = Counter()
    for clause in graph.program.clauses:
        node = graph.nodes[graph.clauses[clause.key]]
        read: set[str] = set()
        for guard in node.of_role(Role.GUARD):
            read |= reads(graph, guard)
        if not clause.guards:
            # A list of exclusions on one fact: fixing the fact settles them.
            bite = reads(graph, next(node.of_role(Role.BITE)))
            read |= bite if len(bite) == 1 else set()
        guarded.update(read)
    facts = graph.program.facts
    usable = [
        (-count, name)
        for name, count in guarded.items()
        if count >= LEAST_USES and name in facts and isinstance(facts[name].type, YesNo | Choice)
    ]
    return tuple(name for _, name in sorted(usable)[:MOST_SCOPING_FACTS])


@attrs.frozen
class Lead:
    """What follows when a clause is the strongest that holds.

    `above` are the clauses that could still beat it, `same` those that ask for the
    same and `rank` those as strong, all as masks.  `settles`: nothing above it open,
    the decision is made.
    """

    outcome: Outcome
    same: int
    above: int
    rank: int
    settles: bool


class Scope:
    """The clauses that can hold under one choice of scoping facts, strongest first."""

    def __init__(
        self,
        studied: Studied,
        given: Given,
        fixed: Mapping[str, FactValue | None],
    ) -> None:
        self.graph = studied.graph
        self.program = self.graph.program
        self.fixed = fixed
        self.residues = Residues(studied, fixed)
        self.places = [place for place, c in enumerate(self.program.clauses) if not self._dead(c)]
        clauses = self.program.clauses
        self.places.sort(key=lambda place: (clauses[place].rank, outcome_of(clauses[place]), place))
        self.clauses = tuple(clauses[place] for place in self.places)
        self.index = {clause.key: index for index, clause in enumerate(self.clauses)}
        parts = self._parts()
        conditions = ordered(parts)
        self.told = conditions.places
        self.layout = Layout(len(self.clauses), self._live(), len(conditions.places))
        writing = Source(self.residues, self.layout, conditions, given)
        self.source = writing.write(self._base(parts, conditions), self._overrides())
        self.evaluate, self.read = compiled(self.source, writing.constants)
        self.leads = self._leads()
        self.papers = self.mask(c.key for c in self.clauses if c.papers)
        self.covers = self.mask(
            c.key for c in self.clauses if c.determination is Determination.COVERED
        )
        self.requirements = ~self.covers & self.mask(
            c.key for c in self.clauses if c.kind in REQUIREMENTS
        )
        self._fronts: dict[int, tuple[ir.Clause, ...]] = {}

    def _dead(self, clause: ir.Clause) -> bool:
        """Whether a clause neither holds nor is met in this scope, whatever else is known."""
        node = self.graph.nodes[self.graph.clauses[clause.key]]
        guards = [self.residues.of(id) for id in node.of_role(Role.GUARD)]
        if Kleene.NO in guards:
            return True
        bite = self.residues.of(next(node.of_role(Role.BITE)))
        return bite is Kleene.NO and clause.kind not in REQUIREMENTS

    # --------------------------------------------------------------- compiling

    def _parts(self) -> list[tuple[Part, int, Residue]]:
        """Return what each part of each clause turns on."""
        parts = []
        for index, clause in enumerate(self.clauses):
            node = self.graph.nodes[self.graph.clauses[clause.key]]
            for part, role in _ROLES:
                parts += [(part, index, self.residues.of(id)) for id in node.of_role(role)]
        return parts

    def _live(self) -> dict[str, int]:
        """Return the facts that this scope's clauses can read, not the fixed ones, with widths.

        Those of conditions that are already decided are among them, because what is asked
        for and what is to blame can turn on them.
        """
        found: set[str] = set()
        for clause in self.clauses:
            node = self.graph.nodes[self.graph.clauses[clause.key]]
            for _, role in _ROLES:
                for id in node.of_role(role):
                    found |= self.residues.free_facts(id)
        facts = self.program.facts
        return {name: class_bits(facts[name]) for name in sorted(found - {AS_OF})}

    def _base(self, parts: list[tuple[Part, int, Residue]], conditions: Conditions) -> int:
        """Return the bits of what the fixed facts decide."""
        base = conditions.base(self.layout)
        for part, index, residue in parts:
            if isinstance(residue, Kleene):
                base |= self.layout.part(part, residue, index)
        return base

    def _overrides(self) -> list[tuple[int, int]]:
        """Return (beaten, overrider), every overrider after those that beat it.

        INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
        """
        found: list[tuple[int, int]] = []
        settled: set[str] = set()

        def settle(clause: ir.Clause) -> None:
            if clause.key in settled:
                return
            settled.add(clause.key)
            for key in clause.overridden_by:
                if key in self.index:
                    settle(self.clauses[self.index[key]])
                    found.append((self.index[clause.key], self.index[key]))

        for clause in self.clauses:
            settle(clause)
        return found

    # ------------------------------------------------------------------- masks

    def mask(self, keys: Iterable[str]) -> int:
        """Return the mask of the clauses with these keys; others are no in this scope."""
        bits = 0
        for key in keys:
            if key in self.index:
                bits |= 1 << self.index[key]
        return bits

    def _leads(self) -> tuple[Lead, ...]:
        ranks: dict[int, int] = {}
        same: dict[tuple[int, Outcome], int] = {}
        for index, clause in enumerate(self.clauses):
            key = clause.rank, outcome_of(clause)
            ranks[clause.rank] = ranks.get(clause.rank, 0) | 1 << index
            same[key] = same.get(key, 0) | 1 << index
        found: list[Lead] = []
        for clause in self.clauses:
            outcome = outcome_of(clause)
            alike, rank = same[clause.rank, outcome], ranks[clause.rank]
            # Clauses stand by rank, so those of a lower one are the bits below.
            above = ((rank & -rank) - 1) | (rank & ~alike)
            found.append(Lead(outcome, alike, above, rank, settles=outcome != PEND))
        return tuple(found)

    def asking(self, outcome: Outcome) -> int:
        return self._asking.get(outcome, 0)

    @cached_property
    def _asking(self) -> dict[Outcome, int]:
        found: dict[Outcome, int] = {}
        for index, clause in enumerate(self.clauses):
            outcome = outcome_of(clause)
            found[outcome] = found.get(outcome, 0) | 1 << index
        return found

    def yes(self, bits: int) -> int:
        n = self.layout.clauses
        return self.layout.full & ~(bits | bits >> n)

    def unknown(self, bits: int) -> int:
        return (bits >> self.layout.clauses) & ~bits & self.layout.full

    def met(self, bits: int) -> int:
        """Return the requirements whose guards hold and that do not bite."""
        live = ~self.layout.plane(bits, Plane.GUARD_NOT_YES) & self.requirements
        return live & self.layout.plane(bits, Plane.BITE_NO)

    def lifted(self, bits: int) -> int:
        """Return the clauses that bite but that an exception or an overrider beats."""
        unlifted = self.layout.plane(bits, Plane.GUARD_NOT_YES)
        unlifted |= self.layout.plane(bits, Plane.BITE_NOT_YES) | self.covers
        return ~unlifted & self.layout.plane(bits, Plane.NO)

    def in_order(self, mask: int) -> tuple[ir.Clause, ...]:
        """Return the clauses of *mask* in the order of the program."""
        found = self._fronts.get(mask)
        if found is None:
            clauses = self.program.clauses
            found = tuple(clauses[place] for place in sorted(self.places[i] for i in ones(mask)))
            if len(self._fronts) < 4096:
                self._fronts[mask] = found
        return found

    def front(self, bits: int, without: int = 0) -> Front:
        """Return what leads, as `Statuses.front` does, when *without* are set to no."""
        yes, unknown = self.yes(bits) & ~without, self.unknown(bits) & ~without
        if not yes:
            return Front(None, (), self.in_order(unknown))
        lead = self.leads[(yes & -yes).bit_length() - 1]
        return Front(
            lead.outcome, self.in_order(yes & lead.same), self.in_order(unknown & lead.above)
        )


def class_bits(fact: Fact) -> int:
    """Return how many bits tell the classes of a fact's values apart, unknown and absent too."""
    match fact.type:
        case YesNo():
            return 3 if fact.may_be_absent else 2
        case Choice(members):
            return min(8, (len(members) + 2).bit_length())
        case _:
            return 5


def ones(mask: int) -> list[int]:
    """Return the places of the ones in *mask*, lowest first.

    >>> ones(0b1011)
    [0, 1, 3]
    """
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
