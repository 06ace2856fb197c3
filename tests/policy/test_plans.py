"""A plan supplies what it sets, no request contradicts it, and odd amounts are remarked on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policydsl.core.decision import Decision
from policydsl.policy import Policy, RequestError
from tests.compiling import policy_from

TEXT = """
policy t.plans "Plans"
  in force on any date

fact plan "Plan"
  one of {basic, plus, other}, unknown means other

fact maximum_of_plan "Visits of the plan"
  visits

fact copay_of_plan "Copay of the plan"
  money

fact started_on "First day of the plan"
  date, may be absent

fact visits_used "Visits used"
  visits, unknown means 0 visits

fact allowed_amount "Allowed"
  money

parameter maximum "Visits of a year" [P-1]
  visits, from 1 visit to 80 visits
  typically 20 to 60 visits [P-2]
  stands for maximum_of_plan

parameter copay "Copay"
  money
  stands for copay_of_plan

parameter start "First day"
  date
  stands for started_on

plan basic "Basic plan" [P-3]
  for plan is basic
  sets maximum is 20 visits
  sets start is 2024-01-01
  typically copay $20.00 to $40.00 [P-4]

plan plus "Plus plan" [P-5]
  for plan is plus
  sets maximum is none
  sets copay is $10.00

cover therapy "Therapy"
  for start is absent or start is on or before service date
  counts toward visits
  pays 100%, after copay copay

limit visits "Visits"
  up to maximum per benefit year
  used visits_used
  asked 1 visit
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_from(TEXT)


def _request(**facts: object) -> dict[str, Any]:
    return {"as_of": "2024-06-01", "facts": facts}


def _decide(policy: Policy, **facts: object) -> Decision:
    return policy.decide(_request(**facts))


def _advised(decision: Decision) -> list[str]:
    return [advisory.id for advisory in decision.advisories]


def test_a_plan_supplies_a_fact_that_is_not_given(policy: Policy) -> None:
    decision = _decide(policy, plan="basic", visits_used=19)
    assert decision.determination.value == "covered"
    assert decision.remaining == {"visits": 1}
    supplied = {one.fact: one for one in decision.assumptions}
    assert supplied["maximum_of_plan"].value == 20
    assert supplied["maximum_of_plan"].title == "Basic plan"
    assert "P-3" in supplied["maximum_of_plan"].citations


def test_a_plan_may_have_no_limit_at_all(policy: Policy) -> None:
    decision = _decide(policy, plan="plus", visits_used=5000, started_on=None)
    assert decision.determination.value == "covered"
    (reading,) = decision.to_dict()["limits"]
    assert reading["unlimited"] is True
    assert (reading["base"], reading["used"], reading["remaining"]) == (None, 5000, None)
    assert decision.fits == 1


def test_what_is_only_paid_by_is_listed_too(policy: Policy) -> None:
    decision = _decide(policy, plan="plus", started_on=None, allowed_amount=100)
    assert decision.to_dict()["pays"]["amount"] == "90.00"
    assert ("copay_of_plan", "10.00") in [(one.fact, one.value) for one in decision.assumptions]


def test_a_plan_without_a_setting_leaves_the_fact_to_the_request(policy: Policy) -> None:
    assert _decide(policy, maximum_of_plan=7, visits_used=6, started_on=None).fits == 1
    pends = _decide(policy, visits_used=1, started_on=None)
    assert [missing.fact for missing in pends.missing] == ["maximum_of_plan"]


def test_what_the_request_and_its_plan_say_alike_is_sound(policy: Policy) -> None:
    given = _decide(policy, plan="basic", maximum_of_plan=20, started_on="2024-01-01")
    assert given.determination.value == "covered"
    assert [assumed.fact for assumed in given.assumptions] == ["visits_used"]


@pytest.mark.parametrize(
    ("facts", "path", "said"),
    [
        ({"plan": "basic", "maximum_of_plan": 21}, "maximum_of_plan", ("21", "20")),
        ({"plan": "plus", "maximum_of_plan": 21}, "maximum_of_plan", ("21", "no limit")),
        ({"plan": "basic", "started_on": None}, "started_on", ("absent", "2024-01-01")),
        ({"plan": "basic", "started_on": "2024-01-02"}, "started_on", ("2024-01-02",)),
    ],
    ids=["another number", "a number beside no limit", "absent", "another day"],
)
def test_a_request_that_contradicts_its_plan_is_refused(
    policy: Policy, facts: dict[str, object], path: str, said: tuple[str, ...]
) -> None:
    for ask in (policy.decide, policy.explain, policy.request):
        for request in (_request(**facts), json.dumps(_request(**facts))):
            with pytest.raises(RequestError) as caught:
                ask(request)
            (fault,) = caught.value.faults
            assert (fault.path, fault.code.id) == (f"$.facts.{path}", "POL0719")
            assert all(words in fault.message for words in (*said, str(facts["plan"])))


def test_every_contradiction_is_told_at_once(policy: Policy) -> None:
    with pytest.raises(RequestError) as caught:
        _decide(policy, plan="basic", maximum_of_plan=21, started_on=None)
    assert [fault.path for fault in caught.value.faults] == [
        "$.facts.maximum_of_plan",
        "$.facts.started_on",
    ]


def test_a_bound_of_a_parameter_can_settle_a_case(policy: Policy) -> None:
    first_visit = _decide(policy, started_on=None)
    assert first_visit.determination.value == "covered"


def test_the_bounds_of_a_parameter_bound_its_fact(policy: Policy) -> None:
    with pytest.raises(RequestError) as caught:
        _decide(policy, maximum_of_plan=81)
    assert [fault.code.id for fault in caught.value.faults] == ["POL0711"]
    described = policy.schema()
    assert '"maximum": 80' in json.dumps(described)


@pytest.mark.parametrize(
    ("visits", "remarked"), [(19, True), (20, False), (60, False), (61, True), (None, False)]
)
def test_an_untypical_number_is_remarked_on(
    policy: Policy, visits: int | None, remarked: bool
) -> None:
    facts = {} if visits is None else {"maximum_of_plan": visits}
    decision = _decide(policy, started_on=None, visits_used=1, **facts)
    assert ("maximum.typical" in _advised(decision)) == remarked


@pytest.mark.parametrize(
    ("plan", "copay", "remarked"),
    [
        ("basic", 19.99, True),
        ("basic", 20, False),
        ("basic", 40, False),
        ("basic", 40.01, True),
        ("basic", None, False),
        ("other", 40.01, False),
    ],
)
def test_a_range_that_is_typical_of_one_plan_is_held_against_that_plan(
    policy: Policy, plan: str, copay: float | None, remarked: bool
) -> None:
    facts = {} if copay is None else {"copay_of_plan": copay}
    decision = _decide(policy, plan=plan, **facts)
    advised = [advisory for advisory in decision.advisories if advisory.id == "basic.copay"]
    assert bool(advised) == remarked
    if advised:
        assert advised[0].text == "Copay: outside the typical $20.00 to $40.00 of Basic plan"
        assert "P-4" in advised[0].citations


def test_no_limit_is_not_outside_what_is_typical(policy: Policy) -> None:
    assert _advised(_decide(policy, plan="plus", started_on=None)) == []


def test_a_scenario_that_contradicts_its_plan_does_not_pass() -> None:
    wrong = policy_from(
        TEXT
        + """
scenario "a number that the plan does not have"
  as of 2024-06-01
  given
    plan is basic
    maximum_of_plan is 30 visits
  expect covered
"""
    )
    (ran,) = wrong.test()
    assert [check.what for check in ran.failures] == ["given"]
