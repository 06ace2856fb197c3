"""Read a tree and put other nodes into it, whatever its nodes are, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from policydsl.frozen import frozen
from policydsl.syntax.ast import Node

_NodeT = TypeVar("_NodeT", bound=Node)


def walk(node: Node) -> Iterator[Node]:
    """Give *node* and all nodes in it, each before what it holds, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(_children(current)))


@frozen
class Step:
    """Where a node stands in its parent: in a field, and there at an index if that is a tuple."""

    parent: Node
    field: str
    index: int | None


Trail = tuple[Step, ...]
"""How to get from a root to a node, from the outermost parent to the innermost."""


def trails(root: Node) -> Iterator[tuple[Node, Trail]]:
    """Give *root* and all nodes in it, each before what it holds, with the way to it."""
    pending: list[tuple[Node, Trail]] = [(root, ())]
    while pending:
        current, trail = pending.pop()
        yield current, trail
        below = [(held, (*trail, step)) for held, step in _steps(current)]
        below.sort(key=lambda each: each[0].span.start, reverse=True)
        pending.extend(below)


def remade(node: _NodeT, **changes: Any) -> _NodeT:
    """Give *node* with other parts, whatever kind of node it is."""
    evolve: Any = attrs.evolve
    made: _NodeT = evolve(node, **changes)
    return made


def put(trail: Trail, new: Iterable[Node]) -> Node:
    """Give the root of *trail* with *new* at its end, in the place of the node there.

    In a tuple there may be any number of them, in a field one.
    """
    found = tuple(new)
    for step in reversed(trail):
        held: object
        if step.index is None:
            (held,) = found
        else:
            before = getattr(step.parent, step.field)
            held = (*before[: step.index], *found, *before[step.index + 1 :])
        found = (remade(step.parent, **{step.field: held}),)
    (root,) = found
    return root


def rewrite(root: Node, new_by_id: Mapping[int, tuple[Node, ...]]) -> Node:
    """Put other nodes in the place of those in *root* whose `id()` is a key, all at once.

    In a tuple any number of nodes may take the place of one, in a field exactly one.
    """
    if id(root) in new_by_id:
        (root,) = new_by_id[id(root)]
        return root
    made: dict[int, Node] = {}
    order = [root]
    for node in order:
        order.extend(held for held, _ in _steps(node) if id(held) not in new_by_id)
    for node in reversed(order):
        changes: dict[str, object] = {}
        for name in _fields(type(node)):
            held = getattr(node, name)
            if isinstance(held, Node):
                (now,) = new_by_id.get(id(held), (made.get(id(held), held),))
                if now is not held:
                    changes[name] = now
            elif isinstance(held, tuple) and any(isinstance(part, Node) for part in held):
                parts = tuple(
                    now
                    for part in held
                    for now in new_by_id.get(id(part), (made.get(id(part), part),))
                )
                if len(parts) != len(held) or any(
                    now is not part for now, part in zip(parts, held, strict=True)
                ):
                    changes[name] = parts
        if changes:
            made[id(node)] = remade(node, **changes)
    return made.get(id(root), root)


def _steps(node: Node) -> Iterator[tuple[Node, Step]]:
    for name in _fields(type(node)):
        held = getattr(node, name)
        if isinstance(held, Node):
            yield held, Step(node, name, None)
        elif isinstance(held, tuple):
            for index, part in enumerate(held):
                if isinstance(part, Node):
                    yield part, Step(node, name, index)


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
