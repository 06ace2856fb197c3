"""Find what can be one thing for some and another for all others: a clause, a line, a table."""

from __future__ import annotations

from policydsl.semantics.amendments.columns import given
from policydsl.semantics.amendments.dividing import BLOCK_LINES, BY_CONDITION
from policydsl.semantics.amendments.guards import takes_for
from policydsl.syntax import ast
from policydsl.syntax.walk import Trail

WITH_BLOCKS = frozenset({ast.ClauseWord.COVER, ast.ClauseWord.DOCUMENT})


def unit_of(way: Trail, trail: Trail) -> ast.Node | None:
    """Find the smallest part around a place that can be one thing for some.

    *way* leads to a clause and *trail* on to the place in it.
    """
    inner = (*way, *trail)
    for step, container in zip(reversed(inner), [*reversed(inner[:-1]), None], strict=True):
        parent = step.parent
        if container is not None and container.field == "lines":
            outer = container.parent
            if isinstance(parent, BLOCK_LINES) and _in_cover(outer, inner):
                return parent
            if _is_scope(parent, outer):
                return parent
            if isinstance(outer, ast.AnyOf):
                return None
        if isinstance(parent, ast.Clause) and parent.word in BY_CONDITION:
            return parent
        if isinstance(parent, ast.Rows):
            return parent
        if isinstance(parent, ast.Clause) and parent.word in WITH_BLOCKS:
            return None  # neither a line that can stand in a block nor a clause inside
        if takes_for(parent):
            return parent
    return None


def can_divide(unit: ast.Node, new: ast.Node | None) -> bool:
    """Say whether *unit* can be *new* for some, and what it is for all others."""
    match unit:
        case ast.Clause(word=ast.ClauseWord.APPLIES):
            return not any(isinstance(line, ast.Except) for line in unit.lines)
        case ast.Clause(word=ast.ClauseWord.DEFINE):
            return any(
                isinstance(new, ast.Clause) and _has(unit, kind) and _has(new, kind)
                for kind in (ast.When, ast.ValueLine)
            )
        case ast.Rows():
            return new is None or (isinstance(new, ast.Rows) and given(unit) == given(new))
        case ast.For():
            return isinstance(new, ast.For)
        case _:
            return takes_for(unit) or isinstance(unit, BLOCK_LINES)


def _in_cover(container: ast.Node, trail: Trail) -> bool:
    """Say whether lines of *container* are lines of a benefit, or of a block in one."""
    if isinstance(container, ast.Clause):
        return container.word is ast.ClauseWord.COVER
    covers = (
        isinstance(step.parent, ast.Clause) and step.parent.word is ast.ClauseWord.COVER
        for step in trail
    )
    return isinstance(container, ast.If | ast.For) and any(covers)


def innermost(clause: ast.Node, trail: Trail) -> ast.Node:
    """Give the smallest clause or element around a place in *clause*."""
    parents = (step.parent for step in reversed(trail))
    return next((each for each in parents if isinstance(each, ast.Clause | ast.Item)), clause)


def _is_scope(line: ast.Node, container: ast.Node) -> bool:
    """Say whether *line* says what a benefit is about."""
    scope = isinstance(line, ast.For) and not line.lines
    return scope and isinstance(container, ast.Clause) and container.word is ast.ClauseWord.COVER


def _has(clause: ast.Clause, kind: type[ast.AnyLine]) -> bool:
    return any(isinstance(line, kind) for line in clause.lines)
