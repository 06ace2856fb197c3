"""Write a scene as one SVG image that stands alone, for the screen and for paper.

What a colour says, a shape or a word says too: cards differ in their outline, results in
their mark and in how their lines are broken.  Colours are from the palette of Okabe and
Ito, which people with any kind of colour blindness can tell apart.
"""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element, SubElement

import attrs

from policydsl.diagnostics.xml import legal, written
from policydsl.graph import lettering
from policydsl.graph.cards import Card, Scene, Sort
from policydsl.graph.layout import NotInstalledError, Placed, Point, Route, Size, place
from policydsl.graph.outline import outline, reading
from policydsl.graph.setting import (
    BESIDE,
    CLASS,
    LEADING,
    PAD,
    SMALL,
    TEXT,
    Line,
    lines_of,
    size_of,
)
from policydsl.graph.style import STYLE

_HEADING = 20.0
_MARGIN = 20.0
_NARROW_MARGIN = 12.0


WIDEST = 1000.0
"""A wider picture would print too small to read."""
TALLEST = 1200.0
"""In a taller one a determination stands far from what leads to it."""
_COLUMN = 700.0
_PHONE = 500.0


def to_svg(scene: Scene, width: float | None = None) -> str:
    """Return *scene* as SVG, the same text for the same scene.

    It goes from left to right, or from top to bottom where it is to be no wider than *width*
    pixels, would be too large to follow or to print, or where Graphviz is not installed.
    """
    if width is not None:
        return column(scene, width)
    try:
        return beside(scene) or column(scene, _COLUMN)
    except NotInstalledError:
        return column(scene, _COLUMN)


def column(scene: Scene, width: float, *, head: Scene | None = None, styled: bool = True) -> str:
    """Return *scene* as a column *width* pixels wide, its margins included.

    A part of a page has the title and the legend of *head*, if of any, and the page's style.
    """
    margin = _NARROW_MARGIN if width < _PHONE else _MARGIN
    laid = outline(scene, width - 2 * margin)
    if styled:
        head = laid.scene
    elif head is not None:
        head = attrs.evolve(head, reading=reading(head))
    drawing = _Drawing(laid.scene, laid.placed, laid.lines, margin)
    return written(drawing.finished(head, styled=styled))


def beside(scene: Scene, *, styled: bool = True) -> str | None:
    """Return *scene* from left to right; None if that is too wide or too tall.

    Raises `layout.NotInstalledError`.
    """
    lines = {card.name: tuple(lines_of(card)) for card in scene.cards}
    sizes = {card.name: size_of(card, lines[card.name]) for card in scene.cards}
    if scene.ranking:
        # What stands to the left of the determinations begins at one edge.
        beside = {card.name for card in scene.cards if card.sort in (Sort.LIST, Sort.GROUP)}
        wide = max((sizes[name].width for name in beside), default=0.0)
        sizes |= {name: Size(wide, sizes[name].height) for name in beside}
    words = {
        link: Size(lettering.width(link.word, SMALL) + 8, SMALL * LEADING + 2)
        for link in scene.links
        if link.word
    }
    placed = place(scene, sizes, words)
    if placed.size.width + 2 * _MARGIN > WIDEST or placed.size.height > TALLEST:
        return None
    wide = max(placed.size.width, _NARROWEST)
    placed = attrs.evolve(placed, size=Size(wide, placed.size.height))
    return written(_Drawing(scene, placed, lines, _MARGIN).finished(scene, styled=styled))


# ---------------------------------------------------------------------- drawing


