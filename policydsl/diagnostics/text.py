"""Turn diagnostics into what a person reads at a terminal.

Everything is laid out as lines of `Piece`s first, so that plain and coloured text
cannot differ in anything but colour.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from policydsl.diagnostics.model import Diagnostic, Label, Severity
from policydsl.frozen import frozen
from policydsl.source import Source, Span, cell_width, display_width

_STYLE_OF_SEVERITY = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.NOTE: "bold cyan",
}
_MESSAGE = "bold"
_GUTTER = "blue"
_ALSO = "blue"
_HINT = "cyan"
_CUT = "…"
_ENORMOUS = 4_096


@frozen
class Options:
    """How wide the excerpts may be, in terminal cells, and whether to colour."""

    width: int = 100
    colour: bool = False


@frozen
class Piece:
    """Some text of one line, and the `rich` style it has where there is colour."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]


def render(diagnostics: Iterable[Diagnostic], options: Options | None = None) -> str:
    """Lay the diagnostics out in the order given, a blank line between two, a line feed at the end.

    Control characters of user text never reach the terminal.
    """
    options = options or Options()
    lines: list[Line] = []
    for diagnostic in diagnostics:
        if lines:
            lines.append(())
        lines.extend(_lines_of(diagnostic, options.width))
    return _coloured(lines) if options.colour else _plain(lines)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """Count the diagnostics in words: `2 errors, 1 warning`; nothing found is `no problems`."""
    count_by_severity = Counter(diagnostic.severity for diagnostic in diagnostics)
    parts = [
        f"{count} {severity.value}" + ("s" if count > 1 else "")
        for severity in Severity
        if (count := count_by_severity[severity])
    ]
    return ", ".join(parts) or "no problems"


def _lines_of(diagnostic: Diagnostic, width: int) -> Iterator[Line]:
    style = _STYLE_OF_SEVERITY[diagnostic.severity]
    heading = f"{diagnostic.severity.value}[{diagnostic.code.id}]"
    message = clean(diagnostic.message).split("\n")
    yield (Piece(heading, style), Piece(f": {message[0]}", _MESSAGE))
    yield from ((Piece(line, _MESSAGE),) for line in message[1:])
    yield from _Excerpts(diagnostic, width).lines()
    if diagnostic.case is not None:
        yield (Piece("case:", _HINT),)
        yield from ((Piece(f"  {line}"),) for line in clean(diagnostic.case).rstrip().split("\n"))
    if diagnostic.help is not None:
        first, *rest = clean(diagnostic.help).rstrip().split("\n")
        yield (Piece("help:", _HINT), Piece(f" {first}"))
        yield from ((Piece(f"      {line}"),) for line in rest)
    yield (Piece("more:", _HINT), Piece(f" policyc rule {diagnostic.code.id}"))


class _Excerpts:
    """Lays out the lines that a diagnostic points at, its own file first."""

    def __init__(self, diagnostic: Diagnostic, width: int) -> None:
        self.primary = diagnostic.label
        self.style = _STYLE_OF_SEVERITY[diagnostic.severity]
        self.labels = (*([diagnostic.label] if diagnostic.label else ()), *diagnostic.also)
        lines = [label.span.start_position.line for label in self.labels]
        self.gutter = max(4, len(str(max(lines, default=0))))
        self.room = max(20, width - self.gutter - 3)

    def lines(self) -> Iterator[Line]:
        for source in dict.fromkeys(label.span.source for label in self.labels):
            labels = [label for label in self.labels if label.span.source == source]
            at = labels[0].span.start_position
            place = f"{clean(source.name)}:{at.line}:{at.column}"
            yield (Piece(" " * (self.gutter - 2) + "-->", _GUTTER), Piece(f" {place}"))
            if source.text:
                yield from self._excerpt(source, labels)

    def _excerpt(self, source: Source, labels: Sequence[Label]) -> Iterator[Line]:
        in_order = sorted(labels, key=lambda label: (label.span.start, label.span.end))
        for number, group in groupby(in_order, lambda label: label.span.start_position.line):
            for row, view in self._views(source, number, list(group)):
                shown, first = row.view(view, self.room)
                yield self._numbered(f"{number:>{self.gutter}}", shown)
                for label in view:
                    yield from self._underlined(row, label, first)

    def _views(
        self, source: Source, number: int, labels: list[Label]
    ) -> Iterator[tuple["_Row", list[Label]]]:
        """Give each label a view of its own where one view of a long line cannot hold them all."""
        row = _Row(source, number, labels[0].span.start)
        if row.whole and row.fits(labels, self.room):
            yield row, labels
            return
        for label in labels:
            yield _Row(source, number, label.span.start), [label]

    def _underlined(self, row: "_Row", label: Label, first: int) -> Iterator[Line]:
        primary = label is self.primary
        style = self.style if primary else _ALSO
        start, end = row.cells(label.span)
        left = start - first
        length = max(1, min(end - start, self.room - left))
        marks = ("^" if primary else "-") * length
        text = clean(label.text).replace("\n", " ").strip()
        if not text or left + length + 1 + display_width(text) <= self.room:
            yield self._blank(Piece(" " * left), Piece(f"{marks} {text}".strip(), style))
            return
        yield self._blank(Piece(" " * left), Piece(marks, style))
        indent = max(0, min(left, self.room - display_width(text)))
        yield self._blank(Piece(" " * indent), Piece(text, style))

    def _numbered(self, number: str, text: str) -> Line:
        return (Piece(f"{number} |", _GUTTER), Piece(f" {text}" if text else ""))

    def _blank(self, *pieces: Piece) -> Line:
        return (Piece(" " * self.gutter + " |", _GUTTER), Piece(" "), *pieces)


