"""The lines of a counter and of a limit: amounts, windows, usage, extensions."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.lines import ConditionLine, Line, Outcome
from policydsl.syntax.ast.node import Name, Node
from policydsl.syntax.ast.values import Literal, Unit

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr
    from policydsl.syntax.ast.kinds import AnyLine


class WindowWord(enum.Enum):
    CALENDAR_WEEK = "calendar week"
    CALENDAR_MONTH = "calendar month"
    CALENDAR_YEAR = "calendar year"
    PLAN_YEAR = "plan year"
    BENEFIT_YEAR = "benefit year"
    SLIDING = "sliding"
    NAMED = "named"


@frozen(eq=False, repr=False)
class WindowName(Node):
    """What follows `per`; `name` holds `day`, `lifetime`, `program` or a weekday."""

    word: WindowWord
    name: Name | None = None
    length: Literal | None = None


@frozen(eq=False, repr=False)
class Amount(Line):
    """`30 visits per calendar year`; `amount` None: unlimited."""

    amount: Expr | None
    window: WindowName | None


@frozen(eq=False, repr=False)
class WindowFrom(Line):
    """`for 12 weeks from start_date`, `once` or `again from the next`."""

    length: Literal
    anchor: Expr
    repeats: bool | None


@frozen(eq=False, repr=False)
class WindowUntil(Line):
    end: Expr


@frozen(eq=False, repr=False)
class Used(Line):
    """`used EXPR`; None: counted from the request's history."""

    value: Expr | None


@frozen(eq=False, repr=False)
class Asked(Line):
    value: Expr


class AskedBy(ConditionLine):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Extend(Line):
    """`extend by up to N`; None: without ceiling."""

    amount: Expr | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Status(Line):
    fact: Name


@frozen(eq=False, repr=False)
class Granted(Line):
    value: Expr


@frozen(eq=False, repr=False)
class Beyond(Line):
    outcome: Outcome


@frozen(eq=False, repr=False)
class MeasureDates(Line):
    also: Name | None


@frozen(eq=False, repr=False)
class MeasureUnit(Line):
    unit: Unit


@frozen(eq=False, repr=False)
class MeasureMoney(Line):
    basis: Name


@frozen(eq=False, repr=False)
class ForEach(Line):
    fact: Name


@frozen(eq=False, repr=False)
class FromNth(Line):
    """`from the 5th visit of COUNT on`."""

    number: int
    unit: Unit
    count: Expr | None


LimitLine = (
    Amount
    | WindowFrom
    | WindowUntil
    | Used
    | Asked
    | AskedBy
    | Status
    | Granted
    | Beyond
    | MeasureDates
    | MeasureUnit
    | MeasureMoney
    | ForEach
    | FromNth
)
