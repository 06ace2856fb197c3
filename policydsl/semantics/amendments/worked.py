"""Choose the worked examples that an edition keeps when it stands by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from policydsl.syntax import ast


def scenarios_of(
    files: Iterable[ast.File], beside: Iterable[ast.File], days: range
) -> tuple[ast.AnyItem, ...]:
    """Give the scenarios in *files* that are of *days*, after the cases that they begin with.

    Cases may stand in the files *beside*, whose scenarios stay there. Of a table the rows of
    other days are left out; what has no day is of no edition.
    """
    items = [item for file in files for item in file.items]
    every = (*items, *(item for file in beside for item in file.items))
    case_by_id = {item.id.text: item for item in every if isinstance(item, ast.Case)}
    kept = [made for item in items if (made := _of_days(item, case_by_id, days)) is not None]
    wanted: dict[str, ast.Case] = {}
    pending: list[_Worked] = list(kept)
    while pending:
        for case in _liked(pending.pop(), case_by_id):
            if case.id.text not in wanted:
                wanted[case.id.text] = case
                pending.append(case)
    return (*(case for name, case in case_by_id.items() if name in wanted), *kept)


_Worked = ast.Case | ast.Scenario | ast.ScenarioTable
_Cases = Mapping[str, ast.Case]


def _of_days(
    item: ast.AnyItem, cases: _Cases, days: range
) -> ast.Scenario | ast.ScenarioTable | None:
    if isinstance(item, ast.Scenario):
        return item if _day_of(item, cases) in days else None
    if not isinstance(item, ast.ScenarioTable):
        return None
    day = _day_of(item, cases)
    lines = tuple(made for line in item.lines if (made := _rows_of(line, day, days)) is not None)
    left = any(isinstance(line, ast.Columns) for line in lines)
    return attrs.evolve(item, lines=lines) if left else None


def _rows_of(line: ast.AnyLine, day: int | None, days: range) -> ast.AnyLine | None:
    if not isinstance(line, ast.Columns):
        return line
    rows = tuple(row for row in line.rows if (_day_in(line, row) or day) in days)
    return attrs.evolve(line, rows=rows) if rows else None


def _day_in(columns: ast.Columns, row: ast.Row) -> int | None:
    for name, cell in zip(columns.names, row.cells, strict=False):
        if name.text == "as_of" and cell.values and isinstance(cell.values[0], ast.Date):
            return cell.values[0].value.toordinal()
    return None


def _day_of(item: _Worked, cases: _Cases) -> int | None:
    """Give the day of *item*: its own, or the first of the cases that it is like."""
    pending, seen = [item], set()
    while pending:
        item = pending.pop()
        dates = [line.date for line in item.lines if isinstance(line, ast.AsOf)]
        if dates:
            return dates[-1].value.toordinal()
        for case in reversed(list(_liked(item, cases))):
            if case.id.text not in seen:
                seen.add(case.id.text)
                pending.append(case)
    return None


def _liked(item: _Worked, cases: _Cases) -> Iterator[ast.Case]:
    for line in item.lines:
        if isinstance(line, ast.Given) and line.like is not None and line.like.text in cases:
            yield cases[line.like.text]