class _Row:
    """One line of a source as the terminal shows it: tabs expanded, wide letters two cells.

    Of an enormous line, only the part around the offset *near* is laid out.
    """

    def __init__(self, source: Source, number: int, near: int) -> None:
        self.start = source.line_start(number)
        text = source.line_text(number)
        self.whole = len(text) <= _ENORMOUS
        if not self.whole:
            begin = max(0, near - self.start - _ENORMOUS // 2)
            text = text[begin : begin + _ENORMOUS]
            self.start += begin
        self.shown: list[str] = []
        self.columns = [0]
        for character in text:
            column = self.columns[-1]
            width = cell_width(character, column)
            shown = " " * width if character == "\t" else clean(character)
            self.shown.append(shown)
            self.columns.append(column + (1 if shown == "\ufffd" else width))

    def cells(self, span: Span) -> tuple[int, int]:
        """Give the first cell of *span* and the one past its last on this line."""
        last = len(self.columns) - 1
        start = min(max(span.start - self.start, 0), last)
        end = min(max(span.end - self.start, start), last)
        return self.columns[start], self.columns[end]

    def fits(self, labels: Sequence[Label], room: int) -> bool:
        """Say whether one view of the line can hold all of *labels*."""
        if len(labels) == 1 or self.columns[-1] <= room:
            return True
        cells = [self.cells(label.span) for label in labels]
        return max(end for _, end in cells) - min(start for start, _ in cells) <= room // 2

    def view(self, labels: Sequence[Label], room: int) -> tuple[str, int]:
        """Cut the line to *room* cells around *labels*; give it and its first cell."""
        if self.columns[-1] <= room:
            return "".join(self.shown).rstrip(), 0
        cells = [self.cells(label.span) for label in labels]
        start, end = min(start for start, _ in cells), max(end for _, end in cells)
        wish = 0 if end <= room - 1 else max(0, start - max(1, (room - (end - start)) // 2))
        wish = min(wish, start, self.columns[-1] - room + 1)
        first = next(i for i, column in enumerate(self.columns) if column >= wish)
        head = _CUT if first else ""
        limit = self.columns[first] + room
        past = max(i for i, column in enumerate(self.columns) if column <= limit)
        tail = ""
        if past < len(self.shown):
            tail = _CUT
            past = max(i for i, column in enumerate(self.columns) if column <= limit - 1)
        body = self.shown[first + len(head) : past]
        # The mark takes one cell; the letter it stands for may have had two.
        pad = self.columns[first + len(head)] - self.columns[first] - len(head)
        return (head + " " * pad + "".join(body) + tail).rstrip(), self.columns[first]


def clean(text: str) -> str:
    """Replace what could command a terminal or reorder its text; a line feed stays."""
    if text.isprintable():
        return text
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "\u2421"
    # Zero-width joiners shape emoji and Indic letters; a non-breaking space is a space.
    if character in "\u200c\u200d" or unicodedata.category(character) == "Zs":
        return character
    return "\ufffd"


def _plain(lines: Iterable[Line]) -> str:
    return "".join("".join(piece.text for piece in line) + "\n" for line in lines)


def _coloured(lines: Iterable[Line]) -> str:
    import io

    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", no_color=False, legacy_windows=False
    )
    for line in lines:
        text = Text.assemble(*((piece.text, piece.style) for piece in line))
        console.print(text, soft_wrap=True, highlight=False, markup=False, emoji=False)
    return out.getvalue()
