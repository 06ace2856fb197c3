"""Read what an amendment says of itself: what it amends, from when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

import attrs

from policydsl.source import Restated
from policydsl.syntax import ast
from policydsl.syntax.printer_expressions import expression

_LineT = TypeVar("_LineT", bound=ast.Line)


@attrs.frozen(eq=False)
class Amending:
    """One amendment, and the file in which it stands."""

    file: ast.File
    node: ast.Amendment

    @property
    def id(self) -> str:
        return self.node.id.text

    @cached_property
    def amends(self) -> ast.Amends | None:
        return self._first(ast.Amends)

    @property
    def base(self) -> str | None:
        return self.amends.edition.value.isoformat() if self.amends else None

    @cached_property
    def edition(self) -> ast.Edition | None:
        return self._first(ast.Edition)

    @cached_property
    def in_force(self) -> ast.InForce | None:
        return self._first(ast.InForce)

    @property
    def makes(self) -> str | None:
        """The date of the edition that it makes, or of the one that it is a part of."""
        return self.edition.date.value.isoformat() if self.edition else self.base

    @property
    def is_overlay(self) -> bool:
        return any(isinstance(line, ast.For) for line in self.node.lines)

    @property
    def is_part(self) -> bool:
        """Whether it belongs to the very edition that it amends, for those whom it is about."""
        return self.makes == self.base

    @property
    def overridden(self) -> tuple[ast.Name, ...]:
        lines = (line for line in self.node.lines if isinstance(line, ast.Overrides))
        return tuple(name for line in lines for name in line.clauses)

    @property
    def deltas(self) -> Iterator[ast.Delta]:
        """What it changes; what is taken away comes last, when all that spoke of it is changed."""
        lines = [line for line in self.node.lines if isinstance(line, ast.Delta)]
        yield from sorted(lines, key=lambda line: isinstance(line, ast.Remove))

    @cached_property
    def condition(self) -> ast.Expr:
        """Whom an overlay is about, within its own days where it is a part of an edition."""
        lines = [line for line in self.node.lines if isinstance(line, ast.For)]
        operands: list[ast.Expr] = [line.condition for line in lines]
        if self.in_force and self.is_part:
            operands += _days(self.in_force)
        return joined(ast.Joiner.AND, operands)

    @property
    def citations(self) -> ast.Citations:
        return tuple(
            citation
            for line in self.node.lines
            if isinstance(line, ast.For)
            for citation in line.citations
        )

    def _first(self, kind: type[_LineT]) -> _LineT | None:
        return next((line for line in self.node.lines if isinstance(line, kind)), None)


def amending(file: ast.File) -> Amending | None:
    """Find the amendment that *file* holds, if it holds one."""
    for item in file.items:
        if isinstance(item, ast.Amendment):
            return Amending(file, item)
    return None


def _days(line: ast.InForce) -> Iterator[ast.Expr]:
    date = ast.ServiceDate(span=line.span)
    for day, relation in (
        (line.start, ast.Relation.ON_OR_AFTER),
        (line.end, ast.Relation.ON_OR_BEFORE),
    ):
        if day is not None:
            yield restated(ast.Compare(date, relation, day, span=line.span))


# ------------------------------------------------------------ made conditions


def joined(joiner: ast.Joiner, operands: list[ast.Expr]) -> ast.Expr:
    """Join conditions that each stand on one line; what would be mixed gets brackets."""
    if len(operands) == 1:
        return operands[0]
    parts = tuple(
        ast.Bracketed(each, span=each.span) if isinstance(each, ast.Chain) else each
        for each in operands
    )
    return restated(ast.Chain(joiner, parts, span=operands[0].span))


def negated(condition: ast.Expr) -> ast.Expr:
    """Say that *condition*, which stands on one line, does not hold."""
    if isinstance(condition, ast.Not):
        return condition.operand
    bare = condition if isinstance(condition, _TIGHT) else _bracketed(condition)
    return restated(ast.Not(bare, span=condition.span))


def _bracketed(condition: ast.Expr) -> ast.Expr:
    return ast.Bracketed(condition, span=condition.span)


_TIGHT = (ast.Name, ast.Bracketed)


_ExprT = TypeVar("_ExprT", bound=ast.Node)


def restated(made: _ExprT) -> _ExprT:
    """Let a made expression read as it is printed, and stand where it came from."""
    span = made.span
    says = expression(made)  # type: ignore[arg-type]
    return attrs.evolve(made, span=Restated(span.source, span.start, span.end, says))
