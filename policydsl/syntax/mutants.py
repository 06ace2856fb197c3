"""Change one thing in a policy's text, in every way that a slip of its author's might.

A mutant is the whole item with one change in it; what means nothing more is left to the
checker, which refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from policydsl.frozen import frozen
from policydsl.syntax import ast, changed_expressions, changed_lines
from policydsl.syntax.changes import Change, Changed, left_out

# What decides nothing, or is what decisions are held against.
_LEFT_ALONE: Final = (
    ast.Accept,
    ast.Citation,
    ast.Text,
    ast.TextLine,
    ast.Say,
    ast.WindowName,
    ast.Range,
    ast.SourceItem,
    ast.NotEncoded,
    ast.OpenQuestion,
    ast.Case,
    ast.Scenario,
    ast.ScenarioTable,
    ast.Vocabulary,
    ast.Edition,
    ast.Amendment,
    ast.Calendar,
)
# The fields that hold a condition, which can be negated as a whole.
_CONDITIONS: Final[dict[type[ast.Node], str]] = {
    ast.For: "condition",
    ast.If: "condition",
    ast.Except: "condition",
    ast.Item: "condition",
    ast.Pays: "condition",
    ast.Advise: "condition",
    ast.Summand: "condition",
    ast.UnknownMeans: "condition",
    ast.Chain: "operands",
}


@frozen
class Mutant:
    """An item with one change; None: the item is gone."""

    change: Change
    item: ast.AnyItem | None


def mutants(item: ast.AnyItem) -> Iterator[Mutant]:
    """Yield every mutant of *item*, in the order of its text."""
    if isinstance(item, _LEFT_ALONE):
        return
    sort = changed_lines.droppable_item(item)
    if sort is not None:
        yield Mutant(left_out(sort, item.span), None)
    for change, new in _inside(item):
        yield Mutant(change, new)  # type: ignore[arg-type]


def _every(node: ast.Node, condition: bool) -> Iterator[Changed]:
    """Yield every change of *node* and of what is in it; *condition*: it is one as a whole."""
    if isinstance(node, _LEFT_ALONE):
        return
    yield from changed_lines.here(node)
    yield from changed_expressions.here(node)
    if condition:
        yield from changed_expressions.negated(node)  # type: ignore[arg-type]
    yield from _inside(node, condition)


def _inside(node: ast.Node, condition: bool = False) -> Iterator[tuple[Change, ast.Node]]:
    """Yield *node* with each change of what is in it."""
    for field in _fields(type(node)):
        held = getattr(node, field)
        within = _is_condition(node, field, condition)
        if isinstance(held, ast.Node):
            for change, new in _every(held, within):
                if not isinstance(new, tuple):
                    yield change, _with(node, field, new)
        elif isinstance(held, tuple):
            for place, part in enumerate(held):
                if isinstance(part, ast.Node):
                    for change, new in _every(part, within):
                        news = new if isinstance(new, tuple) else (new,)
                        parts = (*held[:place], *news, *held[place + 1 :])
                        yield change, _with(node, field, parts)


def _with(node: ast.Node, field: str, value: object) -> ast.Node:
    changed: dict[str, Any] = {field: value}
    return attrs.evolve(node, **changed)


def _is_condition(node: ast.Node, field: str, condition: bool) -> bool:
    match node:
        case ast.ConditionLine():
            return field == "condition"
        case ast.Bullet():
            return condition
        case ast.Bracketed():
            return condition
        case ast.Listed():
            return field == "bullets"
        case _:
            return _CONDITIONS.get(type(node)) == field


_FIELDS: dict[type[ast.Node], tuple[str, ...]] = {}


def _fields(kind: type[ast.Node]) -> tuple[str, ...]:
    """Name the fields that may hold nodes, citations after what they support."""
    if kind not in _FIELDS:
        names = [field.name for field in attrs.fields(kind) if field.name not in _NO_NODES]
        _FIELDS[kind] = tuple(names)
    return _FIELDS[kind]


_NO_NODES: Final = frozenset({"span", "citations", "title", "id"})
