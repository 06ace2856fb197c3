"""A notice is refused unless it is of a denial and whole; what it says is what decided."""

from __future__ import annotations

from typing import Any

import pytest

from policydsl.core.determinations import Determination
from policydsl.explain import NoticeError
from policydsl.explain.notice import is_adverse, judgments
from policydsl.explain.slots import SLOTS as KNOWN
from policydsl.explain.slots import Need
from tests.compiling import policy_from
from tests.explain.plans import PLANS, explained
from tests.explain.test_author import REQUESTS, clinic
from tests.explain.test_readers import SLOTS, example

DENIED = {"as_of": "2026-03-10", "facts": REQUESTS["excluded by name"]}


FREE = {name: value for name, value in REQUESTS["covered"].items() if name != "network"}
UNDENIED: dict[str, dict[str, Any]] = {
    "not_applicable": {"service": "massage"},
    "review": {"service": "therapy", "sent": True, "approved": True},
    "route": REQUESTS["routed"],
    "pend_documentation": REQUESTS["nothing is known"],
    "needs_extension": REQUESTS["two of four fit"],
    "covered": FREE,
}


@pytest.mark.parametrize("determination", UNDENIED)
def test_there_is_no_notice_of_what_was_not_denied(determination: str) -> None:
    policy = policy_from(ELSEWHERE) if determination in ("not_applicable", "review") else clinic()
    explanation = policy.explain({"as_of": "2026-03-10", "facts": UNDENIED[determination]})
    assert explanation.decision.determination.value == determination
    with pytest.raises(NoticeError, match=f"`{determination}`, which denies nothing") as refused:
        explanation.for_notice(SLOTS)
    (found,) = refused.value.diagnostics
    assert found.code.id == "POL0731"
    assert found.help


ELSEWHERE = """\
policy elsewhere "Elsewhere"

fact service "Service"
  one of {therapy, massage}
fact looked_at "A reviewer has looked at it"
  yes or no, may be absent, unknown means absent, asked of reviewer
fact sent "The main doctor has sent the patient"
  yes or no
fact approved "Approved before"
  yes or no

review unclear "Two readings" leaning covered
  when service is therapy
  settled by looked_at

cover therapy "Therapy"
  for service is therapy
  require sent "Sent by the main doctor"
    otherwise refer to main_doctor
  authorize approved "Approved before"
    unless approved
"""


def test_a_referral_first_and_a_missing_approval_deny_what_was_asked() -> None:
    facts = {"service": "therapy", "looked_at": True, "sent": True, "approved": True}
    for changed, said in (
        ({"sent": False}, "the member is sent first to: main doctor"),
        ({"approved": False}, "without its approval beforehand"),
    ):
        explanation = policy_from(ELSEWHERE).explain(
            {"as_of": "2026-03-10", "facts": {**facts, **changed}}
        )
        assert said in " ".join(explanation.for_notice(SLOTS).to_text().split())


def test_what_is_paid_only_in_part_has_a_notice_with_the_sum() -> None:
    explanation = clinic().explain({"as_of": "2026-03-10", "facts": REQUESTS["covered"]})
    assert explanation.payment is not None
    page = " ".join(explanation.for_notice(SLOTS).to_text(width=400).split())
    assert "The plan covers this request, and pays a part of what it costs." in page
    assert explanation.payment.line in page
    assert "What is missing" not in page


def test_a_notice_names_all_that_it_lacks() -> None:
    with pytest.raises(NoticeError) as refused:
        clinic().explain(DENIED).for_notice({"claim": "17", "contact": "  "})
    needed = [slot.name for slot in KNOWN if slot.need is Need.ALWAYS and slot.name != "claim"]
    assert list(refused.value.lacking) == needed
    assert all(f"`{name}`" in str(refused.value) for name in needed)


@pytest.mark.parametrize("empty", [None, "", " \n"], ids=["none", "empty", "blank"])
@pytest.mark.parametrize("name", [slot.name for slot in KNOWN if slot.need is Need.ALWAYS])
def test_no_needed_slot_can_be_left_out(name: str, empty: str | None) -> None:
    given = {slot: text for slot, text in SLOTS.items() if slot != name}
    if empty is not None:
        given[name] = empty
    with pytest.raises(NoticeError) as refused:
        clinic().explain(DENIED).for_notice(given)
    assert refused.value.lacking == (name,)


def test_what_is_filled_is_in_the_notice() -> None:
    optional = {slot.name: f"About {slot.name}." for slot in KNOWN if slot.need is Need.IF_GIVEN}
    notice = clinic().explain(DENIED).for_notice(SLOTS | optional)
    page = " ".join(notice.to_text(width=400).split())
    for name, text in (SLOTS | optional).items():
        assert (text in page) == (name != "clinical_reviewer"), name
    assert notice.to_dict()["slots"] == SLOTS | optional


def test_a_misspelt_slot_is_named_before_what_is_lacking() -> None:
    with pytest.raises(NoticeError) as refused:
        clinic().explain(DENIED).for_notice({"contacts": "x"})
    (found,) = refused.value.diagnostics
    assert found.code.id == "POL0733"
    assert found.help == "did you mean `contact`?"


def test_a_judgment_has_to_be_somebodys() -> None:
    """The reasons turn on what a reviewer found, so who that was has to be said."""
    explanation = example("nwc", "levelled_off")
    assert [read.fact for read in judgments(explanation)] == ["progress_plateau"]
    given = {slot: text for slot, text in SLOTS.items() if slot != "clinical_reviewer"}
    with pytest.raises(NoticeError) as refused:
        explanation.for_notice(given)
    assert refused.value.lacking == ("clinical_reviewer",)
    notice = explanation.for_notice(SLOTS)
    assert "Reviewed by: A licensed therapist of the plan" in notice.to_text()
    assert notice.to_dict()["clinical_judgment"]["applied"] is True


def test_no_judgment_is_claimed_where_none_was_applied() -> None:
    given = {slot: text for slot, text in SLOTS.items() if slot != "clinical_reviewer"}
    notice = clinic().explain(DENIED).for_notice(given)
    assert "No clinical judgment was applied" in notice.to_text()
    assert notice.to_dict()["clinical_judgment"] == {"applied": False, "by": None, "findings": []}


@pytest.mark.parametrize("name", PLANS)
def test_every_denial_of_the_worked_examples_has_a_notice(name: str) -> None:
    for scenario, explanation in explained(name):
        if not is_adverse(explanation):
            with pytest.raises(NoticeError, match="which denies nothing"):
                explanation.for_notice(SLOTS)
            continue
        data = explanation.for_notice(SLOTS).to_dict()
        paid = explanation.decision.determination is Determination.COVERED
        assert bool(data["reasons"]) is not paid, scenario.title
        cited = {id for reason in data["reasons"] for id in reason["citations"]}
        assert cited <= {each["id"] for each in data["provisions"]}, scenario.title
        assert all(each["paraphrase"] for each in data["provisions"])
        for way in data["ways"]["ways"]:
            assert way["determination"] == Determination.COVERED.value
