"""Ways with up to three changes are the least, by brute force: codes, and the real policies."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.determinations import Determination
from policydsl.core.facts import Choice as OneOf
from policydsl.core.facts import Day, Fact, Number, YesNo
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.explain.ways import Ways, search
from policydsl.explain.ways.search import Options
from policydsl.explain.ways.states import States
from policydsl.policy import Policy
from tests.compiling import policy_from
from tests.explain.plans import PLANS, explained

COVERED = Determination.COVERED
MOST = (5, 2, 1)  # examples of a policy, by the size of their least ways
MOST_SETS = 120  # of facts that are tried for each

CODED = """\
policy coded "Coded"

fact place "Where"
  code in pos
fact marks "Modifiers"
  set of codes in modifier, may be absent
fact ordered "Ordered"
  yes or no
fact born "Born early"
  yes or no, fixed

exclude at_home "At home"
  when place in {12 to 14}
  except when marks any in {G0 to G9}

exclude early "Early"
  when born
  except when marks includes 59 and marks includes XE

cover therapy "Therapy"
  for place in {11 to 19, 22}
  require marked "Marked"
    met when marks only {59, G0 to GZ, XE}
  require ordered "Ordered"
"""
MARKS = ("59", "XE", "G5", "GP", "00")
SETS = [frozenset(each) for size in range(4) for each in itertools.combinations(MARKS, size)]
DOMAINS: dict[str, list[FactValue]] = {
    "place": [f"{code:02}" for code in range(100)],
    "marks": [*SETS],
    "ordered": [True, False],
}
FACTS: dict[str, list[FactValue]] = {**DOMAINS, "born": [True, False]}


def coded() -> Policy:
    return policy_from(CODED)


POLICY = coded()


@settings(max_examples=30)
@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in FACTS.items()}
    )
)
def test_the_least_is_found_among_codes(facts: dict[str, FactValue]) -> None:
    request = Request(739_000, facts)
    free = [*DOMAINS, *(["born"] if "born" not in facts else [])]
    ways = search(POLICY._explainer._ground, request, COVERED, Options(most=50, beyond=0))
    assert ways.exact
    if ways.reached:
        return
    reached: set[frozenset[str]] = set()
    for size in (1, 2, 3):
        reached = set(_reaching(POLICY, request, free, size))
        if reached:
            assert ways.smallest == size
            break
    assert {frozenset(way.facts) for way in ways.ways if len(way.changes) <= 3} == reached


def _reaching(
    policy: Policy, request: Request, free: list[str], size: int
) -> Iterator[frozenset[str]]:
    decide = policy._kernel.decide
    for names in itertools.combinations(free, size):
        for values in itertools.product(*(FACTS[name] for name in names)):
            chosen = dict(zip(names, values, strict=True))
            if decide(Request(request.as_of, {**request.facts, **chosen})).determination is COVERED:
                yield frozenset(names)
                break


def test_ranges_of_codes_are_told_whole() -> None:
    facts = {"place": "99", "marks": frozenset({"59"}), "ordered": True, "born": False}
    ways = search(POLICY._explainer._ground, Request(739_000, facts), COVERED)
    (change,) = ways.ways[0].changes
    assert change.any_of == ("pos 11 and on, before 12", "pos 15 to 19", "pos 22")


def test_codes_that_are_there_stay_where_they_can() -> None:
    facts = {"place": "12", "marks": frozenset({"59"}), "ordered": True, "born": False}
    ways = search(POLICY._explainer._ground, Request(739_000, facts), COVERED)
    found = {change.fact: change for way in ways.ways for change in way.changes}
    assert "59" in found["marks"].value


# ----------------------------------------------------------------- real policies


@pytest.mark.parametrize("name", PLANS)
def test_no_smaller_set_does_for_the_worked_examples(name: str) -> None:
    """For each size that occurs, a few examples: nothing that a person can set does with less."""
    tried: dict[int, int] = {}
    for _, explanation in explained(name)[::-4]:
        ways = explanation.ways()
        size = ways.smallest
        if size not in (1, 2, 3) or tried.get(size, 0) >= MOST[size - 1] or not ways.exact:
            continue
        tried[size] = tried.get(size, 0) + 1
        states = States(explanation.ground, explanation.request)
        free = [n for n in explanation.program.read_facts if states.kind(n) is not None]
        for smaller in range(1, size):
            for names in _some([*itertools.combinations(free, smaller)]):
                for values in itertools.product(
                    *(_values(explanation.program.facts[n], states) for n in names)
                ):
                    chosen = dict(zip(names, values, strict=True))
                    facts = {**explanation.request.facts, **chosen}
                    decided = explanation.ground.decide(Request(explanation.request.as_of, facts))
                    assert decided.determination is not COVERED, (names, values)
        _leads_there(explanation.ground.program.id, ways)
    assert tried


def _some(sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return random.Random(7).sample(sets, min(len(sets), MOST_SETS))


def _leads_there(policy: str, ways: Ways) -> None:
    for way in ways.ways:
        assert way.decision.determination is COVERED, policy


def _values(fact: Fact, states: States) -> list[FactValue]:
    match fact.type:
        case YesNo():
            return [True, False]
        case OneOf(members):
            return [*members]
        case Number() | Day():
            return [*states.values(fact.name)]
        case _:
            return [*states.values(fact.name)][:8]
