"""Place the cards of a scene under each other, as far as one column of some width allows.

What a card leads to stands above it, and what it rests on below it, further in: a reader
follows from the determination to the facts, on a phone's screen as on paper. It needs no
layout program. A card that several rest on is drawn in full where it comes first.
"""

from __future__ import annotations

import attrs

from policydsl.graph import lettering
from policydsl.graph.cards import Card, Link, Scene, Sort
from policydsl.graph.layout import Placed, Point, Route, Size
from policydsl.graph.setting import LEADING, PAD, SMALL, Line, lines_of, size_of

_STEP = 20.0
"""How much further in each level stands."""
_SPINE = 8.0
"""How far the line of a card's parts stands from its left edge."""
_GAP = 12.0
_APART = 26.0
_WORD = SMALL * LEADING + 2
_OTHERWISE = "otherwise"
_DOWNWARD = {"then": "if this applies", _OTHERWISE: "if nothing above applies, and it is about"}
"""What leads to something says how; read from there, it says on what that rests."""
_NARROWEST = 150.0
"""A card is never narrower, however deep it stands; the last levels stand under each other."""
_READING = "Read from the top: what a card rests on stands below it, further in."


@attrs.frozen
class Outline:
    """Where everything is; `scene` also has the cards that only point to others."""

    scene: Scene
    placed: Placed
    lines: dict[str, tuple[Line, ...]]


def outline(scene: Scene, width: float) -> Outline:
    """Lay *scene* out in a column *width* pixels wide."""
    laid = _Laying(scene, width)
    down = 0.0
    for root in roots(scene):
        down = laid.tree(root, down) + _APART
    return laid.outline(max(down - _APART, 0.0))


def reading(scene: Scene) -> str:
    """Say how a column of *scene* is to be read."""
    if scene.ranking:
        return f"Of what applies, the topmost determination is the decision. {_READING}"
    return _READING


def roots(scene: Scene) -> list[str]:
    """Give the cards that lead nowhere, in the order in which they prevail."""
    if scene.ranking:
        return list(scene.ranking)
    leading = {link.start for link in scene.links}
    return [card.name for card in scene.cards if card.name not in leading]


class _Laying:
    def __init__(self, scene: Scene, width: float) -> None:
        self.scene = scene
        self.width = width
        self.card_by_name = {card.name: card for card in scene.cards}
        self.below: dict[str, list[Link]] = {}
        for link in scene.links:
            self.below.setdefault(link.end, []).append(link)
        self.cards: list[Card] = []
        self.corners: dict[str, Point] = {}
        self.sizes: dict[str, Size] = {}
        self.lines: dict[str, tuple[Line, ...]] = {}
        self.routes: list[Route] = []
        self.last_word: dict[str, str] = {}
        self.spines: dict[str, list[tuple[float, bool]]] = {}

    def tree(self, root: str, down: float) -> float:
        """Place the card *root* and all below it; return how far down they reach."""
        pending: list[tuple[str, Link | None, str | None, int]] = [(root, None, None, 0)]
        while pending:
            name, link, above, depth = pending.pop()
            if link is not None:
                down += _GAP
                if link.word:
                    down += _WORD
            placed, known = self._place(name, depth, down)
            if link is not None and above is not None:
                self._join(placed, above, link)
            down += self.sizes[placed].height
            if not known:
                below = [(each.start, each, placed, depth + 1) for each in self.below.get(name, ())]
                pending += reversed(below)
        return down

    def _place(self, name: str, depth: int, down: float) -> tuple[str, bool]:
        """Place a card at a depth; say by what name, and whether its parts stand elsewhere."""
        card = self.card_by_name[name]
        known = name in self.corners and bool(self.below.get(name))
        if name in self.corners:
            card = attrs.evolve(card, name=f"{name}-{len(self.cards)}")
            if known:
                again = "See above" if card.sort is not Sort.JOIN else f"{card.tag}, as above"
                card = attrs.evolve(card, tag=again, rows=())
        x = min(depth * _STEP, self.width - _NARROWEST)
        room = self.width - x
        lines = tuple(lines_of(card, room - 2 * PAD))
        size = size_of(card, lines)
        self.cards.append(card)
        self.lines[card.name] = lines
        self.sizes[card.name] = Size(min(size.width, room), size.height)
        self.corners[card.name] = (round(x, 1), round(down, 1))
        return card.name, known

    def _join(self, name: str, above: str, link: Link) -> None:
        x, y = self.corners[name]
        height = min(self.sizes[name].height, 2 * PAD + SMALL * LEADING)
        at = self.corners[above][0] + _SPINE
        middle = y + height / 2
        start, end = (at, middle), (max(x, at), middle)
        word = None
        if link.word:
            said = _DOWNWARD.get(link.word, link.word)
            if link.word == _OTHERWISE and link.word == self.last_word.get(above):
                said = "or it is about"
            elif above not in self.last_word:
                said = said.removeprefix("or ")
            self.last_word[above] = link.word
            link = attrs.evolve(link, word=said)
            wide = lettering.width(link.word, SMALL) / lettering.SLACK
            word = (x + wide / 2 + 2, y - _WORD / 2)
        self.routes.append(Route(link, (start, start, end, end), end, word))
        self.spines.setdefault(above, []).append((middle, link.taken))

    def outline(self, down: float) -> Outline:
        spines: list[Route] = []
        for name, ends in self.spines.items():
            x, y = self.corners[name]
            top = y + self.sizes[name].height
            reach = (max(y for y, _ in ends), max((y for y, taken in ends if taken), default=None))
            for to, taken in zip(reach, (False, True), strict=True):
                if to is not None:
                    at, end = (x + _SPINE, top), (x + _SPINE, to)
                    link = Link(name, name, taken=taken)
                    spines.append(Route(link, (at, at, end, end), end, None))
        scene = attrs.evolve(self.scene, cards=tuple(self.cards), reading=reading(self.scene))
        routes = (*spines, *self.routes)
        size = Size(self.width, down)
        return Outline(scene, Placed(size, self.corners, self.sizes, routes), self.lines)
