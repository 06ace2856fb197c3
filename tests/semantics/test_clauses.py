"""Whole policies come out as whole programs, and what is wrong is said where it is wrong.

A file of `corpus/clauses/bad` marks each line that is at fault with
`# error: [POL0501] "part of the message"` (or `# warning:`).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.diagnostics.model import Severity
from policydsl.diagnostics.text import render
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from tests.semantics.dumping import dump

CORPUS = Path(__file__).parents[1] / "corpus" / "clauses"
GOOD = sorted((CORPUS / "good").glob("*.pol"))
BAD = sorted((CORPUS / "bad").glob("*.pol"))
_MARK = re.compile(r'# (error|warning): \[(POL\d{4})\] "([^"]*)"')


def checked(path: Path) -> Checked:
    files = []
    for source in (CORPUS / "words.pol", path):
        parsed = parse(Source(source.name, source.read_text()))
        assert parsed.diagnostics == ()
        files.append(parsed.file)
    beside = path.with_suffix(".tsv")
    inventories = {beside.name: beside.read_text()} if beside.exists() else {}
    return check(tuple(files), {name: Source(name, text) for name, text in inventories.items()})


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_policy_becomes_a_program(path: Path, golden: SnapshotAssertion) -> None:
    result = checked(path)
    assert result.diagnostics == ()
    assert result.program is not None
    assert f"{path.read_text()}\n----\n\n{dump(result.program)}" == golden


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_wrong_is_said_where_it_is_wrong(path: Path) -> None:
    result = checked(path)
    expected = [
        (number, level, code, words)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for level, code, words in _MARK.findall(line)
    ]
    found = [
        (d.span.start_position.line if d.span else 0, d.severity.value, d.code.id, d.message)
        for d in result.diagnostics
    ]
    assert [(line, level, code) for line, level, code, _ in found] == [
        (line, level, code) for line, level, code, _ in expected
    ], "\n".join(map(str, found))
    for (*_, words), (*_, message) in zip(expected, found, strict=True):
        assert words in message
    errors = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    assert (result.program is None) == bool(errors)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_fault_reads_like_help(path: Path, golden: SnapshotAssertion) -> None:
    assert render(checked(path).diagnostics) == golden
