"""What a benefit pays, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Node

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr


@frozen(eq=False, repr=False)
class PaysRate(Node):
    rate: Expr


@frozen(eq=False, repr=False)
class PaysCopay(Node):
    amount: Expr
    per: Name | None


@frozen(eq=False, repr=False)
class PaysDeductible(Node):
    amount: Expr


@frozen(eq=False, repr=False)
class PaysOf(Node):
    basis: Expr


@frozen(eq=False, repr=False)
class PaysRounded(Node):
    mode: Name


class PaysNothing(Node):
    __slots__ = ()


Payment = PaysRate | PaysCopay | PaysDeductible | PaysOf | PaysRounded | PaysNothing


@frozen(eq=False, repr=False)
class Pays(Line):
    payments: tuple[Payment, ...]
    condition: Expr | None
