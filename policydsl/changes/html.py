"""Write changes as one HTML page that needs nothing else, on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

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

_STYLE = """
:root { color-scheme: light; --ink: #1c2330; --soft: #5a6475; --line: #d9dee7; --card: #f7f8fa;
  --broader: #0b6b4f; --narrower: #a3350f; --otherwise: #5b4a9c; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p, ul { margin: .25rem 0; }
.soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line);
  vertical-align: top; }
.card { border: 1px solid var(--line); border-left-width: .3rem; border-radius: .4rem;
  background: var(--card); padding: .6rem .8rem; margin: .5rem 0; break-inside: avoid; }
.broader { border-left-color: var(--broader); } .narrower { border-left-color: var(--narrower); }
.otherwise { border-left-color: var(--otherwise); }
.card b { display: block; }
pre { background: #fff; border: 1px solid var(--line); padding: .6rem; overflow-x: auto;
  white-space: pre-wrap; font-size: .85rem; }
summary { cursor: pointer; color: var(--soft); }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .card { background: #fff; } }
"""


def as_html(changes: Changes, impact: Impact | None = None) -> str:
    """Return the report as a page of its own."""
    return "".join(f"{line}\n" for line in _lines(changes, impact))


def _lines(changes: Changes, impact: Impact | None) -> Iterator[str]:
    new = changes.new
    title = f"{new.title or new.policy}: {verdict(changes)}"
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{escape(title)}</h1>"
    yield f'<p class="soft">{escape(changes.old.name)} → {escape(new.name)}</p>'
    yield from (f"<p>{escape(note)}</p>" for note in notes(changes))
    yield from _benefits(changes)
    yield from _items(changes)
    if changes.decided.classes:
        yield from _decisions(changes)
    for heading_, entries in (
        ("Decided alike, for other reasons", reasons(changes)),
        ("Not proved", unproved(changes)),
    ):
        lines = [f"<li>{escape(each.text)}</li>" for each in entries]
        if lines:
            yield from [f"<h2>{heading_}</h2><ul>", *lines, "</ul>"]
    for section in sections(impact, changes.programs) if impact else ():
        yield f"<h2>{escape(section.title)}</h2><ul>"
        for entry in section.entries:
            below = "".join(f"<li>{escape(each.text.strip())}</li>" for each in entry.below)
            yield f"<li>{escape(entry.text.strip())}{f'<ul>{below}</ul>' if below else ''}</li>"
        yield "</ul>"
    yield "</body></html>"


def _benefits(changes: Changes) -> Iterator[str]:
    yield "<h2>Benefits</h2><table><tbody>"
    for each in changes.decided.benefits:
        proved = ", which is proved" if each.verdict.value == "equivalent" else ""
        name = (
            f'{escape(each.title or each.benefit)} <span class="soft">{escape(each.benefit)}</span>'
        )
        yield f"<tr><td>{name}</td><td>{each.verdict.value}{proved}</td></tr>"
    yield "</tbody></table>"


def _items(changes: Changes) -> Iterator[str]:
    if not changes.items:
        return
    yield "<h2>What the text says</h2><table><tbody>"
    for item in changes.items:
        edits = "".join(f"<li>{escape(edit_line(edit))}</li>" for edit in item.edits)
        below = f"<ul>{edits}</ul>" if edits else ""
        place = f' <span class="soft">{escape(where(item))}</span>' if where(item) else ""
        yield f"<tr><td>{SIGNS[item.way]}</td><td>{escape(item_line(item))}{place}{below}</td></tr>"
    yield "</tbody></table>"


def _decisions(changes: Changes) -> Iterator[str]:
    yield f"<h2>{escape(heading(changes))}</h2>"
    for group in groups(changes, changes.decided.classes):
        cause = group.cause
        name = "What several changes make" if cause is None else f"{cause.sort} {cause.name}"
        yield f"<h3>{escape(name)}</h3>"
        for row in rows(group):
            yield from _row(changes, row)


def _row(changes: Changes, row: Row) -> Iterator[str]:
    change = row.first
    about = shortened(row.benefits, len(changes.decided.benefits))
    yield f'<div class="card {change.direction.value}">'
    yield f"<b>{change.direction.value}: {escape(class_line(change))}</b>"
    yield f'<p class="soft">{escape(about)}</p>'
    for said in (leads_line(row), *consequence(change), case_line(changes, change)):
        yield f"<p>{escape(said)}</p>"
    text = scenario(changes.programs[1], change, title_of(change))
    yield "<details><summary>The case as a scenario</summary>"
    yield f"<pre>{escape(text)}</pre></details></div>"
