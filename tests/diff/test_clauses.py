"""Level 1: what happened to each item, and that formatting is nothing that happened."""

from __future__ import annotations

import pytest

from policydsl.changes import Changes
from policydsl.changes.page import edit_line
from tests.diff.editing import Edit, after

APPROVED = '  require approved "A doctor approves" [D-4]\n'


def items(changes: Changes) -> list[tuple[str, str, str]]:
    return [(each.way.value, each.sort, each.name) for each in changes.items]


def lines(changes: Changes) -> list[str]:
    return [edit_line(edit) for each in changes.items for edit in each.edits]


def test_a_policy_has_not_changed_from_itself() -> None:
    assert after().items == ()


@pytest.mark.parametrize(
    "edit",
    [
        ("  for service is physical_therapy\n", "  for (service is physical_therapy)\n"),
        ("cover therapy", "# what we pay\ncover therapy"),
        ("  counts toward visits\n", "  counts toward visits  # all of them\n"),
        ("exclude massages", "\n\n\nexclude massages"),
    ],
    ids=["brackets", "comment", "end-of-line-comment", "blank-lines"],
)
def test_formatting_is_never_a_difference(edit: Edit) -> None:
    changes = after(edit)
    assert changes.items == ()
    assert changes.is_equivalent


def test_a_clause_that_was_added_says_what_it_says_and_where() -> None:
    new = (
        APPROVED
        + '  require diagnosed "There is a diagnosis" [D-4]\n    met when diagnosed_on is present\n'
    )
    (item,) = after((APPROVED, new)).items
    assert (item.way.value, item.sort, item.name) == ("added", "require", "therapy.diagnosed")
    assert item.before is None
    assert item.after is not None
    assert (item.after.file, item.after.line) == ("care.pol", 18)
    assert [edit_line(edit) for edit in item.edits] == [
        "met when: diagnosed_on is present",
        "outcome: not_covered",
    ]


def test_a_clause_that_was_removed_stands_where_it_stood() -> None:
    (item,) = after((APPROVED, "")).items
    assert (item.way.value, item.name, item.after) == ("removed", "therapy.approved", None)
    assert item.before is not None
    assert item.before.line == 17


def test_a_clause_that_says_the_same_under_another_name_is_renamed() -> None:
    changes = after(("exclude massages", "exclude massage_therapy"))
    (item,) = changes.items
    assert (item.way.value, item.old, item.name) == ("renamed", "massages", "massage_therapy")
    assert changes.is_equivalent
    assert changes.decided.reasons == ()


def test_a_benefit_that_is_renamed_takes_its_requirements_along() -> None:
    changes = after(("cover therapy", "cover physical"))
    assert items(changes) == [("renamed", "cover", "physical")]
    assert changes.is_equivalent


def test_a_clause_that_stands_elsewhere_is_moved() -> None:
    exclusion = 'exclude massages "Massage" [D-2]\n  when service is massage\n\n'
    changes = after((exclusion, ""), ("limit visits", f"{exclusion}limit visits"))
    assert items(changes) == [("moved", "exclude", "massages")]
    assert changes.is_equivalent


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            ('"A doctor approves" [D-4]', '"A physician approves" [D-4]'),
            "title: A doctor approves → A physician approves",
        ),
        (('"Massage" [D-2]', '"Massage" [D-2, D-3]'), "citations: + D-3"),
    ],
    ids=["title", "citation"],
)
def test_other_words_and_citations_are_reworded(edit: Edit, said: str) -> None:
    changes = after(edit)
    assert [each.way.value for each in changes.items] == ["reworded"]
    assert lines(changes) == [said]
    assert not changes.items[0].weighs
    assert changes.is_equivalent


@pytest.mark.parametrize(
    ("edit", "way", "said"),
    [
        (("20 visits per", "30 visits per"), "number changed", "amount: 20 visits → 30 visits"),
        (
            ("per calendar year", "per program"),
            "condition changed",
            "period: calendar year → program",
        ),
        (("pays 80%", "pays 75%"), "number changed", "rate: 80% → 75%"),
        (
            ("when service is massage", "when service is massage or not approved"),
            "condition changed",
            "when: service is massage → service is massage or not approved",
        ),
        (
            (APPROVED, f"{APPROVED}    otherwise pend\n"),
            "outcome changed",
            "outcome: not_covered → pend_documentation",
        ),
    ],
    ids=["amount", "period", "rate", "condition", "outcome"],
)
def test_what_was_changed_is_told_part_by_part(edit: Edit, way: str, said: str) -> None:
    changes = after(edit)
    assert [each.way.value for each in changes.items] == [way]
    assert said in lines(changes)


def test_of_a_list_only_what_came_and_went_is_told() -> None:
    changes = after(
        ("for service is physical_therapy", "for service in {physical_therapy, massage}"),
        ('exclude massages "Massage" [D-2]\n  when service is massage\n\n', ""),
    )
    assert "for, service: + massage" in lines(changes)


def test_what_a_fact_may_hold_and_means_unknown_is_compared() -> None:
    changes = after(vocabulary=(("unknown means 0", "unknown means 2"),))
    assert items(changes) == [("number changed", "fact", "visits_used")] or items(changes) == [
        ("condition changed", "fact", "visits_used")
    ]
    assert lines(changes) == ["unknown means: 0 → 2"]
