"""Write changes as markdown, fit for a comment on a pull request: the cases are folded away."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.changes.cases import scenario, title_of
from policydsl.changes.changes import Changes
from policydsl.changes.groups import Row, groups, rows
from policydsl.changes.impact import Impact
from policydsl.changes.page import (
    SIGNS,
    case_line,
    class_line,
    consequence,
    edit_line,
    heading,
    item_line,
    leads_line,
    notes,
    reasons,
    shortened,
    unproved,
    verdict,
    where,
)
from policydsl.changes.told_impact import sections

_SPECIAL = str.maketrans({c: f"\\{c}" for c in r"\`*_{}[]<>|#~"})


def as_markdown(changes: Changes, impact: Impact | None = None) -> str:
    """Return the report as lines of markdown."""
    lines = [*_lines(changes), *(_impact(impact, changes) if impact else ())]
    return "\n".join(lines) + "\n"


def _impact(impact: Impact, changes: Changes) -> Iterator[str]:
    for section in sections(impact, changes.programs):
        yield from ["", f"### {section.title}", ""]
        for entry in section.entries:
            yield f"- {escaped(entry.text.strip())}"
            yield from (f"  - {escaped(each.text.strip())}" for each in entry.below)


def escaped(text: str) -> str:
    r"""Write *text* so that it is shown as it is.

    >>> escaped("op_visits <b>")
    'op\\_visits \\<b\\>'
    """
    return text.translate(_SPECIAL)


def _lines(changes: Changes) -> Iterator[str]:
    new = changes.new
    yield f"## {escaped(new.title or new.policy)}: {verdict(changes)}"
    yield ""
    yield f"{_code(changes.old.name)} → {_code(new.name)}"
    for note in notes(changes):
        yield ""
        yield escaped(note)
    yield from _benefits(changes)
    yield from _items(changes)
    if changes.decided.classes:
        yield from _decisions(changes)
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
    yield from ["", "| Benefit | |", "|---|---|"]
    for each in changes.decided.benefits:
        proved = " (proved)" if each.verdict.value == "equivalent" else ""
        yield f"| {_code(each.benefit)} {escaped(each.title)} | {each.verdict.value}{proved} |"


def _items(changes: Changes) -> Iterator[str]:
    if not changes.items:
        return
    yield from ["", "### What the text says", ""]
    for item in changes.items:
        yield f"- {SIGNS[item.way]} {escaped(item_line(item))} · {_code(where(item))}"
        yield from (f"  - {escaped(edit_line(edit))}" for edit in item.edits)


def _decisions(changes: Changes) -> Iterator[str]:
    yield from ["", f"### {heading(changes)}"]
    for group in groups(changes, changes.decided.classes):
        cause = group.cause
        name = "several changes" if cause is None else f"{cause.sort} {_code(cause.name)}"
        yield from ["", f"**{name}**", ""]
        for row in rows(group):
            yield from _row(changes, row)


def _row(changes: Changes, row: Row) -> Iterator[str]:
    change = row.first
    about = escaped(shortened(row.benefits, len(changes.decided.benefits)))
    yield f"- {change.direction.value}: {escaped(class_line(change))} · {about}"
    said = [leads_line(row), *consequence(change), case_line(changes, change)]
    yield from (f"  <br>{escaped(each)}" for each in said)
    yield from ["", "  <details><summary>The case as a scenario</summary>", "", "  ```pol"]
    text = scenario(changes.programs[1], change, title_of(change))
    yield from (f"  {line}" for line in text.splitlines())
    yield from ["  ```", "", "  </details>", ""]


def _code(text: str) -> str:
    """Set a name as code, whatever backticks it holds."""
    return f"`{text.replace('`', chr(39))}`" if text else ""
