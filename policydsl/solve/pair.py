"""Put two programs on one set of literals: what both say is then one literal.

A request is one that both programs accept: of a fact that both declare it gives a value that
both allow, and of a fact that they declare as different types nothing.  A program does not
look at facts that only the other one declares.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from policydsl.core import ir
from policydsl.core.facts import (
    Choice,
    CodeSet,
    CodeValue,
    Day,
    Fact,
    FactTable,
    MemberSet,
    Number,
    YesNo,
)
from policydsl.core.request import Request
from policydsl.core.values import ABSENT, FactValue
from policydsl.frozen import frozen
from policydsl.kernel.kernel import defaults
from policydsl.solve.finder import Finder, holds_value
from policydsl.solve.gates import TRUE
from policydsl.solve.rails import Lowering, flag
from policydsl.solve.sat import Literal


@frozen
class Shared:
    """The facts of two programs as one table, and those that cannot be one fact."""

    facts: FactTable
    apart: tuple[str, ...]


def shared(old: ir.Program, new: ir.Program) -> Shared:
    """Return the facts that a request to both may give, each with the values that both allow."""
    found: dict[str, Fact] = {}
    apart: list[str] = []
    for name in dict.fromkeys((*new.facts.by_name, *old.facts.by_name)):
        one = old.facts.by_name.get(name)
        other = new.facts.by_name.get(name)
        if one is None or other is None:
            found[name] = one or other  # type: ignore[assignment]
            continue
        both = _both(one, other)
        if both is None:
            apart.append(name)
            found[name] = other
        else:
            found[name] = both
    return Shared(FactTable(found), tuple(apart))


def _both(one: Fact, other: Fact) -> Fact | None:
    """Return the fact that has the values of *one* and of *other*; None: they have none."""
    absent = one.may_be_absent and other.may_be_absent
    match one.type, other.type:
        case Choice(before), Choice(after):
            members = tuple(member for member in after if member in before)
            return (
                attrs.evolve(other, type=Choice(members), may_be_absent=absent) if members else None
            )
        case MemberSet(before), MemberSet(after):
            members = tuple(member for member in after if member in before)
            return attrs.evolve(other, type=MemberSet(members), may_be_absent=absent)
        case Number() as before, Number() as after:
            if (before.kind, before.unit, before.places) != (after.kind, after.unit, after.places):
                return None
            low, high = max(before.low, after.low), min(before.high, after.high)
            if low > high:
                return None
            kind = attrs.evolve(after, low=low, high=high)
            return attrs.evolve(other, type=kind, may_be_absent=absent)
        case Day() as before, Day() as after:
            low, high = max(before.low, after.low), min(before.high, after.high)
            if low > high:
                return None
            return attrs.evolve(other, type=Day(low, high), may_be_absent=absent)
        case YesNo(), YesNo():
            return attrs.evolve(other, may_be_absent=absent)
        case (CodeValue() | CodeSet()) as before, after if before == after:
            return attrs.evolve(other, may_be_absent=absent)
        case _:
            return None


def as_of_both(program: ir.Program, request: Request) -> Request:
    """Return what *program* is told of *request*: the facts that it declares."""
    facts = {name: value for name, value in request.facts.items() if name in program.facts}
    return Request(request.as_of, facts)


class Pair(Finder):
    """Two programs on one set of literals, and what every solver needs to know of both."""

    def __init__(self, old: ir.Program, new: ir.Program, day: int) -> None:
        common = shared(old, new)
        assumed = _assumed_by_both(old, new, common)
        read = dict.fromkeys((*new.read_facts, *old.read_facts))
        flags = {
            flag(name): Fact(flag(name), "", YesNo(), None, False, False)
            for name in read
            if name not in assumed
        }
        assumptions = [ir.Assumption(f, v, None, "", (), stated=True) for f, v in assumed.items()]
        both = attrs.evolve(
            new,
            facts=FactTable({**common.facts.by_name, **flags}),
            assumptions=tuple(assumptions),
            settings=(),
        )
        super().__init__(both, day)
        self.old = old
        self.new = new
        self.shared = common
        self.assumed = assumed
        lowered = Lowering(old, self.gates, assumed)
        alike = (old.assumptions, old.facts) == (new.assumptions, new.facts)
        self.lowered_old = lowered
        self.lowered_new = lowered if alike else Lowering(new, self.gates, assumed)
        self._never_given = [name for name in common.apart if name in read]
        self._settings: list[tuple[Literal, Literal]] | None = None

    def about_plans(self) -> list[tuple[Literal, Literal]]:
        """Say what no request does: (a condition, what is then so).

        A request does not give a fact as other than its plan sets it, nor one of which the
        two programs ask different things.
        """
        if self._settings is None:
            self._settings = [*self._by_plan(), *self._apart()]
        return self._settings

    def _by_plan(self) -> Iterable[tuple[Literal, Literal]]:
        for lowering, program in ((self.lowered_old, self.old), (self.lowered_new, self.new)):
            for setting in program.settings:
                # Of an amount without end no value can be given.
                held = -TRUE
                if setting.value is not None:
                    held = self.gates.truth(holds_value(setting.fact, setting.value))
                given = lowering.knowing(setting.fact).given
                where = lowering.truth(setting.condition).yes
                yield self.gates.all_of([where, given]), held

    def _apart(self) -> Iterable[tuple[Literal, Literal]]:
        for name in self._never_given:
            yield TRUE, -self.lowered_new.knowing(name).given


def _assumed_by_both(old: ir.Program, new: ir.Program, common: Shared) -> dict[str, FactValue]:
    """Return the facts that have one value in both programs whenever they are left out."""
    before, after = defaults(old), defaults(new)
    found: dict[str, FactValue] = {}
    for name in dict.fromkeys((*after, *before)):
        declared = [d for p, d in ((old, before), (new, after)) if name in p.facts]
        values = {each.get(name) for each in declared}
        if len(values) == 1 and name not in common.apart:
            value = declared[0].get(name)
            if value is not None and _allows(common.facts[name], value):
                found[name] = value
    return found


def _allows(fact: Fact, value: FactValue) -> bool:
    if value is ABSENT:
        return fact.may_be_absent
    match fact.type:
        case Choice(members):
            return value in members
        case MemberSet(members):
            return isinstance(value, frozenset) and value <= frozenset(members)
        case Number(low=low, high=high) | Day(low=low, high=high):
            return isinstance(value, int) and low <= value <= high
        case _:
            return True
