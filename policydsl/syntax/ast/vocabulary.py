"""Facts, and what a line of their attributes may say."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import HeadedBlock
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Citations, Name, Node, Text
from policydsl.syntax.ast.values import Literal, Member, Unit, Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr


@frozen(eq=False, repr=False)
class EnumMember(Node):
    member: Member
    title: Text | None
    citations: Citations = ()


class YesNoType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class OneOfType(Node):
    """`members` from braces, or from bullets when `bulleted`."""

    members: tuple[EnumMember, ...]
    bulleted: bool


@frozen(eq=False, repr=False)
class SetOfType(Node):
    members: tuple[EnumMember, ...]
    bulleted: bool


@frozen(eq=False, repr=False)
class CodeType(Node):
    system: Name


@frozen(eq=False, repr=False)
class CodeSetType(Node):
    system: Name


class WholeType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class DecimalType(Node):
    places: int | None


@frozen(eq=False, repr=False)
class QuantityType(Node):
    unit: Unit


class MoneyType(Node):
    __slots__ = ()


class PercentType(Node):
    __slots__ = ()


class DateType(Node):
    __slots__ = ()


class TextType(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class RecordType(Node):
    fields: tuple[Fact, ...]
    listed: bool


class RangeWord(enum.Enum):
    FROM = "from"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@frozen(eq=False, repr=False)
class Range(Node):
    """`from A to B`, `at least A`, `at most B`; the word keeps the spelling."""

    word: RangeWord
    low: Literal | None
    high: Literal | None


class MayBeAbsent(Node):
    __slots__ = ()


class Fixed(Node):
    __slots__ = ()


@frozen(eq=False, repr=False)
class AskedOf(Node):
    supplier: Name


@frozen(eq=False, repr=False)
class UnknownMeans(Node):
    value: Value
    condition: Expr | None


FactType = (
    YesNoType
    | OneOfType
    | SetOfType
    | CodeType
    | CodeSetType
    | WholeType
    | DecimalType
    | QuantityType
    | MoneyType
    | PercentType
    | DateType
    | TextType
    | RecordType
)

Attribute = FactType | Range | MayBeAbsent | Fixed | AskedOf | UnknownMeans


@frozen(eq=False, repr=False)
class Attributes(Line):
    """One line of a fact's attributes, in the author's order."""

    attributes: tuple[Attribute, ...]


class Fact(HeadedBlock):
    """A declared fact, or a field of a record."""

    __slots__ = ()
