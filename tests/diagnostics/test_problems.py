"""What is wrong before there is a text to parse, as a person reads it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.diagnostics.problems import our_bug, undecodable, unreadable
from policydsl.diagnostics.text import render
from policydsl.source import MAX_BYTES, Source, decode

BAD = {
    "latin-1": b"limit therapy\n  \xa7 3.2\n",
    "utf-16": "limit".encode("utf-16-le"),
    "too-large": b" " * (MAX_BYTES + 1),
}


@pytest.mark.parametrize("name", BAD)
def test_an_undecodable_file_is_reported(name: str, golden: SnapshotAssertion) -> None:
    fault = decode("nwc.pol", BAD[name])
    assert not isinstance(fault, Source)
    assert f"{BAD[name][:60]!r}\n" + "=" * 80 + "\n" + render([undecodable(fault)]) == golden


def test_a_file_that_the_system_withholds_is_reported_in_its_words() -> None:
    found = unreadable("nwc.pol", "No such file or directory")
    assert found.message == "cannot read `nwc.pol`: no such file or directory"


def test_our_bug_says_what_it_was_in_one_line() -> None:
    assert our_bug(KeyError("a")).message == "policyc itself failed (KeyError: 'a')"
    assert our_bug(ValueError()).message == "policyc itself failed (ValueError)"
