"""What the unknown facts could still lead to, and which of them matter (SPEC 4.6, 4.8).

Exact answers come from restriction: evaluate; where something is still open,
branch on the cells of a fact that it asks for.  The number of evaluations is
bounded by `STEPS`; past it the answers are supersets, and say so.  An evaluator
is a parameter, so that every executor answers by the same steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Protocol

import attrs

from policydsl.core import ir
from policydsl.core.values import FactValue, Kleene
from policydsl.reference.cells import Cells, TooManyError
from policydsl.reference.clauses import PEND, Front, Outcome, Statuses, outcome_of
from policydsl.reference.structure import facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

STEPS = 2_000


class Evaluation(Protocol):
    """The statuses of a program's clauses under one valuation."""

    @property
    def valuation(self) -> Valuation: ...

    def learning(self, facts: Mapping[str, FactValue]) -> Evaluation: ...

    def front(self, without: frozenset[str] = frozenset()) -> Front: ...

    def asks(self, clause: ir.Clause) -> Set[str]: ...


Evaluate = Callable[[Valuation], Evaluation]


class _PastBoundError(Exception):
    pass


@attrs.frozen
class Possible:
    outcomes: frozenset[Outcome]
    exact: bool


@attrs.frozen
class Essential:
    """Of the facts asked for, those that can change the outcome; all of them when not exact."""

    facts: frozenset[str]
    exact: bool


class Completions:
    """Answers about the completions of one valuation, within one budget of steps."""

    def __init__(self, program: ir.Program, cells: Cells, root: Evaluation) -> None:
        self._cells = cells
        self._root = root
        self._known = root.valuation.known
        self._papers = frozenset(c.key for c in program.clauses if c.papers)
        self._by_key = {clause.key: clause for clause in program.clauses}
        self._steps = 0
        self._telling: list[dict[str, FactValue]] = []  # completions in which a fact matters

    def _step(self, at: Evaluation, facts: Mapping[str, FactValue]) -> Evaluation:
        self._steps += 1
        if self._steps > STEPS:
            raise _PastBoundError
        return at.learning(facts)

    # ------------------------------------------------------------ possible

    def possible(self) -> Possible:
        """Return every outcome of a completion, as found or with every paper in."""
        root = self._root
        within = self._superset(root)
        if len(within) == 1 or self._read_once(root):
            return Possible(within, exact=True)
        found: set[Outcome] = set()
        try:
            self._search(root, found, within)
        except (_PastBoundError, TooManyError):
            return Possible(within, exact=False)
        return Possible(frozenset(found), exact=True)

    def _superset(self, at: Evaluation) -> frozenset[Outcome]:
        """Return K: what leads or could come to lead, now and with all papers in."""
        now, complete = at.front(), at.front(self._papers)
        found = {outcome_of(clause) for clause in now.open}
        if now.best is not None:
            found.add(now.best)
        if PEND in found:
            found |= {outcome_of(clause) for clause in complete.open}
            if complete.best is not None:
                found.add(complete.best)
        return frozenset(found)

    def _search(self, at: Evaluation, found: set[Outcome], within: frozenset[Outcome]) -> None:
        if self._superset(at) <= found:
            return
        front = at.front()
        if not front.open:
            if front.best is not None:
                found.add(front.best)
            if front.best == PEND:
                front = at.front(self._papers)
                if not front.open and front.best is not None:
                    found.add(front.best)
        if not front.open:
            return
        name = _first(at, front)
        for value in self._cells.of(name, at.valuation):
            self._search(self._step(at, {name: value}), found, within)
            if found >= within:
                return

    def _read_once(self, at: Evaluation) -> bool:
        """Whether each unknown fact stands in one undecided atom, once and alone there."""
        uses: Counter[str] = Counter()
        open_clauses = {c.key: c for c in (*at.front().open, *at.front(self._papers).open)}
        for clause in open_clauses.values():
            for atom in self._undecided(clause, set()):
                unknown = [f for f in facts_read(atom) if f not in self._known]
                if len(unknown) > 1:
                    return False
                uses.update(unknown)
        return all(count == 1 for count in uses.values())

    def _undecided(self, clause: ir.Clause, seen: set[str]) -> Iterator[ir.Truth]:
        if clause.key in seen:
            return
        seen.add(clause.key)
        for atom in self._cells.atoms_of(clause):
            if truth(atom, self._root.valuation) is Kleene.UNKNOWN:
                yield atom
        for key in clause.overridden_by:
            yield from self._undecided(self._by_key[key], seen)

    # ----------------------------------------------------------- essential

    def essential(self, lacking: frozenset[str], candidates: list[str]) -> Essential:
        """Return which *candidates* alone can change the outcome once *lacking* are no."""
        if self._read_once(self._root):
            return Essential(frozenset(candidates), exact=True)
        self._telling = []
        try:
            found = {
                name
                for name in candidates
                if self._matters_nearby(name, lacking) or self._matters(name, self._root, lacking)
            }
        except (_PastBoundError, TooManyError):
            return Essential(frozenset(candidates), exact=False)
        return Essential(frozenset(found), exact=True)

    def _matters_nearby(self, name: str, lacking: frozenset[str]) -> bool:
        """Whether *name* matters where the last fact was found to: a search is often spared."""
        for completion in self._telling:
            others = {n: v for n, v in completion.items() if n != name}
            known = attrs.evolve(self._root.valuation, known={**self._known, **others})
            try:
                values = self._cells.of(name, known)
            except TooManyError:
                return False
            fronts = [self._step(self._root, {**others, name: v}).front(lacking) for v in values]
            if not any(each.open for each in fronts) and len({each.best for each in fronts}) > 1:
                return True
        return False

    def _matters(self, name: str, at: Evaluation, lacking: frozenset[str]) -> bool:
        """Whether two completions that differ in *name* alone differ in outcome."""
        front = at.front(lacking)
        if not front.open:
            return False
        fronts: list[Front] = []
        values: list[FactValue] = []
        other = _first_other(name, at, front)
        if other is None:
            values = self._cells.of(name, at.valuation)
            for value in values:
                inner = self._step(at, {name: value})
                reached = inner.front(lacking)
                fronts.append(reached)
                if reached.open:
                    other = _first(inner, reached)
                    break
        if other is None:
            matters = len({reached.best for reached in fronts}) > 1
            if matters:
                learned = {n: v for n, v in at.valuation.known.items() if n not in self._known}
                self._telling = [{**learned, name: v} for v in values]
            return matters
        for value in self._cells.of(other, at.valuation):
            if self._matters(name, self._step(at, {other: value}), lacking):
                return True
        return False


def _first(at: Evaluation, front: Front) -> str:
    name = next(_asked_in_turn(at, front), None)
    if name is None:
        raise TooManyError("an open clause asks for nothing that could be tried")
    return name


def _first_other(name: str, at: Evaluation, front: Front) -> str | None:
    return next((fact for fact in _asked_in_turn(at, front) if fact != name), None)


def _asked_in_turn(at: Evaluation, front: Front) -> Iterator[str]:
    """Yield the facts that the open clauses ask for, the strongest clause first."""
    for clause in sorted(front.open, key=lambda clause: clause.rank):
        yield from sorted(at.asks(clause))


def statuses(program: ir.Program) -> Evaluate:
    """Return the evaluator that interprets the definitions."""
    return lambda valuation: Statuses(program, valuation)
