"""What is yes, no or unknown of a request.

Chains (`and`, `or`, bullets) are n-ary, so that the depth of a tree is the depth of the
author's nesting, which the parser bounds.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.node import Citations, Name, Node, Spelled, Text
from policydsl.syntax.ast.values import MemberRange, Money, Number, Percent, Quantity, Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr


@frozen(eq=False, repr=False)
class Bracketed(Node):
    inner: Expr


@frozen(eq=False, repr=False)
class Not(Node):
    operand: Expr


class Joiner(enum.Enum):
    AND = "and"
    OR = "or"


@frozen(eq=False, repr=False)
class Chain(Node):
    """`a and b and c` or `a or b or c`, never mixed."""

    joiner: Joiner
    operands: tuple[Expr, ...]


@frozen(eq=False, repr=False)
class Is(Node):
    left: Expr
    value: Value
    negated: bool


class State(enum.Enum):
    ABSENT = "absent"
    PRESENT = "present"
    KNOWN = "known"


@frozen(eq=False, repr=False)
class IsState(Node):
    left: Expr
    state: State
    negated: bool


@frozen(eq=False, repr=False)
class In(Node):
    left: Expr
    items: tuple[MemberRange, ...]
    negated: bool


@frozen(eq=False, repr=False)
class Like(Node):
    """`service like {a, b} or finding`: members hold, others take the finding."""

    left: Expr
    items: tuple[MemberRange, ...]
    finding: Name


class SetWord(enum.Enum):
    INCLUDES = "includes"
    ANY_IN = "any in"
    ALL_IN = "all in"
    ONLY = "only"


@frozen(eq=False, repr=False)
class SetTest(Node):
    left: Expr
    word: SetWord
    items: tuple[MemberRange, ...]


class Relation(enum.Enum):
    AT_LEAST = "is at least"
    AT_MOST = "is at most"
    MORE_THAN = "is more than"
    LESS_THAN = "is less than"
    EXACTLY = "is exactly"
    SAME_AS = "is the same as"
    BEFORE = "is before"
    AFTER = "is after"
    ON_OR_BEFORE = "is on or before"
    ON_OR_AFTER = "is on or after"


@frozen(eq=False, repr=False)
class Compare(Node):
    left: Expr
    relation: Relation
    right: Expr


@frozen(eq=False, repr=False)
class Between(Node):
    left: Expr
    low: Expr
    high: Expr


class Side(enum.Enum):
    BEFORE = "before"
    AFTER = "after"


class BusinessDays(Spelled):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Within(Node):
    """`order_date is less than 45 days before service date`."""

    left: Expr
    relation: Relation
    amount: Quantity | Number | Money | Percent | BusinessDays
    side: Side
    anchor: Expr


class Quantifier(enum.Enum):
    ANY = "any"
    EVERY = "every"
    NO = "no"


@frozen(eq=False, repr=False)
class Quantified(Node):
    quantifier: Quantifier
    records: Name
    condition: Expr


class ListWord(enum.Enum):
    ANY = "any of"
    ALL = "all of"
    NONE = "none of"


@frozen(eq=False, repr=False)
class Bullet(Node):
    """One bullet of a condition, with the citations that support it."""

    expr: Expr
    citations: Citations


@frozen(eq=False, repr=False)
class Listed(Node):
    """`any of`, `all of` or `none of` with one condition a bullet."""

    word: ListWord
    citations: Citations
    bullets: tuple[Bullet, ...]


@frozen(eq=False, repr=False)
class MemberBullet(Node):
    item: MemberRange
    title: Text | None
    citations: Citations


@frozen(eq=False, repr=False)
class MemberList(Node):
    """`service is any of` with one member a bullet."""

    left: Expr
    negated: bool
    citations: Citations
    bullets: tuple[MemberBullet, ...]
