"""Find a request of a class, make it small, and have it decided by both versions.

What the solver proposes is shown only once the reference evaluator, or what answers as it
does, has decided it as the class says; what is not confirmed is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.frozen import field, frozen
from policydsl.reference.clauses import Outcome
from policydsl.solve.contrast import Aspect, Contrast, Decide, by_reference, contrast
from policydsl.solve.exploring import Exploring
from policydsl.solve.fanout import Fanout
from policydsl.solve.gates import Among
from policydsl.solve.judging import Judging, facts_of
from policydsl.solve.queries import Class
from policydsl.solve.rails import flag
from policydsl.solve.sat import Literal
from policydsl.solve.side import Side
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


class Showing:
    """Looks for the requests that two programs are told apart by."""

    def __init__(self, slice_: Exploring, sides: tuple[Side, Side], decide: Decide | None) -> None:
        self.pair = pair = slice_.pair
        self.gates = pair.gates
        self.slice = slice_
        self.sides = sides
        self._programs = (pair.old, pair.new)
        self._decide = by_reference(*self._programs) if decide is None else decide
        self._flags = {flag(name): name for name in pair.shared.facts.by_name}
        self._fanout = Fanout(pair.gates, self._flags)
        # INVARIANT: every leaf is met before the first question (policydsl.solve.finder).
        self._left_out = [
            leaf
            for leaf in self.gates.leaves.values()
            if isinstance(leaf, Among) and leaf.fact in self._flags
        ]

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
                why = judging.because([wanted])
                yield self._smallest(judging, request, [wanted])
                literals.append(-self.gates.all_of(why))
            elif self.slice.find(*literals) is Answer.YES:
                literals.append(-self.gates.all_of(self.slice.because(literals)))
            else:
                return

    def shown(self, name: Class, literals: list[Literal]) -> Iterator[Difference | Unproved]:
        """Yield the class with a request that the reference decides as the literals say."""
        wanted = list(literals)
        doubts = 0  # requests that came to nothing, and what they stand for is not proved
        for _ in range(MOST_TRIED):
            found = self.slice.witness(*wanted)
            if found is not None:
                request = self._request(found.facts, found.day)
                judging = self.judging(request)
                if all(judging.holds(literal) for literal in literals):
                    case = self._confirmed(name.aspect, judging, request, literals)
                    if case is not None and name.aspect in case.aspects:
                        yield Difference(name, case, tuple(literals))
                        return
                    judging = self.judging(request)
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
        self, aspect: Aspect, judging: Judging, request: Request, literals: Sequence[Literal]
    ) -> Contrast | None:
        """Decide the smallest request like *request*; where that is decided alike, *request*.

        *judging* is about *request* at first, about the smallest one in the end.
        """
        smallest = self._smallest(judging, request, literals)
        case = contrast(*self._programs, smallest, self._decide)
        if case is not None and aspect in case.aspects:
            return case
        return contrast(*self._programs, request, self._decide)

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
        for side in self.sides:
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
        return Judging(self._fanout, request, self.pair.assumed)

    def _smallest(self, judging: Judging, request: Request, literals: Sequence[Literal]) -> Request:
        """Return *request* without the facts that it can do without to make *literals* true.

        No fact of the result can be left out alone.
        """
        kept = {
            name for name in reversed(request.facts) if not judging.can_do_without(name, literals)
        }
        facts = {name: value for name, value in request.facts.items() if name in kept}
        return Request(request.as_of, facts)
