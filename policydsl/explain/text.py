"""Typeset a page for a terminal: wrapped, indented, citations at the right edge."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import attrs

from policydsl.explain.blocks import Entry, Mark, Page
from policydsl.source import display_width

_INDENT = "  "


@attrs.frozen
class Options:
    """How wide the page is, in terminal cells, and whether it is coloured."""

    width: int = 80
    colour: bool = False


@attrs.frozen
class Line:
    text: str
    style: str = ""
    citations: str = ""


def as_text(page: Page, options: Options | None = None) -> str:
    """Return the page as lines of at most the width, but for words that are longer.

    The same page gives the same text; colour adds nothing but escape sequences.
    """
    options = options or Options()
    lines = list(_lines(page, options.width))
    if options.colour:
        return _coloured(lines, options.width)
    return "".join(f"{_plain(line, options.width)}\n" for line in lines)


def below(entries: Iterable[Entry], depth: int, options: Options) -> list[str]:
    """Return entries as lines that stand *depth* steps in, under something that is not ours."""
    lines = [line for entry in entries for line in _entry(entry, options.width, depth)]
    if options.colour:
        return _coloured(lines, options.width).splitlines()
    return [_plain(line, options.width) for line in lines]


def _lines(page: Page, width: int) -> Iterator[Line]:
    indent = " " * (len(page.verdict) + 2)
    head = f"{page.verdict}  {page.about}" if page.about else page.verdict
    if head:
        for line in _wrapped(head, width, "", indent):
            yield Line(line, "bold")
    for lead in page.lead:
        for line in _wrapped(lead, width, "", _INDENT):
            yield Line(line, "dim")
    for section in page.sections:
        if section.title:
            yield Line("")
            yield Line(section.title, "bold")
            for entry in section.entries:
                yield from _entry(entry, width, 1)
        else:
            for number, entry in enumerate(section.entries):
                if not (number and entry.label and section.entries[number - 1].label):
                    yield Line("")
                yield from _entry(entry, width, 0)


def _entry(entry: Entry, width: int, depth: int) -> Iterator[Line]:
    indent = _INDENT * depth
    mark = f"{entry.mark.value} " if entry.mark is not Mark.NONE else ""
    hang = indent + " " * len(mark)
    style = {Mark.YES: "green", Mark.NO: "red", Mark.OPEN: "yellow"}.get(entry.mark, "")
    *first, last = _wrapped(entry.line, width, indent + mark, hang)
    for line in first:
        yield Line(line, style)
    cited = ", ".join(entry.citations)
    if not cited or display_width(cited) <= width - display_width(last) - 2:
        yield Line(last, style, cited)
    else:
        yield Line(last, style)
        for row in _rows(entry.citations, width - len(hang)):
            yield Line("", "", row)
    deeper = depth + (1 if mark or entry.below else 0)
    for inner in entry.below:
        yield from _entry(inner, width, deeper)


def _rows(ids: tuple[str, ...], width: int) -> Iterator[str]:
    """Share ids out among lines; an id is never broken."""
    row = ids[0]
    for id in ids[1:]:
        if display_width(row) + display_width(id) + 3 > width:
            yield f"{row},"
            row = id
        else:
            row += f", {id}"
    yield row


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    if len(first) + len(text) <= width and text.isprintable() and text == text.strip():
        return [f"{first}{text}".rstrip()]
    return textwrap.wrap(
        text,
        max(width, len(rest) + 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _plain(line: Line, width: int) -> str:
    if not line.citations:
        return line.text.rstrip()
    gap = width - display_width(line.text) - display_width(line.citations)
    return line.text + " " * max(2 if line.text else 0, gap) + line.citations


def _coloured(lines: list[Line], width: int) -> str:
    from rich.console import Console
    from rich.text import Text

    console = Console(
        width=max(width, 400), force_terminal=True, color_system="standard", highlight=False
    )
    with console.capture() as capture:
        for line in lines:
            plain = _plain(line, width)
            text = Text(plain, style=line.style)
            if line.citations:
                text.stylize("dim", len(plain) - len(line.citations))
            console.print(text, soft_wrap=True)
    return capture.get()
