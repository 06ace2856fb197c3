"""Turn comparisons into rails: yes or no whatever the unknown facts turn out to be.

What cannot be followed so far is left open: it comes out either way while one of its facts is
unknown, and is exact once all are known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

import attrs

from policydsl.core import ir
from policydsl.core.reading import facts_read, nodes_in
from policydsl.frozen import frozen
from policydsl.solve.comparing import TooManyChoicesError
from policydsl.solve.comparing import compare as compared
from policydsl.solve.ends import Ends, between, known_as, within
from policydsl.solve.gates import Gates, Unread
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.solve.rails import Lowering, Rails


@frozen
class Never(Unread):
    """A comparison whose terms are too intricate to be followed surely does not hold."""


def compare(lowering: Lowering, expr: ir.Compare) -> Rails:
    """Return the rails of a comparison: no when either side is surely absent."""
    from policydsl.solve.rails import Rails

    if lowering.never_given and not lowering.never_given.isdisjoint(read := facts_read(expr)):
        dated = any(isinstance(node, ir.ServiceDate | ir.AgeTerm) for node in nodes_in(expr))
        if dated or len(read) > 1:
            return _left_open(lowering, expr)
        return lowering.test(expr, *read)
    left, right = between(lowering, expr.left), between(lowering, expr.right)
    if left is None or right is None:
        return _left_open(lowering, expr)
    gates = lowering.gates
    if left.exact and right.exact:
        held = gates.truth(expr)
        return Rails(held, -held)
    try:
        always, never = _compared(gates, left, expr.order, right)
    except TooManyChoicesError:
        return _left_open(lowering, expr)
    return Rails(
        gates.all_of([left.sure, right.sure, always]),
        gates.any_of([left.gone, right.gone, never]),
    )


def _compared(gates: Gates, left: Ends, order: ir.Order, right: Ends) -> tuple[Literal, Literal]:
    """Return that a comparison holds whatever the sides are, and that it never does."""

    def is_(one: ir.Term, order: ir.Order, other: ir.Term) -> Literal:
        return compared(gates, ir.Compare(one, order, other))

    at_most, less = ir.Order.AT_MOST, ir.Order.LESS
    match order:
        case ir.Order.AT_MOST:
            return is_(left.high, at_most, right.low), is_(right.high, less, left.low)
        case ir.Order.LESS:
            return is_(left.high, less, right.low), is_(right.high, at_most, left.low)
        case ir.Order.EQUAL:
            # Each side has one value, and the two are one.
            one_value = [is_(left.high, at_most, right.low), is_(right.high, at_most, left.low)]
            apart = [is_(left.high, less, right.low), is_(right.high, less, left.low)]
            return gates.all_of(one_value), gates.any_of(apart)
        case _:
            assert_never(order)


def is_one_value(gates: Gates, ends: Ends) -> Literal:
    """Return that a term is there and can be one value alone.

    Raises `TooManyChoicesError` where its ends cannot be compared.
    """
    if ends.exact:
        return ends.sure
    one = compared(gates, ir.Compare(ends.high, ir.Order.AT_MOST, ends.low))
    return gates.all_of([ends.sure, one])


def _left_open(lowering: Lowering, expr: ir.Compare) -> Rails:
    """Return rails that are exact where every fact is known, and free where one is not."""
    from policydsl.solve.rails import Rails

    gates, knowing = lowering.gates, lowering.knowing
    known = gates.all_of(-knowing(fact).unknown for fact in sorted(facts_read(expr)))
    left, right = as_given(lowering, expr.left), as_given(lowering, expr.right)
    held = gates.truth(ir.Compare(left, expr.order, right))
    yes, no = gates.leaf(Unread(expr)), gates.leaf(Never(expr))
    return Rails(
        gates.any_of([gates.all_of([known, held]), gates.all_of([-known, yes, -no])]),
        gates.any_of([gates.all_of([known, -held]), gates.all_of([-known, no, -yes])]),
    )


# -------------------------------------------------------------- all is known


def as_given(lowering: Lowering, term: ir.Term) -> ir.Term:
    """Return *term* of facts that are known, with what is assumed in place of what is left out."""

    def given(term: ir.Term) -> ir.Term:
        match term:
            case ir.FactTerm():
                return known_as(lowering, term, None)
            case ir.Cases():
                cases = []
                for case in term.cases:
                    held = lowering.gates.standing_for(lowering.truth(case.condition).yes)
                    cases.append(ir.Case(held, given(case.term)))
                otherwise = None if term.otherwise is None else given(term.otherwise)
                return ir.Cases(tuple(cases), otherwise)
            case ir.AddPeriod() | ir.YearTerm():
                return within(given(term.term), lambda day: attrs.evolve(term, term=day))
            case ir.AgeTerm() | ir.BirthdayTerm():
                return within(given(term.born), lambda day: attrs.evolve(term, born=day))
            case _:
                return _mapped(term, given)

    return given(term)


def _mapped(term: ir.Term, change: Callable[[ir.Term], ir.Term]) -> ir.Term:
    """Return *term* with *change* made to each term that it is directly made of."""
    match term:
        case ir.Sum():
            addends = [ir.Addend(each.factor, change(each.term)) for each in term.addends]
            return ir.Sum(tuple(addends))
        case ir.Least():
            return ir.Least(tuple(change(part) for part in term.terms))
        case ir.Greatest():
            return ir.Greatest(tuple(change(part) for part in term.terms))
        case ir.ElseTerm():
            return ir.ElseTerm(change(term.term), change(term.otherwise))
        case _:
            return term
