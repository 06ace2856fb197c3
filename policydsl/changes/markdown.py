"""Write changes as markdown, fit for a comment on a pull request: the cases are folded away."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from policydsl.changes.cases import scenario, title_of
from policydsl.changes.changes import Changes
from policydsl.changes.decisions import Verdict
from policydsl.changes.groups import Row, groups, rows, told
from policydsl.changes.impact import Impact
from policydsl.changes.page import (
    SIGNS,
    edit_line,
    item_line,
    notes,
    reasons,
    unproved,
    verdict,
    where,
)
from policydsl.changes.sentences import (
    case_line,
    cause_line,
    consequence,
    counted_line,
    heading,
    leads_line,
    more_line,
    row_line,
    shortened,
    transitions,
)
from policydsl.changes.several import Report, contents, summary, title_of_one
from policydsl.changes.told_impact import sections

MOST = 65_000
"""How many characters a comment may have: a code forge takes 65,536, and may add its own."""


class Fullness(enum.IntEnum):
    """How much is told of the cases, so that a comment holds the report."""

    ALL = 0
    LEADING = 1  # the cases of the rows that tell what changed
    LINES = 2  # no case as a scenario
    OUTLINE = 3  # what changed, and a line for each row


_LEFT_OUT = {
    Fullness.LEADING: "cases of the classes that follow from others",
    Fullness.LINES: "cases",
    Fullness.OUTLINE: "cases, and what changed in each item",
}
_SPECIAL = str.maketrans({c: f"\\{c}" for c in r"\`*_{}[]<>|#~"})


def as_markdown(changes: Changes, impact: Impact | None = None) -> str:
    """Return the report of one comparison, of at most `MOST` characters."""
    return report_as_markdown(Report((changes,), impact=impact))


def report_as_markdown(report: Report) -> str:
    """Return the report as lines of markdown, as full as `MOST` characters allow."""
    text = ""
    for fullness in Fullness:
        text = "\n".join(_report(report, fullness)) + "\n"
        if len(text) <= MOST:
            return text
    note = "\n\n_The rest does not fit into a comment; `--format html` has all of it._\n"
    kept = text[: MOST - len(note)]
    return kept[: kept.rindex("\n")] + note


def _report(report: Report, fullness: Fullness) -> Iterator[str]:
    if report.is_single:
        (changes,) = report.comparisons
        yield f"## {_title(changes)}"
        yield from _lines(changes, fullness)
        yield from _impact(report.impact) if report.impact else ()
    else:
        yield from (f"## {escaped(summary(report))}", "", "| | | |", "|---|---|---|")
        for each in contents(report):
            yield f"| {_code(each.name)} | {escaped(each.title)} | {escaped(each.said)} |"
        yield from _impact(report.impact) if report.impact else ()
        for changes in report.telling:
            yield from ("", f"## {escaped(title_of_one(changes))}")
            yield from _lines(changes, fullness)
    if fullness is not Fullness.ALL:
        said = f"Left out, for a comment to hold it: {_LEFT_OUT[fullness]}."
        yield from ("", f"_{said} `--format html` has all of it._")


def _title(changes: Changes) -> str:
    return f"{escaped(changes.new.title or changes.new.policy)}: {verdict(changes)}"


def _impact(impact: Impact) -> Iterator[str]:
    for section in sections(impact):
        yield from ["", f"### {section.title}", ""]
        for entry in section.entries:
            yield f"- {escaped(entry.text.strip())}"
            for side in entry.below:
                yield f"  - {escaped(side.text.strip())}"
                for each in side.below:
                    below = "; ".join(e.text for e in each.below)
                    said = f"{each.text}: {below}" if below else each.text
                    yield f"    - {each.mark.value} {escaped(said)}".replace("-  ", "- ")


def escaped(text: str) -> str:
    r"""Write *text* so that it is shown as it is.

    >>> escaped("op_visits <b>")
    'op\\_visits \\<b\\>'
    """
    return text.translate(_SPECIAL)


def _lines(changes: Changes, fullness: Fullness) -> Iterator[str]:
    yield ""
    yield f"{_code(changes.old.name)} → {_code(changes.new.name)}"
    for note in notes(changes):
        yield ""
        yield escaped(note)
    yield from _benefits(changes)
    yield from _items(changes, fullness)
    if changes.decided.classes:
        yield from _decisions(changes, fullness)
    for title, entries in (
        ("Decided alike, for other reasons", reasons(changes)),
        ("Not proved", unproved(changes)),
    ):
        lines = [f"- {escaped(each.text)}" for each in entries]
        if lines:
            yield from ["", f"### {title}", "", *lines]


def _benefits(changes: Changes) -> Iterator[str]:
    if changes.is_equivalent:
        return
    yield from ["", "| Benefit | | |", "|---|---|---|"]
    alike = []
    for each in changes.decided.benefits:
        if each.verdict is Verdict.EQUIVALENT:
            alike.append(each.benefit)
            continue
        name = f"{escaped(each.title or each.benefit)} {_code(each.benefit)}"
        said = escaped(transitions(changes, each.benefit))
        yield f"| {name} | **{each.verdict.value}** | {said} |"
    if alike:
        yield f"| {', '.join(map(_code, alike))} | equivalent | proved |"


def _items(changes: Changes, fullness: Fullness) -> Iterator[str]:
    if not changes.items:
        return
    yield from ["", "### What the text says", ""]
    for item in changes.items:
        yield f"- {SIGNS[item.way]} {escaped(item_line(item))} · {_code(where(item))}"
        if fullness is not Fullness.OUTLINE:
            yield from (f"  - {escaped(edit_line(edit))}" for edit in item.edits)


def _decisions(changes: Changes, fullness: Fullness) -> Iterator[str]:
    yield from ["", f"### {heading(changes)}"]
    for group in groups(changes, changes.decided.classes):
        yield from ["", f"**{escaped(cause_line(changes, group))}**", ""]
        if fullness is Fullness.OUTLINE:
            yield from (f"- {escaped(counted_line(row))}" for row in rows(group))
            continue
        found = told(group)
        for row in found.leading:
            yield from _row(changes, row, with_case=fullness < Fullness.LINES)
        if found.folded:
            yield from ["<details>", f"<summary>{more_line(found)}</summary>", ""]
            for row in found.folded:
                if fullness is Fullness.ALL:
                    yield from _row(changes, row, with_case=True)
                else:
                    yield f"- {escaped(counted_line(row))}"
            yield from ["", "</details>"]


def _row(changes: Changes, row: Row, *, with_case: bool) -> Iterator[str]:
    change = row.first
    about = escaped(shortened(row.benefits, len(changes.decided.benefits)))
    yield f"- {change.direction.value}: **{escaped(row_line(row))}** · {about}"
    said = [case_line(changes, change), *consequence(change), leads_line(row)]
    yield from (f"  <br>{escaped(each)}" for each in said)
    if not with_case:
        return
    yield from ["", "  <details><summary>The case as a scenario</summary>", "", "  ```pol"]
    text = scenario(changes.programs[1], change, title_of(change))
    yield from (f"  {line}" for line in text.splitlines())
    yield from ["  ```", "", "  </details>", ""]


def _code(text: str) -> str:
    """Set a name as code, whatever backticks it holds."""
    return f"`{text.replace('`', chr(39))}`" if text else ""
