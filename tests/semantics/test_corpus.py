"""Good policies pass without a word; bad ones are told all that is wrong, on the guilty lines."""

import re
from pathlib import Path

import attrs
import pytest

from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.diagnostics.text import render
from policydsl.semantics.check import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

CORPUS = Path(__file__).parents[1] / "corpus" / "semantics"
GOOD = sorted((CORPUS / "good").glob("*.pol"))
BAD = sorted((CORPUS / "bad").glob("*.pol"))
EXPECTED = re.compile(r'# (error|warning|note): \[(POL\d{4})\] "(.*?)"')


@attrs.frozen(order=True)
class Finding:
    """What is said of a line; two are told apart by a part of the message."""

    line: int
    severity: str
    code: str
    message: str


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_passes_without_a_word(path: Path) -> None:
    found = diagnostics_of(path)
    assert not found, render(found)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_policy_is_told_all_that_is_wrong(path: Path) -> None:
    found = diagnostics_of(path)
    expected = expected_in(path.read_text(encoding="utf-8"))
    assert expected, "the file expects nothing"
    told = [finding_of(diagnostic) for diagnostic in found]
    for want in expected:
        match = next((one for one in told if _says(one, want)), None)
        assert match is not None, f"{want} is not said\n{render(found)}"
        told.remove(match)
    assert not told, f"more is said than expected\n{render(found)}"


def diagnostics_of(path: Path) -> tuple[Diagnostic, ...]:
    parsed = parse(Source(path.name, path.read_text(encoding="utf-8")))
    return in_order((*parsed.diagnostics, *check((parsed.file,)).diagnostics))


def expected_in(text: str) -> list[Finding]:
    """Read what the comments of *text* expect, each of its own line."""
    return [
        Finding(number, *found)
        for number, line in enumerate(text.splitlines(), 1)
        for found in EXPECTED.findall(line)
    ]


def finding_of(diagnostic: Diagnostic) -> Finding:
    span = diagnostic.span
    line = span.start_position.line if span else 0
    return Finding(line, diagnostic.severity.value, diagnostic.code.id, diagnostic.message)


def _says(told: Finding, expected: Finding) -> bool:
    place = (told.line, told.severity, told.code)
    wanted = (expected.line, expected.severity, expected.code)
    return place == wanted and expected.message in told.message
