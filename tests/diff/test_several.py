"""Several comparisons in one report: the editions of a policy, and the policies of a folder."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import policydsl
from policydsl.changes.markdown import MOST, Fullness, report_as_markdown
from policydsl.changes.several import Report
from policydsl.cli import main
from policydsl.cli.exits import ExitCode
from policydsl.workspace.versions import versions
from tests.diff.editing import after, described
from tests.policy import sample

POLICIES = Path(__file__).parents[2] / "policies"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, words)])


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with the editions of New York; the second allows more visits from 2018 on."""
    for name in ("old", "new"):
        shutil.copytree(POLICIES / "ny_medicaid", tmp_path / name / "ny_medicaid")
        shutil.copy(POLICIES / "therapy.pol", tmp_path / name)
    later = tmp_path / "new" / "ny_medicaid" / "forty_visits.pol"
    later.write_text(later.read_text().replace("to 40 visits", "to 45 visits"))
    return tmp_path / "old" / "ny_medicaid", tmp_path / "new" / "ny_medicaid"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of several policies; the second has fewer visits, one more, and one gone."""
    for name in ("old", "new"):
        for folder in ("first", "second"):
            (tmp_path / name / folder).mkdir(parents=True)
            path = Path(sample.write(tmp_path / name / folder))
            path.write_text(path.read_text().replace("policy ", f"policy {folder}.", 1))
    path = next((tmp_path / "new" / "first").rglob("care.pol"))
    path.write_text(path.read_text().replace("20 visits per", "10 visits per"))
    path = next((tmp_path / "new" / "second").rglob("care.pol"))
    path.write_text(path.read_text().replace("policy second.", "policy third."))
    return tmp_path / "old", tmp_path / "new"


def test_editions_are_compared_by_their_first_days(editions: tuple[Path, Path]) -> None:
    data = json.loads(run(*editions, "--format", "json").stdout)
    described(data)
    assert [(each["new"]["edition"], each["verdict"]) for each in data["editions"]] == [
        ("2010-01-01", "equivalent"),
        ("2011-01-01", "equivalent"),
        ("2018-04-01", "broader"),
        ("2021-01-01", "equivalent"),
    ]


def test_an_edition_that_is_new_is_compared_with_what_answered_before(
    editions: tuple[Path, Path],
) -> None:
    old, new = editions
    (old / "caps_end.pol").unlink()
    for path in (old / "scenarios.pol", old / "boundaries.pol"):
        path.unlink()
    pairs = versions(old, new).pairs
    assert [(one.program.edition, other.program.edition) for one, other in pairs][-1] == (
        "2018-04-01",
        "2021-01-01",
    )
    assert [one.program.edition for one, _ in versions(new, old).pairs][-1] == "2021-01-01"


def test_a_page_of_editions_has_contents_that_lead_to_what_changed(
    editions: tuple[Path, Path],
) -> None:
    page = run(*editions, "--format", "html").stdout
    links: list[str] = []
    places: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found = dict(attrs)
            links.extend([found["href"] or ""] if tag == "a" else [])
            places.extend([found["id"] or ""] if "id" in found else [])

    Reader().feed(page)
    assert links == [f"#{place}" for place in places] == ["#c1"]
    assert page.count("2018-04-01") >= 2
    assert "equivalent" in page


def test_policies_of_a_folder_are_compared_by_their_ids(folders: tuple[Path, Path]) -> None:
    data = json.loads(run(*folders, "--format", "json").stdout)
    described(data)
    assert [(each["new"]["policy"], each["verdict"]) for each in data["editions"]] == [
        ("first.demo.care", "narrower")
    ]
    assert [each["policy"] for each in data["added"]] == ["third.demo.care"]
    assert [each["policy"] for each in data["removed"]] == ["second.demo.care"]


@pytest.mark.parametrize("notation", ["text", "markdown", "html"])
def test_what_was_added_and_removed_is_said(folders: tuple[Path, Path], notation: str) -> None:
    said = run(*folders, "--format", notation).stdout
    assert "1 of 1 compared decides differently, 1 added, 1 removed" in said
    assert "narrower" in said


def test_what_is_gone_is_narrower_and_what_is_new_broader(folders: tuple[Path, Path]) -> None:
    old, new = folders
    shutil.rmtree(new / "first")
    shutil.copytree(old / "first", new / "first")
    for fail_on in ("narrower", "broader", "any"):
        assert run(old, new, "--fail-on", fail_on).exit_code == ExitCode.FINDINGS
        assert run(old, old, "--fail-on", fail_on).exit_code == ExitCode.FINE


# ----------------------------------------------------------------------- comments


def test_a_comment_is_never_longer_than_a_forge_takes() -> None:
    changes = after(("20 visits per", "10 visits per"))
    whole = len(report_as_markdown(Report((changes,))))
    for count in (1, MOST // whole, 2 * MOST // whole, 200):
        text = report_as_markdown(Report((changes,) * count))
        assert len(text) <= MOST
        # Whatever is left out, the first lines say of everything what became of it.
        if count < 200:
            assert text.count("10 visits") >= count


def test_what_is_left_out_of_a_comment_is_said() -> None:
    changes = after(("20 visits per", "10 visits per"))
    said = [report_as_markdown(Report((changes,) * count)) for count in (1, 12, 20, 40)]
    assert "Left out" not in said[0]
    assert "scenario" in said[0]
    assert len(Fullness) == 4
    assert "Left out" in said[-1] or "The rest does not fit" in said[-1]


def test_requests_are_decided_by_the_editions_of_their_days(
    editions: tuple[Path, Path], tmp_path: Path
) -> None:
    asked = [
        {"as_of": day, "facts": {**request["facts"], "pt_visits_used_ytd": used}}
        for path in sorted((POLICIES / "ny_medicaid" / "examples").glob("*.json"))
        for request in [json.loads(path.read_text())]
        for day in ("2010-12-31", "2011-01-01", "2018-03-31", "2018-04-01", "2020-12-31")
        for used in (19, 41)
    ]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("".join(json.dumps(each) + "\n" for each in asked))
    expected = Counter(
        tuple(policydsl.load(path).decide(each).determination.value for path in editions)
        for each in asked
    )
    assert expected["benefit_exhausted", "covered"]
    data = json.loads(run(*editions, "--cases", cases, "--format", "json").stdout)
    described(data)
    found = {(each["old"], each["new"]): each["requests"] for each in data["impact"]["table"]}
    assert found == expected
    for notation in ("text", "markdown", "html"):
        page = run(*editions, "--cases", cases, "--format", notation).stdout
        assert page.count(f"{len(asked)} requests decided by both versions") == 1


def test_cases_are_about_one_policy(folders: tuple[Path, Path]) -> None:
    result = run(*folders, "--cases", "-")
    assert result.exit_code == ExitCode.USAGE
    assert "about one policy" in result.stderr
