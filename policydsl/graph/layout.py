"""Place the cards of a scene and lead its links around them; the only user of pygraphviz.

Graphviz is told how large everything is and measures no text, so that no font of the
machine has a part in the result.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from policydsl.graph.cards import Link, Scene

Point = tuple[float, float]


class NotInstalledError(Exception):
    """pygraphviz is an extra, and is not there."""


@attrs.frozen
class Size:
    """In pixels."""

    width: float
    height: float


@attrs.frozen
class Route:
    """A link's line: a start, then three points for each Bézier curve; `word` is its middle."""

    link: Link
    points: tuple[Point, ...]
    tip: Point
    word: Point | None


@attrs.frozen
class Placed:
    """Where everything is: the upper left corner of each card by name, y downward."""

    size: Size
    corners: Mapping[str, Point]
    sizes: Mapping[str, Size]
    routes: tuple[Route, ...]


_DOTS = 72  # Graphviz's points an inch; a point is a pixel here
_LABEL = (
    '<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE"'
    ' WIDTH="{:.0f}" HEIGHT="{:.0f}"><TR><TD></TD></TR></TABLE>>'
)


def place(scene: Scene, sizes: Mapping[str, Size], words: Mapping[Link, Size]) -> Placed:
    """Lay *scene* out from left to right; *words* are the sizes of what stands on links.

    Raises `NotInstalledError`.  The same scene gives the same places with one Graphviz.
    """
    try:
        import pygraphviz
    except ImportError as error:
        raise NotInstalledError from error
    drawn = pygraphviz.AGraph(
        directed=True,
        strict=False,
        rankdir="LR",
        ranksep="0.5",
        nodesep="0.2",
        outputorder="edgesfirst",
        splines="true",
    )
    for card in scene.cards:
        size = sizes[card.name]
        drawn.add_node(
            card.name,
            shape="box",
            label="",
            fixedsize="true",
            width=f"{size.width / _DOTS:.4f}",
            height=f"{size.height / _DOTS:.4f}",
        )
    for number, link in enumerate(scene.links):
        settings = {"arrowsize": "0.8", "tailport": "e", "headport": "w"}
        if link in words:
            settings["label"] = _LABEL.format(words[link].width, words[link].height)
        drawn.add_edge(link.start, link.end, key=str(number), **settings)
    _rank(drawn, scene.ranking)
    drawn.layout(prog="dot")
    return _read(drawn, scene, sizes)


def _rank(drawn: Any, ranking: Iterable[str]) -> None:
    """Keep the cards of *ranking* in one column, the first on top."""
    names = list(ranking)
    if len(names) < 2:
        return
    drawn.add_subgraph(names, name="ranking", rank="sink")
    for number, (above, below) in enumerate(itertools.pairwise(names)):
        drawn.add_edge(above, below, key=f"rank{number}", style="invis")


def _read(drawn: Any, scene: Scene, sizes: Mapping[str, Size]) -> Placed:
    _, _, width, height = (float(part) for part in drawn.graph_attr["bb"].split(","))

    def point(text: str) -> Point:
        x, y = text.split(",")
        return round(float(x), 1), round(height - float(y), 1)

    corners: dict[str, Point] = {}
    for card in scene.cards:
        x, y = point(drawn.get_node(card.name).attr["pos"])
        size = sizes[card.name]
        corners[card.name] = round(x - size.width / 2, 1), round(y - size.height / 2, 1)
    routes: list[Route] = []
    for number, link in enumerate(scene.links):
        attributes = drawn.get_edge(link.start, link.end, key=str(number)).attr
        # `e,x,y` is the tip of the arrow, the rest the points of the curve.
        tip, *points = attributes["pos"].split()
        word = attributes["lp"]
        routes.append(
            Route(
                link,
                tuple(point(text) for text in points),
                point(tip.removeprefix("e,")),
                point(word) if word else None,
            )
        )
    return Placed(Size(width, height), corners, sizes, tuple(routes))
