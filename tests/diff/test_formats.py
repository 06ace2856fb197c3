"""The same changes as JSON, markdown, HTML and scenarios, and what the verb says of them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from policydsl.changes.html import as_html
from policydsl.changes.markdown import as_markdown
from policydsl.cli import main
from policydsl.cli.exits import ExitCode
from tests.diff.editing import after
from tests.policy import sample

FEWER = ("20 visits per", "10 visits per")


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    """Two folders with the sample; the second allows fewer visits."""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = sample.write(tmp_path / "old")
    new = Path(sample.write(tmp_path / "new"))
    new.write_text(new.read_text().replace(*FEWER))
    return str(old), str(new)


def test_the_data_is_json_and_says_what_the_report_says() -> None:
    changes = after(FEWER)
    data = json.loads(json.dumps(changes.to_dict()))
    assert (data["schema"], data["verdict"], data["equivalent"]) == (1, "narrower", False)
    assert [each["name"] for each in data["items"]] == ["visits"]
    first = data["classes"][0]
    assert first["case"]["before"]["determination"] == first["old"]["determination"]
    assert first["case"]["after"]["determination"] == first["new"]["determination"]


def test_what_an_author_wrote_cannot_break_out_of_a_page() -> None:
    changes = after(('"Massage" [D-2]', '"<script>alert(1)</script> | `x` *y*" [D-2]'))
    assert "<script>" not in as_html(changes)
    assert "<script>" not in as_markdown(changes)
    assert r"\*y\*" in as_markdown(changes)


def test_the_page_needs_nothing_else_and_closes_what_it_opens() -> None:
    page = as_html(after(FEWER))
    assert not any(word in page for word in ("http://", "https://", "<link", "<script", "src="))
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(page)
    assert opened == []


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [
        (None, ExitCode.FINE),
        ("any", ExitCode.FINDINGS),
        ("narrower", ExitCode.FINDINGS),
        ("broader", ExitCode.FINE),
    ],
)
def test_the_exit_code_says_whether_it_goes_the_wrong_way(
    versions: tuple[str, str], fail_on: str | None, code: ExitCode
) -> None:
    words = ["--fail-on", fail_on] if fail_on else []
    assert CliRunner().invoke(main, ["diff", *versions, *words]).exit_code == code


@pytest.mark.parametrize("notation", ["text", "markdown", "html", "json", "scenarios"])
def test_every_format_is_the_same_twice(versions: tuple[str, str], notation: str) -> None:
    words = ["diff", *versions, "--format", notation]
    one, other = CliRunner().invoke(main, words), CliRunner().invoke(main, words)
    assert one.exit_code == ExitCode.FINE
    assert one.stdout == other.stdout
    assert one.stdout


def test_a_version_that_is_not_there_is_refused(versions: tuple[str, str]) -> None:
    result = CliRunner().invoke(main, ["diff", versions[0], "nowhere.pol"])
    assert result.exit_code == ExitCode.REFUSED
    assert "POL0004" in result.stderr


def test_the_two_versions_cannot_both_be_standard_input() -> None:
    result = CliRunner().invoke(main, ["diff", "-", "-"], input=sample.POLICY)
    assert result.exit_code == ExitCode.USAGE
