"""Lower the cells of a table: each tests one of the facts that stand after `given`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from policydsl.core import ir
from policydsl.core.facts import CodeSet, CodeValue, Day, Fact, MemberSet, Number
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_facts, problems_types, sums, terms
from policydsl.semantics.joining import all_of, any_of
from policydsl.semantics.literals import literal, number_for
from policydsl.semantics.memberships import membership
from policydsl.semantics.orders import ordered
from policydsl.semantics.referents import (
    POISON,
    FactRef,
    Poisoned,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.typing import Lowered, NumberType
from policydsl.semantics.values import word_of
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering


def cell_test(low: Lowering, name: ast.Name, cell: ast.Cell) -> ir.Truth:
    """Say that what *name* means is as *cell* says; what it cannot be is reported."""
    found = low.referent(name)
    match found:
        case FactRef(fact):
            return _cell_of_fact(low, name, fact, cell)
        case TermRef(lowered):
            return _cell_of_term(low, name, lowered, cell, None)
        case TruthRef(truth):
            return _cell_of_truth(low, name, truth, cell)
        case WordsRef() | SetsRef():
            return membership(low, name, found, _items(low, cell), cell.span)
        case Poisoned():
            return POISON
        case _:
            assert_never(found)


def _cell_of_fact(low: Lowering, name: ast.Name, fact: Fact, cell: ast.Cell) -> ir.Truth:
    match fact.type:
        case Number() | Day():
            lowered = terms.fact_term(fact, cell.span)
            assert lowered is not None
            return _cell_of_term(low, name, lowered, cell, fact)
        case CodeValue() if cell.word is ast.CellWord.BETWEEN:
            ends = [ast.Member(value.span.text, span=value.span) for value in cell.values]
            item = ast.MemberRange(ends[0], ends[1], span=cell.span)
            return membership(low, name, FactRef(fact), (item,), cell.span)
        case MemberSet() | CodeSet():
            low.report(problems_types.set_in_a_cell(cell.span, fact))
            return POISON
        case _:
            return membership(low, name, FactRef(fact), _items(low, cell), cell.span)


def _cell_of_truth(low: Lowering, name: ast.Name, truth: ir.Truth, cell: ast.Cell) -> ir.Truth:
    if cell.word is ast.CellWord.VALUES and len(cell.values) == 1:
        value = cell.values[0]
        if isinstance(value, ast.YesNo):
            return truth if value.value else ir.Not(truth, span=cell.span)
    low.report(problems_types.condition_is_no_value(cell.span, name.text, f"`{cell.span.text}`"))
    return POISON


def _items(low: Lowering, cell: ast.Cell) -> tuple[ast.MemberRange, ...]:
    if cell.word is not ast.CellWord.VALUES:
        low.report(problems_types.range_in_a_cell(cell.span))
        return ()
    items: list[ast.MemberRange] = []
    for value in cell.values:
        match value:
            case ast.SetValue():
                items += value.items
            case _:
                member = ast.Member(word_of(value) or value.span.text, span=value.span)
                items.append(ast.MemberRange(member, None, span=value.span))
    return tuple(items)


def _cell_of_term(
    low: Lowering, name: ast.Name, column: Lowered, cell: ast.Cell, fact: Fact | None
) -> ir.Truth:
    """Compare a number or day with the ends in a cell; `from` and `to` are both inside."""
    ends: list[tuple[ast.Expr, Lowered]] = []
    for value in cell.values:
        end = _end(low, value, fact)
        if end is None or not isinstance(value, ast.Literal):
            return POISON
        # The column comes first in a message, whichever side of the comparison it is.
        unlike = sums.together(value.span, (name, value), (column, end))
        if isinstance(unlike, Diagnostic):
            low.report(unlike)
            return POISON
        ends.append((value, end))
    subject = (name, column)
    at_most, less = ir.Order.AT_MOST, ir.Order.LESS
    match cell.word:
        case ast.CellWord.VALUES:
            tests = [ordered(subject, ir.Order.EQUAL, end, cell.span) for end in ends]
            good = [test for test in tests if not isinstance(test, Diagnostic)]
            for test in tests:
                if isinstance(test, Diagnostic):
                    low.report(test)
            return any_of(good, low.scope.facts) if len(good) == len(tests) else POISON
        case ast.CellWord.BETWEEN:
            pairs = [(ends[0], at_most, subject), (subject, at_most, ends[1])]
        case ast.CellWord.OVER_TO:
            pairs = [(ends[0], less, subject), (subject, at_most, ends[1])]
        case ast.CellWord.OVER:
            pairs = [(ends[0], less, subject)]
        case ast.CellWord.UNDER:
            pairs = [(subject, less, ends[0])]
        case ast.CellWord.AT_LEAST:
            pairs = [(ends[0], at_most, subject)]
        case ast.CellWord.AT_MOST:
            pairs = [(subject, at_most, ends[0])]
        case ast.CellWord.ANY | ast.CellWord.TO:
            low.report(problems_types.range_in_a_cell(cell.span))
            return POISON
        case _:
            assert_never(cell.word)
    return _both(low, cell, ends, pairs)


def _both(
    low: Lowering,
    cell: ast.Cell,
    ends: Sequence[tuple[ast.Expr, Lowered]],
    pairs: Sequence[tuple[tuple[ast.Expr, Lowered], ir.Order, tuple[ast.Expr, Lowered]]],
) -> ir.Truth:
    tests: list[ir.Truth] = []
    for lesser, order, greater in pairs:
        found = ordered(lesser, order, greater, cell.span)
        if isinstance(found, Diagnostic):
            low.report(found)
            return POISON
        tests.append(found)
    if len(ends) == 2:
        (least, _), (most, _) = sums.aligned_ends(ends[0][1], ends[1][1])
        if least > most or (least == most and cell.word is ast.CellWord.OVER_TO):
            texts = [expr.span.text for expr, _ in ends]
            low.report(problems_facts.empty_range(cell.span, texts[0], texts[1]))
            return POISON
    return all_of(tests, low.scope.facts)


def _end(low: Lowering, value: ast.Value, fact: Fact | None) -> Lowered | None:
    """Read an end; under a fact with a unit a bare number is of that unit."""
    if not isinstance(value, ast.Literal):
        low.report(problems_types.word_in_a_number_cell(value.span, value.span.text))
        return None
    if fact is not None and isinstance(fact.type, Number) and isinstance(value, ast.Number):
        number = number_for(fact.type, value)
        if isinstance(number, int):
            type = NumberType(fact.type.kind, fact.type.unit, fact.type.places)
            return Lowered(ir.Constant(number, span=value.span), type, False, number, number)
        if isinstance(number, Diagnostic):
            low.report(number)
            return None
    found = literal(value)
    if isinstance(found, Diagnostic):
        low.report(found)
        return None
    return found
