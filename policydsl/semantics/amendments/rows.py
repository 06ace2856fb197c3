"""Change the rows of a table or redirect one by one; each is known by the facts it is for."""

from __future__ import annotations

from collections.abc import Container, Iterator

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems_rows
from policydsl.syntax import ast
from policydsl.syntax.printer_tables import cells

RowsDelta = ast.AddRows | ast.RemoveRows | ast.ReplaceRows | ast.ChangeRows


def for_what(row: ast.Row) -> str:
    """Give the cells that say when *row* holds, as they are written."""
    return cells(row.cells[:-1])


def changed_rows(delta: RowsDelta) -> Iterator[ast.Row]:
    """Give the rows that *delta* is about, each as the table has it or is to have it."""
    if not isinstance(delta, ast.ChangeRows):
        yield from delta.rows
        return
    for change in delta.changes:
        yield change.old
        if for_what(change.new) != for_what(change.old):
            yield change.new


def problems_in_rows(table: ast.Rows, delta: RowsDelta) -> Iterator[Diagnostic]:
    """Say which rows are not as *delta* takes them to be."""
    there = {for_what(row): row for row in _rows(table)}
    match delta:
        case ast.AddRows():
            for row in delta.rows:
                if for_what(row) in there:
                    yield problems_rows.row_already(row, there[for_what(row)], delta.table)
        case ast.ReplaceRows():
            for row in delta.rows:
                if for_what(row) not in there:
                    yield problems_rows.no_row(row, for_what(row), delta.table, there)
        case ast.RemoveRows():
            yield from (_otherwise(row, delta.table, there) for row in _unsaid(delta.rows, there))
        case ast.ChangeRows():
            gone = {for_what(change.old) for change in delta.changes}
            olds = tuple(change.old for change in delta.changes)
            yield from (_otherwise(row, delta.table, there) for row in _unsaid(olds, there))
            for change in delta.changes:
                what = for_what(change.new)
                known = for_what(change.old) in there
                if known and what in there and what not in gone:
                    yield problems_rows.row_already(change.new, there[what], delta.table)


def _unsaid(rows: tuple[ast.Row, ...], there: dict[str, ast.Row]) -> Iterator[ast.Row]:
    for row in rows:
        here = there.get(for_what(row))
        if here is None or here.cells != row.cells:
            yield row


def _otherwise(row: ast.Row, table: ast.Name, there: dict[str, ast.Row]) -> Diagnostic:
    here = there.get(for_what(row))
    if here is None:
        return problems_rows.no_row(row, for_what(row), table, there)
    return problems_rows.row_otherwise(row, here, table)


def reworked(table: ast.Rows, delta: RowsDelta, passed_over: Container[int]) -> ast.Rows:
    """Give *table* when its rows are as *delta* wants them; what is not there stays out.

    Rows are read from the top, so what is added stands before the rows for anything else.
    """
    lines = list(table.lines)
    match delta:
        case ast.AddRows():
            there = {for_what(row) for row in _rows(table)}
            new = [r for r in delta.rows if for_what(r) not in there and id(r) not in passed_over]
            at = len(lines)
            while at and _for_anything(lines[at - 1]):
                at -= 1
            lines[at:at] = new
        case ast.RemoveRows():
            gone = [row.cells for row in delta.rows if id(row) not in passed_over]
            lines = [li for li in lines if not (isinstance(li, ast.Row) and li.cells in gone)]
        case ast.ReplaceRows():
            by_facts = {for_what(row): row for row in delta.rows if id(row) not in passed_over}
            lines = [
                by_facts.get(for_what(line), line) if isinstance(line, ast.Row) else line
                for line in lines
            ]
        case ast.ChangeRows():
            changes = [each for each in delta.changes if id(each.old) not in passed_over]
            lines = [_changed(line, changes) for line in lines]
    return attrs.evolve(table, lines=tuple(lines))


def _changed(line: ast.AnyLine, changes: list[ast.RowChange]) -> ast.AnyLine:
    for change in changes:
        if isinstance(line, ast.Row) and line.cells == change.old.cells:
            cited = change.new.citations or line.citations
            return attrs.evolve(change.new, citations=cited)
    return line


def _rows(table: ast.Rows) -> Iterator[ast.Row]:
    return (line for line in table.lines if isinstance(line, ast.Row))


def _for_anything(line: ast.AnyLine) -> bool:
    return isinstance(line, ast.Row) and all(
        cell.word is ast.CellWord.ANY for cell in line.cells[:-1]
    )
