"""Read between which numbers the cells of a column lie, whatever the scale they are written in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from policydsl.core import ir
from policydsl.core.reading import nodes_in
from policydsl.frozen import frozen

if TYPE_CHECKING:
    from fractions import Fraction

_OPEN: Final = math.inf


@frozen
class Extent:
    """The least and the greatest number for which some cell holds; infinite where none ends it."""

    low: Fraction | float
    high: Fraction | float

    def tests(self, term: ir.Term) -> list[ir.Truth]:
        """Say that *term* lies within."""
        found: list[ir.Truth] = []
        if self.low > -_OPEN:
            low = ir.Constant(math.ceil(self.low))
            found.append(ir.Compare(low, ir.Order.AT_MOST, term))
        if self.high < _OPEN:
            high = ir.Constant(math.floor(self.high))
            found.append(ir.Compare(term, ir.Order.AT_MOST, high))
        return found


def extent(column: ir.Term, cells: Iterable[ir.Truth]) -> Extent | None:
    """Return where *column* lies when some of *cells* holds; None: a cell is not of that kind."""
    extents = [_of(column, cell) for cell in cells]
    found = [each for each in extents if each is not None]
    if not found or len(found) < len(extents):
        return None
    return Extent(min(each.low for each in found), max(each.high for each in found))


def _of(column: ir.Term, cell: ir.Truth) -> Extent | None:
    from fractions import Fraction  # loaded where there is a table of numbers

    match cell:
        case ir.Truism():
            return Extent(-_OPEN, _OPEN)
        case ir.Compare(ir.Constant(value), order, term):
            end = Fraction(value, _factor(term, column))
            return Extent(end, end if order is ir.Order.EQUAL else _OPEN)
        case ir.Compare(term, order, ir.Constant(value)):
            end = Fraction(value, _factor(term, column))
            return Extent(end if order is ir.Order.EQUAL else -_OPEN, end)
        case ir.And() | ir.Or():
            parts = [_of(column, part) for part in cell.operands]
            extents = [part for part in parts if part is not None]
            if len(extents) < len(parts):
                return None
            lows, highs = [e.low for e in extents], [e.high for e in extents]
            if isinstance(cell, ir.And):
                return Extent(max(lows), min(highs))
            return Extent(min(lows), max(highs))
        case _:
            return None


def _factor(term: ir.Term, column: ir.Term) -> int:
    """Return by how much the column's own number is scaled up to be compared."""
    if not isinstance(term, ir.Sum) or not term.addends:
        return 1
    scaled = term.addends[0].factor
    own = column.addends[0].factor if isinstance(column, ir.Sum) else 1
    return scaled // own


def least_end(column: ir.Term, cells: Iterable[ir.Truth]) -> Fraction | None:
    """Return the least number that *cells* speak of."""
    from fractions import Fraction

    ends = [
        Fraction(constant.value, _factor(other, column))
        for node in nodes_in(*cells)
        if isinstance(node, ir.Compare)
        for constant, other in ((node.left, node.right), (node.right, node.left))
        if isinstance(constant, ir.Constant)
    ]
    return min(ends, default=None)
