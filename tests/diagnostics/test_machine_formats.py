"""What programs read: JSON, SARIF, GitHub commands and JUnit, each whole and well formed."""

import json
from xml.etree import ElementTree

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl import __version__
from policydsl.diagnostics import Code, Severity
from policydsl.diagnostics.github import to_github
from policydsl.diagnostics.json import to_json
from policydsl.diagnostics.junit import to_junit
from policydsl.diagnostics.sarif import to_sarif
from policydsl.source import Source

CLASH = Code("POL0312", "two things cannot be compared")
OLD = Code("POL0401", "the source is old", Severity.WARNING)
SOURCE = Source("plans/a b,1.pol", "limit therapy\n  30 visits\n  when días > visits\n")

FOUND = (
    CLASH.at(SOURCE.span(33, 46), "100% wrong: days, visits\x07", "here")
    .and_at(SOURCE.span(16, 25), "visits")
    .suggest("compare\nvisits")
    .with_case("service pt"),
    OLD.at(SOURCE.span(0, 25), "old"),
    CLASH.at(None, "nowhere ::error::"),
)


def test_json(golden: SnapshotAssertion) -> None:
    assert json.dumps(to_json(FOUND), indent=2, ensure_ascii=False) == golden


def test_sarif(golden: SnapshotAssertion) -> None:
    log = to_sarif(FOUND)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        rule["help"] = "PAGE"
    written = json.dumps(log, indent=2, ensure_ascii=False)
    assert written.replace(f'"version": "{__version__}"', '"version": "VERSION"') == golden


def test_github(golden: SnapshotAssertion) -> None:
    assert to_github(FOUND) == golden


def test_junit(golden: SnapshotAssertion) -> None:
    assert to_junit(FOUND, [SOURCE.name, "plans/fine.pol"]) == golden


def test_junit_is_well_formed_whatever_the_text() -> None:
    source = Source("a\x00<&", "\ufffe\x1b")
    written = to_junit([CLASH.at(source.span(0, 1), "]]>\x0b")], ["\x01"])
    suite = ElementTree.fromstring(written).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")


@pytest.mark.parametrize("text", ["a\n::error::b", "a\r::b", "100%0A"])
def test_a_message_cannot_start_a_second_github_command(text: str) -> None:
    assert len(to_github([CLASH.at(None, text)]).splitlines()) == 1
