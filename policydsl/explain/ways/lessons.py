"""Learn from a choice that does not do what any other has to do otherwise.

A lesson is drawn from one completion of what is known: as long as none of the literals is
so, that completion stays and with it the clause that keeps the determination from being
reached.  So no choice that heeds all lessons is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from policydsl.core import ir
from policydsl.core.determinations import PEND_RANK, RANK, Determination
from policydsl.core.values import FactValue, Kleene
from policydsl.explain.ways.along import facts_along
from policydsl.explain.ways.forcing import Forcing
from policydsl.explain.ways.hitting import Leaves, Lesson, Literals, Sets, Wild
from policydsl.explain.ways.states import States
from policydsl.reference.clauses import Statuses
from policydsl.reference.structure import facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN

Chosen = dict[str, FactValue]


class Lessons:
    """Draws lessons for one request and one determination to reach."""

    def __init__(self, states: States, toward: Determination) -> None:
        self._states = states
        self._program = states.program
        self._by_key = states.ground.by_key
        self._rank = RANK[toward]
        asking = [c for c in self._program.clauses if c.determination is toward]
        self._wanted = [c for c in asking if c.kind is not ir.Kind.SILENCE]
        # That no benefit is about the request counts only where nothing else holds.
        self._silences = [c for c in asking if c.kind is ir.Kind.SILENCE]
        self._above = [c for c in self._program.clauses if c.rank < self._rank]
        self._forcing = Forcing(states)

    def of(self, chosen: Chosen, valuation: Valuation) -> list[Lesson]:
        """Return what is to be learnt from *chosen*, which comes to *valuation* and fails."""
        drawing = _Drawing(self._states, chosen, self._by_key)
        statuses = Statuses(self._program, valuation)
        found: list[Lesson] = []
        for clause in self._above:
            held = statuses.of(clause)
            if held is YES:
                found.append(drawing.holds(clause, valuation))
            elif held is UNKNOWN and self._rank > PEND_RANK:
                forced = self._forcing.clause(clause, valuation)
                if forced is not None:
                    found.append(drawing.holds(clause, forced))
        if found:
            return found
        return self._unwanted(drawing, valuation, statuses)

    def _unwanted(
        self, drawing: _Drawing, valuation: Valuation, statuses: Statuses
    ) -> list[Lesson]:
        """Return why no clause asks for the determination, when none surely does."""
        if any(statuses.of(clause) is YES for clause in self._wanted):
            return []
        completed = self._forcing.none_of(self._wanted, valuation)
        return [] if completed is None else self._missed(drawing, valuation, completed)

    def spoilt(self, chosen: Chosen, valuation: Valuation, spoiler: Valuation) -> list[Lesson]:
        """Return what is to be learnt from a completion in which another outcome leads."""
        drawing = _Drawing(self._states, chosen, self._by_key)
        statuses = Statuses(self._program, spoiler)
        held = next((c for c in self._above if statuses.of(c) is YES), None)
        if held is None:
            if any(statuses.of(clause) is YES for clause in self._wanted):
                return []
            return self._missed(drawing, valuation, spoiler)
        reasons = [drawing.holds(held, spoiler)]
        if self._rank < PEND_RANK:
            if any(Statuses(self._program, valuation).of(c) is YES for c in self._wanted):
                return []
            reasons += [drawing.fails(clause, valuation) for clause in self._wanted]
        return [frozenset().union(*reasons)]

    def _missed(
        self, drawing: _Drawing, valuation: Valuation, completed: Valuation
    ) -> list[Lesson]:
        """Return why no clause asks for the determination in *completed*."""
        reasons = [drawing.fails(clause, completed) for clause in self._wanted]
        if self._rank < PEND_RANK:
            # It is enough that one of them comes to hold while others are unknown.
            reasons += [drawing.fails(clause, valuation) for clause in self._wanted]
        silence = self._silence(drawing, valuation, completed)
        return [] if silence is None else [frozenset().union(silence, *reasons)]

    def _silence(
        self, drawing: _Drawing, valuation: Valuation, completed: Valuation
    ) -> Lesson | None:
        """Return why the determination is not that of a silent policy, when it could be."""
        found: set[Literals] = set()
        for silence in self._silences:
            for state in (completed, valuation):
                statuses = Statuses(self._program, state)
                if statuses.of(silence) is not YES:
                    found |= drawing.fails(silence, state)
                    continue
                louder = [c for c in self._program.clauses if c.rank < silence.rank]
                held = next((c for c in louder if statuses.of(c) is not NO), None)
                if held is None:
                    return None
                found |= drawing.holds(held, state)
        return frozenset(found)

    def certain(self, chosen: Chosen, valuation: Valuation, free: frozenset[str]) -> list[Lesson]:
        """Return what is to be learnt whatever *free* are, which *valuation* leaves unknown."""
        drawing = _Drawing(self._states, chosen, self._by_key, free)
        statuses = Statuses(self._program, valuation)
        holding = (clause for clause in self._above if statuses.of(clause) is YES)
        return [drawing.holds(clause, valuation) for clause in holding]

    def contradicted(self, chosen: Chosen, setting: ir.Setting) -> Lesson:
        """Return that a plan sets a fact to another value than was chosen."""
        drawing = _Drawing(self._states, chosen, self._by_key)
        return drawing.others([setting.fact, *facts_read(setting.condition)], None)

    def other_than(self, chosen: Chosen) -> Lesson:
        """Return that something is otherwise than in *chosen*; it says no more than that."""
        found: set[Literals] = {Leaves(name) for name in chosen}
        for name in self._program.read_facts:
            if self._states.kind(name) is not None:
                values = self._states.values(name)
                found |= {Sets(name, v) for v in values if v != chosen.get(name)}
        return frozenset(found)


class _Drawing:
    """Draws lessons from one choice; they say nothing of the facts that are *free*."""

    def __init__(
        self,
        states: States,
        chosen: Chosen,
        by_key: dict[str, ir.Clause],
        free: frozenset[str] = frozenset(),
    ) -> None:
        self._states = states
        self._chosen = chosen
        self._by_key = by_key
        self._free = free

    # ------------------------------------------------------------------ clauses

    def holds(self, clause: ir.Clause, valuation: Valuation) -> Lesson:
        """Return what would have to be otherwise for a clause that may hold surely not to."""
        found: set[Literals] = set()
        for part in (*clause.guards, clause.bite):
            found |= self.not_so(part, valuation, False)
        for exception in clause.exceptions:
            found |= self._lifts_not(exception, valuation)
        for key in clause.overridden_by:
            found |= self.fails(self._by_key[key], valuation)
        return frozenset(found)

    def fails(self, clause: ir.Clause, valuation: Valuation) -> Lesson:
        """Return what would have to be otherwise for a clause to hold that does not surely."""
        statuses = Statuses(self._states.program, valuation)
        options: list[tuple[bool, Callable[[], Lesson]]] = []
        for part in (*clause.guards, clause.bite):
            held = truth(part, valuation)
            if held is not YES:
                options.append((held is NO, partial(self.not_so, part, valuation, True)))
        for exception in clause.exceptions:
            held = statuses.exception(exception)
            if held is not NO:
                options.append((held is YES, partial(self._lifts, exception, valuation)))
        for key in clause.overridden_by:
            other = self._by_key[key]
            held = statuses.of(other)
            if held is not NO:
                options.append((held is YES, partial(self.holds, other, valuation)))
        return _shortest(options)

    def _lifts(self, exception: ir.Exception_, valuation: Valuation) -> Lesson:
        """Return what would have to be otherwise for an exception surely not to hold."""
        found = set(self.not_so(exception.condition, valuation, False))
        for nested in exception.exceptions:
            found |= self._lifts_not(nested, valuation)
        return frozenset(found)

    def _lifts_not(self, exception: ir.Exception_, valuation: Valuation) -> Lesson:
        """Return what would have to be otherwise for an exception to hold."""
        statuses = Statuses(self._states.program, valuation)
        options: list[tuple[bool, Callable[[], Lesson]]] = []
        held = truth(exception.condition, valuation)
        if held is not YES:
            options.append((held is NO, partial(self.not_so, exception.condition, valuation, True)))
        for nested in exception.exceptions:
            lifted = statuses.exception(nested)
            if lifted is not NO:
                options.append((lifted is YES, partial(self._lifts, nested, valuation)))
        return _shortest(options)

    # --------------------------------------------------------------- conditions

    def not_so(self, expr: ir.Truth, valuation: Valuation, goal: bool) -> Lesson:
        """Return what would have to be otherwise for *expr* to be *goal*, as it surely is not."""
        match expr:
            case ir.Truism():
                return frozenset()
            case ir.Cited() | ir.Named():
                return self.not_so(expr.operand, valuation, goal)
            case ir.Not():
                return self.not_so(expr.operand, valuation, not goal)
            case ir.And() | ir.Or():
                if isinstance(expr, ir.And) is goal:
                    return self._one_of(expr.operands, valuation, goal)
                parts = (self.not_so(each, valuation, goal) for each in expr.operands)
                return frozenset().union(*parts)
            case _:
                return self._atom(expr, valuation, goal)

    def _one_of(self, operands: Iterable[ir.Truth], valuation: Valuation, goal: bool) -> Lesson:
        reached, missed = Kleene.of(goal), Kleene.of(not goal)
        options: list[tuple[bool, Callable[[], Lesson]]] = []
        for each in operands:
            held = truth(each, valuation)
            if held is not reached:
                options.append((held is missed, partial(self.not_so, each, valuation, goal)))
        return _shortest(options)

    def _atom(self, atom: ir.Truth, valuation: Valuation, goal: bool) -> Lesson:
        names = tuple(dict.fromkeys(facts_along(atom, valuation)))
        if len(names) == 1 and self._states.is_plain(names[0]):
            return self._of_one(atom, names[0], valuation, goal)
        return self.others(names, valuation)

    def _of_one(self, atom: ir.Truth, name: str, valuation: Valuation, goal: bool) -> Lesson:
        states = self._states
        if states.kind(name) is None:
            return frozenset()
        reached = Kleene.of(goal)
        found: set[Literals] = {
            Sets(name, value)
            for value in states.values(name)
            if truth(atom, valuation.with_fact(name, value)) is reached
        }
        now = states.original.known.get(name)
        if (
            name in self._chosen
            and now is not None
            and truth(atom, valuation.with_fact(name, now)) is reached
        ):
            found.add(Leaves(name))
        return frozenset(found | self._wild(name))

    def others(self, names: Iterable[str], valuation: Valuation | None) -> Lesson:
        """Return that one of *names* is otherwise than it was chosen, or left, to be."""
        found: set[Literals] = set()
        for name in self._states.behind(names):
            if self._states.kind(name) is None or name in self._free:
                continue
            now = self._chosen.get(name)
            if now is None and valuation is not None:
                now = valuation.known.get(name)
            found |= {Sets(name, v) for v in self._states.values(name) if v != now}
            found |= self._wild(name)
            if name in self._chosen:
                found.add(Leaves(name))
        return frozenset(found)

    def _wild(self, name: str) -> Lesson:
        return frozenset({Wild(name)} if name in self._states.partly else ())


def _shortest(options: list[tuple[bool, Callable[[], Lesson]]]) -> Lesson:
    """Return the shortest lesson among the sure ones; among the others where none is sure."""
    sure = [draw for is_sure, draw in options if is_sure] or [draw for _, draw in options]
    drawn: Iterator[Lesson] = (draw() for draw in sure)
    return min(drawn, key=len)
