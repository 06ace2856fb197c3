"""Find papers that lack, or are there, whatever the facts are (SPEC 4.10, law e).

A paper certain by cases could never be asked for by a fact that matters.  Every
value of the facts with few values is tried; any other test may come out either way,
so that only what is truly constant is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product
from typing import Any, Final, assert_never

from policydsl.core import ir
from policydsl.core.facts import Choice, FactTable, YesNo
from policydsl.core.values import ABSENT
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Draft
from policydsl.semantics.reading import nodes_in

# Past this many combinations a condition counts as one that facts can settle.
MOST_CASES: Final = 4096


def constant_papers(drafts: Sequence[Draft], facts: FactTable) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for draft in drafts:
        if draft.papers:
            always = constant(draft.bite, facts)
            if always is not None:
                found.append(problems.constant_paper(draft.name, lacks=always))
    return tuple(found)


def constant(truth: ir.Truth, facts: FactTable) -> bool | None:
    """Give the one value of *truth*, or None when it may have both.

    A truth that was poisoned by an error counts as one that may have both.
    """
    domains: dict[object, tuple[Any, ...]] = {}
    for node in nodes_in(truth):
        match node:
            case ir.MemberIs() | ir.IsAbsent() if _few(node.fact, facts):
                domains[node.fact] = _few(node.fact, facts)
            case ir.IsAbsent():
                absent = (True, False) if facts[node.fact].may_be_absent else (False,)
                domains[node] = absent
            case ir.CodeIn() | ir.SetIs() | ir.CodeSetIs() | ir.Compare() | ir.IsKnown():
                domains[node] = (True, False)
            case _:
                pass
    if not domains:
        return None
    cases = list(islice(product(*domains.values()), MOST_CASES + 1))
    if len(cases) > MOST_CASES:
        return None
    first: bool | None = None
    for values in cases:
        value = _value(truth, dict(zip(domains, values, strict=True)))
        if first is None:
            first = value
        elif first != value:
            return None
    return first


def _few(name: str, facts: FactTable) -> tuple[Any, ...]:
    """Give the values of a fact that has few; nothing for one that has many."""
    if name not in facts:
        return ()
    fact = facts[name]
    absent = (ABSENT,) if fact.may_be_absent else ()
    match fact.type:
        case YesNo():
            return (True, False, *absent)
        case Choice(members):
            return (*members, *absent)
        case _:
            return ()


def _value(truth: ir.Truth, case: dict[object, Any]) -> bool:
    match truth:
        case ir.Truism():
            return truth.value
        case ir.MemberIs():
            return case[truth.fact] in truth.values if truth.fact in case else bool(case[truth])
        case ir.IsAbsent():
            return case[truth.fact] is ABSENT if truth.fact in case else bool(case[truth])
        case ir.CodeIn() | ir.SetIs() | ir.CodeSetIs() | ir.Compare() | ir.IsKnown():
            return bool(case[truth])
        case ir.Not():
            return not _value(truth.operand, case)
        case ir.And():
            return all(_value(operand, case) for operand in truth.operands)
        case ir.Or():
            return any(_value(operand, case) for operand in truth.operands)
        case ir.Cited() | ir.Named():
            return _value(truth.operand, case)
        case _:
            assert_never(truth)