class _Drawing:
    """Draws one scene; the page begins with its title and legend, then come lines and cards."""

    def __init__(
        self, scene: Scene, placed: Placed, lines: dict[str, tuple[Line, ...]], margin: float
    ) -> None:
        self.scene = scene
        self.lines = lines
        self.placed = placed
        self.margin = margin
        self.wide = placed.size.width
        self.root = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")

    def finished(self, head: Scene | None, *, styled: bool) -> Element:
        """Draw all of it, below the title and the legend of *head*."""
        scene, placed = self.scene, self.placed
        drawn = f"{scene!r} {self.wide:g}"
        name = hashlib.sha256(drawn.encode("utf-8", "replace")).hexdigest()[:8]
        self.root.set("aria-labelledby", f"title-{name} desc-{name}")
        self._said("title", f"title-{name}", f"{scene.title} — {scene.subtitle}")
        self._said("desc", f"desc-{name}", scene.description)
        if styled:
            SubElement(self.root, "style").text = STYLE
        page = SubElement(self.root, "rect", {"class": "page", "width": "100%", "height": "100%"})
        page.set("x", "0")
        top = self._head(head) if head is not None else self.margin / 2
        body = SubElement(self.root, "g", transform=f"translate({self.margin:g} {top:g})")
        for route in sorted(placed.routes, key=lambda route: route.link.taken):
            self._route(body, route)
        for card in scene.cards:
            self._card(body, card)
        width = self.wide + 2 * self.margin
        height = top + placed.size.height + self.margin
        self.root.set("viewBox", f"0 0 {width:g} {height:g}")
        self.root.set("width", f"{width:g}")
        self.root.set("height", f"{height:g}")
        return self.root

    def _said(self, tag: str, id: str, text: str) -> None:
        SubElement(self.root, tag, id=id).text = legal(text)

    def _text(self, to: Element, at: Point, text: str, style: str) -> None:
        """Write a line of text whose baseline begins at *at*."""
        x, y = at
        made = SubElement(to, "text", x=f"{x:g}", y=f"{y:.4g}" if y < 100 else f"{y:.1f}")
        if style:
            made.set("class", style)
        made.text = legal(text)

    # ---------------------------------------------------------------------- head

    def _head(self, scene: Scene) -> float:
        """Write title, subtitle and legend; return how far down they reach."""
        y = self.margin
        for text in lettering.lines(scene.title, _HEADING, self.wide, bold=True):
            y += _HEADING * LEADING
            self._text(self.root, (self.margin, y - 6), text, "heading")
        for text in lettering.lines(scene.subtitle, TEXT, self.wide):
            y += TEXT * LEADING
            self._text(self.root, (self.margin, y - 4), text, "quiet large")
        return self._legend(scene, y + 10) + 14

    def _legend(self, scene: Scene, y: float) -> float:
        x = self.margin
        height = SMALL * LEADING + 6
        y += height
        sorts = {card.sort for card in scene.cards}
        keys = [(sort.value, words) for sort, words in _SORT_KEYS if sort in sorts]
        keys += _PATH_KEYS if scene.with_path else []
        told = lettering.lines(scene.reading, SMALL, self.wide)
        keys += [("", words) for words in told]
        for style, words in keys:
            wide = 44 + lettering.width(words, SMALL) + 18
            if x > self.margin and x + wide > self.margin + self.wide:
                x, y = self.margin, y + height
            if style in {sort.value for sort in Sort}:
                self._outline(self.root, style, (x, y - 13), Size(34, 16))
            elif not style:
                x -= 42
                wide -= 44
            else:
                line = SubElement(self.root, "path", d=f"M{x:g} {y - 5:g}h34")
                line.set("class", f"link {style}")
            self._text(self.root, (x + 42, y), words, "small")
            x += wide
        return y

    # --------------------------------------------------------------------- cards

    def _card(self, to: Element, card: Card) -> None:
        x, y = self.placed.corners[card.name]
        group = SubElement(to, "g", transform=f"translate({x:g} {y:g})")
        style = f"{card.sort.value} {CLASS[card.result]}{' taken' if card.taken else ''}"
        self._outline(group, style, (0, 0), self.placed.sizes[card.name])
        down = PAD
        for line in self.lines[card.name]:
            down += line.height
            base = down - line.size * (LEADING - 1)
            style = line.style if line.size == TEXT else f"{line.style} small".strip()
            if line.mark:
                self._text(group, (PAD, base), line.mark, style)
            if line.text:
                self._text(group, (PAD + line.indent, base), line.text, style)
            if line.result:
                beside = lettering.width(line.text, line.size) + BESIDE if line.text else 0.0
                style = f"bold small {CLASS[card.result]}"
                self._text(group, (PAD + beside, base), line.result, style)

    def _outline(self, to: Element, style: str, at: Point, size: Size) -> None:
        sort = style.split()[0]
        round_ = {Sort.JOIN.value: size.height / 2, Sort.DETERMINATION.value: 0}.get(sort, 7)
        for inset in (0, 4) if sort == Sort.DETERMINATION.value and size.height > 20 else (0,):
            box = SubElement(to, "rect", {"class": f"card {style}"})
            box.set("x", f"{at[0] + inset:g}")
            box.set("y", f"{at[1] + inset:g}")
            box.set("width", f"{size.width - 2 * inset:g}")
            box.set("height", f"{size.height - 2 * inset:g}")
            box.set("rx", f"{max(round_ - inset, 0):g}")

    # --------------------------------------------------------------------- links

    def _route(self, to: Element, route: Route) -> None:
        link = route.link
        style = f"{CLASS[link.result]}{' taken' if link.taken else ''}"
        first, *rest = (f"{x:g} {y:g}" for x, y in route.points)
        line = SubElement(to, "path", d=f"M{first}C{' '.join(rest)}")
        line.set("class", f"link {style}")
        if route.tip != route.points[-1]:
            head = SubElement(to, "path", d=_head_of(route.points[-1], route.tip))
            head.set("class", f"head {style}")
        if link.word:
            x, y = self._place_of_word(route)
            wide = lettering.width(link.word, SMALL) / lettering.SLACK + 6
            under = SubElement(to, "rect", {"class": "under"})
            under.set("x", f"{x - wide / 2:.1f}")
            under.set("y", f"{y - 9:.1f}")
            under.set("width", f"{wide:.1f}")
            under.set("height", "18")
            self._text(to, (x, y + 4), link.word, "word small")

    def _place_of_word(self, route: Route) -> Point:
        """Return the middle of a link's word: on its line, by the card that it comes from.

        In a column it stands above that card.
        """
        if route.tip == route.points[-1]:
            assert route.word is not None
            return route.word
        several = sum(1 for other in self.placed.routes if other.link.start == route.link.start)
        if several > 1 and route.word is not None:
            return on_curve(route.points, route.word[0])
        start = route.points[0][0]
        return on_curve(route.points, start + lettering.width(route.link.word, SMALL) / 2 + 8)


