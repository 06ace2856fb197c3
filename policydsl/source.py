"""Turn bytes into text, and offsets in that text into lines and columns."""

import unicodedata
from bisect import bisect_right
from functools import cached_property

import attrs

from policydsl.frozen import frozen

MAX_BYTES = 8 * 1024 * 1024
"""The largest file that is read as a policy; the longest plan documents need a tenth of it."""


@attrs.frozen(order=True)
class Position:
    """A place as a person counts it: both from 1, columns in characters."""

    line: int
    column: int


@attrs.frozen
class Source:
    """A named text. Lines end in a line feed and nothing else; see `decode`."""

    name: str
    text: str

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        newline = self.text.find("\n")
        while newline >= 0:
            starts.append(newline + 1)
            newline = self.text.find("\n", newline + 1)
        return tuple(starts)

    @property
    def line_count(self) -> int:
        """Count the lines; a text that ends in a line feed has an empty last one."""
        return len(self._line_starts)

    def line_start(self, line: int) -> int:
        """Give the offset at which *line*, counted from 1, begins."""
        return self._line_starts[line - 1]

    def line_text(self, line: int) -> str:
        """Give the text of *line*, counted from 1, without its line feed."""
        start = self.line_start(line)
        if line == self.line_count:
            return self.text[start:]
        return self.text[start : self._line_starts[line] - 1]

    def position(self, offset: int) -> Position:
        """Find the line and column of *offset*; the end of the text has one too."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def span(self, start: int, end: int) -> "Span":
        """Mark the text from *start* up to, not including, *end*."""
        return Span(self, start, end)


@frozen
class Span:
    """A stretch of a source: offsets in characters, the end not included."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def start_position(self) -> Position:
        return self.source.position(self.start)

    @property
    def end_position(self) -> Position:
        return self.source.position(self.end)

    def to(self, other: "Span") -> "Span":
        """Cover this span, *other*, and what lies between; both are of one source."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


@frozen
class Restated(Span):
    """Where something was said that now reads otherwise: `says`, and not what stands there."""

    says: str

    @property
    def text(self) -> str:
        return self.says


def display_width(text: str) -> int:
    """Count the terminal cells that *text* takes, a tab reaching to the next multiple of 4.

    >>> display_width("naïve"), display_width("日本"), display_width("a\\tb")
    (5, 4, 5)
    """
    if text.isascii() and "\t" not in text:
        return len(text)
    width = 0
    for character in text:
        width += cell_width(character, width)
    return width


def cell_width(character: str, column: int) -> int:
    """Count the cells that one character takes when it begins at *column*, counted from 0."""
    if character == "\t":
        return 4 - column % 4
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


@frozen
class NotUtf8:
    """The byte at *offset* begins no character; *source* shows it as U+FFFD at *span*."""

    offset: int
    byte: int
    span: Span


@frozen
class HasNul:
    """The byte at *offset* is zero: this is a binary file."""

    offset: int
    span: Span


@frozen
class TooLarge:
    """There are *size* bytes, more than `MAX_BYTES`."""

    name: str
    size: int


Fault = NotUtf8 | HasNul | TooLarge


def decode(name: str, data: bytes) -> Source | Fault:
    """Read *data* as UTF-8, or say why it cannot be a policy.

    A byte order mark is dropped and every kind of line end becomes a line feed, so
    that nothing later meets either; lines and columns stay what an editor shows.
    """
    if len(data) > MAX_BYTES:
        return TooLarge(name, len(data))
    body = data.removeprefix(b"\xef\xbb\xbf")
    skipped = len(data) - len(body)
    if (nul := body.find(0)) >= 0:
        return HasNul(skipped + nul, _marked(name, body, nul))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return NotUtf8(skipped + error.start, body[error.start], _marked(name, body, error.start))
    return Source(name, _with_line_feeds(text))


def _marked(name: str, body: bytes, offset: int) -> Span:
    before = _with_line_feeds(body[:offset].decode("utf-8", "replace"))
    text = before + _with_line_feeds(body[offset:].decode("utf-8", "replace"))
    return Span(Source(name, text), len(before), len(before) + 1)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
