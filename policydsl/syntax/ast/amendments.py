"""What changes an edition: the items of an `amendment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import HeadedBlock
from policydsl.syntax.ast.expressions import Expr
from policydsl.syntax.ast.limits import Amount
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Node, Text
from policydsl.syntax.ast.tables import Row
from policydsl.syntax.ast.values import Date, Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.kinds import AnyItem, AnyLine


@frozen(eq=False, repr=False)
class Amends(Line):
    policy: Name
    edition: Date


@frozen(eq=False, repr=False)
class Change(Line):
    """`change A, B from OLD to NEW`: what each of the clauses says, and is to say.

    A condition stands in brackets, a title is a text; an amount may have its period.
    """

    clauses: tuple[Name, ...]
    old: Said
    new: Said


@frozen(eq=False, repr=False)
class Remove(Line):
    """What is taken away: by its name, or a passage without one by its words."""

    clauses: tuple[Name | Text, ...]


@frozen(eq=False, repr=False)
class Add(Line):
    items: tuple[AnyItem, ...]


@frozen(eq=False, repr=False)
class AddTo(Line):
    """Lines that are added to a clause."""

    clause: Name
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Replace(Line):
    """Items that take the place of those of their names."""

    items: tuple[AnyItem, ...]


@frozen(eq=False, repr=False)
class OfRows(Line):
    """What becomes of rows of a table or redirect; each row is written whole."""

    table: Name
    rows: tuple[Row, ...]


class AddRows(OfRows):
    __slots__ = ()


class RemoveRows(OfRows):
    __slots__ = ()


class ReplaceRows(OfRows):
    """Rows that take the place of those for the same facts."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class RowChange(Node):
    old: Row
    new: Row


@frozen(eq=False, repr=False)
class ChangeRows(Line):
    """Rows as the table has them, and what each of them is to be."""

    table: Name
    changes: tuple[RowChange, ...]


Delta = Change | Remove | Add | AddTo | Replace | AddRows | RemoveRows | ReplaceRows | ChangeRows
Said = Expr | Value | Text | Amount


class Amendment(HeadedBlock):
    __slots__ = ()