def on_curve(points: tuple[Point, ...], x: float) -> Point:
    """Return the first point of a chain of Bézier curves that is as far right as *x*."""
    for first in range(0, len(points) - 1, 3):
        a, b, c, d = points[first : first + 4]
        for step in range(_STEPS + 1):
            t = step / _STEPS
            s = 1 - t
            weights = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
            at_x = sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True))
            if at_x >= x:
                at_y = sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True))
                return at_x, at_y
    return points[-1]


_STEPS = 48


def _head_of(base: Point, tip: Point) -> str:
    """Return the triangle of an arrow from the end of its line to *tip*."""
    (x, y), (to_x, to_y) = base, tip
    across_x, across_y = (to_y - y) * 0.45, (x - to_x) * 0.45
    corners = [
        (to_x, to_y),
        (x + across_x, y + across_y),
        (x - across_x, y - across_y),
    ]
    return f"M{'L'.join(f'{a:.1f} {b:.1f}' for a, b in corners)}Z"


_NARROWEST = 560.0
_SORT_KEYS = (
    (Sort.CONDITION, "what is looked at"),
    (Sort.EXCEPTION, "an exception"),
    (Sort.CLAUSE, "a clause of the policy"),
    (Sort.LIST, "clauses of the policy"),
    (Sort.GROUP, "what the request is about"),
    (Sort.DETERMINATION, "what they lead to"),
)
_PATH_KEYS = [
    ("yes", "✓ yes, it is so for this request"),
    ("no", "✗ no"),
    ("unknown", "? not known"),
    ("plain taken", "thick: what decided"),
]
