"""Turn true leaves into values of facts: the request that a finding is shown with."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from policydsl.core import ir
from policydsl.core.facts import Choice, CodeSet, CodeValue, MemberSet, Number, YesNo
from policydsl.core.values import ABSENT, FactValue
from policydsl.frozen import frozen
from policydsl.solve.bounds import Refuted, solve
from policydsl.solve.coded import codes_to_try
from policydsl.solve.gates import (
    Among,
    AtMost,
    Coded,
    Contains,
    Gates,
    Known,
    Present,
    Unread,
)
from policydsl.solve.sat import Literal
from policydsl.solve.sums import Bound


@frozen
class Witness:
    """What to give; `day` is the service date, None where any day will do."""

    facts: dict[str, FactValue]
    day: int | None


@frozen
class Customs:
    """What is natural: the values that are assumed, and the day on which a case is set."""

    defaults: Mapping[str, FactValue]
    day: int

    def of(self, base: ir.Term, gates: Gates) -> int:
        if isinstance(base, ir.FactTerm):
            value = self.defaults.get(base.fact)
            if isinstance(value, int):
                return value
            return 0 if isinstance(gates.facts[base.fact].type, Number) else self.day
        return self.day


def bounds_of(gates: Gates, literals: Iterable[Literal]) -> list[Bound]:
    """Return what the literals of sums among *literals* say."""
    found = []
    for literal in literals:
        leaf = gates.leaves.get(abs(literal))
        if isinstance(leaf, AtMost):
            if literal > 0:
                found.append(Bound(leaf.form, leaf.bound))
            else:
                found.append(Bound(tuple((-f, b) for f, b in leaf.form), -leaf.bound - 1))
    return found


def witness(gates: Gates, literals: Iterable[Literal], customs: Customs) -> Witness | Refuted:
    """Return values that make *literals*, all of leaves, true."""
    making = _Making(gates, customs)
    held = sorted(literals, key=abs)
    for literal in held:
        making.take(literal)
    numbers = solve(bounds_of(gates, held), gates.facts, lambda base: customs.of(base, gates))
    if isinstance(numbers, Refuted):
        return numbers
    return making.made(numbers)


class _Making:
    def __init__(self, gates: Gates, customs: Customs) -> None:
        self.gates = gates
        self.customs = customs
        self.absent: set[str] = set()
        self.present: set[str] = set()
        self.allowed: dict[str, list[FactValue]] = {}
        self.within: dict[str, set[str]] = {}
        self.coded: dict[str, list[tuple[ir.CodeIn | ir.CodeSetIs, bool]]] = {}
        self.given: set[str] = set()
        self.left_out: set[str] = set()

    def take(self, literal: Literal) -> None:
        leaf, held = self.gates.leaves[abs(literal)], literal > 0
        match leaf:
            case Present(fact=fact):
                (self.present if held else self.absent).add(fact)
            case Among(fact=fact, values=values):
                options = self.allowed.setdefault(fact, self._domain(fact))
                options[:] = [value for value in options if (value in values) is held]
            case Contains(fact=fact, member=member):
                chosen = self.within.setdefault(fact, set())
                if held:
                    chosen.add(member)
            case Coded(fact=fact, test=test):
                self.coded.setdefault(fact, []).append((test, held))
            case Known(fact=fact):
                (self.given if held else self.left_out).add(fact)
            case AtMost() | Unread():
                pass

    def _domain(self, name: str) -> list[FactValue]:
        kind = self.gates.facts[name].type
        values: list[FactValue] = [True, False] if isinstance(kind, YesNo) else []
        if isinstance(kind, Choice):
            values += kind.members
        default = self.customs.defaults.get(name)
        return sorted(values, key=lambda value: value != default)

    def made(self, numbers: Mapping[ir.Term, int]) -> Witness | Refuted:
        facts: dict[str, FactValue] = {}
        for term, number in numbers.items():
            if isinstance(term, ir.FactTerm):
                facts[term.fact] = number
        for fact, options in self.allowed.items():
            if not options:
                return Refuted.GIVEN_UP
            facts[fact] = options[0]
        for fact, members in self.within.items():
            facts[fact] = frozenset(members)
        for fact, tests in self.coded.items():
            code = self._code(fact, tests)
            if code is None:
                return Refuted.GIVEN_UP
            facts[fact] = code
        for fact in (self.present | self.given) - facts.keys() - self.absent:
            facts[fact] = anything(self.gates, fact, self.customs)
        for fact in self.absent:
            facts[fact] = ABSENT
        if self.left_out & facts.keys():
            return Refuted.GIVEN_UP
        return Witness(facts, numbers.get(ir.ServiceDate()))

    def _code(
        self, name: str, tests: list[tuple[ir.CodeIn | ir.CodeSetIs, bool]]
    ) -> FactValue | None:
        from policydsl.reference.truths import code_set_is, in_ranges

        system = tests[0][0].system
        codes = codes_to_try(system, [test for test, _ in tests])
        if isinstance(self.gates.facts[name].type, CodeValue):
            for code in codes:
                if all(in_ranges(code, system, test.ranges) is held for test, held in tests):
                    return code
            return None
        for count in range(4):
            for chosen in itertools.combinations(codes[:24], count):
                value = frozenset(chosen)
                if all(
                    code_set_is(value, test) is held
                    for test, held in tests
                    if isinstance(test, ir.CodeSetIs)
                ):
                    return value
        return None


def anything(gates: Gates, name: str, customs: Customs) -> FactValue:
    """Return a natural value of a fact of which only its presence matters."""
    default = customs.defaults.get(name)
    if default is not None and default is not ABSENT:
        return default
    kind = gates.facts[name].type
    match kind:
        case YesNo():
            return True
        case Choice(members):
            return members[0]
        case MemberSet() | CodeSet():
            return frozenset()
        case CodeValue(system):
            return codes_to_try(system, ())[0] if codes_to_try(system, ()) else "0"
        case _:
            low, high = getattr(kind, "low", 0), getattr(kind, "high", 0)
            near = customs.of(ir.FactTerm(name), gates)
            return int(min(max(near, low), high))
