"""One defect at a time is put into a real policy: it is found, and its case replays.

The policies as they are have nothing to be told.
"""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from policydsl.analysis import analyse
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.text import render
from policydsl.policy import Policy
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

POLICIES = Path(__file__).parents[2] / "policies"
NAMES = ("nwc", "hmsa", "kaiser", "cms_telehealth", "uhc_cs164h")


@attrs.frozen
class Seed:
    """An edit of the text of one policy, and what it is to be told."""

    policy: str
    old: str
    new: str
    code: str
    about: str

    def __str__(self) -> str:
        return f"{self.code}-{self.policy}-{self.about}"


SEEDS = (
    Seed("nwc", "  out_of_network | 80%", "  in_network | 80%", "POL0601", "plan_share"),
    Seed("nwc", "  out_of_network | 80% [NWC-COST-02]\n", "", "POL0602", "plan_share"),
    Seed(
        "nwc",
        "  part of outpatient\n  for care_setting is outpatient and service is biofeedback",
        "  for care_setting is outpatient and service in {biofeedback, speech_therapy}",
        "POL0603",
        "biofeedback",
    ),
    Seed(
        "nwc",
        "  for care_setting is inpatient and inpatient_service",
        "  for inpatient_service",
        "POL0603",
        "outpatient",
    ),
    Seed(
        "nwc",
        "met when facility_type in {hospital_with_rehab_department, rehabilitation_hospital}",
        "met when care_setting is outpatient",
        "POL0609",
        "inpatient.facility",
    ),
    Seed(
        "nwc",
        "  if outpatient_visits.used is more than 0 visits",
        "  if outpatient_visits.used is more than 0 visits and care_setting is inpatient",
        "POL0606",
        "outpatient.periodic_evaluation",
    ),
    Seed(
        "nwc",
        "  except when needed_to_prevent_deterioration [NWC-EX-06x]",
        "  except when needed_to_prevent_deterioration and not progress_plateau [NWC-EX-06x]",
        "POL0607",
        "plateau",
    ),
    Seed(
        "nwc",
        "  when service is sensory_integration_therapy",
        "  when service_nature is rehabilitative",
        "POL0608",
        "inpatient",
    ),
    Seed(
        "nwc",
        "  for care_setting is outpatient and service is cardiac_rehab",
        "  for care_setting is inpatient and care_setting is outpatient",
        "POL0606",
        "cardiac_rehabilitation",
    ),
    Seed(
        "hmsa",
        "  for precert_required and visits_precertified is more than 0 visits",
        "  for service is maintenance_program",
        "POL0606",
        "precertified_visits",
    ),
    Seed(
        "hmsa",
        "  when service in {physical_therapy, occupational_therapy, maintenance_program}",
        "  when service is maintenance_program",
        "POL0606",
        "therapy",
    ),
    Seed(
        "hmsa",
        "  for service in {physical_therapy, occupational_therapy}",
        "  for service is maintenance_program",
        "POL0608",
        "therapy",
    ),
    Seed(
        "kaiser",
        "    - musculoskeletal [KP-BEN-02]",
        "    - musculoskeletal [KP-BEN-02]\n"
        '  require specialist "A speech therapist" [KP-BEN-02]\n'
        "    met when service is speech_therapy",
        "POL0609",
        "therapy.specialist",
    ),
    Seed(
        "cms_telehealth",
        "  for service is physical_therapy",
        "  for service is physical_therapy and service is speech_therapy",
        "POL0606",
        "telehealth",
    ),
    Seed(
        "uhc_cs164h",
        "  odi  | over 20 to 40 | moderate",
        "  odi  | 20 to 40 | moderate",
        "POL0601",
        "severity",
    ),
    Seed(
        "uhc_cs164h",
        "  odi  | over 40       | severe   [UHC-FOM-ODI-SEV]\n",
        "",
        "POL0602",
        "severity",
    ),
    Seed("uhc_cs164h", "  over 70 to 77 ", "  over 70 to 76 ", "POL0602", "band"),
    Seed(
        "uhc_cs164h",
        "  FL | services        | to",
        "  FL | any             | to",
        "POL0601",
        "other_guidelines",
    ),
    Seed(
        "uhc_cs164h",
        "  part of services\n  for request_type is re_evaluation",
        "  for request_type is re_evaluation",
        "POL0603",
        "re_evaluation",
    ),
    Seed("uhc_cs164h", "  overrides home_health\n", "", "POL0604", "home_health"),
)


def compiled(policy: str, edit: Seed | None, more: str = "") -> Checked:
    folder = POLICIES / policy
    text = (folder / f"{policy}.pol").read_text(encoding="utf-8")
    if edit is not None:
        assert text.count(edit.old) == 1, f"{edit.old!r} is not there, or not alone"
        text = text.replace(edit.old, edit.new)
    vocabulary = (POLICIES / "therapy.pol").read_text(encoding="utf-8")
    parsed = [parse(Source("therapy.pol", vocabulary)), parse(Source(f"{policy}.pol", text + more))]
    assert not any(each.diagnostics for each in parsed)
    tables = [
        (line.text.text, folder / line.text.text)
        for item in parsed[1].file.items
        if isinstance(item, ast.SourceItem)
        for line in item.lines
        if isinstance(line, ast.SourceText) and line.word is ast.SourceWord.INVENTORY
    ]
    inventories = {name: Source(name, path.read_text(encoding="utf-8")) for name, path in tables}
    found = check(tuple(each.file for each in parsed), inventories)
    assert found.program is not None, render(found.diagnostics)
    return found


def told(seed: Seed, found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [d for d in found if d.code.id == seed.code and f"`{seed.about}" in d.message]


@pytest.mark.parametrize("policy", NAMES)
def test_a_real_policy_has_nothing_to_be_told(policy: str) -> None:
    found = analyse(compiled(policy, None)).diagnostics
    assert not found, render(found)


@pytest.mark.parametrize("seed", SEEDS, ids=str)
def test_a_seeded_defect_is_found_and_every_case_replays(seed: Seed) -> None:
    found = analyse(compiled(seed.policy, seed)).diagnostics
    assert told(seed, found), render(found)
    cases = [diagnostic.case or "" for diagnostic in found]
    assert all(cases), render(found)
    policy = Policy(compiled(seed.policy, seed, "\n" + "\n\n".join(cases) + "\n"))
    ran = list(policy.test())
    assert len(ran) == len(cases)
    assert all(each.passed for each in ran), [each.failures for each in ran]
