"""What a term reads is named in one order, whatever order a set of names has in a process."""

from __future__ import annotations

import pytest

from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable, YesNo
from policydsl.reference.truths import term_facts
from policydsl.reference.valuation import Valuation

NAMES = tuple("hgfedcba")
FACTS = FactTable({name: Fact(name, "", YesNo(), None, False, False) for name in NAMES})


@pytest.mark.parametrize("known", [{}, dict.fromkeys(NAMES, True)], ids=["unknown", "known"])
def test_the_facts_of_a_case_are_named_in_one_order(known: dict[str, bool]) -> None:
    tested = ir.And(tuple(ir.MemberIs(name, frozenset({True})) for name in NAMES))
    term = ir.Cases((ir.Case(tested, ir.Constant(1), ()),), ir.Constant(0))
    assert list(term_facts(term, Valuation(FACTS, 1, {**known}))) == sorted(NAMES)
