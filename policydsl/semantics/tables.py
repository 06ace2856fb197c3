"""Lower a `table` to what its name means: a number or day, words, or yes and no.

Rows are read from the top and the first that holds gives the value.  Where no row
holds, the value is absent; the last rows may say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.core.tables import Column, Table, TableRow, Use
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_types, sums, terms
from policydsl.semantics.cells import cell_test
from policydsl.semantics.describing import value_in_words
from policydsl.semantics.joining import YES, all_of, any_of, cited, negation
from policydsl.semantics.literals import literal
from policydsl.semantics.referents import (
    POISONED,
    FactRef,
    Referent,
    SetsRef,
    TermRef,
    TruthRef,
    WordRow,
    WordsRef,
)
from policydsl.semantics.typing import Lowered, NumberType, alike, in_words
from policydsl.semantics.values import word_of
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering


@frozen
class _Row:
    node: ast.Row
    tests: tuple[ir.Truth, ...]
    condition: ir.Truth
    result: ast.Value
    citations: tuple[str, ...]


def referent(low: Lowering, rows: ast.Rows) -> Referent:
    """Lower a table; its results are all numbers of one unit, all dates, all words, or yes/no."""
    given = given_names(low, rows)
    found = [_row(low, given, row) for row in rows.lines if isinstance(row, ast.Row)]
    read = [row for row in found if row is not None]
    if not found and given:
        low.report(problems_types.no_rows(rows.id))
    if not read or len(read) < len(found):
        return POISONED
    low.tables.append(_table(low, rows, given, read))
    while len(read) > 1 and isinstance(read[-1].result, ast.Absent):
        read = read[:-1]  # no row holds: the value is absent
    results = [row.result for row in read]
    if all(isinstance(result, ast.YesNo) for result in results):
        return _answers(low, rows, read)
    if all(isinstance(result, ast.Literal) for result in results):
        return _amounts(low, rows, read)
    return _words(low, rows, read)


def given_names(low: Lowering, rows: ast.Rows) -> tuple[ast.Name, ...]:
    """List the columns of a table or redirect; none has been reported."""
    lines = [line for line in rows.lines if isinstance(line, ast.GivenNames)]
    names = tuple(name for line in lines for name in line.facts)
    if not names:
        low.report(problems_types.no_given(rows.id))
    return names


def row_tests(
    low: Lowering, given: Sequence[ast.Name], cells: Sequence[ast.Cell]
) -> tuple[ir.Truth, ...]:
    """Say of every cell when it holds of its column; a cell `any` always does."""
    return tuple(
        YES if cell.word is ast.CellWord.ANY else cell_test(low, name, cell)
        for name, cell in zip(given, cells, strict=False)
    )


def columns(low: Lowering, given: Sequence[ast.Name]) -> tuple[Column, ...]:
    """Say what the cells of each column are about."""
    return tuple(_column(low.referent(name), name) for name in given)


def _column(found: Referent, name: ast.Name) -> Column:
    match found:
        case FactRef(fact):
            lowered = terms.fact_term(fact, name.span)
            present = negation(ir.IsAbsent(fact.name)) if fact.may_be_absent else YES
            return Column(name.text, lowered.term if lowered else None, present)
        case TermRef(lowered):
            return Column(name.text, lowered.term, YES)
        case WordsRef(rows=rows) | SetsRef(rows=rows):
            return Column(name.text, None, ir.Or(tuple(row.condition for row in rows)))
        case _:
            return Column(name.text, None, YES)


def _table(low: Lowering, rows: ast.Rows, given: Sequence[ast.Name], read: Sequence[_Row]) -> Table:
    return Table(
        rows.id.text,
        Use.VALUES,
        columns(low, given),
        tuple(
            TableRow(
                row.tests,
                row.result.span.text,
                isinstance(row.result, ast.Absent),
                span=row.node.span,
            )
            for row in read
        ),
        span=rows.id.span,
    )


def _row(low: Lowering, given: tuple[ast.Name, ...], row: ast.Row) -> _Row | None:
    if not given:
        return None
    if len(row.cells) != len(given) + 1:
        low.report(problems_types.row_width(row, len(row.cells), len(given) + 1))
        return None
    tests = row_tests(low, given, row.cells[:-1])
    last = row.cells[-1]
    if last.word is not ast.CellWord.VALUES or len(last.values) != 1:
        low.report(problems_types.row_result(last.span))
        return None
    condition = all_of(tests, low.scope.facts)
    return _Row(row, tests, condition, last.values[0], tuple(c.id for c in row.citations))


# ------------------------------------------------------------------ results


def _answers(low: Lowering, rows: ast.Rows, read: Sequence[_Row]) -> Referent:
    held = [
        cited(row.condition, row.citations)
        for row in read
        if isinstance(row.result, ast.YesNo) and row.result.value
    ]
    return TruthRef(
        ir.Named(
            rows.id.text,
            _title(rows),
            any_of(held, low.scope.facts),
            tuple(c.id for c in rows.citations),
            span=rows.id.span,
        )
    )


def _amounts(low: Lowering, rows: ast.Rows, read: Sequence[_Row]) -> Referent:
    terms_read: list[Lowered] = []
    for row in read:
        assert isinstance(row.result, ast.Literal)
        found = literal(row.result)
        if isinstance(found, Diagnostic):
            low.report(found)
            return POISONED
        terms_read.append(found)
    first = terms_read[0]
    for row, each in zip(read, terms_read, strict=True):
        if not alike(first.type, each.type):
            what, earlier = in_words(each.type), in_words(first.type)
            place = read[0].result.span
            low.report(problems_types.row_results_differ(row.result.span, what, place, earlier))
            return POISONED
    most = max((t.type.places for t in terms_read if isinstance(t.type, NumberType)), default=0)
    terms_read = [sums.with_places(each, most) for each in terms_read]
    cases = tuple(
        ir.Case(row.condition, each.term, row.citations)
        for row, each in zip(read, terms_read, strict=True)
    )
    looked_up = Lowered(
        ir.Cases(cases, None, span=rows.id.span),
        terms_read[0].type,
        may_be_absent=True,
        low=min(each.low for each in terms_read),
        high=max(each.high for each in terms_read),
    )
    return TermRef(terms.supported(looked_up, tuple(c.id for c in rows.citations)))


def _words(low: Lowering, rows: ast.Rows, read: Sequence[_Row]) -> Referent:
    found: list[WordRow] = []
    for row in read:
        word = word_of(row.result) if not isinstance(row.result, ast.Number) else None
        if word is None:
            said = value_in_words(row.result)
            place = read[0].result
            earlier = value_in_words(place)
            low.report(
                problems_types.row_results_differ(row.result.span, said, place.span, earlier)
            )
            return POISONED
        found.append(WordRow(word, cited(row.condition, row.citations)))
    return WordsRef(rows.id.text, _title(rows), tuple(found))


def _title(rows: ast.Rows) -> str:
    return rows.title.text if rows.title else ""
