"""Let a table or redirect have other rows for some: a column more says whom each row is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import attrs

from policydsl.frozen import frozen
from policydsl.semantics.amendments.heads import Amending
from policydsl.source import Restated, Span
from policydsl.syntax import ast


@frozen
class Members:
    """Whom an amendment is about, as a condition with a name that a column can have."""

    definition: ast.Clause

    @property
    def name(self) -> ast.Name:
        return self.definition.id

    @property
    def span(self) -> Span:
        return self.definition.span


def members(overlay: Amending, name: str) -> Members:
    span = overlay.condition.span
    when = ast.When(overlay.condition, citations=overlay.citations, span=span)
    title = overlay.node.title
    id = ast.Name(name, span=overlay.node.id.span)
    word = ast.ClauseWord.DEFINE
    return Members(ast.Clause(id=id, title=title, word=word, lines=(when,), span=span))


def given(rows: ast.Rows) -> list[str]:
    lines = (line for line in rows.lines if isinstance(line, ast.GivenNames))
    return [name.text for line in lines for name in line.facts]


def divided_rows(table: ast.Rows, became: Sequence[tuple[Members, ast.Rows | None]]) -> ast.Rows:
    """Give *table* with what it is for each of the members, the first of whom go first.

    All must be given the same facts; for whom it is None the table has no row.
    """
    made = table
    for columns, (whom, new) in enumerate(reversed(became)):
        wider = [_beyond(row, columns) for row in _rows(new)] if new is not None else []
        made = _merged(made, wider, whom)
    return made


def for_these_alone(table: ast.Rows, whom: Members) -> ast.Rows:
    return _with(table, [_told(row, "yes", whom.span) for row in _rows(table)], whom.name)


def _beyond(row: ast.Row, columns: int) -> ast.Row:
    for _ in range(columns):
        row = _told(row, "any", row.span)
    return row


def _merged(table: ast.Rows, new: Sequence[ast.Row], whom: Members) -> ast.Rows:
    """Put the rows of both into one, in the order of each: they are read from the top."""
    old = list(_rows(table))
    made: list[ast.Row] = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            made += (_told(row, "any", row.span) for row in old[i:j])
        else:
            made += (_told(row, "no", whom.span) for row in old[i:j])
            made += (_told(row, "yes", whom.span) for row in new[k:m])
    return _with(table, made, whom.name)


def _with(table: ast.Rows, rows: Iterable[ast.Row], column: ast.Name) -> ast.Rows:
    lines: list[ast.AnyLine] = []
    last = [line for line in table.lines if isinstance(line, ast.GivenNames)][-1]
    for line in table.lines:
        if line is last:
            lines.append(attrs.evolve(last, facts=(*last.facts, column)))
        elif not isinstance(line, ast.Row):
            lines.append(line)
    return attrs.evolve(table, lines=(*lines, *rows))


def _told(row: ast.Row, what: str, at: Span) -> ast.Row:
    span = Restated(at.source, at.start, at.end, what)
    cell = ast.Cell(ast.CellWord.ANY, span=span)
    if what != "any":
        answer = ast.YesNo(what == "yes", span=span)
        cell = ast.Cell(ast.CellWord.VALUES, (answer,), span=span)
    *facts, result = row.cells
    return attrs.evolve(row, cells=(*facts, cell, result))


def _rows(table: ast.Rows) -> Iterable[ast.Row]:
    return (line for line in table.lines if isinstance(line, ast.Row))
