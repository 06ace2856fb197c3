"""Find what a bound expression reads: its facts, and the citations that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from policydsl.core import ir

_READERS = (
    ir.FactTerm,
    ir.MemberIs,
    ir.CodeIn,
    ir.SetIs,
    ir.CodeSetIs,
    ir.IsAbsent,
    ir.IsKnown,
)


def facts_read(*roots: object) -> frozenset[str]:
    """Name every fact that is read anywhere in *roots*."""
    return frozenset(node.fact for node in nodes_in(*roots) if isinstance(node, _READERS))


def citations_in(*roots: object) -> tuple[str, ...]:
    """Give every citation in *roots* once, in the order of the text."""
    found: dict[str, None] = {}
    for node in nodes_in(*roots):
        for citation in getattr(node, "citations", ()):
            found.setdefault(citation)
    return tuple(found)


def nodes_in(*roots: object) -> Iterator[Any]:
    """Visit every node of *roots* before what it holds, shared ones once."""
    seen: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(reversed(node))
            continue
        names = _fields_backwards(type(node))
        if names is not None and id(node) not in seen:
            seen.add(id(node))
            yield node
            stack += [getattr(node, name) for name in names]


_BACKWARDS: dict[type[Any], tuple[str, ...] | None] = {}


def _fields_backwards(kind: type[Any]) -> tuple[str, ...] | None:
    """Name the fields of a node, the last first; None: *kind* is no class of nodes."""
    if kind not in _BACKWARDS:
        _BACKWARDS[kind] = field_names(kind)[::-1] if attrs.has(kind) else None
    return _BACKWARDS[kind]


_FIELD_NAMES: dict[type[Any], tuple[str, ...]] = {}


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """Name the fields that carry meaning; a place does not."""
    names = _FIELD_NAMES.get(kind)
    if names is None:
        names = tuple(field.name for field in attrs.fields(kind) if field.name != "span")
        _FIELD_NAMES[kind] = names
    return names
