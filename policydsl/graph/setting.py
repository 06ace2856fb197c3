"""Break what a card says into lines of text, each with its size and style."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core.values import Kleene
from policydsl.graph import lettering
from policydsl.graph.cards import Card, Mark, Sort
from policydsl.graph.layout import Size

TEXT = 14.0
SMALL = 12.5
LEADING = 1.3
PAD = 10.0
BESIDE = 10.0
CLASS = {Kleene.YES: "yes", Kleene.NO: "no", Kleene.UNKNOWN: "unknown", None: "plain"}

_WIDEST = {Sort.DETERMINATION: 170.0, Sort.GROUP: 220.0, Sort.LIST: 330.0}
_WIDE = 190.0
_ALIKE = frozenset({Sort.LIST, Sort.DETERMINATION})  # all as wide as they may be
_INDENT = 14.0
_RESULT = {Kleene.YES: "✓ yes", Kleene.NO: "✗ no", Kleene.UNKNOWN: "? not known"}
_APPLIES = {
    Kleene.YES: "✓ applies",
    Kleene.NO: "✗ does not apply",
    Kleene.UNKNOWN: "? may apply",
}
_MARKED = {Mark.YES: " yes", Mark.NO: " no", Mark.UNKNOWN: " unknown"}


@attrs.frozen
class Line:
    """A line of text in a card, from the left edge of its text."""

    text: str
    size: float
    style: str
    indent: float = 0.0
    gap: float = 0.0  # above it
    mark: str = ""  # before it, at the edge
    result: str = ""  # after it, in bold

    @property
    def bold(self) -> bool:
        return "bold" in self.style

    @property
    def height(self) -> float:
        return self.size * LEADING + self.gap

    @property
    def width(self) -> float:
        """How far its text and its result reach."""
        wide = self.indent + lettering.width(self.text, self.size, bold=self.bold)
        if self.result:
            wide += BESIDE * bool(self.text) + lettering.width(self.result, self.size, bold=True)
        return wide


def lines_of(card: Card, room: float | None = None) -> Iterator[Line]:
    """Break what a card says into lines that fit it, or as wide as there is *room*."""
    most = room if room is not None else _WIDEST.get(card.sort, _WIDE)
    if card.sort is Sort.JOIN:
        yield Line(card.tag, SMALL, "quiet")
        if card.result is not None:
            yield Line(_RESULT[card.result], SMALL, f"bold {CLASS[card.result]}")
        return
    if card.tag or card.result is not None:
        yield from _tag(card, most)
    strong = card.sort not in (Sort.CONDITION, Sort.EXCEPTION)
    if card.title:
        for text in lettering.lines(card.title, TEXT, most, bold=strong):
            yield Line(text, TEXT, "bold" if strong else "")
    for row in card.rows:
        style = "bold" if row.heading else "quiet" if row.aside else ""
        style += _MARKED.get(row.mark, "")
        inset = _INDENT if row.mark is not Mark.NONE else 0.0
        broken = lettering.lines(row.text, SMALL, most - inset, bold=row.heading)
        for number, text in enumerate(broken):
            gap = 0.0 if number else 6.0 if row.heading else 3.0
            mark = "" if number else row.mark.value
            yield Line(text, SMALL, style.strip(), inset, gap, mark)


def _tag(card: Card, most: float) -> Iterator[Line]:
    """Say what the card is, and beside it, if there is room, what came of it."""
    result = ""
    if card.result is not None:
        of_clause = card.sort in (Sort.CLAUSE, Sort.LIST)
        result = (_APPLIES if of_clause else _RESULT)[card.result]
    *above, last = lettering.lines(card.tag, SMALL, most)
    yield from (Line(text, SMALL, "quiet") for text in above)
    line = Line(last, SMALL, "quiet", result=result)
    if last and line.width > most:
        yield Line(last, SMALL, "quiet")
        line = Line("", SMALL, "quiet", result=result)
    yield line


def size_of(card: Card, lines: tuple[Line, ...]) -> Size:
    wide = max((line.width for line in lines), default=0.0)
    if card.sort in _ALIKE:
        wide = max(wide, _WIDEST[card.sort])
    return Size(round(wide + 2 * PAD, 1), round(sum(line.height for line in lines) + 2 * PAD, 1))
