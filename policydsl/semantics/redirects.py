"""Lower redirects: tables that say where another guideline or benefit governs instead."""

from __future__ import annotations

import re

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.tables import Table, TableRow, Use
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics import problems_types
from policydsl.semantics.clauses import overridden
from policydsl.semantics.drafts import Build, Draft, Reach
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.tables import given_names
from policydsl.syntax import ast


def redirect_rows(build: Build, rows: ast.Rows) -> tuple[Draft, ...]:
    """Give one clause for each row; its key is the redirect's and what the row is about."""
    drafts: list[Draft] = []
    read: list[TableRow] = []
    taken: set[str] = set()
    before = len(build.problems)
    given = given_names(build.low, rows)
    for line in rows.lines:
        if not isinstance(line, ast.Row):
            continue
        row = _read(build, line, given)
        if row is not None:
            draft = _redirect_row(build, rows, line, row)
            drafts.append(attrs.evolve(draft, key=_fresh(draft.key, taken)))
            read.append(row)
    if len(build.problems) > before:
        build.faulty.add(rows.id.text)
    columns = build.low.columns(given)
    build.low.tables.append(
        Table(rows.id.text, Use.TARGETS, columns, tuple(read), span=rows.id.span)
    )
    return tuple(drafts)


def _read(build: Build, row: ast.Row, given: tuple[ast.Name, ...]) -> TableRow | None:
    *cells, last = row.cells
    if last.word is not ast.CellWord.TO or last.target is None:
        build.problems.append(problems.row_without_target(last))
        return None
    if not given:
        return None
    if len(row.cells) != len(given) + 1:
        build.problems.append(problems_types.row_width(row, len(row.cells), len(given) + 1))
        return None
    return TableRow(build.low.row_tests(given, tuple(cells)), last.target.text, span=row.span)


def _redirect_row(build: Build, rows: ast.Rows, row: ast.Row, read: TableRow) -> Draft:
    cells = row.cells[:-1]
    words = [_slug(cell.span.text) for cell in cells if cell.word is not ast.CellWord.ANY]
    return Draft(
        key=f"{rows.id.text}.{'_'.join(words) or 'any'}",
        part_of=rows.id.text,
        name=rows.id,
        head="redirect",
        title=title_of(rows),
        kind=ir.Kind.REDIRECT,
        determination=Determination.ROUTE,
        reach=Reach.OWN,
        guards=build.own_guards(rows.lines),
        bite=build.all_of(*read.tests),
        span=row.span,
        target=read.result,
        overrides=overridden(rows.lines),
        citations=tuple(dict.fromkeys((*ids(row.citations), *ids(rows.citations)))),
        says=said(rows.lines),
    )


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_")


def _fresh(key: str, taken: set[str]) -> str:
    number, fresh = 1, key
    while fresh in taken:
        number += 1
        fresh = f"{key}_{number}"
    taken.add(fresh)
    return fresh
