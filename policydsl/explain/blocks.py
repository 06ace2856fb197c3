"""Lay an explanation out as headings and entries, which text and markdown only typeset."""

from __future__ import annotations

import enum

import attrs


class Mark(enum.Enum):
    """What stands before an entry."""

    NONE = ""
    YES = "✓"
    NO = "✗"
    OPEN = "?"
    TO = "→"
    ITEM = "•"


@attrs.frozen
class Entry:
    """A line of prose with its citations, and what belongs under it."""

    text: str
    citations: tuple[str, ...] = ()
    mark: Mark = Mark.NONE
    below: tuple[Entry, ...] = ()


@attrs.frozen
class Section:
    title: str
    entries: tuple[Entry, ...]


@attrs.frozen
class Page:
    """A whole rendering: `verdict` is the determination, `about` says what it rests on."""

    verdict: str
    about: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
