"""Derive from the classes of the core the closed list of what a compiled policy can hold.

A policy is written as plain JSON values: a node is the number of its row, an enumeration's
member its name, a set a sorted list, a place `[source, start, end]`. What a field may hold is
what its annotation says, and nothing else is read.
"""

from __future__ import annotations

import enum
import hashlib
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin

import attrs

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.values import Absence
from policydsl.frozen import frozen
from policydsl.source import Span

ROOT = ir.Program
HASH = "content_hash"
"""The field of a program that is worked out and never written, so that it cannot lie."""

PLAIN = (type(None), bool, int, str)


@frozen
class Shape:
    """What a field may hold: some of `PLAIN`, nodes, an enumeration's members, or several of these.

    `several` and `chosen` are what a tuple and a set may hold; `together` the fields of a
    tuple of a certain length.
    """

    plain: tuple[type, ...] = ()
    nodes: tuple[type, ...] = ()
    names: type[enum.Enum] | None = None
    several: Shape | None = None
    together: tuple[Shape, ...] | None = None
    chosen: Shape | None = None
    place: bool = False
    table: bool = False
    absence: bool = False


Fields = tuple[tuple[str, Shape], ...]


@cache
def kinds() -> dict[str, tuple[type, Fields]]:
    """Give every class that can occur with its fields, by its name."""
    found: dict[str, tuple[type, Fields]] = {}
    waiting: list[type] = [ROOT]
    while waiting:
        kind = waiting.pop()
        if kind.__name__ in found:
            assert found[kind.__name__][0] is kind, f"two classes are called {kind.__name__}"
            continue
        fields = _fields(kind)
        found[kind.__name__] = kind, fields
        waiting += [node for _, shape in fields for node in _nodes(shape)]
    return found


@cache
def fingerprint() -> str:
    """Name the list: the SHA-256 of all classes with their fields, in hexadecimal."""
    lines = [
        f"{name}({', '.join(f'{field}: {_spelt(shape)}' for field, shape in fields)})"
        for name, (_, fields) in sorted(kinds().items())
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _fields(kind: type[Any]) -> Fields:
    owners = [each for each in reversed(kind.__mro__) if "__annotations__" in each.__dict__]
    annotations = {
        name: (text, sys.modules[each.__module__])
        for each in owners
        for name, text in each.__annotations__.items()
    }
    return tuple(
        (field.name, _shape(_meant(*annotations[field.name])))
        for field in attrs.fields(kind)
        if field.name != HASH
    )


@cache
def _meant(annotation: str, module: types.ModuleType) -> Any:
    return eval(annotation, vars(module))


def _shape(meant: Any) -> Shape:
    shape = Shape()
    for each in _alternatives(meant):
        shape = _and(shape, each)
    return shape


def _alternatives(meant: Any) -> tuple[Any, ...]:
    return get_args(meant) if get_origin(meant) in (Union, types.UnionType) else (meant,)


def _and(shape: Shape, meant: Any) -> Shape:
    """Let *shape* hold what *meant* says as well."""
    origin, args = get_origin(meant), get_args(meant)
    if meant in PLAIN:
        return attrs.evolve(shape, plain=(*shape.plain, meant))
    if meant is Absence:
        return attrs.evolve(shape, absence=True)
    if meant is Span:
        return attrs.evolve(shape, place=True)
    if meant is FactTable:
        return attrs.evolve(shape, table=True)
    if origin is tuple and args[-1] is Ellipsis:
        return attrs.evolve(shape, several=_shape(args[0]))
    if origin is tuple:
        return attrs.evolve(shape, together=tuple(map(_shape, args)))
    if origin is frozenset:
        chosen = _shape(args[0])
        if shape.chosen is not None:
            chosen = attrs.evolve(chosen, plain=(*shape.chosen.plain, *chosen.plain))
        return attrs.evolve(shape, chosen=chosen)
    if issubclass(meant, enum.Enum):
        assert shape.names is None, "two enumerations could be meant"
        return attrs.evolve(shape, names=meant)
    assert attrs.has(meant), f"{meant} has no form in a compiled policy"
    return attrs.evolve(shape, nodes=(*shape.nodes, meant))


def _nodes(shape: Shape) -> Iterator[type]:
    yield from shape.nodes
    if shape.table:
        from policydsl.core.facts import Fact

        yield Fact
    for inner in (shape.several, shape.chosen, *(shape.together or ())):
        if inner is not None:
            yield from _nodes(inner)


def _spelt(shape: Shape) -> str:
    said = [each.__name__ for each in (*shape.plain, *shape.nodes)]
    if shape.names is not None:
        said.append("/".join(sorted(member.name for member in shape.names)))
    if shape.several is not None:
        said.append(f"[{_spelt(shape.several)}...]")
    if shape.together is not None:
        said.append(f"[{', '.join(map(_spelt, shape.together))}]")
    if shape.chosen is not None:
        said.append(f"{{{_spelt(shape.chosen)}}}")
    said += [word for word in ("place", "table", "absence") if getattr(shape, word)]
    return " | ".join(sorted(said))
