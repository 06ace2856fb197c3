"""What every part of the tree is, and the smallest parts: names, texts, citations.

Nodes are frozen and compare by what they say: the span takes no part in equality, so
`parse(print(tree)) == tree` is a plain assertion.
"""

from __future__ import annotations

import attrs

from policydsl.frozen import field, frozen
from policydsl.source import Span


# The classes of this tree leave comparing, hashing and showing to `Node`, and those that hold
# the same parts share one class that lists them.
@frozen(kw_only=True, eq=False, repr=False)
class Node:
    """A part of a policy and where it stands; two nodes are equal when they say the same."""

    span: Span = field(eq=False, repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        # Without recursion: a tree may be as deep as the parser allows.
        pending: list[tuple[object, object]] = [(self, other)]
        while pending:
            one, two = pending.pop()
            if one is two:
                continue
            if type(one) is not type(two):
                return False
            if isinstance(one, Node) and isinstance(two, Node):
                pending += zip(_said(one), _said(two), strict=True)
            elif isinstance(one, tuple) and isinstance(two, tuple):
                if len(one) != len(two):
                    return False
                pending += zip(one, two, strict=True)
            elif one != two:
                return False
        return True

    def __hash__(self) -> int:
        return hash((type(self), *_said(self)))

    def __repr__(self) -> str:
        said = (f"{name}={getattr(self, name)!r}" for name in _compared(type(self)))
        return f"{type(self).__name__}({', '.join(said)})"


def _said(node: Node) -> tuple[object, ...]:
    return tuple([getattr(node, name) for name in _compared(type(node))])


_COMPARED: dict[type, tuple[str, ...]] = {}


def _compared(kind: type[Node]) -> tuple[str, ...]:
    if kind not in _COMPARED:
        _COMPARED[kind] = tuple(field.name for field in attrs.fields(kind) if field.eq)
    return _COMPARED[kind]


@frozen(eq=False, repr=False)
class Spelled(Node):
    """What is known by its letters alone."""

    text: str


class Name(Spelled):
    """A name as written; dots separate a record or limit from its part."""

    __slots__ = ()


class Text(Spelled):
    """A quoted title or passage, without its quotes."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Citation(Node):
    """One id of an inventory row, from `[A, B]` at the end of a line."""

    id: str


Citations = tuple[Citation, ...]
