"""Turn rows into lines whose columns stand under each other."""

from collections.abc import Sequence

from policydsl.syntax import ast
from policydsl.syntax.printer_expressions import citations, value

_WIDEST = 48
"""A wider cell does not push the others apart; it sticks out."""


def rows(table: Sequence[ast.Row]) -> list[str]:
    """Write the rows of one table, their citations included."""
    written = [[cell(one) for one in row.cells] for row in table]
    widths: dict[int, int] = {}
    for cells in written:
        for column, text in enumerate(cells):
            if len(text) <= _WIDEST:
                widths[column] = max(widths.get(column, 0), len(text))
    return [_row(row, cells, widths) for row, cells in zip(table, written, strict=True)]


def _row(row: ast.Row, cells: list[str], widths: dict[int, int]) -> str:
    padded = [text.ljust(widths.get(column, 0)) for column, text in enumerate(cells)]
    return (" | ".join(padded) + citations(row.citations)).rstrip()


def cells(row: Sequence[ast.Cell]) -> str:
    """Write cells on one line, as narrow as they are."""
    return " | ".join(map(cell, row))


def cell(one: ast.Cell) -> str:
    match one:
        case ast.Cell(ast.CellWord.ANY):
            return "any"
        case ast.Cell(ast.CellWord.TO, target=ast.Name(text)):
            return f"to {text}"
        case ast.Cell(ast.CellWord.VALUES, values):
            return ", ".join(map(value, values))
        case ast.Cell(ast.CellWord.BETWEEN, (low, high)):
            return f"{value(low)} to {value(high)}"
        case ast.Cell(ast.CellWord.OVER_TO, (low, high)):
            return f"over {value(low)} to {value(high)}"
        case ast.Cell(word, values):
            return f"{word.value} {', '.join(map(value, values))}"
