"""Typeset a page as one HTML file that needs nothing else, and that prints as a letter does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from policydsl.explain.blocks import Entry, Mark, Page, Reader, Section
from policydsl.explain.stylesheet import STYLE
from policydsl.explain.verdicts import TONE_OF_VERDICT

# Nothing is fetched and nothing runs, whatever stands in a text.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SAID = {
    Mark.YES: "met",
    Mark.NO: "not met",
    Mark.OPEN: "not known",
    Mark.TO: "leads to",
}
_TITLE = {
    Reader.AUTHOR: "Why this was decided",
    Reader.REVIEWER: "Criteria",
    Reader.MEMBER: "Your request",
    Reader.NOTICE: "Notice of an adverse determination",
}


def as_html(page: Page, reader: Reader) -> str:
    """Return the file; everything that authors or payers wrote is escaped."""
    return "\n".join(_document(page, reader)) + "\n"


def _document(page: Page, reader: Reader) -> Iterator[str]:
    subject = page.lead[0] if page.lead else ""
    title = f"{page.verdict or _TITLE[reader]} – {subject}" if subject else _TITLE[reader]
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>\n{STYLE}</style>"
    yield "</head>"
    tone = TONE_OF_VERDICT.get(page.verdict, "plain")
    yield f'<body class="{reader.value} {tone}">'
    yield "<main>"
    yield from _header(page, reader)
    for section in page.sections:
        yield from _section(section)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _header(page: Page, reader: Reader) -> Iterator[str]:
    yield "<header>"
    if reader is Reader.AUTHOR or reader is Reader.REVIEWER:
        yield f'<p class="kind">{escape(_TITLE[reader])}</p>'
    if page.verdict:
        yield f"<h1>{escape(_sentence_case(page.verdict))}</h1>"
    else:
        yield f"<h1>{escape(_TITLE[reader])}</h1>"
    if page.about:
        yield f'<p class="about">{_text(page.about)}</p>'
    for line in page.lead:
        yield f'<p class="lead">{_text(line)}</p>'
    yield "</header>"


def _text(written: str) -> str:
    """Return what somebody wrote, escaped; a day is kept on one line."""
    return _DAY.sub(r"<time>\g<0></time>", escape(written))


def _sentence_case(verdict: str) -> str:
    """Return a verdict that shouts as one that does not.

    >>> _sentence_case("NOT COVERED"), _sentence_case("Notice")
    ('Not covered', 'Notice')
    """
    return verdict.capitalize() if verdict.isupper() else verdict


def _section(section: Section) -> Iterator[str]:
    yield "<section>"
    if section.title:
        yield f"<h2>{escape(section.title)}</h2>"
    if all(_is_prose(entry) for entry in section.entries):
        yield from _prose(section.entries)
    else:
        yield from _list(section.entries)
    yield "</section>"


def _is_prose(entry: Entry) -> bool:
    return not (entry.below or entry.citations) and entry.mark is Mark.NONE


def _prose(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Yield paragraphs; what has a label becomes a list of terms."""
    labelled = False
    for entry in entries:
        if bool(entry.label) is not labelled:
            yield "</dl>" if labelled else "<dl>"
            labelled = not labelled
        if entry.label:
            yield f"<div><dt>{escape(entry.label)}</dt><dd>{_text(entry.text)}</dd></div>"
        else:
            kind = ' class="aside"' if entry.aside else ""
            yield f"<p{kind}>{_text(entry.text)}</p>"
    if labelled:
        yield "</dl>"


def _list(entries: tuple[Entry, ...]) -> Iterator[str]:
    yield "<ul>"
    for entry in entries:
        yield f'<li class="{entry.mark.name.lower()}">'
        yield from _line(entry)
        if entry.below:
            yield from _list(entry.below)
        yield "</li>"
    yield "</ul>"


def _line(entry: Entry) -> Iterator[str]:
    mark = ""
    if entry.mark in _SAID:
        said = f'role="img" aria-label="{_SAID[entry.mark]}"'
        mark = f'<span class="mark" {said}>{entry.mark.value}</span>'
    cited = "".join(f"<code>{escape(id)}</code>" for id in entry.citations)
    cites = f'<span class="cites">{cited}</span>' if cited else ""
    yield f'<div class="line">{mark}<span class="text">{_text(entry.line)}</span>{cites}</div>'
