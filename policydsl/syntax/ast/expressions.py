"""All that can stand where a condition or a value is expected."""

from __future__ import annotations

from policydsl.frozen import frozen
from policydsl.syntax.ast.conditions import (
    Between,
    Bracketed,
    Chain,
    Compare,
    In,
    Is,
    IsState,
    Like,
    Listed,
    MemberList,
    Not,
    Quantified,
    SetTest,
    Within,
)
from policydsl.syntax.ast.node import Citations, Name, Node
from policydsl.syntax.ast.terms import (
    Age,
    Birthday,
    Else,
    Extreme,
    Fold,
    Product,
    ServiceDate,
    Sum,
    SumOf,
    YearOf,
)
from policydsl.syntax.ast.values import Date, Money, Number, Percent, Quantity

Expr = (
    Name
    | Number
    | Quantity
    | Money
    | Percent
    | Date
    | Bracketed
    | Not
    | Chain
    | Is
    | IsState
    | In
    | Like
    | SetTest
    | Compare
    | Between
    | Within
    | Quantified
    | Fold
    | Listed
    | MemberList
    | SumOf
    | Sum
    | Product
    | Else
    | Extreme
    | Age
    | ServiceDate
    | Birthday
    | YearOf
)


@frozen(eq=False, repr=False)
class Condition(Node):
    """An expression where a condition stands, with its citations."""

    expr: Expr
    citations: Citations
