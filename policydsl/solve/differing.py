"""Find every class of requests that two programs decide differently, each with a witness.

A class is named by what leads on each side.  A query asks a solver for a request in a class
not met yet; the request is then made small and decided, by the reference evaluator or by
what answers as it does, and only what that confirms is a difference.  When no query has an
answer any more, all classes have been found; when there was none, no request is decided
differently.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.frozen import field, frozen
from policydsl.reference import decide
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.amounts import Amounts
from policydsl.solve.contrast import Aspect, Contrast, Decide, Direction, contrast, direction
from policydsl.solve.exploring import Exploring
from policydsl.solve.gates import Among
from policydsl.solve.judging import Judging, facts_of
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
from policydsl.solve.rails import Rails, flag
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side, name_of
from policydsl.solve.slice import Answer
from policydsl.solve.witness import anything

MOST_TRIED: Final = 12
"""How many requests of one class are tried before it is left as not proved."""


@frozen
class Difference:
    """A class of requests, and the smallest natural one of them decided by both versions.

    `wanted` are the literals that make a request one of the class.
    """

    name: Class
    case: Contrast
    wanted: tuple[Literal, ...] = field(eq=False, repr=False)


@frozen
class Unproved:
    """A class of which neither a request was found nor that there is none.

    `tried` requests came to nothing; the bound is `MOST_TRIED`.
    """

    name: Class
    tried: int
    wanted: tuple[Literal, ...] = field(default=(), eq=False, repr=False)


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
    """Two programs as literals of one solver; *decide* says what each decides of a request."""

    def __init__(self, old: ir.Program, new: ir.Program, day: int, decide: Decide = decide) -> None:
        self.programs = (old, new)
        self._decide = decide
        self.pair = Pair(old, new, day)
        self.gates = self.pair.gates
        self.old = Side(old, self.pair.lowered_old)
        self.new = Side(new, self.pair.lowered_new)
        self.pair.about_plans()
        self._flags = {flag(name): name for name in self.pair.shared.facts.by_name}
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
        self._left_out = [
            leaf
            for leaf in self.gates.leaves.values()
            if isinstance(leaf, Among) and leaf.fact in self._flags
        ]
        self.slice = Exploring(self.pair)

    def found(self) -> Iterator[Difference | Unproved]:
        """Yield every class, with a request that is decided so."""
        yield from self._determinations()
        for queries in self._queries:
            yield from self._each(queries)

    def reasons(self) -> Iterator[Difference | Unproved]:
        """Yield the classes of requests that are decided alike, for other reasons."""
        return self._each(self._reasons)

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
            yield from self._shown(name, [differ, here, there])
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
                    yield from self._shown(name, wanted)
            left = [each for each, held in zip(left, reached, strict=True) if not held]

    # ------------------------------------------------------------------ cases

    def requests(self, wanted: Literal) -> Iterator[Request]:
        """Yield requests that *wanted* is true of, each unlike those before it and small.

        There are `MOST_TRIED` at most.
        """
        literals = [wanted]
        for _ in range(MOST_TRIED):
            found = self.slice.witness(*literals)
            if found is None:
                return
            request = self._request(found.facts, found.day)
            judging = self.judging(request)
            if judging.holds(wanted):
                yield self._smallest(request, [wanted])
                literals.append(-self.gates.all_of(judging.because([wanted])))
            elif self.slice.find(*literals) is Answer.YES:
                literals.append(-self.gates.all_of(self.slice.because(literals)))
            else:
                return

    def _shown(self, name: Class, literals: list[Literal]) -> Iterator[Difference | Unproved]:
        """Yield the class with a request that the reference decides as the literals say."""
        wanted = list(literals)
        doubts = 0  # requests that came to nothing, and what they stand for is not proved
        for _ in range(MOST_TRIED):
            found = self.slice.witness(*wanted)
            if found is not None:
                request = self._request(found.facts, found.day)
                judging = self.judging(request)
                if all(judging.holds(literal) for literal in literals):
                    case = self._confirmed(name.aspect, request, literals)
                    if case is not None and name.aspect in case.aspects:
                        yield Difference(name, case, tuple(literals))
                        return
                    settled = self._settled(case, judging)
                    doubts += not settled
                    wanted.append(-self.gates.all_of(settled or judging.because(literals)))
                    continue
            # No values were found for what the solver proposes: something else may have some.
            match self.slice.find(*wanted):
                case Answer.YES:
                    doubts += 1
                    wanted.append(-self.gates.all_of(self.slice.because(wanted)))
                case Answer.NO if not doubts:
                    return
                case _:
                    break
        yield Unproved(name, len(wanted) - len(literals), tuple(literals))

    def _confirmed(
        self, aspect: Aspect, request: Request, literals: Sequence[Literal]
    ) -> Contrast | None:
        """Decide the smallest request like *request*; where that is decided alike, *request*."""
        case = contrast(*self.programs, self._smallest(request, literals), self._decide)
        if case is not None and aspect in case.aspects:
            return case
        return contrast(*self.programs, request, self._decide)

    def _settled(self, case: Contrast | None, judging: Judging) -> list[Literal]:
        """Return why both versions decide *case* alike however it is completed; empty: not known.

        Kleene's logic took the request for open where every completion comes to one outcome.
        """
        if case is None or case.before.determination is not case.after.determination:
            return []
        outcome = Outcome(case.before.determination, case.before.routes_to or "")
        known = judging.given()
        whole = [-self.gates.leaf(leaf) for leaf in self._left_out]
        found: dict[Literal, None] = {}
        for side in (self.old, self.new):
            reached = side.outcomes.get(outcome)
            core = None if reached is None else self.slice.core([*whole, *known], reached)
            if core is None:
                return []
            found |= dict.fromkeys(literal for literal in core if literal in known)
        facts = {fact for literal in found for fact in facts_of(self.gates.leaves[abs(literal)])}
        given = [-self.gates.leaf(leaf) for leaf in self._left_out if leaf.fact[:-1] in facts]
        return [*found, *given]

    def _request(self, facts: dict[str, FactValue], day: int | None) -> Request:
        """Return the request of a witness, which tells by flags what is left out."""
        given = {
            name: value
            for name, value in facts.items()
            if name not in self._flags and facts.get(flag(name)) is not True
        }
        for each, name in self._flags.items():
            if facts.get(each) is False and name not in given:
                given[name] = anything(self.gates, name, self.pair.customs)
        return Request(self.pair.day if day is None else day, given)

    def judging(self, request: Request) -> Judging:
        """Return what is so of *request*, and of what is always assumed where it is left out."""
        facts = {**self.pair.assumed, **request.facts}
        return Judging(self.gates, Request(request.as_of, facts), self._flags)

    def _smallest(self, request: Request, literals: Sequence[Literal]) -> Request:
        """Return *request* without the facts that it can do without to make *literals* true.

        No fact of the result can be left out alone.
        """
        facts = dict(request.facts)
        for name in reversed(list(facts)):
            fewer = {n: v for n, v in facts.items() if n != name}
            judging = self.judging(Request(request.as_of, fewer))
            if all(judging.holds(literal) for literal in literals):
                facts = fewer
        return Request(request.as_of, facts)

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
        judging = self.judging(request)
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


def compared(old: Side, new: Side) -> frozenset[str]:
    """Say on both sides which names come first, and return the keys of clauses that moved.

    Those named first have changed themselves; others may hold or ask otherwise because of
    a condition that they share with many.
    """
    theirs = {clause.key: clause for clause in new.program.clauses}
    mine = {clause.key: clause for clause in old.program.clauses}
    moved: set[str] = set()
    first: set[str] = set()
    shared_old, shared_new = _shared(old), _shared(new)
    for key in dict.fromkeys((*theirs, *mine)):
        before, after = mine.get(key), theirs.get(key)
        if before is None or after is None:
            moved.add(key)
            first.add(name_of(before or after))  # type: ignore[arg-type]
            continue
        if _said(old, before) != _said(new, after) or old.unheeded(before) != new.unheeded(after):
            moved.add(key)
        if _own(old, before, shared_old) != _own(new, after, shared_new):
            first.add(name_of(after))
    old.first = new.first = frozenset(first)
    return frozenset(moved)


MANY: Final = 3


def _shared(side: Side) -> frozenset[Rails]:
    """Return the guards under which many clauses stand."""
    count: Counter[Rails] = Counter()
    for clause in side.program.clauses:
        count.update({side.lowering.truth(guard) for guard in clause.guards})
    return frozenset(rails for rails, times in count.items() if times >= MANY)


def _own(side: Side, clause: ir.Clause, shared: frozenset[Rails]) -> tuple[object, ...]:
    """Return what a clause says itself."""
    truth = side.lowering.truth
    guards = [rails for guard in clause.guards if (rails := truth(guard)) not in shared]
    lifts = [side.exception(each) for each in clause.exceptions]
    return (
        guards,
        truth(clause.bite),
        lifts,
        clause.overridden_by,
        clause.determination,
        clause.target,
        clause.papers,
        clause.asks_for,
        clause.member_pays,
    )


def _said(side: Side, clause: ir.Clause) -> tuple[object, ...]:
    """Return what a clause comes to, and what it can ask for."""
    truth = side.lowering.truth
    guards = [truth(guard) for guard in clause.guards]
    lifts = [side.exception(each) for each in clause.exceptions]
    rails = side.of(clause)
    return (
        rails,
        guards,
        truth(clause.bite),
        lifts,
        outcome_of(clause),
        clause.target,
        clause.papers,
        clause.asks_for,
        clause.member_pays,
    )
