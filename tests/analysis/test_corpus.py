"""Good policies pass without a word; bad ones get a case for each fault, and the case replays."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics.text import render
from tests.analysis.analysing import CORPUS, findings, replay
from tests.semantics.test_corpus import _says, expected_in, finding_of

# Of these there is no request to show: nothing is found, or nothing was looked at.
WITHOUT_A_CASE = ("POL0611", "POL0612")
GOOD = sorted((CORPUS / "good").glob("*.pol"))
BAD = sorted((CORPUS / "bad").glob("*.pol"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_policy_passes_without_a_word(path: Path) -> None:
    found = findings(path.read_text(encoding="utf-8"), path.name)
    assert not found, render(found)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_policy_is_told_all_that_is_wrong(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = findings(text, path.name)
    told = [finding_of(diagnostic) for diagnostic in found]
    for want in expected_in(text):
        match = next((one for one in told if _says(one, want)), None)
        assert match is not None, f"{want} is not said\n{render(found)}"
        told.remove(match)
    assert not told, f"more is said than expected\n{render(found)}"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_case_replays_when_it_is_pasted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for diagnostic in findings(text, path.name):
        assert diagnostic.case is not None or diagnostic.code.id in WITHOUT_A_CASE, diagnostic
        if diagnostic.case is not None:
            replay(text, diagnostic.case)
