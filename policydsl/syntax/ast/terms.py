"""What has an amount, a date or another value: sums, folds over records, ages."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.node import Citations, Name, Node

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr


class FoldWord(enum.Enum):
    COUNT = "count of"
    SUM = "sum of"
    FIRST = "first"
    LATEST = "latest"


@frozen(eq=False, repr=False)
class Fold(Node):
    """`count of visits where (…)`, `latest evaluation.date where (…)`."""

    word: FoldWord
    records: Name
    condition: Expr | None


@frozen(eq=False, repr=False)
class Summand(Node):
    """One bullet of a sum; with a condition it counts only where that holds."""

    expr: Expr
    condition: Expr | None
    citations: Citations


@frozen(eq=False, repr=False)
class SumOf(Node):
    """`sum of` with one summand a bullet."""

    citations: Citations
    bullets: tuple[Summand, ...]


class Sign(enum.Enum):
    PLUS = "plus"
    MINUS = "minus"


@frozen(eq=False, repr=False)
class Term(Node):
    sign: Sign
    operand: Expr


@frozen(eq=False, repr=False)
class Sum(Node):
    """`a plus b minus c`; the first term's sign is always plus."""

    terms: tuple[Term, ...]


@frozen(eq=False, repr=False)
class Product(Node):
    left: Expr
    right: Expr


@frozen(eq=False, repr=False)
class Else(Node):
    """`a else b`: b when a is absent, not when it is unknown."""

    left: Expr
    right: Expr


class ExtremeWord(enum.Enum):
    SMALLER = "smaller of"
    LARGER = "larger of"


@frozen(eq=False, repr=False)
class Extreme(Node):
    word: ExtremeWord
    operands: tuple[Expr, ...]


class Age(Node):
    __slots__ = ()


class ServiceDate(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Birthday(Node):
    number: int


@frozen(eq=False, repr=False)
class YearOf(Node):
    operand: Expr
