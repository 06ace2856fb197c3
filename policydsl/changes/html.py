"""Write changes as one HTML page that needs nothing else, on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from policydsl.changes.cases import scenario, title_of
from policydsl.changes.changes import Changes
from policydsl.changes.decisions import Verdict
from policydsl.changes.groups import Row, groups, told
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
    shortened,
    transitions,
)
from policydsl.changes.several import Report, contents, summary, title_of_one
from policydsl.changes.told_impact import counts, pairs, shown
from policydsl.explain.blocks import Entry, Mark

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2125; --soft: #59626b;
  --line: #dfe3e7; --card: #f7f8fa; --broader: #17693f; --narrower: #a8241a;
  --otherwise: #26539c; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e8eaed;
  --soft: #a3acb5; --line: #33393f; --card: #1d2125; --broader: #63c792; --narrower: #ff8f82;
  --otherwise: #8db5f5; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 58rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
article { border-top: .25rem solid var(--line); margin-top: 3rem; padding-top: 1rem; }
article > h2 { border: 0; font-size: 1.35rem; margin: 0; }
p, ul { margin: .25rem 0; }
ul { padding-left: 1.25rem; }
.soft { color: var(--soft); font-size: .9375rem; }
table { border-collapse: collapse; width: 100%; }
td { text-align: left; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td:last-child { padding-right: 0; }
td.sign { width: 1.5rem; }
.verdict { font-weight: 600; white-space: nowrap; }
a { color: inherit; }
.card { border: 1px solid var(--line); border-left-width: .3rem; border-radius: .4rem;
  background: var(--card); padding: .6rem .8rem; margin: .5rem 0; break-inside: avoid; }
.broader { --tone: var(--broader); } .narrower { --tone: var(--narrower); }
.otherwise { --tone: var(--otherwise); }
.card { border-left-color: var(--tone, var(--line)); }
.verdict, .way { color: var(--tone, inherit); }
.card b { display: block; }
.folded { list-style: none; padding: 0; } .folded li { margin: .2rem 0; }
.count td { font-variant-numeric: tabular-nums; }
.count td:first-child { text-align: right; width: 6rem; padding-right: 1rem; }
pre { background: var(--paper); border: 1px solid var(--line); padding: .6rem; overflow-x: auto;
  white-space: pre-wrap; font: .8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
summary { cursor: pointer; color: var(--soft); font-size: .9375rem; }
@media (max-width: 34rem) { body { padding: 1rem 1rem 3rem; } h1 { font-size: 1.35rem; }
  td { display: block; border: 0; padding: .1rem 0; } td.sign { display: none; }
  tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; }
  .count tr { display: flex; } .count td:first-child { width: 5rem; } }
@media print { @page { margin: 18mm; }
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #333; --line: #bbb;
    --card: #fff; --broader: #000; --narrower: #000; --otherwise: #000; }
  html { font-size: 10pt; } body { max-width: none; padding: 0; } article { break-before: page; }
  .card details:not([open]) { display: none; } }
"""


def as_html(changes: Changes, impact: Impact | None = None) -> str:
    """Return the report of one comparison as a page of its own."""
    return report_as_html(Report((changes,), impact=impact))


