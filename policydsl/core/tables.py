"""What was written in lines of its own, before one value or condition is made of several."""

from __future__ import annotations

import enum

from policydsl.core import ir
from policydsl.frozen import frozen


class Use(enum.Enum):
    """What the rows of a table give; the value is the word that begins its item."""

    VALUES = "table"
    TARGETS = "redirect"


@frozen
class Column:
    """What the cells of a column are about.

    `term` is the number or day that it reads, None for members, codes and answers;
    `present` says when there is something to read.
    """

    name: str
    term: ir.Term | None
    present: ir.Truth


@frozen
class TableRow(ir.Placed):
    """One test a column, and what the row gives, as it is written.

    `gives_absent` tells a row that only says that there is no value.
    """

    tests: tuple[ir.Truth, ...]
    result: str
    gives_absent: bool = False

    @property
    def holds_always(self) -> bool:
        return all(test == ir.Truism(True) for test in self.tests)


@frozen
class Table(ir.Placed):
    """A `table`, or a `redirect` with its targets as results."""

    id: str
    use: Use
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


@frozen
class Counts(ir.Placed):
    """A `counts toward` that binds: which benefit counts toward which limit, and where."""

    limit: str
    benefit: str
    where: ir.Truth
