"""One mistake in a real policy is reported once, wherever else it is felt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policydsl import workspace
from policydsl.diagnostics.model import Diagnostic

POLICIES = Path(__file__).parents[2] / "policies"
PLAN, GUIDELINE, PAGE, WORDS = "nwc/nwc", "uhc_cs164h/uhc_cs164h", "hmsa/hmsa", "therapy"

# The file, what stands in it, what is written instead, and the line and code of the report.
MISTAKES = {
    "amount-in-another-unit": (
        PLAN,
        "30 visits per calendar",
        "30 sessions per calendar",
        "POL0341",
    ),
    "amount-without-unit": (PLAN, "30 visits per calendar", "30 per calendar", "POL0341"),
    "unit-not-measured": (PLAN, "  measured in sessions\n", "", "POL0341"),
    "window-of-visits": (PLAN, "for 12 weeks from", "for 12 visits from", "POL0341"),
    "limit-under-another-name": (PLAN, "limit outpatient_visits", "limit visits", "POL0208"),
    "counting-toward-nothing": (PLAN, "toward outpatient_visits", "toward outpatient", "POL0210"),
    "counting-misspelt": (PLAN, "toward outpatient_visits", "toward outpatient_visit", "POL0208"),
    "cover-under-another-name": (PLAN, 'cover outpatient "', 'cover ambulant "', "POL0208"),
    "cover-of-the-name-of-another": (PLAN, "cover biofeedback", "cover outpatient", "POL0202"),
    "limit-of-the-name-of-another": (
        PLAN,
        "limit cardiac_program",
        "limit inpatient_days",
        "POL0202",
    ),
    "usage-misspelt": (PLAN, "- op_rehab_visits_used_ytd", "- op_rehab_visits_used", "POL0201"),
    "usage-lacking": (PAGE, "  used visits_used\n", "", "POL0503"),
    "state-of-no-extension": (PLAN, "status extension_status", "status network_status", "POL0343"),
    "requirement-misspelt": (
        PLAN,
        'ordering_physician_supports_extension "The ordering physician finds more days',
        'ordering_physician_support_extension "The ordering physician finds more days',
        "POL0511",
    ),
    "table-under-another-name": (PLAN, "table plan_share", "table share", "POL0201"),
    "share-without-percent": (PLAN, "| 90% [", "| 90 [", "POL0325"),
    "citation-misspelt": (PLAN, "[NWC-OP-04]", "[NWC-OP-4]", "POL0401"),
    "inventory-misspelt": (PLAN, "booklet.tsv", "bookle.tsv", "POL0408"),
    "vocabulary-misspelt": (PLAN, "uses therapy", "uses therapie", "POL0211"),
    "condition-misspelt": (PLAN, "when service_nature is", "when service_natur is", "POL0201"),
    "document-under-another-name": (GUIDELINE, "document plan_of_care", "document plan", "POL0208"),
    "redirect-without-given": (GUIDELINE, "  given member_state, review_topic\n", "", "POL0324"),
    "redirect-with-a-cell-too-few": (GUIDELINE, "KY | any             | to", "KY | to", "POL0324"),
    "redirect-without-target": (
        GUIDELINE,
        "| to uhc_hab_rehab_oh",
        "| uhc_hab_rehab_oh",
        "POL0503",
    ),
    "definition-under-another-name": (GUIDELINE, "define treatment ", "define treated ", "POL0201"),
    "amount-that-is-no-number": (PAGE, "up to visits_precert", "up to precert_req", "POL0201"),
    "member-under-another-name": (WORDS, "    - physical_therapy", "    - physio", "POL0205"),
    "fact-under-another-name": (WORDS, "fact extension_fully", "fact extension_well", "POL0511"),
    "vocabulary-under-another-name": (WORDS, "vocabulary therapy", "vocabulary words", "POL0211"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_is_reported_once(mistake: tuple[str, str, str, str], tmp_path: Path) -> None:
    name, right, wrong, code = mistake
    found = _found_when(name, right, wrong, tmp_path)
    assert [d.code.id for d in found] == [code], "\n".join(map(str, found))


def test_an_amount_alone_in_its_unit_is_where_the_mistake_is(tmp_path: Path) -> None:
    (found,) = _found_when(PLAN, "30 visits per calendar", "30 sessions per calendar", tmp_path)
    assert found.span is not None
    assert found.span.text == "30 sessions"
    assert found.help == "write `30 visits`"
    assert [label.span.text.split()[0] for label in found.also] == [
        "used",
        "asked",
        "extend",
        "granted",
    ]


def test_a_report_points_at_the_places_that_suffer_with_it(tmp_path: Path) -> None:
    (found,) = _found_when(PLAN, 'cover outpatient "', 'cover ambulant "', tmp_path)
    assert found.span is not None
    assert found.span.text == "outpatient"
    assert {label.text for label in found.also} == {"and here"}


def _found_when(name: str, right: str, wrong: str, folder: Path) -> tuple[Diagnostic, ...]:
    """Give what is wrong with a policy once *wrong* stands in it for *right*."""
    read_by = PLAN if name == WORDS else name
    shutil.copytree(POLICIES / Path(read_by).parent, folder / Path(read_by).parent)
    shutil.copy(POLICIES / f"{WORDS}.pol", folder)
    path = folder / f"{name}.pol"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (examined,), unread = workspace.examine([str(folder / f"{read_by}.pol")])
    assert not unread
    return examined.diagnostics
