"""Say whether literals are true of one request, from the values that it gives."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import Day, Number
from policydsl.core.reading import nodes_in
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.reference.truths import code_set_is, in_ranges, truth
from policydsl.reference.valuation import Valuation
from policydsl.solve.fanout import Fanout
from policydsl.solve.gates import (
    TRUE,
    Among,
    AtMost,
    Coded,
    Contains,
    Known,
    Leaf,
    Present,
    Unread,
)
from policydsl.solve.sat import Literal
from policydsl.solve.sums import days_of, value_of
from policydsl.solve.weighing import Never


class Judging:
    """One request, for as long as literals are looked up in it.

    *assumed* are the values of facts that are always assumed where they are left out.
    """

    def __init__(self, fanout: Fanout, request: Request, assumed: Mapping[str, FactValue]) -> None:
        self.fanout = fanout
        self.gates = fanout.gates
        self.day = request.as_of
        self.facts = {**assumed, **request.facts}
        self._assumed = assumed
        self._known: dict[Literal, bool] = {TRUE: True, -TRUE: False}

    def holds(self, literal: Literal) -> bool:
        """Whether *literal* is true.

        INVARIANT: the inputs of a gate are numbered before it, so the recursion ends.
        """
        found = self._known.get(literal)
        if found is None:
            variable = abs(literal)
            held = self._judged(variable)
            self._known[variable], self._known[-variable] = held, not held
            return held is (literal > 0)
        return found

    def _judged(self, variable: int) -> bool:
        inputs = self.gates.joined.get(variable)
        if inputs is None:
            leaf = self.gates.leaves.get(variable)
            return leaf is not None and self._leaf(leaf)
        values = list(map(self._known.get, inputs))
        if False in values:
            return False
        if None not in values:
            return True
        unknown = (each for each, value in zip(inputs, values, strict=True) if value is None)
        return all(map(self.holds, unknown))

    def can_do_without(self, fact: str, literals: Collection[Literal]) -> bool:
        """Leave *fact* out if that leaves *literals*, which are true, true; else change nothing."""
        before = self.facts.pop(fact)
        if fact in self._assumed:
            self.facts[fact] = self._assumed[fact]
        self.fanout.grow()
        if self._leaves_true(self.fanout.leaves.get(fact, ()), literals):
            return True
        self.facts[fact] = before
        return False

    def _leaves_true(self, leaves: Iterable[int], literals: Collection[Literal]) -> bool:
        """Judge anew what turns on *leaves*; False: one of *literals* changed, all is as before."""
        known = self._known
        size = len(known)
        wanted = {abs(literal) for literal in literals}
        changed: list[int] = []
        waiting = [
            leaf for leaf in leaves if leaf in known and self._judged(leaf) is not known[leaf]
        ]
        if self._breaks(waiting, wanted):
            return False
        # INVARIANT: what is smaller than the least that waits is settled (see `holds`).
        heapq.heapify(waiting)
        met = set(waiting)
        failed: set[int] = set()  # gates of which an input is no longer true
        while waiting:
            variable = heapq.heappop(waiting)
            if variable not in failed and self._judged(variable) is known[variable]:
                continue
            if variable in wanted:
                while len(known) > size:  # what was judged meanwhile
                    known.popitem()
                for each in changed:
                    known[each], known[-each] = known[-each], known[each]
                return False
            value = known[-variable]
            known[variable], known[-variable] = value, not value
            changed.append(variable)
            for signed in self.fanout.above.get(variable, ()):
                gate = abs(signed)
                if gate in met or gate not in known:
                    continue
                held = value is (signed > 0)
                if known[gate] is held:
                    continue
                if not held:
                    failed.add(gate)
                met.add(gate)
                heapq.heappush(waiting, gate)
        return True

    def _breaks(self, flipped: Iterable[int], wanted: Collection[int]) -> bool:
        """Whether one of *wanted* rests on one of *flipped*: the common case, seen at once."""
        known, above = self._known, self.fanout.above
        pending = [variable if known[variable] else -variable for variable in flipped]
        failed: set[int] = set()
        while pending:
            literal = pending.pop()  # it was true
            for signed in above.get(abs(literal), ()):
                gate = abs(signed)
                if (signed > 0) is (literal > 0) and gate not in failed and known.get(gate):
                    if gate in wanted:
                        return True
                    failed.add(gate)
                    pending.append(gate)
        return False

    def because(self, literals: Sequence[Literal]) -> list[Literal]:
        """Return leaves that are true of the request and make *literals*, true of it too, true."""
        found: dict[Literal, None] = {}
        seen: set[Literal] = set()
        pending = list(literals)
        while pending:
            literal = pending.pop()
            if literal in seen:
                continue
            seen.add(literal)
            inputs = self.gates.joined.get(abs(literal))
            if inputs is None:
                if abs(literal) in self.gates.leaves:
                    found[literal] = None
            elif literal > 0:
                pending.extend(inputs)
            else:
                pending.append(next(-each for each in inputs if not self.holds(each)))
        return list(found)

    def given(self) -> list[Literal]:
        """Return the leaves that are settled by what the request gives, as they are."""
        found = []
        for variable, leaf in self.gates.leaves.items():
            facts = facts_of(leaf)
            if facts and all(fact in self.facts for fact in facts):
                found.append(variable if self.holds(variable) else -variable)
        return found

    def _leaf(self, leaf: Leaf) -> bool:
        facts, flags = self.facts, self.fanout.flags
        match leaf:
            case Present(fact=fact):
                return facts.get(fact) is not ABSENT
            case Among(fact=fact, values=values):
                if fact in flags:
                    return flags[fact] not in facts
                return facts.get(fact) in values
            case Contains(fact=fact, member=member):
                value = facts.get(fact)
                return isinstance(value, frozenset) and member in value
            case Coded(fact=fact, test=test):
                return _coded(facts.get(fact), test)
            case AtMost():
                return self._at_most(leaf)
            case Known(fact=fact):
                return fact in facts
            case Unread(test=test):
                if not self._can_be_read(test):
                    return False
                known = Valuation(self.gates.facts, self.day, facts)
                wanted = Kleene.NO if isinstance(leaf, Never) else Kleene.YES
                return truth(test, known) is wanted
            case _:
                assert_never(leaf)

    def _can_be_read(self, test: ir.Truth) -> bool:
        """Whether every fact that is read as a number is one here: it may be of two types."""
        terms = (node for node in nodes_in(test) if isinstance(node, ir.FactTerm))
        kinds = (self.gates.facts[term.fact].type for term in terms)
        return all(isinstance(kind, Number | Day) for kind in kinds)

    def _at_most(self, leaf: AtMost) -> bool:
        values: dict[ir.Term, int] = {}
        for _, base in leaf.form:
            for day in (base, *days_of(base)):
                if isinstance(day, ir.ServiceDate):
                    values[day] = self.day
                elif isinstance(day, ir.FactTerm):
                    value = self.facts.get(day.fact)
                    # Of what is left out or absent nothing is asked.
                    values[day] = value if isinstance(value, int) else 1
        return sum(factor * value_of(base, values) for factor, base in leaf.form) <= leaf.bound


def facts_of(leaf: Leaf) -> list[str]:
    """Return the facts that a leaf tests; none of one that is not followed."""
    match leaf:
        case Present(fact=fact) | Among(fact=fact) | Contains(fact=fact) | Coded(fact=fact):
            return [fact]
        case AtMost(form=form):
            days = [day for _, base in form for day in (base, *days_of(base))]
            return [day.fact for day in days if isinstance(day, ir.FactTerm)]
        case Known() | Unread():
            return []
        case _:
            assert_never(leaf)


def _coded(value: FactValue | None, test: ir.CodeIn | ir.CodeSetIs) -> bool:
    match test, value:
        case ir.CodeIn(), str():
            return in_ranges(value, test.system, test.ranges)
        case ir.CodeSetIs(), frozenset():
            return code_set_is(value, test)
        case _:
            return False
