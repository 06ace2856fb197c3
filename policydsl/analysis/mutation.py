"""Hold a changed program against scenarios: would any of them have noticed the change?

A scenario that passes notices a change when its decision by the changed program is not
what it expects.  Only clauses that changed are judged anew, once for all scenarios that give
the facts that they read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from policydsl.analysis.deciding import Deciding
from policydsl.analysis.judging import Judged, Judgement, Needs, judged, needs_of
from policydsl.core import ir
from policydsl.core.expectations import fails
from policydsl.core.reading import facts_read, nodes_in
from policydsl.core.request import Request
from policydsl.core.scenario import Expectation, Scenario
from policydsl.core.values import Kleene
from policydsl.reference.assumptions import resolve
from policydsl.reference.settings import contradictions
from policydsl.reference.valuation import Resolved

NO, UNKNOWN = Kleene.NO, Kleene.UNKNOWN


@attrs.frozen
class Trial:
    """A scenario that passes, with what the unchanged program makes of its request.

    `whole`: parts of the program would not do to decide it.
    """

    scenario: Scenario
    resolved: Resolved
    statuses: dict[str, Kleene]
    settled: bool
    whole: bool
    needs: Needs

    @property
    def request(self) -> Request:
        return self.scenario.request


@attrs.frozen
class Differing:
    """In what two programs differ, as far as a decision can show it.

    `keys` are of clauses that are other, new or gone, `turned` of those among them that ask
    for something else.
    """

    keys: frozenset[str]
    turned: frozenset[str]
    assumptions: bool
    first: bool  # which facts are asked for first
    limits: bool
    payments: bool
    advice: bool
    questions: bool

    @property
    def anything(self) -> bool:
        told = self.limits or self.payments or self.advice or self.questions
        return bool(self.keys) or self.assumptions or self.first or told


def differing(old: ir.Program, new: ir.Program) -> Differing:
    before = {clause.key: clause for clause in old.clauses}
    after = {clause.key: clause for clause in new.clauses}
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    turned = {k for k in keys & before.keys() & after.keys() if _asks(before[k]) != _asks(after[k])}
    return Differing(
        keys=frozenset(keys),
        turned=frozenset(turned),
        assumptions=old.assumptions != new.assumptions or old.settings != new.settings,
        first=old.asks_first != new.asks_first,
        limits=old.limits != new.limits,
        payments=old.payments != new.payments,
        advice=old.advice != new.advice,
        questions=old.open_questions != new.open_questions,
    )


def _asks(clause: ir.Clause) -> object:
    """Return what a clause asks for once it holds, and how it counts."""
    asked = (clause.determination, clause.target, clause.rank, clause.papers, clause.asks_for)
    return (*asked, clause.member_pays, clause.kind)


class Bench:
    """A program with the scenarios that it passes, against which changed programs are held."""

    def __init__(self, program: ir.Program, scenarios: Iterable[Scenario]) -> None:
        self.program = program
        self.deciding = Deciding(program)
        self.trials = tuple(
            trial for each in scenarios if (trial := _trial(program, each)) is not None
        )

    def killer(self, mutant: ir.Program, differs: Differing) -> Trial | None:
        """Return the first scenario that notices *mutant*, those that reach the change first."""
        holding = _Holding(self, mutant, differs)
        for trial in holding.in_order():
            if holding.notices(trial):
                return trial
        return None

    def reaching(self, keys: frozenset[str]) -> list[Trial]:
        """Return the trials in which a clause of *keys* may hold, those where it does first."""
        ranked = sorted(((_rank(trial, keys), trial) for trial in self.trials), key=lambda p: p[0])
        return [trial for rank, trial in ranked if rank < _RANK[NO]]


_RANK = {Kleene.YES: 0, Kleene.UNKNOWN: 1, Kleene.NO: 2}


def _rank(trial: Trial, keys: frozenset[str]) -> int:
    return min((_RANK[trial.statuses.get(key, NO)] for key in keys), default=_RANK[NO])


def _trial(program: ir.Program, scenario: Scenario) -> Trial | None:
    """Decide a scenario by the unchanged program; None when it does not pass."""
    if contradictions(program, scenario.request):
        return None
    resolved = resolve(program, scenario.request)
    state, needs = Judged(program, resolved.valuation), needs_of(scenario.expect)
    whole = False
    judgement = judged(program, resolved, state)
    if fails(scenario.expect, judgement.decision(needs)):
        whole = True
        judgement = judged(program, resolved, state, whole=True)
        if fails(scenario.expect, judgement.decision(needs)):
            return None
    front = state.front()
    lacking = any(clause.papers for clause in front.holding)
    statuses = {clause.key: state.of(clause) for clause in program.clauses}
    return Trial(scenario, resolved, statuses, not front.open and not lacking, whole, needs)


class _Holding:
    """One mutant held against the trials."""

    def __init__(self, bench: Bench, mutant: ir.Program, differs: Differing) -> None:
        self.bench = bench
        self.mutant = mutant
        self.differs = differs
        self.changed = _with_beaten(mutant, differs.keys)
        self._clauses = tuple(c for c in mutant.clauses if c.key in self.changed)
        both = (bench.program, mutant)
        parts = [part for program in both for part in _read_by(program, self.changed)]
        self._reads = tuple(sorted(facts_read(*parts)))
        self._dated = any(isinstance(n, ir.ServiceDate | ir.AgeTerm) for n in nodes_in(*parts))
        self._seen: dict[object, dict[str, Kleene]] = {}

    def in_order(self) -> Sequence[Trial]:
        return sorted(self.bench.trials, key=lambda trial: _rank(trial, self.changed))

    def notices(self, trial: Trial) -> bool:
        """Whether the decision by the mutant is not what the scenario expects."""
        resolved = trial.resolved
        if self.differs.assumptions:
            if contradictions(self.mutant, trial.request):
                return True
            resolved = resolve(self.mutant, trial.request)
            if resolved.valuation.known != trial.resolved.valuation.known:
                state = Judged(self.mutant, resolved.valuation)
                return self._fails(trial, resolved, state)
        found = self._statuses(resolved, trial)
        same = all(trial.statuses.get(key, NO) is held for key, held in found.items())
        gone = all(trial.statuses.get(key, NO) is NO for key in self.differs.keys - found.keys())
        if same and gone and not self._may_matter(trial, found):
            return False
        statuses = {key: held for key, held in trial.statuses.items() if key not in self.changed}
        state = Judged(self.mutant, resolved.valuation, statuses | found)
        return self._fails(trial, resolved, state)

    def _may_matter(self, trial: Trial, found: dict[str, Kleene]) -> bool:
        """Whether the decision may be another although each clause stands as it stood."""
        differs, needs = self.differs, trial.needs
        if (
            (differs.first and not trial.settled)
            or (differs.limits and needs.limits)
            or (differs.payments and needs.payments)
            or (differs.advice and needs.advice)
            or (differs.questions and needs.questions)
            or needs.assumptions
        ):
            return True
        if any(found.get(key, NO) is not NO for key in differs.turned):
            return True
        return not trial.settled and any(held is not NO for held in found.values())

    def _statuses(self, resolved: Resolved, trial: Trial) -> dict[str, Kleene]:
        """Return the statuses of the changed clauses, once for all trials that give as much."""
        known = resolved.valuation.known
        key = (
            *(known.get(name) for name in self._reads),
            trial.request.as_of if self._dated else 0,
        )
        found = self._seen.get(key)
        if found is None:
            state = Judged(self.mutant, resolved.valuation)
            found = self._seen[key] = {c.key: state.of(c) for c in self._clauses}
        return found

    def _fails(self, trial: Trial, resolved: Resolved, state: Judged) -> bool:
        expect = trial.scenario.expect
        made = judged(self.mutant, resolved, state, whole=trial.whole)
        if _misses(expect, made):
            return True
        more = trial.needs.anything or expect.askers or expect.settled is not None
        if not more and expect.possible is None:
            return False
        return fails(expect, made.decision(trial.needs))


def _with_beaten(program: ir.Program, keys: frozenset[str]) -> frozenset[str]:
    """Return *keys* with those of all clauses whose status depends on one of them."""
    found = set(keys)
    while True:
        more = {c.key for c in program.clauses if found & set(c.overridden_by)} - found
        if not more:
            return frozenset(found)
        found |= more


def _read_by(program: ir.Program, keys: frozenset[str]) -> list[tuple[object, ...]]:
    """Return every condition that the statuses of these clauses turn on."""
    by_key = {clause.key: clause for clause in program.clauses}
    pending, seen = [key for key in keys if key in by_key], set(keys)
    parts: list[tuple[object, ...]] = []
    while pending:
        clause = by_key[pending.pop()]
        parts.append((clause.guards, clause.bite, clause.exceptions))
        more = [key for key in clause.overridden_by if key not in seen]
        seen.update(more)
        pending += more
    return parts


def _misses(expect: Expectation, made: Judgement) -> bool:
    """Whether the determination, or what is missing, is not as expected: seen at once."""
    if made.outcome.determination is not expect.determination:
        return True
    wanted = expect.missing
    if wanted is None:
        return False
    return wanted != made.asked.by_fact.keys()
