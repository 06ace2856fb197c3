"""What the author of a policy reads, whole pages."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.explain import Explanation
from policydsl.policy import Policy
from tests.compiling import policy_from

FOLDER = Path(__file__).parent

SOUND: dict[str, Any] = {
    "service": "physical_therapy",
    "setting": "office",
    "referred": True,
    "medically_necessary": True,
    "plan_signed_on": "2026-03-01",
    "program_started_on": "2026-02-02",
    "visits_used": 4,
    "network": "in_network",
    "allowed_amount": "145.55",
}

REQUESTS: dict[str, dict[str, Any]] = {
    "covered": SOUND,
    "covered at home, by an exception": {**SOUND, "setting": "home", "would_worsen": True},
    "covered in spite of a plateau": {**SOUND, "plateau": True, "would_worsen": True},
    "evidence of progress": {**SOUND, "setting": "pool", "visits_used": 8, "score_gained": 4},
    "one of two requirements fails": {**SOUND, "setting": "home", "referred": False},
    "excluded by name": {**SOUND, "service": "massage"},
    "routed": {**SOUND, "service": "school_therapy"},
    "two of four fit": {
        **SOUND,
        "visits_used": 12,
        "home_visits_used": 6,
        "visits_requested": 4,
        "progress_shown": True,
    },
    "part was granted": {
        **SOUND,
        "visits_used": 22,
        "progress_shown": True,
        "extension_status": "granted",
        "extension_granted": 4,
        "network": "out_of_network",
    },
    "more is asked for without papers": {
        **SOUND,
        "visits_used": 20,
        "progress_shown": True,
        "extension_status": "pending",
    },
    "a day after the window": {**SOUND, "program_started_on": "2025-12-15"},
    "papers too old": {**SOUND, "plan_signed_on": "2026-01-01"},
    "nothing is known": {},
    "little is known": {"service": "aquatic_therapy", "setting": "pool"},
}


@cache
def clinic() -> Policy:
    return policy_from((FOLDER / "clinic.pol").read_text(encoding="utf-8"))


def explained(title: str) -> Explanation:
    return clinic().explain({"as_of": "2026-03-10", "facts": REQUESTS[title]})


def without_receipt(page: str) -> str:
    """Leave the hashes out: they change whenever the compiler's output does."""
    return page[: page.index("Receipt")].rstrip("\n# ") + "\n"


@pytest.mark.parametrize("title", REQUESTS, ids=lambda title: title.replace(" ", "-"))
def test_a_page_reads_well(title: str, golden: SnapshotAssertion) -> None:
    page = explained(title).for_author().to_text()
    assert max(map(len, page.splitlines())) <= 80
    assert without_receipt(page) == golden


def test_everything_is_listed_when_asked_for(golden: SnapshotAssertion) -> None:
    page = explained("excluded by name").for_author(everything=True).to_text()
    assert without_receipt(page) == golden


def test_markdown_says_the_same(golden: SnapshotAssertion) -> None:
    assert without_receipt(explained("two of four fit").for_author().to_markdown()) == golden


def test_the_data_holds_every_clause(golden: SnapshotAssertion) -> None:
    data = explained("excluded by name").to_dict()
    del data["decision"]  # its own tests show it, and its hashes change
    assert json.dumps(data, indent=1, ensure_ascii=False) + "\n" == golden


def test_colour_adds_nothing_but_colour() -> None:
    told = explained("nothing is known").for_author()
    coloured = told.to_text(colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == told.to_text()


def test_the_receipt_closes_the_page() -> None:
    explanation = explained("covered")
    page = explanation.for_author().to_text()
    assert explanation.decision.receipt.policy_hash in page
    assert explanation.decision.receipt.facts_hash in page
