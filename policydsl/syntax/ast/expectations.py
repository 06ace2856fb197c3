"""What a scenario expects of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Node, Text
from policydsl.syntax.ast.values import Literal, Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.kinds import AnyLine


@frozen(eq=False, repr=False)
class ExpectMissing(Line):
    """The facts that are missing, each of them asked for by every one of the clauses."""

    facts: tuple[Name, ...]
    because: tuple[Name, ...] = ()


@frozen(eq=False, repr=False)
class ExpectRemaining(Line):
    """None: the least of what the limits read have left."""

    limit: Name | None
    amount: Value


@frozen(eq=False, repr=False)
class ExpectReading(Line):
    """What a part of a limit comes to, such as `outpatient_visits.used`."""

    part: Name
    amount: Value


@frozen(eq=False, repr=False)
class ExpectPays(Line):
    """A rate, an amount, or both; nothing when the decision states neither."""

    values: tuple[Literal, ...]


@frozen(eq=False, repr=False)
class ExpectMemberPays(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectAsked(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectFits(Line):
    amount: Literal


@frozen(eq=False, repr=False)
class ExpectNoEffects(Line):
    """Nothing is used up."""


@frozen(eq=False, repr=False)
class ExpectSettled(Line):
    """Whether only one determination is possible."""

    settled: bool


@frozen(eq=False, repr=False)
class ExpectOutranked(Line):
    clauses: tuple[Name, ...]


@frozen(eq=False, repr=False)
class ExpectAssumes(Line):
    """A fact that the decision assumes, and as what; no fact: it assumes none."""

    fact: Name | None
    value: Value | None = None


@frozen(eq=False, repr=False)
class ExpectAdvises(Line):
    """The advice given, by names or by its words; no names: there is none.

    `only`: there is no other.
    """

    advice: tuple[Name, ...] | Text
    only: bool = False


@frozen(eq=False, repr=False)
class ExpectPossible(Line):
    determinations: tuple[Name, ...]


@frozen(eq=False, repr=False)
class ExpectRoutesTo(Line):
    """Where the person is sent; None: nowhere."""

    target: Name | None


@frozen(eq=False, repr=False)
class ExpectOpenQuestion(Line):
    """A question that the decision passes through; None: it passes through none."""

    question: Text | None


ExpectLine = (
    ExpectMissing
    | ExpectRemaining
    | ExpectReading
    | ExpectPays
    | ExpectMemberPays
    | ExpectAsked
    | ExpectFits
    | ExpectNoEffects
    | ExpectPossible
    | ExpectSettled
    | ExpectOutranked
    | ExpectAssumes
    | ExpectAdvises
    | ExpectRoutesTo
    | ExpectOpenQuestion
)


@frozen(eq=False, repr=False)
class Because(Node):
    """The clauses among the reasons; `only`: there is no other."""

    clauses: tuple[Name, ...]
    only: bool = False


@frozen(eq=False, repr=False)
class Expect(Line):
    """The citations are rows that the explanation has to name."""

    determination: Name
    because: Because | None
    lines: tuple[AnyLine, ...]
