"""What a drawing for people consists of: cards with text, links between them, no coordinates."""

from __future__ import annotations

import enum

import attrs

from policydsl.core.values import Kleene


class Sort(enum.Enum):
    """What a card stands for; each looks different, with colour and without."""

    CONDITION = "condition"
    JOIN = "join"  # all or any of what leads to it
    EXCEPTION = "exception"
    CLAUSE = "clause"
    LIST = "list"  # clauses that lead to one determination
    GROUP = "group"  # a benefit, or that the policy speaks at all
    DETERMINATION = "determination"


class Mark(enum.Enum):
    """What a row of a card begins with."""

    NONE = ""
    ITEM = "•"
    YES = "✓"
    NO = "✗"
    UNKNOWN = "?"


MARK_OF = {Kleene.YES: Mark.YES, Kleene.NO: Mark.NO, Kleene.UNKNOWN: Mark.UNKNOWN}


@attrs.frozen
class Row:
    text: str
    mark: Mark = Mark.NONE
    heading: bool = False
    aside: bool = False  # what was found, a citation: said more quietly


@attrs.frozen
class Card:
    """`name` is made up (`n7`); all else is for people, and may hold anything.

    `tag` says what kind of thing it is, `result` what came of it for the request, if one
    is shown; `taken`: the decision went this way.
    """

    name: str
    sort: Sort
    tag: str
    title: str
    rows: tuple[Row, ...] = ()
    result: Kleene | None = None
    taken: bool = False


@attrs.frozen
class Link:
    """`word` stands on the line: `only if`, `not`.  `result` is that of what it carries."""

    start: str
    end: str
    word: str = ""
    result: Kleene | None = None
    taken: bool = False


@attrs.frozen
class Scene:
    """A whole drawing; `ranking` are the names of cards that stand in one column, in order.

    `description` is what a person hears who cannot see it, `reading` how it is to be read.
    """

    title: str
    subtitle: str
    description: str
    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    ranking: tuple[str, ...] = ()
    with_path: bool = False
    reading: str = "Read from left to right."
