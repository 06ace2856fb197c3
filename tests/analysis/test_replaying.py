"""What watches every test for cases that do not replay notices one that does not."""

from __future__ import annotations

from unittest import mock

import pytest

from policydsl.analysis import cases
from policydsl.core.determinations import Determination
from policydsl.reference.clauses import Outcome
from tests.analysis.analysing import CORPUS, findings
from tests.replaying import Replaying

SHOWN = (CORPUS / "bad" / "clauses-that-never-decide.pol").read_text(encoding="utf-8")


def test_what_any_test_finds_is_replayed(replaying: Replaying) -> None:
    replaying.seen.clear()
    before = replaying.findings
    assert findings(SHOWN)
    assert replaying.findings > before
    assert replaying.failures == []


def test_a_finding_is_replayed_once(replaying: Replaying) -> None:
    findings(SHOWN)
    before = replaying.findings
    findings(SHOWN)
    assert replaying.findings == before


@pytest.mark.parametrize(
    ("of", "instead"),
    [
        # Every fact is left out, so that nothing is to be seen any more.
        ("replays", lambda program, request, claim: True),
        # What is expected is not what is determined.
        ("determined", lambda program, request: Outcome(Determination.REVIEW)),
    ],
)
def test_a_case_that_does_not_replay_is_noticed(
    replaying: Replaying, of: str, instead: object
) -> None:
    replaying.seen.clear()
    with mock.patch.object(cases, of, instead):
        findings(SHOWN)
    failures, replaying.failures = replaying.failures, []
    assert failures
