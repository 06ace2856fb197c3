"""Look for a case in which a condition holds, by trying what it compares.

Facts with few values are tried value by value; numbers and days below, at and above each
number that they are compared with. Any other test may come out either way, whatever the
others do: two tests that exclude each other without it being seen count as two that may
both hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final, assert_never

from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import BOUND, Choice, Day, FactTable, Number, YesNo
from policydsl.core.reading import nodes_in
from policydsl.core.texts import value_text
from policydsl.core.values import ABSENT
from policydsl.frozen import frozen

# Past this many trials a condition counts as one that can hold.
MOST_TRIALS: Final = 20_000


def case_of(condition: ir.Truth, facts: FactTable) -> Mapping[str, str] | None:
    """Give what facts to give so that *condition* holds, in words; None when it never does."""
    search = _Search(condition, facts)
    return search.words() if search.holds(0) else None


@frozen
class _Apart:
    """How far one term is above another; they may be compared in either order."""

    term: ir.Term
    other: ir.Term


# What a comparison is about: a term beside a written number, or two terms beside each other.
_Subject = ir.Term | _Apart


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
        found: dict[str, str] = {}
        for unknown, value in self.case.items():
            match unknown:
                case str(fact) | ir.FactTerm(fact):
                    found[fact] = value_text(self.facts[fact], value)
                case ir.ServiceDate():
                    found["as_of"] = datetime.date.fromordinal(value).isoformat()
                case ir.AgeTerm() if value is not ABSENT:
                    unit = "month" if unknown.in_months else "year"
                    found["age"] = f"{value} {unit}" if value == 1 else f"{value} {unit}s"
                case _:
                    pass
        return found


def _domains(condition: ir.Truth, facts: FactTable) -> dict[object, tuple[Any, ...]]:
    """Give the values to try of each fact and term, and yes and no of each other test."""
    ends: dict[_Subject, set[int]] = {}
    found: dict[object, tuple[Any, ...]] = {}
    for node in nodes_in(condition):
        match node:
            case ir.MemberIs():
                found[node.fact] = _members(node.fact, facts)
            case ir.IsAbsent() if _members(node.fact, facts):
                found[node.fact] = _members(node.fact, facts)
            case ir.IsAbsent() if isinstance(facts[node.fact].type, Number | Day):
                ends.setdefault(ir.FactTerm(node.fact), set())
            case ir.IsAbsent():
                found[node] = (True, False) if facts[node.fact].may_be_absent else (False,)
            case ir.Compare():
                subject, number, _ = _sides(node)
                ends.setdefault(subject, set()).add(number)
            case ir.IsKnown() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs():
                found[node] = (True, False)
            case _:
                pass
    for subject, numbers in ends.items():
        found[subject] = _stretches(subject, numbers, facts)
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


def _stretches(subject: _Subject, numbers: set[int], facts: FactTable) -> tuple[Any, ...]:
    """Give one value below, at and above each number, as far as the range of *subject* goes."""
    low, high = _range(subject, facts)
    near = {low} | {number + step for number in numbers for step in (-1, 0, 1)}
    values = tuple(sorted(value for value in near if low <= value <= high))
    return (*values, ABSENT) if _may_be_absent(subject, facts) else values


def _range(subject: _Subject, facts: FactTable) -> tuple[int, int]:
    match subject:
        case ir.Constant(value):
            return value, value
        case ir.FactTerm(fact):
            type = facts[fact].type
            assert isinstance(type, Number | Day)
            return type.low, type.high
        case ir.AgeTerm():
            return 0, BOUND
        case ir.ServiceDate():
            return FIRST_DAY, LAST_DAY
        case _:
            # What is worked out may lie past the range of any fact.
            return -(BOUND**2), BOUND**2


def _may_be_absent(subject: _Subject, facts: FactTable) -> bool:
    return any(
        facts[node.fact].may_be_absent
        if isinstance(node, ir.FactTerm)
        else isinstance(node, ir.Cases) and node.otherwise is None
        for node in nodes_in(subject)
    )


def _sides(atom: ir.Compare) -> tuple[_Subject, int, bool]:
    """Give what *atom* compares with which number, and whether that is what stands left."""
    match atom.left, atom.right:
        case term, ir.Constant(number):
            return term, number, True
        case ir.Constant(number), term:
            return term, number, False
        case left, right:
            in_turn = repr(left) <= repr(right)
            return _Apart(left, right) if in_turn else _Apart(right, left), 0, in_turn


def _value(truth: ir.Truth, case: Mapping[object, Any]) -> bool | None:
    """Give what *truth* is in a case; None while what is tried so far does not settle it."""
    match truth:
        case ir.Truism():
            return truth.value
        case ir.MemberIs():
            return case[truth.fact] in truth.values if truth.fact in case else None
        case ir.IsAbsent():
            for unknown in (truth.fact, ir.FactTerm(truth.fact)):
                if unknown in case:
                    return case[unknown] is ABSENT
            return case.get(truth)
        case ir.Compare():
            return _compared(truth, case)
        case ir.IsKnown() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs():
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


def _compared(atom: ir.Compare, case: Mapping[object, Any]) -> bool | None:
    subject, number, subject_is_left = _sides(atom)
    if subject not in case:
        return None
    if case[subject] is ABSENT:
        return False
    left, right = (case[subject], number) if subject_is_left else (number, case[subject])
    match atom.order:
        case ir.Order.AT_MOST:
            return bool(left <= right)
        case ir.Order.LESS:
            return bool(left < right)
        case ir.Order.EQUAL:
            return bool(left == right)
        case _:
            assert_never(atom.order)
