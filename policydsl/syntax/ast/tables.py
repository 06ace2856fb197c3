"""Tables and redirects: rows of cells."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import Headed
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Node
from policydsl.syntax.ast.values import Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.kinds import AnyLine


class CellWord(enum.Enum):
    ANY = "any"
    TO = "to"
    VALUES = "values"
    BETWEEN = "between"
    OVER_TO = "over to"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@frozen(eq=False, repr=False)
class Cell(Node):
    word: CellWord
    values: tuple[Value, ...] = ()
    target: Name | None = None


@frozen(eq=False, repr=False)
class Row(Line):
    cells: tuple[Cell, ...]


@frozen(eq=False, repr=False)
class GivenNames(Line):
    facts: tuple[Name, ...]


class RowsWord(enum.Enum):
    REDIRECT = "redirect"
    TABLE = "table"


@frozen(eq=False, repr=False)
class Rows(Headed):
    word: RowsWord
    lines: tuple[AnyLine, ...]
