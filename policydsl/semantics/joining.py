"""Join truths with `and` and `or`, seeing what memberships of one fact say together.

Kleene's logic cannot tell that `service is a or service is not a` always holds.
Where the memberships of one fact directly under a chain settle it, a constant
joins them, so that nothing is asked that cannot matter (SPEC 4.3).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from policydsl.core import ir
from policydsl.core.facts import Choice, FactTable, YesNo
from policydsl.core.values import ABSENT, FactValue
from policydsl.semantics.referents import POISON

YES = ir.Truism(True)
NO = ir.Truism(False)


def all_of(truths: Iterable[ir.Truth], facts: FactTable) -> ir.Truth:
    """Give the conjunction; one truth stands for itself, none is yes."""
    operands = tuple(truth for truth in truths if truth != YES)
    if len(operands) <= 1:
        return operands[0] if operands else YES
    if any(not set.intersection(*tests) for tests in _tests(operands, facts).values()):
        return ir.And((*operands, NO))
    return ir.And(operands)


def any_of(truths: Iterable[ir.Truth], facts: FactTable) -> ir.Truth:
    """Give the disjunction; one truth stands for itself, none is no."""
    operands = tuple(truth for truth in truths if truth is POISON or truth != NO)
    if len(operands) <= 1:
        return operands[0] if operands else NO
    for fact, tests in _tests(operands, facts).items():
        if set.union(*tests) == _domain(fact, facts):
            return ir.Or((*operands, YES))
    return ir.Or(operands)


def negation(truth: ir.Truth) -> ir.Truth:
    """Give the exact negation; two of them cancel, and the poison stays what it is."""
    if truth is POISON:
        return POISON
    match truth:
        case ir.Truism():
            return ir.Truism(not truth.value)
        case ir.Not():
            return truth.operand
        case _:
            return ir.Not(truth, span=truth.span)


def cited(truth: ir.Truth, citations: tuple[str, ...]) -> ir.Truth:
    """Let *citations* support *truth*, if there are any."""
    return ir.Cited(truth, citations, span=truth.span) if citations else truth


def uncited(truth: ir.Truth) -> ir.Truth:
    """Return *truth* without what supports it, where that is nothing to tell of."""
    match truth:
        case ir.Cited():
            return uncited(truth.operand)
        case ir.Not() | ir.Named():
            return attrs.evolve(truth, operand=uncited(truth.operand))
        case ir.And() | ir.Or():
            return attrs.evolve(truth, operands=tuple(map(uncited, truth.operands)))
        case _:
            return truth


_Values = set[FactValue]


def _tests(operands: tuple[ir.Truth, ...], facts: FactTable) -> dict[str, list[_Values]]:
    """Give the values that each operand allows, for each fact tested more than once."""
    tests_by_fact: dict[str, list[_Values]] = {}
    for operand in operands:
        test = _test(operand, facts)
        if test is not None:
            tests_by_fact.setdefault(test[0], []).append(test[1])
    return {fact: tests for fact, tests in tests_by_fact.items() if len(tests) > 1}


def _test(truth: ir.Truth, facts: FactTable) -> tuple[str, _Values] | None:
    """Read a test of one fact with a finite domain as the values that pass it."""
    match truth:
        case ir.MemberIs():
            domain = _domain(truth.fact, facts)
            return (truth.fact, domain & set(truth.values)) if domain else None
        case ir.IsAbsent():
            domain = _domain(truth.fact, facts)
            return (truth.fact, domain & {ABSENT}) if domain else None
        case ir.Not():
            inner = _test(truth.operand, facts)
            return (inner[0], _domain(inner[0], facts) - inner[1]) if inner else None
        case ir.Cited() | ir.Named():
            return _test(truth.operand, facts)
        case _:
            return None


def _domain(name: str, facts: FactTable) -> _Values:
    """Give every value that the fact can take; nothing when there is no end to them."""
    if name not in facts:
        return set()
    fact = facts[name]
    absent: _Values = {ABSENT} if fact.may_be_absent else set()
    match fact.type:
        case YesNo():
            return {True, False} | absent
        case Choice(members):
            return set(members) | absent
        case _:
            return set()
