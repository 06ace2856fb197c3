"""Name the classes of requests that two programs may decide differently, with when they do.

Where both determine the same, they may still ask for different facts, pay differently, send
somewhere else, or give other reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policydsl.core import ir
from policydsl.frozen import frozen
from policydsl.reference.clauses import PEND, Outcome, outcome_of
from policydsl.solve.asks import Asks
from policydsl.solve.contrast import Aspect, Direction
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side, name_of

NOBODY = Lead(PEND, None)


@frozen
class Class:
    """The name of a class: in what its requests differ, and what leads on each side."""

    aspect: Aspect
    old: Lead
    new: Lead
    direction: Direction


Query = tuple[Class, list[Literal]]


def determined_otherwise(old: Side, new: Side) -> Literal:
    """Return that the two determine different outcomes."""
    gates = old.gates
    never = gates.any_of([])
    return gates.any_of(
        gates.all_of([old.outcomes.get(outcome, never), -new.outcomes.get(outcome, never)])
        for outcome in sorted({*old.outcomes, *new.outcomes})
    )


def lead(side: Side, holds: Callable[[Literal], bool]) -> tuple[Lead, Literal]:
    """Return what leads, and when it does, in the request of which *holds* tells."""
    for outcome, reached in side.outcomes.items():
        if holds(reached):
            for found, held in side.leads(outcome):
                if holds(held):
                    return found, held
    raise AssertionError("something leads in every request")


# ---------------------------------------------------------------------- asking


class AskedOtherwise:
    """Requests that pend in both versions, in which one alone asks for some fact."""

    def __init__(self, old: Side, new: Side, moved: frozenset[str]) -> None:
        self.old = old
        self.new = new
        self.moved = moved  # keys of clauses that are not as they were, or may be asked otherwise
        self.gates = old.gates
        self._asks = Asks(old), Asks(new)

    def queries(self) -> Iterator[Query]:
        both = [self.old.outcomes[PEND], self.new.outcomes[PEND]]
        before, after = self._asks
        found: list[Query] = []
        rest: list[tuple[Direction, Literal]] = []
        for side, one, other in ((self.new, after, before), (self.old, before, after)):
            way = Direction.NARROWER if side is self.new else Direction.BROADER
            asking: dict[str, list[Literal]] = {}
            for clause in side.program.clauses:
                if clause.key in self.moved:
                    asking.setdefault(name_of(clause), []).append(self._alone(clause, one, other))
            for name, held in asking.items():
                if name not in side.first:
                    rest += [(way, each) for each in held]
                    continue
                asked = Lead(PEND, name, asks=True)
                leads = (NOBODY, asked) if side is self.new else (asked, NOBODY)
                name_ = Class(Aspect.MISSING, *leads, way)
                found.append((name_, [*both, self.gates.any_of(held)]))
        yield from found
        others = [-self.gates.all_of(wanted) for _, wanted in found]
        for way in (Direction.NARROWER, Direction.BROADER):
            asked_ = self.gates.any_of(each for towards, each in rest if towards is way)
            yield Class(Aspect.MISSING, NOBODY, NOBODY, way), [*both, asked_, *others]

    def _alone(self, clause: ir.Clause, one: Asks, other: Asks) -> Literal:
        """Return that *clause* asks in the one version for what the other does not ask for."""
        gates = self.gates
        return gates.any_of(
            gates.all_of([one.by(clause, fact), one.visible(fact), -other.visible(fact)])
            for fact in one.named_by(clause)
        )


# --------------------------------------------------------------------- sending


def sent_otherwise(old: Side, new: Side) -> Iterator[Query]:
    """Yield requests that are denied by both and sent to different places."""
    for outcome in sorted(old.outcomes.keys() & new.outcomes.keys()):
        before, after = _sending(old, outcome), _sending(new, outcome)
        for (here, whither), held in before.items():
            for (there, target), also in after.items():
                if whither != target:
                    leads = Lead(outcome, here), Lead(outcome, there)
                    yield Class(Aspect.TARGET, *leads, Direction.OTHERWISE), [held, also]


def _sending(side: Side, outcome: Outcome) -> dict[tuple[str | None, str], Literal]:
    """Return which clause sends where when *outcome* leads, and when none of them does."""
    gates = side.gates
    found: dict[tuple[str | None, str], list[Literal]] = {}
    before: list[Literal] = [side.outcomes[outcome]]
    if not outcome.determination.sends:
        for clause in side.program.clauses:
            if clause.target and outcome_of(clause) == outcome:
                yes = side.of(clause).yes
                sends = gates.all_of([*before, yes])
                found.setdefault((name_of(clause), clause.target), []).append(sends)
                before = [gates.all_of([*before, -yes])]
        found[None, ""] = before
    return {key: gates.any_of(held) for key, held in found.items()}


# --------------------------------------------------------------------- reasons


def reasoned_otherwise(old: Side, new: Side) -> Iterator[Query]:
    """Yield requests that both decide alike, in which a clause that changed is a reason in one."""
    for outcome in sorted(old.outcomes.keys() & new.outcomes.keys()):
        if outcome == PEND:
            continue
        both = [old.outcomes[outcome], new.outcomes[outcome]]
        before, after = _reasons(old, outcome), _reasons(new, outcome)
        never = old.gates.any_of([])
        for name in dict.fromkeys((*before, *after)):
            here, there = before.get(name, never), after.get(name, never)
            if name in new.first and here != there:
                leads = Lead(outcome, None), Lead(outcome, name)
                yield Class(Aspect.REASON, *leads, Direction.OTHERWISE), [*both, there, -here]
            if name in old.first and here != there:
                leads = Lead(outcome, name), Lead(outcome, None)
                yield Class(Aspect.REASON, *leads, Direction.OTHERWISE), [*both, here, -there]


def _reasons(side: Side, outcome: Outcome) -> dict[str, Literal]:
    found: dict[str, list[Literal]] = {}
    for clause in side.program.clauses:
        if outcome_of(clause) == outcome:
            found.setdefault(name_of(clause), []).append(side.of(clause).yes)
    return {name: side.gates.any_of(yes) for name, yes in found.items()}
