"""Decide what unknown facts leave open, remembering the answer for requests that are alike.

Two requests of one scope are alike when every condition reads the same in both and
the same facts are unknown; and, where a comparison relates unknown facts to known
ones, when those known ones are equal.  The answer itself comes from the algorithms
shared with the reference, with the compiled scopes as evaluator.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.values import FactValue
from policydsl.graph import Role
from policydsl.kernel.evaluation import Compiled
from policydsl.kernel.given import Known
from policydsl.kernel.made import Made
from policydsl.kernel.residue import AS_OF, reads
from policydsl.reference.clauses import Outcome
from policydsl.reference.completions import Completions, Essential
from policydsl.reference.determine import determined
from policydsl.reference.missing import Asked, missing
from policydsl.reference.report import determinations_of, missing_of
from policydsl.reference.valuation import Valuation

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Scoped

MOST_REMEMBERED = 16_384


class Pending:
    """Makes the decisions of one scope in which something is open or papers lack."""

    def __init__(self, scoped: Scoped) -> None:
        self._kernel = scoped.kernel
        self._scope = scoped.scope
        self._told = self._scope.layout.told
        self._remembered: dict[tuple[Any, ...] | int, Made] = {}

    def made(self, facts: Known, as_of: int, bits: int) -> Made:
        key = self._key(facts, as_of, bits)
        found = self._remembered.get(key)
        if found is None:
            found, alike = self._make(facts.known(), as_of)
            if alike and not self._scope.layout.overflows(bits):
                if len(self._remembered) >= MOST_REMEMBERED:
                    self._remembered = {}
                self._remembered[key] = found
        return found

    def _make(self, known: dict[str, FactValue], as_of: int) -> tuple[Made, bool]:
        """Return what is made of a request, and whether it holds for those alike."""
        kernel, program = self._kernel, self._kernel.program
        valuation = Valuation(program.facts, as_of, known)
        evaluation = Compiled(kernel, valuation)
        completions = _Counted(program, kernel.studied.cells, evaluation)
        possible = completions.possible()
        outcome = determined(evaluation.front(), possible)
        asked = missing(program, valuation, evaluation, completions, outcome.determination)
        made = Made(
            outcome=outcome,
            possible=determinations_of(possible),
            possible_exact=possible.exact,
            missing=missing_of(program.facts, asked),
            missing_exact=asked.exact,
            asking=self._asking(outcome, asked),
        )
        # A second question was about facts outside the scope, which the key leaves out.
        return made, completions.questions < 2

    def _asking(self, outcome: Outcome, asked: Asked) -> int | None:
        if outcome.determination is not Determination.PEND_DOCUMENTATION:
            return None
        keys = {key for askers in asked.by_fact.values() for key in askers}
        keys |= {clause.key for clause in asked.lacking}
        return self._scope.mask(keys) or self._scope.mask(clause.key for clause in asked.open)

    # -------------------------------------------------------------- alikeness

    def _key(self, facts: Known, as_of: int, bits: int) -> tuple[Any, ...] | int:
        """Return what requests that are alike have in common.

        The bits tell how each test of one fact reads, and each comparison that the scope
        has not decided.  The values behind a comparison count where one of them is
        unknown, or where it says which facts are to blame for a paper that lacks.
        """
        bits &= self._told
        if not (self._compared or self._always):
            return bits
        get = facts.get
        key: list[Any] = [bits]
        names: Iterable[str] = self._always
        for name, related in self._compared:
            if get(name) is None:
                names = (*names, *related)
        key += [as_of if name == AS_OF else get(name) for name in names]
        return tuple(key)

    @cached_property
    def _compared(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The facts that can be unknown, with those that comparisons join them to."""
        names = [n for n in self._scope.layout.facts if n not in self._kernel.given.defaults]
        return tuple((name, related) for name in names if (related := self._related(name)))

    @cached_property
    def _always(self) -> tuple[str, ...]:
        """The facts behind comparisons that can be to blame, or that stay open in this scope."""
        graph, scope = self._kernel.graph, self._scope
        found: set[str] = set()
        for clause in scope.clauses:
            if clause.papers:
                node = graph.nodes[graph.clauses[clause.key]]
                for id in graph.behind(node.of_role(Role.BITE)):
                    if isinstance(graph.nodes[id].says, ir.Compare):
                        found |= reads(graph, id)
        for name, value in scope.fixed.items():
            if value is None:
                found.update(self._related(name))
        return tuple(sorted(found - scope.fixed.keys()))

    def _related(self, name: str) -> tuple[str, ...]:
        """Return the facts that comparisons join to *name*, directly or through others."""
        joined = {name}
        pending = [name]
        while pending:
            for group in self._comparisons.get(pending.pop(), ()):
                pending.extend(other for other in group - joined if other != AS_OF)
                joined |= group
        return tuple(sorted(joined - {name}))

    @cached_property
    def _comparisons(self) -> dict[str, list[frozenset[str]]]:
        graph = self._kernel.graph
        found: dict[str, list[frozenset[str]]] = {}
        for node in graph.nodes.values():
            if isinstance(node.says, ir.Compare):
                group = reads(graph, node.id)
                for name in group:
                    found.setdefault(name, []).append(group)
        return found


class _Counted(Completions):
    """Counts how often it is asked which facts matter."""

    questions = 0

    def essential(self, lacking: frozenset[str], candidates: list[str]) -> Essential:
        self.questions += 1
        return super().essential(lacking, candidates)
