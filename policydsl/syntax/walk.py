"""Read a tree, whatever its nodes are, without recursion."""

from collections.abc import Iterator

import attrs

from policydsl.syntax.ast import Node


def walk(node: Node) -> Iterator[Node]:
    """Give *node* and all nodes in it, each before what it holds, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(_children(current)))


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
