"""Find every class of requests that two programs decide differently, each with a witness.

A class is named by what leads on each side.  A query asks a solver for a request in a class
not met yet; the request is then made small and decided by the reference evaluator, and
only what that confirms is a difference.  When no query has an answer any more, all classes
have been found; when there was none, no request is decided differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.frozen import frozen
from policydsl.reference.clauses import PEND, outcome_of
from policydsl.solve.asks import Asks
from policydsl.solve.contrast import Aspect, Contrast, contrast
from policydsl.solve.exploring import Exploring
from policydsl.solve.judging import Judging
from policydsl.solve.pair import Pair
from policydsl.solve.rails import flag
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side
from policydsl.solve.slice import Answer
from policydsl.solve.witness import anything

MOST_TRIED: Final = 12
"""How many requests of one class are tried before it is left as not proved."""


@frozen
class Difference:
    """A class of requests: what leads in each version, and the smallest natural request of it."""

    aspect: Aspect
    old: Lead
    new: Lead
    case: Contrast


@frozen
class Unproved:
    """A class of which neither a request was found nor that there is none.

    `tried` requests came to nothing; the bound is `MOST_TRIED`.
    """

    aspect: Aspect
    old: Lead
    new: Lead
    tried: int


def differences(old: ir.Program, new: ir.Program, day: int) -> Iterator[Difference | Unproved]:
    """Yield each class in which *old* and *new* decide differently, in a fixed order.

    Nothing at all: it is proved that no request is decided differently in determination
    or in the facts that it is asked for.  *day* is the service date to be preferred.
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


@frozen
class Class:
    """The name of a class: in what its requests differ, and what leads on each side."""

    aspect: Aspect
    old: Lead
    new: Lead


NOBODY = Lead(PEND, None)