def report_as_html(report: Report) -> str:
    """Return the report as a page of its own; of several comparisons with a list of contents."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    single = report.comparisons[0] if report.is_single else None
    title = _title(single) if single else summary(report)
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>{escape(title)}</h1>"
    if single:
        yield from _comparison(single, 2)
        yield from _impact(report.impact) if report.impact else ()
    else:
        yield "<table><tbody>"
        for each in contents(report):
            name = escape(each.title or each.name)
            link = f'<a href="#c{each.number}">{name}</a>' if each.number else name
            yield f'<tr><td>{link} <span class="soft">{escape(each.name)}</span></td>'
            yield f'<td class="verdict {_tone(each.said)}">{escape(each.said)}</td></tr>'
        yield "</tbody></table>"
        yield from _impact(report.impact) if report.impact else ()
        for number, changes in enumerate(report.telling, 1):
            yield f'<article id="c{number}"><h2>{escape(title_of_one(changes))}</h2>'
            yield from _comparison(changes, 3)
            yield "</article>"
    yield "</body></html>"


def _title(changes: Changes) -> str:
    return f"{changes.new.title or changes.new.policy}: {verdict(changes)}"


def _tone(said: str) -> str:
    return said if said in ("broader", "narrower") else ""


def _comparison(changes: Changes, level: int) -> Iterator[str]:
    """Yield what is told of one comparison, under headings of *level*."""
    yield f'<p class="soft">{escape(changes.old.name)} → {escape(changes.new.name)}</p>'
    yield from (f"<p>{escape(note)}</p>" for note in notes(changes))
    yield from _benefits(changes, level)
    yield from _items(changes, level)
    if changes.decided.classes:
        yield from _decisions(changes, level)
    for title, entries in (
        ("Decided alike, for other reasons", reasons(changes)),
        ("Not proved", unproved(changes)),
    ):
        lines = [f"<li>{escape(each.text)}</li>" for each in entries]
        if lines:
            yield from [f"<h{level}>{title}</h{level}><ul>", *lines, "</ul>"]


def _impact(impact: Impact) -> Iterator[str]:
    yield "<h2>Impact</h2><ul>"
    yield from (f"<li>{escape(each)}</li>" for each in counts(impact))
    yield '</ul><h2>Requests by determination, old → new</h2><table class="count"><tbody>'
    for old, new, count in pairs(impact):
        said = f"{old} → {new}" if old != new else f"{old}, as before"
        yield f"<tr><td>{count:,}</td><td>{escape(said)}</td></tr>"
    yield "</tbody></table>"
    for section in shown(impact):
        yield f"<h2>{escape(section.title)}</h2>"
        for entry in section.entries:
            yield f'<div class="card"><b>{escape(entry.text)}</b>'
            for side in entry.below:
                yield f"<p>{escape(side.text)}</p>{_listed(side.below)}"
            yield "</div>"


def _listed(entries: Iterable[Entry]) -> str:
    """Return entries as a list, with what stands under each."""
    lines = []
    for each in entries:
        cited = f' <span class="soft">{escape(", ".join(each.citations))}</span>'
        text = f"{each.mark.value} {each.text}" if each.mark is not Mark.ITEM else each.text
        shown_ = f"{escape(text.strip())}{cited if each.citations else ''}"
        lines.append(f"<li>{shown_}{_listed(each.below)}</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _benefits(changes: Changes, level: int) -> Iterator[str]:
    yield f"<h{level}>Benefits</h{level}><table><tbody>"
    alike_last = sorted(changes.decided.benefits, key=lambda e: e.verdict is Verdict.EQUIVALENT)
    for each in alike_last:
        proved = ", which is proved" if each.verdict is Verdict.EQUIVALENT else ""
        name = (
            f'{escape(each.title or each.benefit)} <span class="soft">{escape(each.benefit)}</span>'
        )
        said = escape(transitions(changes, each.benefit))
        word = f'<span class="verdict">{each.verdict.value}{proved}</span>'
        more = f'<p class="soft">{said}</p>' if said else ""
        tone = _tone(each.verdict.value)
        yield f'<tr class="{tone}"><td>{name}</td><td>{word}{more}</td></tr>'
    yield "</tbody></table>"


def _items(changes: Changes, level: int) -> Iterator[str]:
    if not changes.items:
        return
    yield f"<h{level}>What the text says</h{level}><table><tbody>"
    for item in changes.items:
        edits = "".join(f"<li>{escape(edit_line(edit))}</li>" for edit in item.edits)
        below = f"<ul>{edits}</ul>" if edits else ""
        place = f' <span class="soft">{escape(where(item))}</span>' if where(item) else ""
        sign = f'<td class="sign">{SIGNS[item.way]}</td>'
        yield f"<tr>{sign}<td>{escape(item_line(item))}{place}{below}</td></tr>"
    yield "</tbody></table>"


def _decisions(changes: Changes, level: int) -> Iterator[str]:
    yield f"<h{level}>{escape(heading(changes))}</h{level}>"
    for group in groups(changes, changes.decided.classes):
        yield f"<h{level + 1}>{escape(cause_line(changes, group))}</h{level + 1}>"
        found = told(group)
        for row in found.leading:
            yield from _row(changes, row)
        if found.folded:
            yield f'<p class="soft">{escape(more_line(found))}:</p><ul class="soft folded">'
            for row in found.folded:
                yield f"<li><details><summary>{escape(counted_line(row))}</summary>"
                yield from _row(changes, row)
                yield "</details></li>"
            yield "</ul>"


def _row(changes: Changes, row: Row) -> Iterator[str]:
    change = row.first
    about = shortened(row.benefits, len(changes.decided.benefits))
    way = change.direction.value
    yield f'<div class="card {way}">'
    said = counted_line(row).removeprefix(f"{way}: ")
    yield f'<b><span class="way">{way}:</span> {escape(said)}</b>'
    yield f'<p class="soft">{escape(about)}</p>'
    for line in (case_line(changes, change), *consequence(change), leads_line(row)):
        yield f"<p>{escape(line)}</p>"
    text = scenario(changes.programs[1], change, title_of(change))
    yield "<details><summary>The case as a scenario</summary>"
    yield f"<pre>{escape(text)}</pre></details></div>"
