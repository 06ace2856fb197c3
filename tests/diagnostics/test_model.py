"""Diagnostics are values: built up without change, and always in the same order."""

import random

from policydsl.diagnostics import Code, Diagnostic, Severity, in_order
from policydsl.source import Source

UNKNOWN = Code("POL0201", "unknown name")
STALE = Code("POL0401", "stale source", Severity.WARNING)
SOURCE = Source("a.pol", "limit therapy\n  30 visits")


def test_a_diagnostic_takes_its_severity_from_its_code() -> None:
    assert STALE.at(None, "old").severity is Severity.WARNING


def test_adding_to_a_diagnostic_leaves_the_first_one_as_it_was() -> None:
    bare = UNKNOWN.at(SOURCE.span(6, 13), "no such name", "here")
    full = bare.suggest("try").and_at(SOURCE.span(0, 5), "one").and_at(SOURCE.span(16, 18), "two")
    assert (bare.help, bare.also) == (None, ())
    assert full.help == "try"
    assert [label.text for label in full.also] == ["one", "two"]
    assert full.with_case("service pt").case == "service pt"


def test_order_depends_on_place_code_and_message_alone() -> None:
    other = Source("b.pol", "x")
    expected = [
        UNKNOWN.at(None, "nowhere"),
        UNKNOWN.at(SOURCE.span(0, 5), "a"),
        UNKNOWN.at(SOURCE.span(0, 5), "b"),
        STALE.at(SOURCE.span(0, 5), "a"),
        UNKNOWN.at(SOURCE.span(6, 13), "a"),
        UNKNOWN.at(other.span(0, 1), "a"),
    ]
    shuffled = random.Random(4).sample(expected, len(expected))
    assert list(in_order(shuffled + expected)) == expected


def test_a_repeated_diagnostic_is_reported_once_and_a_different_help_is_no_repeat() -> None:
    def found() -> Diagnostic:
        return UNKNOWN.at(SOURCE.span(0, 5), "a")

    assert in_order([found(), found()]) == (found(),)
    assert len(in_order([found(), found().suggest("b")])) == 2


def test_severities_weigh_in_the_order_error_warning_note() -> None:
    assert Severity.ERROR.at_least(Severity.WARNING)
    assert Severity.WARNING.at_least(Severity.WARNING)
    assert not Severity.NOTE.at_least(Severity.WARNING)
