"""Say whether literals are true of one request, from the values that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.reference.truths import code_set_is, in_ranges, truth
from policydsl.reference.valuation import Valuation
from policydsl.solve.bounds import days_of, value_of
from policydsl.solve.ends import Never
from policydsl.solve.gates import (
    TRUE,
    Among,
    AtMost,
    Coded,
    Contains,
    Gates,
    Known,
    Leaf,
    Present,
    Unread,
)
from policydsl.solve.sat import Literal


class Judging:
    """One request, for as long as literals are looked up in it.

    `facts` are the values of the request and of what is always assumed; `flags` tells of a
    flag which fact it says is left out.
    """

    def __init__(self, gates: Gates, request: Request, flags: dict[str, str]) -> None:
        self.gates = gates
        self.request = request
        self.flags = flags
        self._known: dict[int, bool] = {TRUE: True}

    def holds(self, literal: Literal) -> bool:
        """Whether *literal* is true.

        INVARIANT: the inputs of a gate are numbered before it, so the recursion ends.
        """
        variable = abs(literal)
        found = self._known.get(variable)
        if found is None:
            inputs = self.gates.joined.get(variable)
            if inputs is None:
                leaf = self.gates.leaves.get(variable)
                found = leaf is not None and self._leaf(leaf)
            else:
                found = True
                for each in inputs:
                    if not self.holds(each):
                        found = False
                        break
            self._known[variable] = found
        return found is (literal > 0)

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
            if facts and all(fact in self.request.facts for fact in facts):
                found.append(variable if self.holds(variable) else -variable)
        return found

    def _leaf(self, leaf: Leaf) -> bool:
        facts = self.request.facts
        match leaf:
            case Present(fact=fact):
                return facts.get(fact) is not ABSENT
            case Among(fact=fact, values=values):
                if fact in self.flags:
                    return self.flags[fact] not in facts
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
            case Known(fact=fact):
                return fact in facts
            case Unread(test=test):
                known = Valuation(self.gates.facts, self.request.as_of, facts)
                wanted = Kleene.NO if isinstance(leaf, Never) else Kleene.YES
                return truth(test, known) is wanted
            case _:
                assert_never(leaf)

    def _at_most(self, leaf: AtMost) -> bool:
        values: dict[ir.Term, int] = {}
        for _, base in leaf.form:
            for day in (base, *days_of(base)):
                if isinstance(day, ir.ServiceDate):
                    values[day] = self.request.as_of
                elif isinstance(day, ir.FactTerm):
                    value = self.request.facts.get(day.fact)
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
