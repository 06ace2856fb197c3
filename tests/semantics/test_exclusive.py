"""What is said to exclude each other never holds together, and limits are compared for a reason."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable
from policydsl.core.values import Kleene
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation
from policydsl.semantics.exclusive import Beside, alternatives, exclusive
from tests.compiling import checked
from tests.strategies import AS_OF, MEMBERS, TYPES, truths

READ = ("married", "skilled", "setting", "areas")
FACTS = FactTable({name: Fact(name, "", TYPES[name], None, False, False) for name in TYPES})


@settings(max_examples=200)
@given(st.lists(truths(), max_size=3), st.lists(truths(), max_size=3))
def test_conditions_that_exclude_each_other_never_hold_together(
    one: list[ir.Truth], other: list[ir.Truth]
) -> None:
    if not exclusive(alternatives(one), alternatives(other)):
        return
    for values in itertools.product(*(MEMBERS[name] for name in READ)):
        valuation = Valuation(FACTS, AS_OF, dict(zip(READ, values, strict=True)))
        held = [all(truth(t, valuation) is Kleene.YES for t in each) for each in (one, other)]
        assert not all(held)


@settings(max_examples=200)
@given(st.lists(truths(), max_size=3), st.lists(truths(), max_size=3))
def test_where_one_is_so_the_other_is_known_not_to_be(
    one: list[ir.Truth], other: list[ir.Truth]
) -> None:
    """So that leaving a comparison out changes nothing while facts are unknown."""
    if not exclusive(alternatives(one), alternatives(other)):
        return
    for values in itertools.product(*([None, *MEMBERS[name]] for name in READ)):
        known = {name: v for name, v in zip(READ, values, strict=True) if v is not None}
        valuation = Valuation(FACTS, AS_OF, known)
        if all(truth(t, valuation) is Kleene.YES for t in one):
            assert any(truth(t, valuation) is Kleene.NO for t in other)


@settings(max_examples=200)
@given(st.lists(st.lists(truths(), max_size=3), max_size=8))
def test_those_beside_one_are_all_that_it_does_not_exclude(every: list[list[ir.Truth]]) -> None:
    ways = {f"k{number}": alternatives(each) for number, each in enumerate(every)}
    beside = Beside(ways)
    for key in ways:
        wanted = [o for o in ways if o != key and not exclusive(ways[key], ways[o])]
        assert beside.of(key) == wanted


POLICY = """policy p "P"

fact service
  one of {walking, swimming, both}

fact walked
  visits, unknown means 0 visits

fact swum
  visits, unknown means 0 visits

fact asked
  visits, at least 1 visit, unknown means 1 visit

cover walking "Walking"
  for service is walking
  counts toward walks

cover swimming "Swimming"
  for service SWIMMING
  counts toward swims

limit walks "Walks"
  10 visits per calendar year
  used walked
  asked asked

limit swims "Swims"
  5 visits per calendar year
  used swum
  asked asked
"""


def read(program: ir.Program, key: str) -> str:
    return str(next(clause for clause in program.clauses if clause.key == key).guards)


def test_limits_of_benefits_that_exclude_each_other_are_not_compared() -> None:
    program = checked(POLICY.replace("SWIMMING", "is swimming")).program
    assert program is not None
    assert "swum" not in read(program, "walks")
    assert "walked" not in read(program, "swims")


def test_limits_that_may_bind_one_request_are_compared() -> None:
    program = checked(POLICY.replace("SWIMMING", "in {walking, swimming}")).program
    assert program is not None
    assert "swum" in read(program, "walks")
    assert "walked" in read(program, "swims")
