"""What a person reads: whole renderings, each with its source above it."""

import itertools

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.diagnostics import Code, Diagnostic, Severity
from policydsl.diagnostics.text import Options, clean, render, summary
from policydsl.source import Source, Span

CLASH = Code("POL0312", "two things cannot be compared")
OLD = Code("POL0401", "the source is old", Severity.WARNING)

THERAPY = Source(
    "therapy.pol",
    """\
limit therapy_visits "Therapy visits"
  30 visits per calendar year
cover therapy "Outpatient therapy"
  when days_used > therapy_visits
\ttitle 日本語 "naïve e\u0301" setting
  either \x1b[31mred or \u202eback
"""
    + " and ".join(f"condition_{n}" for n in range(40))
    + "\nend",
)


def marked(text: str, source: Source = THERAPY) -> Span:
    start = source.text.index(text)
    return source.span(start, start + len(text))


DIAGNOSTICS = {
    "two-labels-and-help": CLASH.at(
        marked("days_used > therapy_visits"),
        "cannot compare days with visits",
        "days on the left, visits on the right",
    )
    .and_at(marked("30 visits"), "`therapy_visits` is counted in visits here")
    .suggest("compare `visits_used` with `therapy_visits`"),
    "warning-with-a-case": OLD.at(marked("cover"), "this can never hold", "never").with_case(
        "as_of    2026-03-04\nservice  physical_therapy"
    ),
    "no-place": CLASH.at(None, "cannot read `nwc.pol`: no such file or directory"),
    "empty-source": CLASH.at(Source("big.pol", "").span(0, 0), "the file is too large"),
    "wide-and-tabs": CLASH.at(marked("setting"), "no such word", "here")
    .and_at(marked("日本語"), "six cells")
    .and_at(marked("title"), "after a tab"),
    "control-characters": CLASH.at(marked("back"), "not \x1b[2J\u202ethis", "the \x07 label"),
    "clipped-right": CLASH.at(marked("condition_0"), "near the start", "here"),
    "clipped-both": CLASH.at(marked("condition_20"), "in the middle", "here"),
    "clipped-left": CLASH.at(marked("condition_39"), "at the end", "here"),
    "clipped-apart": CLASH.at(marked("condition_3"), "far apart", "one").and_at(
        marked("condition_35"), "the other"
    ),
    "long-label": CLASH.at(
        marked("days_used > therapy_visits"), "wordy", "so many words that they go below " * 3
    ),
    "many-lines": CLASH.at(THERAPY.span(0, 90), "all of this", "starts here"),
    "end-of-file": CLASH.at(
        THERAPY.span(len(THERAPY.text), len(THERAPY.text)), "the file ends too soon", "here"
    ),
    "two-files": CLASH.at(marked("therapy"), "declared twice", "again here").and_at(
        Source("vocabulary.pol", "fact therapy").span(5, 12), "first here"
    ),
}


@pytest.mark.parametrize("name", DIAGNOSTICS)
def test_a_diagnostic_reads(name: str, golden: SnapshotAssertion) -> None:
    diagnostic = DIAGNOSTICS[name]
    numbered = [f"{n:3} {line!r}" for n, line in enumerate(THERAPY.text.split("\n"), 1)]
    assert "\n".join([*numbered, "=" * 80, render([diagnostic], Options(width=80))]) == golden


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100])
@pytest.mark.parametrize("name", [name for name in DIAGNOSTICS if name.startswith("clipped")])
def test_an_excerpt_keeps_to_the_width_and_marks_the_labelled_text(name: str, width: int) -> None:
    lines = render([DIAGNOSTICS[name]], Options(width)).splitlines()
    excerpt = [line for line in lines if " | " in line]
    assert all(len(line) <= max(width, 27) for line in excerpt)
    for shown, marks in itertools.pairwise(excerpt):
        if "condition" in shown and ("^" in marks or "-" in marks):
            first = min(marks.index(c) for c in "^-" if c in marks)
            assert shown[first:].startswith("condition_")


def test_a_label_is_found_on_an_enormous_line() -> None:
    source = Source("a.pol", "x = " + "word " * 100_000 + "odd " + "word " * 100_000)
    found = CLASH.at(marked("odd", source), "strange", "here").and_at(source.span(0, 1), "there")
    lines = render([found], Options(width=40)).splitlines()
    shown, marks = lines[-3], lines[-2]
    assert shown[marks.index("^") :].startswith("odd word")
    assert (shown[7], shown[-1], len(shown) <= 40) == ("…", "…", True)


def test_colour_changes_nothing_but_colour() -> None:
    import re

    every = list(DIAGNOSTICS.values())
    coloured = render(every, Options(colour=True))
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(every)


def test_user_text_cannot_command_the_terminal() -> None:
    assert clean("\x1b[2J\x9b\u202e\u2066\r") == "␛[2J\ufffd\ufffd\ufffd␍"
    assert clean("naïve\u00a0日本 👩\u200d👧\n") == "naïve\u00a0日本 👩\u200d👧\n"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "no problems"),
        ([CLASH.at(None, "a")], "1 error"),
        ([OLD.at(None, "a"), CLASH.at(None, "a"), CLASH.at(None, "b")], "2 errors, 1 warning"),
    ],
    ids=["none", "one", "mixed"],
)
def test_a_summary_counts_by_severity(found: list[Diagnostic], words: str) -> None:
    assert summary(found) == words
