"""Paths become policies with all that belongs to them; what cannot be read is said, not raised."""

import os
from pathlib import Path

import pytest

from policydsl.policy import PolicyError
from policydsl.source import MAX_BYTES
from policydsl.workspace import Sort, examine, load, load_to_decide, verdicts
from policydsl.workspace.files import Files
from policydsl.workspace.gathering import Gatherer
from tests.policy import sample


def _codes(error: PolicyError) -> list[str]:
    return [found.code.id for found in error.diagnostics]


def _refused(path: Path | str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load(path)
    assert str(caught.value)
    return _codes(caught.value)


def test_a_file_and_its_folder_are_the_same_policy(tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    for each in (path, path.parent, str(path)):
        policy = load(each)
        assert (policy.id, policy.edition) == ("demo.care", "2026-01-01")
        assert [scenario.title for scenario in policy.scenarios] == [
            "a first visit",
            "the twenty-first",
        ]
        assert [(c.source, c.cited, c.deciding) for c in policy.coverage] == [("book", 6, 6)]


@pytest.mark.parametrize("levels", [0, 1, 2, 3])
def test_a_vocabulary_is_found_up_to_three_folders_above(tmp_path: Path, levels: int) -> None:
    path = sample.write(tmp_path)
    home = tmp_path.joinpath(*"abc"[:levels])
    home.mkdir(parents=True, exist_ok=True)
    for name in ("care.pol", "book.tsv"):
        (home / name).write_text((path.parent / name).read_text())
    assert load(home / "care.pol").id == "demo.care"


def test_a_vocabulary_further_away_is_not_found(tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    home = tmp_path.joinpath(*"abcd")
    home.mkdir(parents=True)
    (home / "care.pol").write_text(path.read_text())
    assert "POL0211" in _refused(home / "care.pol")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.pol") == ["POL0004"]
    assert _refused("a\0b") == ["POL0004"]
    assert _refused(tmp_path) == ["POL0005"]


def test_a_folder_of_several_policies_is_not_one(tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    (path.parent / "other.pol").write_text(path.read_text().replace("demo.care", "demo.other"))
    assert _refused(path.parent) == ["POL0006"]
    assert load(path).scenarios == ()  # they could be about the other
    examined, unread = examine([str(path.parent)])
    assert len(examined) == 2
    assert [found.code.id for found in unread] == ["POL0006"]


def test_scenarios_without_a_policy_are_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "scenarios.pol").write_text(sample.SCENARIOS)
    examined, unread = examine([str(tmp_path)])
    assert examined == ()
    assert [found.code.id for found in unread] == ["POL0005"]


def test_a_file_of_cases_stands_for_the_scenarios_that_are_like_them(tmp_path: Path) -> None:
    cases = """case asked
  as of 2026-03-04
  given
    service is physical_therapy

case approved
  given like asked
    approved is yes
"""
    more = """scenario "without approval"
  given like asked
    approved is no
  expect needs_prior_auth

scenarios "with it"
  given like approved
  columns visits_used, expect
    3 | covered
    20 | benefit_exhausted
"""
    folder = sample.write(tmp_path, cases=cases, more=more).parent
    assert _titles(folder / "cases.pol") == ["without approval", "with it, row 1", "with it, row 2"]
    assert len(_titles(folder / "cases.pol", folder / "scenarios.pol")) == 5
    (folder / "cases.pol").write_text(
        cases + '\nscenario "own"\n  given like approved\n  expect covered\n'
    )
    assert _titles(folder / "cases.pol") == ["own"]


def _titles(*paths: Path) -> list[str]:
    (found,), _ = examine([str(path) for path in paths])
    return [each.title for edition in found.editions for each in edition.scenarios]


def test_a_file_that_is_neither_is_said(tmp_path: Path) -> None:
    for text in ("", "# nothing\n", 'exclude a "A"\n  when b\n'):
        (tmp_path / "odd.pol").write_text(text)
        assert _refused(tmp_path / "odd.pol")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff", "POL0001"),
        (b"policy\0", "POL0002"),
        (b" " * (MAX_BYTES + 1), "POL0003"),
    ],
)
def test_a_file_that_is_no_text_is_said(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "odd.pol"
    path.write_bytes(data)
    assert _refused(path) == [code]


def test_a_vocabulary_alone_can_be_checked_but_not_decided_with(tmp_path: Path) -> None:
    sample.write(tmp_path)
    examined, unread = examine([str(tmp_path / "demo.pol")])
    assert [(each.sort, each.diagnostics) for each in examined] == [(Sort.VOCABULARY, ())]
    assert unread == ()
    assert _refused(tmp_path / "demo.pol") == ["POL0005"]


def test_a_folder_is_checked_with_all_that_is_below_it(tmp_path: Path) -> None:
    sample.write(tmp_path)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.pol").write_text("nonsense")
    examined, unread = examine([str(tmp_path), str(tmp_path / "demo" / "scenarios.pol")])
    assert sorted((os.path.basename(each.path), each.sort) for each in examined) == [
        ("care.pol", Sort.POLICY),
        ("demo.pol", Sort.VOCABULARY),
    ]
    assert unread == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_links_in_circles_and_pipes_are_passed_over(tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    (path.parent / "loop").symlink_to(tmp_path, target_is_directory=True)
    (path.parent / "self.pol").symlink_to("self.pol")
    (path.parent / "again.pol").symlink_to("care.pol")
    os.mkfifo(path.parent / "pipe.pol")
    assert load(path).id == "demo.care"
    examined, unread = examine([str(tmp_path)])
    assert [found.code.id for found in unread] == ["POL0004"]  # the link to itself
    assert len(examined) == 2


def test_an_inventory_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "book.tsv"
    secret.write_text(sample.INVENTORY)
    for name in ("../book.tsv", str(secret)):
        path = sample.write(tmp_path, policy=sample.POLICY.replace("book.tsv", name))
        found = Gatherer(Files()).bundle(str(path))
        assert found.inventories == {}


def test_what_decides_is_loaded_without_scenarios(tmp_path: Path) -> None:
    path = sample.write(tmp_path, scenarios='scenario "torn"\n')
    assert load_to_decide(path).scenarios == ()
    assert load_to_decide(path.parent).id == "demo.care"
    with pytest.raises(PolicyError):
        load(path)


def test_a_policy_is_checked_with_its_scenarios_unless_it_is_named_alone(tmp_path: Path) -> None:
    path = str(sample.write(tmp_path, scenarios='scenario "torn"\n'))
    folder, scenarios = os.path.dirname(path), os.path.join(os.path.dirname(path), "scenarios.pol")
    assert _wrong([path]) == []
    for paths in ([folder], [scenarios], [path, scenarios], [folder, path], [path, str(tmp_path)]):
        assert _wrong(paths) != []


def _wrong(paths: list[str]) -> list[str]:
    found, unread = verdicts(paths)
    assert unread == ()
    assert len({each.path for each in found}) == len(found)
    return [each.code.id for one in found for each in one.diagnostics]


def test_an_edit_is_seen_by_the_next_load(tmp_path: Path) -> None:
    path = sample.write(tmp_path)
    assert load(path).title == "Care at home"
    path.write_text(path.read_text().replace("Care at home", "Care"))
    assert load(path).title == "Care"


def test_what_is_wrong_in_a_vocabulary_is_said_of_the_policy(tmp_path: Path) -> None:
    path = sample.write(tmp_path, vocabulary=sample.VOCABULARY + "\nfact \n")
    with pytest.raises(PolicyError) as caught:
        load(path)
    assert str(tmp_path / "demo.pol") in str(caught.value)
