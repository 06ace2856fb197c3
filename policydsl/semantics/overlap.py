"""Look for a case in which a condition holds, by trying what its facts can be.

Facts with few values, and numbers and days that are compared with written ones, are
tried value by value.  Any other test may come out either way, whatever the others do:
two tests that exclude each other without it being seen count as two that may both hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, assert_never

from policydsl.core import ir
from policydsl.core.facts import Choice, Day, FactTable, Number, YesNo
from policydsl.core.requests import value_text
from policydsl.core.values import ABSENT
from policydsl.semantics.reading import nodes_in

# Past this many trials a condition counts as one that can hold.
MOST_TRIALS: Final = 20_000


def case_of(condition: ir.Truth, facts: FactTable) -> Mapping[str, str] | None:
    """Give what facts to give so that *condition* holds, in words; None when it never does."""
    search = _Search(condition, facts)
    return search.words() if search.holds(0) else None


class _Search:
    def __init__(self, condition: ir.Truth, facts: FactTable) -> None:
        self.condition = condition
        self.facts = facts
        self.domains = list(_domains(condition, facts).items())
        self.case: dict[object, Any] = {}
        self.trials = 0

    def holds(self, index: int) -> bool:
        """Try the values of the unknowns from *index* on; the case stands where one held."""
        self.trials += 1
        held = _value(self.condition, self.case)
        if held is not None or self.trials > MOST_TRIALS:
            return held is not False
        unknown, values = self.domains[index]
        for value in values:
            self.case[unknown] = value
            if self.holds(index + 1):
                return True
        self.case.pop(unknown, None)
        return False

    def words(self) -> dict[str, str]:
        return {
            fact: value_text(self.facts[fact], value)
            for fact, value in self.case.items()
            if isinstance(fact, str)
        }


def _domains(condition: ir.Truth, facts: FactTable) -> dict[object, tuple[Any, ...]]:
    """Give the values to try of each fact, and yes and no of each test that stands alone."""
    ends: dict[str, set[int]] = {}
    found: dict[object, tuple[Any, ...]] = {}
    for node in nodes_in(condition):
        match node:
            case ir.MemberIs():
                found[node.fact] = _members(node.fact, facts)
            case ir.IsAbsent() if _members(node.fact, facts):
                found[node.fact] = _members(node.fact, facts)
            case ir.Compare() if (sides := _with_a_constant(node)) is not None:
                ends.setdefault(sides[0], set()).add(sides[1])
            case (
                ir.Compare()
                | ir.IsAbsent()
                | ir.IsKnown()
                | ir.CodeIn()
                | ir.SetIs()
                | ir.CodeSetIs()
            ):
                found[node] = (True, False)
            case _:
                pass
    for fact, numbers in ends.items():
        found[fact] = _stretches(fact, numbers, facts)
    return found


def _members(name: str, facts: FactTable) -> tuple[Any, ...]:
    absent = (ABSENT,) if facts[name].may_be_absent else ()
    match facts[name].type:
        case YesNo():
            return (True, False, *absent)
        case Choice(members):
            return (*members, *absent)
        case _:
            return ()


def _stretches(name: str, numbers: set[int], facts: FactTable) -> tuple[Any, ...]:
    """Give one value below, at and above each number, as far as the fact's range goes."""
    type = facts[name].type
    assert isinstance(type, Number | Day)
    near = {type.low} | {number + step for number in numbers for step in (-1, 0, 1)}
    values = tuple(sorted(value for value in near if type.low <= value <= type.high))
    return (*values, ABSENT) if facts[name].may_be_absent else values


def _with_a_constant(atom: ir.Compare) -> tuple[str, int, bool] | None:
    """Read a comparison of one fact with a written number; True: the fact is on the left."""
    match atom.left, atom.right:
        case ir.FactTerm(fact), ir.Constant(number):
            return fact, number, True
        case ir.Constant(number), ir.FactTerm(fact):
            return fact, number, False
        case _:
            return None


def _value(truth: ir.Truth, case: Mapping[object, Any]) -> bool | None:
    """Give what *truth* is in a case; None while what is tried so far does not settle it."""
    match truth:
        case ir.Truism():
            return truth.value
        case ir.MemberIs():
            return case[truth.fact] in truth.values if truth.fact in case else None
        case ir.IsAbsent() if truth.fact in case:
            return case[truth.fact] is ABSENT
        case ir.Compare() if (sides := _with_a_constant(truth)) is not None:
            return _compared(truth, sides, case)
        case (
            ir.Compare() | ir.IsAbsent() | ir.IsKnown() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs()
        ):
            return case.get(truth)
        case ir.Not():
            held = _value(truth.operand, case)
            return None if held is None else not held
        case ir.And():
            each = [_value(operand, case) for operand in truth.operands]
            return False if False in each else None if None in each else True
        case ir.Or():
            each = [_value(operand, case) for operand in truth.operands]
            return True if True in each else None if None in each else False
        case ir.Cited() | ir.Named():
            return _value(truth.operand, case)
        case _:
            assert_never(truth)


def _compared(
    atom: ir.Compare, sides: tuple[str, int, bool], case: Mapping[object, Any]
) -> bool | None:
    fact, number, fact_is_left = sides
    if fact not in case:
        return None
    if case[fact] is ABSENT:
        return False
    left, right = (case[fact], number) if fact_is_left else (number, case[fact])
    match atom.order:
        case ir.Order.AT_MOST:
            return bool(left <= right)
        case ir.Order.LESS:
            return bool(left < right)
        case ir.Order.EQUAL:
            return bool(left == right)
        case _:
            assert_never(atom.order)
