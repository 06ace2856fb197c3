"""What `to_sarif` gives is SARIF 2.1.0, whatever was found, and places are where they say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from policydsl.analysis import analyse
from policydsl.diagnostics import Code, Diagnostic, Severity
from policydsl.diagnostics.catalogue import ALL_CODES
from policydsl.diagnostics.model import Accepted
from policydsl.diagnostics.sarif import to_sarif
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

FOLDER = Path(__file__).parent / "sarif-2.1.0"
CORPUS = Path(__file__).parents[1] / "corpus"
CLASH = Code("POL0312", "two units are mixed")


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    text = (FOLDER / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")
    checker = Draft4Validator.FORMAT_CHECKER
    assert "uri" in checker.checkers, "URIs would not be looked at"
    return Draft4Validator(json.loads(text), format_checker=checker)


def _found() -> Iterator[Diagnostic]:
    """Find one diagnostic of each code that the corpus has."""
    seen: set[Code] = set()
    for path in sorted(CORPUS.glob("*/bad/*.pol")):
        parsed = parse(Source(str(path.relative_to(CORPUS)), path.read_text(encoding="utf-8")))
        checked = check((parsed.file,))
        for found in (*parsed.diagnostics, *checked.diagnostics, *analyse(checked).diagnostics):
            if found.code not in seen:
                seen.add(found.code)
                yield found


def test_what_the_compiler_finds_is_sarif(schema: Draft4Validator) -> None:
    found = list(_found())
    assert len(found) > 100
    _hold(schema, to_sarif(found))


def test_that_nothing_was_found_is_sarif(schema: Draft4Validator) -> None:
    _hold(schema, to_sarif([]))


def test_whatever_a_file_and_a_message_are_called_is_sarif(schema: Draft4Validator) -> None:
    names = ["<stdin>", "a b.pol", "/tmp/å/a.pol", "../up.pol", "50%.pol", "a:b.pol", "\ufffd.pol"]
    found = [
        CLASH.at(Source(name, "días\n").span(0, 4), "[a](1) {0} \x1b\u2028").and_at(
            Source(name, "").span(0, 0), ""
        )
        for name in names
    ]
    log = to_sarif([*found, CLASH.at(None, "")])
    _hold(schema, log)
    places = [result["locations"][0]["physicalLocation"] for result in _results(log)[:-1]]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert uris[2] == "file:///tmp/%C3%A5/a.pol"
    assert uris[3:5] == ["../up.pol", "50%25.pol"]


def test_what_is_accepted_is_suppressed_with_its_reason(schema: Draft4Validator) -> None:
    found = CLASH.at(Source("a.pol", "x").span(0, 1), "wrong")
    log = to_sarif([found], [Accepted(found, "It stays.")])
    _hold(schema, log)
    told, suppressed = _results(log)
    assert "suppressions" not in told
    assert [each["justification"] for each in suppressed["suppressions"]] == ["It stays."]


def test_the_schema_refuses_what_is_no_sarif(schema: Draft4Validator) -> None:
    log = to_sarif([CLASH.at(Source("a.pol", "x").span(0, 1), "wrong")])
    _results(log)[0]["level"] = "fatal"
    assert not schema.is_valid(log)


def test_every_rule_carries_its_page(schema: Draft4Validator) -> None:
    log = to_sarif([code.at(None, "x") for code in ALL_CODES.values()])
    _hold(schema, log)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["help"]["markdown"].startswith(
            f"# {rule['id']}: {rule['shortDescription']['text']}"
        )
        assert "## How to fix it" in rule["help"]["markdown"]


@pytest.mark.parametrize(
    ("text", "marked", "columns"),
    [
        ("when días > visits\n", "visits", (13, 19)),
        ("日本 visits", "visits", (4, 10)),
        ("\U0001f600 x", "x", (3, 4)),
        ("e\u0301 x", "x", (4, 5)),
        ("\tx", "x", (2, 3)),
    ],
    ids=["latin", "wide", "astral", "combining", "tab"],
)
def test_columns_count_code_points_as_the_log_says(
    text: str, marked: str, columns: tuple[int, int]
) -> None:
    source = Source("a.pol", text)
    start = text.index(marked)
    log = to_sarif([CLASH.at(source.span(start, start + len(marked)), "here")])
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    region = _results(log)[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == columns
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == marked


def test_the_severity_is_the_level() -> None:
    found = [Code("POL0401", "old", severity).at(None, "old") for severity in Severity]
    assert [result["level"] for result in _results(to_sarif(found))] == ["error", "warning", "note"]


def _results(log: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    return results


def _hold(schema: Draft4Validator, log: dict[str, Any]) -> None:
    # As it is written and read: what JSON cannot say would show here.
    written = json.loads(json.dumps(log, ensure_ascii=False))
    assert [error.message for error in schema.iter_errors(written)] == []
