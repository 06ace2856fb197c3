"""Level 2: which requests are decided differently, each class with a case that replays."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.changes import Changes, compare
from policydsl.changes.cases import scenario, title_of
from policydsl.changes.groups import Row
from policydsl.changes.page import page
from policydsl.changes.sentences import row_line
from policydsl.core.request import Request
from policydsl.explain.text import Options, as_text
from policydsl.policy import Policy
from policydsl.solve.contrast import contrast
from policydsl.solve.differing import Comparison, Difference
from tests.diff.editing import Edit, after, checked, edited, given
from tests.policy import sample

DAY = 739_617
APPROVED = '  require approved "A doctor approves" [D-4]\n'
DIAGNOSED = (
    '  require diagnosed "There is a diagnosis" [D-4]\n'
    "    met when diagnosed_on is present\n    otherwise pend\n"
)
EDITS: dict[str, tuple[Edit, ...]] = {
    "more visits": (("20 visits per", "30 visits per"),),
    "a paper more": ((APPROVED, APPROVED + DIAGNOSED),),
    "no approval": ((APPROVED, ""),),
    "pays less": (("pays 80%", "pays 75%"),),
    "massage is a benefit": (
        ('exclude massages "Massage" [D-2]\n  when service is massage\n\n', ""),
        ("for service is physical_therapy", "for service in {physical_therapy, massage}"),
    ),
}


def told(changes: Changes) -> list[str]:
    return [f"{each.direction.value}: {row_line(Row((each,)))}" for each in changes.decided.classes]


def verdicts(changes: Changes) -> dict[str, str]:
    return {each.benefit: each.verdict.value for each in changes.decided.benefits}


@pytest.mark.parametrize("name", EDITS)
def test_every_case_replays(name: str) -> None:
    changes = after(*EDITS[name])
    assert changes.decided.classes
    assert not changes.decided.unproved
    old, new = changes.programs
    for each in changes.decided.classes:
        found = contrast(old, new, each.case.request)
        assert found is not None
        assert found == each.case
        assert each.aspect in found.aspects


@pytest.mark.parametrize("name", EDITS)
def test_every_case_pasted_into_the_newer_version_holds(name: str) -> None:
    changes = after(*EDITS[name])
    text = edited(sample.POLICY, *EDITS[name])
    for each in changes.decided.classes:
        text += "\n" + scenario(changes.programs[1], each, title_of(each))
    ran = list(Policy(checked(text)).test())
    assert len(ran) == len(changes.decided.classes)
    assert [each.scenario.title for each in ran if each.failures] == []


def test_no_fact_of_a_case_can_be_left_out() -> None:
    old, new = after(*EDITS["a paper more"]).programs
    comparison = Comparison(old, new, DAY)
    for each in comparison.found():
        assert isinstance(each, Difference)
        request = each.case.request
        for name in request.facts:
            fewer = {n: v for n, v in request.facts.items() if n != name}
            assert each.name not in comparison.classes_of(Request(request.as_of, fewer))


def test_a_higher_limit_is_broader() -> None:
    changes = after(*EDITS["more visits"])
    assert (
        told(changes)
        == [
            "broader: benefit_exhausted → covered",
            "broader: benefit_exhausted, fits 20 → fits 30",
        ]
        or told(changes)[0] == "broader: benefit_exhausted → covered"
    )
    assert verdicts(changes) == {"therapy": "broader"}


def test_a_paper_newly_asked_for_is_a_difference() -> None:
    changes = after(*EDITS["a paper more"])
    assert "narrower: covered → pend_documentation" in told(changes)
    assert "narrower: pend_documentation, asks for diagnosed_on" in told(changes)
    assert verdicts(changes) == {"therapy": "narrower"}


def test_what_is_asked_for_first_is_a_difference() -> None:
    old = edited(sample.POLICY, *EDITS["a paper more"])
    new = edited(old, ("  asks first service\n", "  asks first service, approved\n"))
    changes = compare(given(checked(old)), given(checked(new)))
    assert told(changes) == ["broader: pend_documentation, asks no longer for diagnosed_on"]


def test_a_smaller_share_is_narrower_though_the_determination_stays() -> None:
    changes = after(*EDITS["pays less"])
    assert told(changes) == ["narrower: covered, pays 80% → pays 75%"]


def test_what_only_changes_the_reason_is_told_apart() -> None:
    twice = 'exclude massages "Massage" [D-2]\n  when service is massage\n\n'
    changes = after((twice, twice + 'exclude rubs "Massage" [D-2]\n  when service is massage\n\n'))
    assert changes.is_equivalent
    assert verdicts(changes) == {"therapy": "equivalent"}
    assert [(each.new.clause, each.aspect.value) for each in changes.decided.reasons] == [
        ("rubs", "reason")
    ]


def test_editions_that_follow_each_other_are_compared_as_if_in_force() -> None:
    from policydsl.changes import compare
    from tests.diff.editing import given

    first = edited(sample.POLICY, ("in force on any date", "in force until 2025-12-31"))
    then = edited(
        sample.POLICY,
        ("in force on any date", "in force from 2026-01-01"),
        ("20 visits per", "30 visits per"),
    )
    changes = compare(given(checked(first)), given(checked(then)))
    assert changes.decided.as_if_in_force
    assert verdicts(changes) == {"therapy": "broader"}


def test_the_report_of_an_edit_reads_well(golden: SnapshotAssertion) -> None:
    assert as_text(page(after(*EDITS["a paper more"])), Options(80)) == golden
