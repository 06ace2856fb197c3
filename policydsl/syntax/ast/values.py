"""Values as written: numbers with their units, dates, members and sets of members."""

from __future__ import annotations

import datetime
import enum

from policydsl.frozen import frozen
from policydsl.syntax.ast.node import Citations, Node, Spelled


class Unit(enum.Enum):
    VISITS = "visits"
    SESSIONS = "sessions"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MINUTES = "minutes"
    UNITS = "units"


class Number(Spelled):
    """A bare number; the text is kept because `02` may be a code."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Quantity(Node):
    text: str
    unit: Unit


class Money(Spelled):
    """An amount of dollars as written, without the sign: `1,250.00`."""

    __slots__ = ()


class Percent(Spelled):
    """A percentage as written, without the sign: `12.5`."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class Date(Node):
    value: datetime.date


@frozen(eq=False, repr=False)
class YesNo(Node):
    value: bool


class Absent(Node):
    __slots__ = ()


class Unlimited(Node):
    """The word `none` where a value stands: no limit, or an empty set."""

    __slots__ = ()


class Member(Spelled):
    """A member of an enumeration or a code, by its text."""

    __slots__ = ()


@frozen(eq=False, repr=False)
class MemberRange(Node):
    """`97110` or `97110 to 97150`; `high` is None for a single member."""

    low: Member
    high: Member | None
    citations: Citations = ()


@frozen(eq=False, repr=False)
class SetValue(Node):
    items: tuple[MemberRange, ...]


Literal = Number | Quantity | Money | Percent | Date

Value = Literal | YesNo | Absent | Unlimited | Member | SetValue
