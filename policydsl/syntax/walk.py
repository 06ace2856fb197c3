"""Read or rebuild a tree, whatever its nodes are, without recursion."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import attrs

from policydsl.syntax.ast import Node

_Node = TypeVar("_Node", bound=Node)


def walk(node: Node) -> Iterator[Node]:
    """Give *node* and all nodes in it, each before what it holds, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(_children(current)))


def rewrite(node: _Node, change: Callable[[Node], Node]) -> _Node:
    """Rebuild *node* from the leaves up, each node replaced by what *change* makes of it.

    A node in which nothing changes stays the same object.  *change* must give a node that
    may stand where its argument does.
    """
    built: dict[int, Node] = {}
    order = list(walk(node))
    for current in reversed(order):
        fields = {}
        for name in _fields(type(current)):
            held = getattr(current, name)
            new = _rebuilt(held, built)
            if new is not held:
                fields[name] = new
        built[id(current)] = change(attrs.evolve(current, **fields) if fields else current)
    result = built[id(node)]
    assert isinstance(result, type(node))
    return result


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _fields(kind: type[Node]) -> tuple[str, ...]:
    """Name the fields that may hold nodes; the span holds none."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(f.name for f in attrs.fields(kind) if f.name != "span")
    return _FIELDS[kind]


def _children(node: Node) -> list[Node]:
    found: list[Node] = []
    for name in _fields(type(node)):
        held = getattr(node, name)
        if isinstance(held, Node):
            found.append(held)
        elif isinstance(held, tuple):
            found.extend(part for part in held if isinstance(part, Node))
    # Citations end a line, though they are declared before its parts.
    found.sort(key=lambda child: child.span.start)
    return found


def _rebuilt(held: Any, built: dict[int, Node]) -> Any:
    if isinstance(held, Node):
        return built[id(held)]
    if isinstance(held, tuple):
        new = tuple(built[id(part)] if isinstance(part, Node) else part for part in held)
        return new if any(a is not b for a, b in zip(new, held, strict=True)) else held
    return held
