"""Lay an explanation out as headings and entries, which text and markdown only typeset."""

from __future__ import annotations

import enum

import attrs


class Reader(enum.Enum):
    """Whom an explanation is told to."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    MEMBER = "member"
    NOTICE = "notice"


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
    """A line of prose with its citations, and what belongs under it.

    A label stands before it; what is `aside` may be set smaller.
    """

    text: str
    citations: tuple[str, ...] = ()
    mark: Mark = Mark.NONE
    below: tuple[Entry, ...] = ()
    label: str = ""
    aside: bool = False

    @property
    def line(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


@attrs.frozen
class Section:
    title: str
    entries: tuple[Entry, ...]


@attrs.frozen
class Page:
    """A whole rendering: `verdict` is the determination, `about` says what it rests on.

    A letter has neither, and sections without a title hold its paragraphs.
    """

    verdict: str
    about: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
