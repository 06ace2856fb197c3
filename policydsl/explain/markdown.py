"""Typeset a page as Markdown: headings, nested lists, citations as code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policydsl.explain.blocks import Entry, Mark, Page

# An underscore inside a word, as names have it, is no emphasis.
_SPECIAL = re.compile(r"([\\`*\[\]<>|#]|(?<!\w)_|_(?!\w))")


def as_markdown(page: Page) -> str:
    """Return the page; what authors wrote is escaped, so that it shows as it was written."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    about = f": {_escaped(page.about)}" if page.about else ""
    if page.verdict:
        yield f"# {_escaped(page.verdict)}{about}"
        yield ""
    for lead in page.lead:
        yield f"{_escaped(lead)}  "
    for section in page.sections:
        if section.title:
            yield ""
            yield f"## {_escaped(section.title)}"
            yield ""
            for entry in section.entries:
                yield from _entry(entry, 0)
        else:
            for entry in section.entries:
                yield ""
                yield (
                    f"**{_escaped(entry.label)}**: {_escaped(entry.text)}"
                    if (entry.label)
                    else _escaped(entry.text)
                )


def _entry(entry: Entry, depth: int) -> Iterator[str]:
    mark = f"{entry.mark.value} " if entry.mark not in (Mark.NONE, Mark.ITEM) else ""
    cited = " " + ", ".join(f"`{id}`" for id in entry.citations) if entry.citations else ""
    yield f"{'  ' * depth}- {mark}{_escaped(entry.line)}{cited}"
    for inner in entry.below:
        yield from _entry(inner, depth + 1)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