class Comparison:
    """Two programs as literals of one solver."""

    def __init__(self, old: ir.Program, new: ir.Program, day: int) -> None:
        self.programs = (old, new)
        self.pair = Pair(old, new, day)
        self.gates = self.pair.gates
        self.old = Side(old, self.pair.lowered_old)
        self.new = Side(new, self.pair.lowered_new)
        self.pair.about_plans()
        self.old.first = frozenset(changed(self.old, self.new))
        self.new.first = frozenset(changed(self.new, self.old))
        self._flags = {flag(name): name for name in self.pair.shared.facts.by_name}
        self._asks = Asks(self.old), Asks(self.new)
        self.slice = Exploring(self.pair)

    def found(self) -> Iterator[Difference | Unproved]:
        """Yield every class, with a request that the reference evaluator confirms."""
        yield from self._determinations()
        yield from self._missing()

    # --------------------------------------------------------- determinations

    def _determinations(self) -> Iterator[Difference | Unproved]:
        gates = self.gates
        differ = self._determined_otherwise()
        self.slice.load([*self.old.outcomes.values(), *self.new.outcomes.values(), differ])
        while True:
            answer = self.slice.find(differ)
            if answer is Answer.MAYBE:
                yield Unproved(Aspect.DETERMINATION, NOBODY, NOBODY, 0)
            if answer is not Answer.YES:
                return
            before, here = _lead(self.old, self.slice.held)
            after, there = _lead(self.new, self.slice.held)
            name = Class(Aspect.DETERMINATION, before, after)
            yield from self._shown(name, [differ, here, there])
            differ = gates.all_of([differ, -gates.all_of([here, there])])

    def _determined_otherwise(self) -> Literal:
        old, new, gates = self.old.outcomes, self.new.outcomes, self.gates
        never = gates.any_of([])
        return gates.any_of(
            gates.all_of([old.get(outcome, never), -new.get(outcome, never)])
            for outcome in sorted({*old, *new})
        )

    # ---------------------------------------------------------------- missing

    def _missing(self) -> Iterator[Difference | Unproved]:
        for name, wanted in self._asked_otherwise():
            match self.slice.can(*wanted):
                case Answer.YES:
                    yield from self._shown(name, wanted)
                case Answer.MAYBE:
                    yield Unproved(name.aspect, name.old, name.new, 0)
                case Answer.NO:
                    pass

    def _asked_otherwise(self) -> Iterator[tuple[Class, list[Literal]]]:
        """Yield each class of requests that pend in both, with when a clause asks in one alone."""
        both = [self.old.outcomes[PEND], self.new.outcomes[PEND]]
        before, after = self._asks
        for clause in self.new.program.clauses:
            if self._may_ask_otherwise(clause, self.new, self.old):
                lead = Lead(PEND, clause.key, asks=True)
                wanted = [*both, self._asked_by_one(clause, after, before)]
                yield Class(Aspect.MISSING, NOBODY, lead), wanted
        for clause in self.old.program.clauses:
            if self._may_ask_otherwise(clause, self.old, self.new):
                lead = Lead(PEND, clause.key, asks=True)
                wanted = [*both, self._asked_by_one(clause, before, after)]
                yield Class(Aspect.MISSING, lead, NOBODY), wanted

    def _may_ask_otherwise(self, clause: ir.Clause, side: Side, other: Side) -> bool:
        """Whether *clause* changed, or what keeps it from asking did."""
        if clause.key in side.first:
            return True
        same = next((c for c in other.program.clauses if c.key == clause.key), None)
        return same is None or side.unheeded(clause) != other.unheeded(same)

    def _asked_by_one(self, clause: ir.Clause, one: Asks, other: Asks) -> Literal:
        """Return that *clause* asks in the one version for what the other does not ask for."""
        gates = self.gates
        return gates.any_of(
            gates.all_of([one.by(clause, fact), one.visible(fact), -other.visible(fact)])
            for fact in one.named_by(clause)
        )

    # ------------------------------------------------------------------ cases

    def _shown(self, name: Class, literals: list[Literal]) -> Iterator[Difference | Unproved]:
        """Yield the class with a request that the reference decides as the literals say."""
        wanted = list(literals)
        for tried in range(MOST_TRIED):
            found = self.slice.witness(*wanted)
            if found is not None:
                request = self._request(found.facts, found.day)
                judging = self.judging(request)
                if all(judging.holds(literal) for literal in literals):
                    for attempt in (self._smallest(request, literals), request):
                        case = contrast(*self.programs, attempt)
                        if case is not None and name.aspect in case.aspects:
                            yield Difference(name.aspect, name.old, name.new, case)
                            return
                    wanted.append(-self.gates.all_of(judging.because(literals)))
                    continue
            # No values were found for what the solver proposes: something else may have some.
            if self.slice.find(*wanted) is Answer.YES:
                wanted.append(-self.gates.all_of(self.slice.because(wanted)))
            elif tried == 0:
                return
            else:
                break
        yield Unproved(name.aspect, name.old, name.new, len(wanted) - len(literals))

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

    def classes_of(self, request: Request) -> Iterator[Class]:
        """Yield the classes to which *request* belongs, as far as Kleene's logic can tell."""
        judging = self.judging(request)
        before, _ = _lead(self.old, judging.holds)
        after, _ = _lead(self.new, judging.holds)
        if before.outcome != after.outcome:
            yield Class(Aspect.DETERMINATION, before, after)
        elif before.outcome == PEND:
            for name, wanted in self._asked_otherwise():
                if all(judging.holds(literal) for literal in wanted):
                    yield name


def _lead(side: Side, holds: Callable[[Literal], bool]) -> tuple[Lead, Literal]:
    """Return what leads, and when it does, in the request of which literals *holds* tells."""
    for outcome, reached in side.outcomes.items():
        if holds(reached):
            for lead, held in side.leads(outcome):
                if holds(held):
                    return lead, held
    raise AssertionError("something leads in every request")


def changed(side: Side, other: Side) -> Iterable[str]:
    """Yield the keys of the clauses of *side* to which *other* has no equal."""
    theirs = {_said(other, clause) for clause in other.program.clauses}
    for clause in side.program.clauses:
        if _said(side, clause) not in theirs:
            yield clause.key


def _said(side: Side, clause: ir.Clause) -> tuple[object, ...]:
    """Return what a clause comes to, whatever it is called."""
    rails = side.of(clause)
    bite = side.lowering.truth(clause.bite)
    return (
        rails.yes,
        rails.no,
        bite.yes,
        outcome_of(clause),
        clause.rank,
        clause.target,
        clause.papers,
        clause.asks_for,
        clause.member_pays,
    )
