"""Word what can be wrong with changes of single rows."""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.semantics.wording import the
from policydsl.syntax import ast
from policydsl.syntax.printer_tables import cells


def row_already(new: ast.Row, old: ast.Row, table: ast.Name) -> Diagnostic:
    what = cells(new.cells[:-1])
    return (
        catalogue.ADDED_ALREADY.at(new.span, f"`{table.text}` has a row for `{what}`", "")
        .and_at(old.span, "this one")
        .suggest(f"put it under `replace rows of {table.text}`")
    )


def no_row(row: ast.Row, what: str, table: ast.Name, there: Mapping[str, ast.Row]) -> Diagnostic:
    """Report a row for facts for which there is none; *there* is what there is."""
    found = catalogue.NOT_IN_BASE.at(
        row.span, f"`{table.text}` has no row for `{what}`", "not there"
    )
    near = nearest(what, there)
    if near:
        return found.and_at(there[near].span, "a row like it").suggest(f"did you mean `{near}`?")
    return found.suggest(f"put it under `add rows to {table.text}`")


def row_otherwise(row: ast.Row, here: ast.Row, table: ast.Name) -> Diagnostic:
    what, wanted, says = (cells(each) for each in (row.cells[:-1], row.cells[-1:], here.cells[-1:]))
    return (
        catalogue.BASE_SAYS_OTHERWISE.at(
            row.span,
            f"for `{what}` the row of `{table.text}` does not say `{wanted}`, but `{says}`",
            "not what is amended says",
        )
        .and_at(here.span, f"says `{says}`")
        .suggest(f"write `{cells(here.cells)}`")
    )


def without_rows(name: ast.Name, node: ast.Node, word: str) -> Diagnostic:
    return (
        catalogue.AMENDMENT_MISFIT.at(name.span, f"{the(word, name.text)} has no rows", "")
        .and_at(node.span, "this one")
        .suggest("name a table or a redirect, or change the clause")
    )
