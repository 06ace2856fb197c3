"""Find every class of requests that two programs decide differently, each with a witness.

A class is named by what leads on each side.  A query asks a solver for a request in a class
not met yet; the request is then made small and decided, by the reference evaluator or by
what answers as it does, and only what that confirms is a difference.  When no query has an
answer any more, all classes have been found; when there was none, no request is decided
differently.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.solve.amounts import Amounts
from policydsl.solve.contrast import Aspect, Decide, Direction, direction
from policydsl.solve.exploring import Exploring
from policydsl.solve.moved import compared
from policydsl.solve.pair import Pair
from policydsl.solve.queries import (
    NOBODY,
    AskedOtherwise,
    Class,
    Query,
    determined_otherwise,
    lead,
    reasoned_otherwise,
    sent_otherwise,
)
from policydsl.solve.sat import Literal
from policydsl.solve.showing import Difference, Showing, Unproved
from policydsl.solve.side import Lead, Side
from policydsl.solve.slice import Answer


def differences(old: ir.Program, new: ir.Program, day: int) -> Iterator[Difference | Unproved]:
    """Yield each class in which *old* and *new* decide differently, in a fixed order.

    Nothing at all: it is proved that no request is decided differently in determination,
    target, amount or missing facts.  *day* is the service date to be preferred.
    """
    return Comparison(old, new, day).found()


def first_difference(old: ir.Program, new: ir.Program, day: int) -> Difference | Unproved | None:
    """Return one difference; None: it is proved that there is none."""
    unproved: Unproved | None = None
    for each in differences(old, new, day):
        if isinstance(each, Difference):
            return each
        unproved = unproved or each
    return unproved


class Comparison:
    """Two programs as literals of one solver.

    *decide* says what each decides of a request; None: the reference evaluator.
    """

    def __init__(
        self, old: ir.Program, new: ir.Program, day: int, decide: Decide | None = None
    ) -> None:
        self.programs = (old, new)
        self.pair = Pair(old, new, day)
        self.gates = self.pair.gates
        self.old = Side(old, self.pair.lowered_old)
        self.new = Side(new, self.pair.lowered_new)
        self.pair.about_plans()
        moved = compared(self.old, self.new)
        if old.asks_first != new.asks_first:
            moved = frozenset(clause.key for each in self.programs for clause in each.clauses)
        # INVARIANT: every leaf is met before the first question (policydsl.solve.finder).
        self._determined = determined_otherwise(self.old, self.new)
        self._queries: tuple[list[Query], ...] = (
            list(AskedOtherwise(self.old, self.new, moved).queries()),
            list(Amounts(self.old, self.new).queries()),
            list(sent_otherwise(self.old, self.new)),
        )
        self._reasons = list(reasoned_otherwise(self.old, self.new))
        self.slice = Exploring(self.pair)
        self._showing = Showing(self.slice, (self.old, self.new), decide)

    def found(self) -> Iterator[Difference | Unproved]:
        """Yield every class, with a request that is decided so."""
        yield from self._determinations()
        for queries in self._queries:
            yield from self._each(queries)

    def reasons(self) -> Iterator[Difference | Unproved]:
        """Yield the classes of requests that are decided alike, for other reasons."""
        return self._each(self._reasons)

    def requests(self, wanted: Literal) -> Iterator[Request]:
        """Yield some requests that *wanted* is true of, each unlike those before it and small."""
        return self._showing.requests(wanted)

    def _determinations(self) -> Iterator[Difference | Unproved]:
        gates = self.gates
        differ = self._determined
        self.slice.load([*self.old.outcomes.values(), *self.new.outcomes.values(), differ])
        while True:
            answer = self.slice.find(differ)
            if answer is Answer.MAYBE:
                yield Unproved(ANYTHING, 0, (differ,))
            if answer is not Answer.YES:
                return
            before, here = lead(self.old, self.slice.held)
            after, there = lead(self.new, self.slice.held)
            name = _named(before, after)
            # INVARIANT: of every request one thing leads on each side, so a request in which
            # these do is of no class met before, and its outcomes differ.
            yield from self._showing.shown(name, [here, there])
            differ = gates.all_of([differ, -gates.all_of([here, there])])

    def _each(self, queries: Iterable[Query]) -> Iterator[Difference | Unproved]:
        """Yield the classes of *queries* to which some request belongs."""
        left = [(name, wanted, self.gates.all_of(wanted)) for name, wanted in queries]
        while left:
            answer = self.slice.find(self.gates.any_of(whole for _, _, whole in left))
            if answer is Answer.NO:
                return
            if answer is Answer.MAYBE:
                for name, wanted, whole in left:
                    if self.slice.can(whole) is not Answer.NO:
                        yield Unproved(name, 0, tuple(wanted))
                return
            reached = [self.slice.held(whole) for _, _, whole in left]
            for (name, wanted, _), held in zip(left, reached, strict=True):
                if held:
                    yield from self._showing.shown(name, wanted)
            left = [each for each, held in zip(left, reached, strict=True) if not held]

    # ---------------------------------------------------------------- classes

    def bears_on(self, wanted: Iterable[Literal], benefit: str) -> Answer:
        """Whether a request that *wanted* are true of is about *benefit*, in either version."""
        scopes = [
            side.lowering.truth(each.scope).yes
            for side in (self.old, self.new)
            for each in side.program.benefits
            if each.id == benefit
        ]
        return self.slice.can(self.gates.all_of([*wanted, self.gates.any_of(scopes)]))

    def classes_of(self, request: Request) -> Iterator[Class]:
        """Yield the classes to which *request* belongs, as far as Kleene's logic can tell."""
        judging = self._showing.judging(request)
        before, _ = lead(self.old, judging.holds)
        after, _ = lead(self.new, judging.holds)
        if before.outcome != after.outcome:
            yield _named(before, after)
        for name, wanted in itertools.chain(*self._queries):
            if all(judging.holds(literal) for literal in wanted):
                yield name


ANYTHING: Final = Class(Aspect.DETERMINATION, NOBODY, NOBODY, Direction.OTHERWISE)
"""The name of whatever other classes there may be."""


def _named(before: Lead, after: Lead) -> Class:
    """Name a class by two leads with different outcomes."""
    one, other = before.outcome.determination, after.outcome.determination
    aspect = Aspect.TARGET if one is other else Aspect.DETERMINATION
    return Class(aspect, before, after, direction(one, other))


__all__ = ["Comparison", "Difference", "Unproved", "differences", "first_difference"]
