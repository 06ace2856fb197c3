"""Lines that more than one kind of item may have: conditions, guards, exceptions, outcomes."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.node import Citations, Name, Node, Text
from policydsl.syntax.ast.values import Date

if TYPE_CHECKING:
    from policydsl.syntax.ast.expressions import Expr
    from policydsl.syntax.ast.kinds import AnyLine


class OutcomeWord(enum.Enum):
    NOT_COVERED = "not covered"
    PEND = "pend"
    REVIEW = "review"
    REFER = "refer to"
    PRIOR_AUTH = "needs prior auth"
    EXHAUSTED = "exhausted"
    NOT_APPLICABLE = "not applicable"
    MEMBER_PAYS = "member pays all"
    COVERED = "covered"


@frozen(eq=False, repr=False)
class Outcome(Node):
    word: OutcomeWord
    target: Name | None


@frozen(kw_only=True, eq=False, repr=False)
class Line(Node):
    citations: Citations = ()


@frozen(eq=False, repr=False)
class ConditionLine(Line):
    """A line that is a word and a condition."""

    condition: Expr


class When(ConditionLine):
    __slots__ = ()


class MetWhen(ConditionLine):
    __slots__ = ()


class Unless(ConditionLine):
    __slots__ = ()


class CountsWhen(ConditionLine):
    __slots__ = ()


class SatisfiedBy(ConditionLine):
    __slots__ = ()


@frozen(eq=False, repr=False)
class For(Line):
    """`for CONDITION`; with a block it guards the lines inside."""

    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class If(Line):
    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class Except(Line):
    title: Text | None
    items: tuple[Name, ...]
    condition: Expr
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class InForce(Line):
    """Inclusive dates; both None: in force on any date."""

    start: Date | None
    end: Date | None


@frozen(eq=False, repr=False)
class PartOf(Line):
    benefit: Name


@frozen(eq=False, repr=False)
class Overrides(Line):
    clauses: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Otherwise(Line):
    outcome: Outcome


@frozen(eq=False, repr=False)
class AskFor(Line):
    facts: tuple[Name, ...]


@frozen(eq=False, repr=False)
class CountsToward(Line):
    counter: Name
    limited: bool


@frozen(eq=False, repr=False)
class Outside(Line):
    """`outside COUNTER`; None: `outside every limit`."""

    counter: Name | None


@frozen(eq=False, repr=False)
class Complete(Line):
    document: Name


@frozen(eq=False, repr=False)
class DirectTo(Line):
    target: Name


@frozen(eq=False, repr=False)
class IncludedIn(Line):
    benefit: Name


class SettledBy(ConditionLine):
    __slots__ = ()


class ItemWord(enum.Enum):
    WHEN = "when"
    MET_WHEN = "met when"


@frozen(eq=False, repr=False)
class Item(Line):
    """A bullet with an id of its own, in an `exclude` or a `document`."""

    id: Name
    title: Text | None
    word: ItemWord | None
    condition: Expr | None
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class AnyOf(Line):
    """Alternative elements of a document: one of them is enough."""

    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class TextLine(Line):
    text: Text


@frozen(eq=False, repr=False)
class Say(Line):
    """What is said to a member: where a clause decides, of a fact, or *when* so determined.

    `otherwise` is what is said of a yes-or-no fact when it is not so.
    """

    text: Text
    when: Name | None = None
    otherwise: Text | None = None


@frozen(eq=False, repr=False)
class ValueLine(Line):
    """`is …` in a `define`."""

    value: Expr
