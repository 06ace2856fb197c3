"""What an author reads, whole: one situation for each code of names and types."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.diagnostics.model import in_order
from policydsl.diagnostics.text import render
from policydsl.semantics.check import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

BAD = Path(__file__).parents[1] / "corpus" / "semantics" / "bad"
SITUATIONS = (
    "unknown-fact",
    "fact-declared-twice",
    "reserved-name",
    "dotted-name",
    "unknown-member",
    "unknown-code-system",
    "unknown-supplier",
    "unknown-clause",
    "limit-read-as-a-value",
    "unknown-vocabulary",
    "cyclic-definition",
    "cyclic-assumption",
    "unknown-limit-part",
    "member-listed-twice",
    "age-without-a-birth-date",
    "condition-on-a-choice",
    "yes-or-no-fact-is-a-member",
    "known-outside-advice",
    "bare-number",
    "needless-unit",
    "money-with-percent",
    "date-with-a-number",
    "dates-in-the-words-of-numbers",
    "set-compared-with-is",
    "set-test-on-a-choice",
    "empty-range",
    "default-outside-the-range",
    "mixed-units",
    "absence-of-a-fact-that-never-is",
    "text-in-a-condition",
    "comparison-that-is-always-the-same",
    "malformed-code",
    "age-in-another-unit",
    "too-many-decimals",
    "fact-without-a-type",
    "attribute-stated-twice",
    "word-where-a-number-belongs",
    "two-facts-multiplied",
    "no-length-of-time",
    "row-of-the-wrong-width",
    "rows-that-give-unlike-things",
    "range-of-members",
    "definition-without-a-value",
    "range-of-a-choice",
    "list-of-records",
)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_problem_reads_like_help(situation: str, golden: SnapshotAssertion) -> None:
    text = (BAD / f"{situation}.pol").read_text(encoding="utf-8")
    # The expectations are for the other test; an author would not have written them.
    told = "\n".join(line.partition("    # ")[0] for line in text.splitlines()) + "\n"
    parsed = parse(Source("policy.pol", told))
    found = in_order((*parsed.diagnostics, *check((parsed.file,)).diagnostics))
    assert f"{told}{'=' * 80}\n{render(found)}" == golden
