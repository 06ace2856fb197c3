"""Turn a `define`, a `table` or a `parameter` into what its name means in an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.semantics import expressions, plans, problems_types, tables
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import all_of
from policydsl.semantics.names import Declaration
from policydsl.semantics.referents import (
    POISONED,
    FactRef,
    Poisoned,
    Referent,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.terms import fact_term, supported
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering


def referent(low: Lowering, declaration: Declaration) -> Referent:
    """Lower what *declaration* defines, once, whoever uses it."""
    match declaration.node:
        case ast.Rows() as rows:
            return tables.referent(low, rows)
        case ast.Clause() as clause:
            return _define(low, clause)
        case ast.Parameter() as parameter:
            return plans.referent(low, parameter)
        case _:
            raise AssertionError(declaration)


def _define(low: Lowering, clause: ast.Clause) -> Referent:
    whens = [line for line in clause.lines if isinstance(line, ast.When)]
    values = [line for line in clause.lines if isinstance(line, ast.ValueLine)]
    if len(values) > 1 or (values and whens):
        low.report(problems_types.two_values(clause.id))
        return POISONED
    if whens:
        conditions = [low.condition(line.condition, line.citations) for line in whens]
        return _named(clause, all_of(conditions, low.scope.facts))
    if values:
        return _value(low, clause, values[0])
    low.report(problems_types.no_value(clause.id))
    return POISONED


def _value(low: Lowering, clause: ast.Clause, line: ast.ValueLine) -> Referent:
    citations = (*clause.citations, *line.citations)
    found = expressions.referent(low, line.value)
    match found:
        case TruthRef(truth):
            return _named(clause, truth)
        case TermRef(lowered):
            return TermRef(supported(lowered, tuple(c.id for c in citations)))
        case FactRef(fact):
            lowered_fact = fact_term(fact, line.value.span)
            if lowered_fact is not None:
                return TermRef(supported(lowered_fact, tuple(c.id for c in citations)))
            as_truth = expressions.yes(fact, line.value.span)
            if as_truth is not None:
                return _named(clause, as_truth)
            low.report(problems_types.word_is_no_definition(line.value.span, fact.name))
            return POISONED
        case WordsRef() | SetsRef():
            low.report(problems_types.word_is_no_definition(line.value.span, found.name))
            return POISONED
        case Poisoned():
            return found


def _named(clause: ast.Clause, truth: ir.Truth) -> TruthRef:
    title = clause.title.text if clause.title else ""
    citations = ids(clause.citations)
    return TruthRef(ir.Named(clause.id.text, title, truth, citations, span=truth.span))
