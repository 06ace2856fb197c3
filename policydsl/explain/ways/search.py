"""Search for the smallest sets of changes, by proposals that heed what the last ones taught.

A choice of facts and values is proposed, never larger than it has to be; where it leads to
the determination it is a way, else lessons are drawn from it that every way heeds.  The
search ends, since each lesson rules out what was proposed; where it ends by itself it has
proved what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.core.values import FactValue, Kleene
from policydsl.explain.ways.ground import Ground
from policydsl.explain.ways.hitting import Hitting, Leaves, Lesson
from policydsl.explain.ways.lessons import Chosen, Lessons
from policydsl.explain.ways.model import Change, Kind, Way, Ways
from policydsl.explain.ways.states import States
from policydsl.explain.ways.telling import change
from policydsl.reference.cells import TooManyError
from policydsl.reference.clauses import PEND
from policydsl.reference.completions import Completions, Evaluate, statuses
from policydsl.reference.determine import determined
from policydsl.reference.settings import contradictions
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

MOST_TRIED = 400
"""How many choices are tried."""
MOST_STEPS = 500
"""How many evaluations it may take to find out why a choice fails."""


@attrs.frozen
class Options:
    """How many ways are wanted, of how many facts at most, and of how many more than the first."""

    most: int = 4
    largest: int = 40
    beyond: int = 1


def search(
    ground: Ground, request: Request, toward: Determination, options: Options | None = None
) -> Ways:
    """Return the smallest sets of changes of *request* that lead to *toward*.

    Where all of them change what the request is about (what the policy `asks first`), the
    smallest that do not come after them.  That each leads there is held by the reference.
    """
    options = options or Options()
    ways = _Searching(ground, States(ground, request), toward).run(options)
    about = frozenset(ground.program.asks_first) & request.facts.keys()
    if not ways.ways or not all(about & way.facts for way in ways.ways):
        return ways
    kept = _Searching(ground, States(ground, request, about), toward).run(options)
    return attrs.evolve(
        ways,
        ways=(*ways.ways, *kept.ways),
        exact=ways.exact and kept.exact,
        complete=ways.complete and kept.complete,
    )


class _PastBoundError(Exception):
    pass


class _Searching:
    def __init__(self, ground: Ground, states: States, toward: Determination) -> None:
        self.ground = ground
        self.program = ground.program
        self.request = states.request
        self.toward = toward
        self.states = states
        self.lessons = Lessons(self.states, toward)
        self.hitting = Hitting()
        self.exact = True

    def run(self, options: Options) -> Ways:
        if self._reaches({}):
            return Ways(self.toward, reached=True, ways=(), exact=True, complete=True)
        found: list[Way] = []
        ended = False  # there is nothing left to find
        for _ in range(MOST_TRIED):
            largest = min(options.largest, options.beyond + min(map(_size, found), default=99))
            proposed = self.hitting.choice(largest)
            if proposed is None:
                ended = self.hitting.size <= largest
                break
            chosen = {name: value for name, value in proposed.items() if value is not None}
            if len(chosen) < len(proposed):
                if not self._without(proposed, chosen):
                    if found:
                        break
                    self.exact = False
                    self.hitting.tame()
            elif self._try(chosen):
                way = self._way(chosen)
                if way is not None:
                    found.append(way)
                if len(found) == options.most:
                    break
        exact = self.exact and (bool(found) or ended)
        return Ways(self.toward, False, _in_order(found), exact, exact and ended)

    def _try(self, chosen: Chosen) -> bool:
        """Whether *chosen* leads there; heeds what is to be learnt from it."""
        against = self._contradicted(chosen)
        if against is not None:
            self._heed(chosen, [self.lessons.contradicted(chosen, against)])
            return False
        if self._reaches(chosen):
            self._learn([frozenset(Leaves(name) for name in chosen)])
            return True
        valuation = self._valuation(chosen)
        drawn = self.lessons.of(chosen, valuation)
        if not drawn:
            drawn = self._spoilt(chosen, valuation)
        self._heed(chosen, drawn)
        return False

    def _without(self, proposed: Iterable[str], chosen: Chosen) -> bool:
        """Whether *chosen* fails whatever the rest of *proposed* is set to; heeds why."""
        known = self._valuation(chosen).known.items()
        rest = frozenset(proposed) - chosen.keys()
        valuation = Valuation(
            self.program.facts, self.request.as_of, {n: v for n, v in known if n not in rest}
        )
        drawn = self.lessons.certain(chosen, valuation, rest)
        self._learn(drawn)
        return bool(drawn)

    def _heed(self, chosen: Chosen, drawn: list[Lesson]) -> None:
        if drawn:
            self._learn(drawn)
            return
        # Why it fails is not known; nothing but this choice is given up.
        self.exact = False
        self._learn([self.lessons.other_than(chosen)])

    def _learn(self, lessons: list[Lesson]) -> None:
        for lesson in lessons:
            for name in sorted({each.fact for each in lesson}):
                values = self.states.values(name)
                self.hitting.add_fact(name, values, wild=name in self.states.partly)
            self.hitting.heed(sorted(lesson, key=str))

    # -------------------------------------------------------------- evaluating

    def _request(self, chosen: Chosen) -> Request:
        return Request(self.request.as_of, {**self.request.facts, **chosen})

    def _valuation(self, chosen: Chosen) -> Valuation:
        return self.ground.valuation(self._request(chosen))

    def _contradicted(self, chosen: Chosen) -> ir.Setting | None:
        """Return what the request's plan sets otherwise than *chosen* does."""
        if not self.program.settings or not contradictions(self.program, self._request(chosen)):
            return None
        valuation = self._valuation(chosen)
        return next(
            setting
            for setting in self.program.settings
            if valuation.known.get(setting.fact) != setting.value
            and truth(setting.condition, valuation) is Kleene.YES
        )

    def _reaches(self, chosen: Chosen) -> bool:
        return self._determined(chosen, self.ground.evaluate) is self.toward

    def _determined(self, chosen: Chosen, evaluate: Evaluate) -> Determination:
        at = evaluate(self._valuation(chosen))
        front = at.front()
        if not front.open and front.best is not None and front.best != PEND:
            return front.best.determination  # and so it is in every completion
        possible = Completions(self.program, self.ground.cells, at).possible()
        return determined(front, possible).determination

    def _spoilt(self, chosen: Chosen, valuation: Valuation) -> list[Lesson]:
        steps = iter(range(MOST_STEPS))
        try:
            spoiler = self._spoiler(valuation, steps)
        except (_PastBoundError, TooManyError):
            return []
        return [] if spoiler is None else self.lessons.spoilt(chosen, valuation, spoiler)

    def _spoiler(self, valuation: Valuation, steps: Iterator[int]) -> Valuation | None:
        """Return a completion in which another outcome leads."""
        if next(steps, None) is None:
            raise _PastBoundError
        at = self.ground.evaluate(valuation)
        front = at.front()
        if not front.open:
            other = front.best is not None and front.best.determination is not self.toward
            return valuation if other else None
        strongest = min(front.open, key=lambda clause: clause.rank)
        name = min(at.asks(strongest), default=None)
        if name is None:
            raise TooManyError
        for value in self.states.cells.of(name, valuation):
            found = self._spoiler(valuation.with_fact(name, value), steps)
            if found is not None:
                return found
        return None

    # ------------------------------------------------------------------- a way

    def _way(self, chosen: Chosen) -> Way | None:
        """Give each fact its most natural value, and all that would do; replay the whole."""
        changes: list[Change] = []
        order = [name for name in self.program.facts.by_name if name in chosen]
        chosen = {name: chosen[name] for name in order}
        for name in order:
            good = self._good(name, chosen)
            chosen[name] = good[0]
            changes.append(change(self.states, name, good))
        if self._determined(chosen, statuses(self.program)) is not self.toward:
            self.exact = False
            return None
        return Way(tuple(changes), self.ground.decide(self._request(chosen)))

    def _good(self, name: str, chosen: Chosen) -> list[FactValue]:
        """Return the values of *name* that do beside the rest of *chosen*."""
        values = self.states.values(name)
        if len(values) == 1:
            return [chosen[name]]
        return [
            value
            for value in values
            if value == chosen[name]
            or (
                self._contradicted({**chosen, name: value}) is None
                and self._reaches({**chosen, name: value})
            )
        ]


def _size(way: Way) -> int:
    return len(way.changes)


def _in_order(found: list[Way]) -> tuple[Way, ...]:
    """Put what is only to be learnt before what has to change, size by size."""
    return tuple(
        sorted(
            found, key=lambda way: (_size(way), sum(c.kind is Kind.CHANGED for c in way.changes))
        )
    )
