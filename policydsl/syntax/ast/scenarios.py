"""Worked examples: the request they give, alone or as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import HeadedBlock
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Text
from policydsl.syntax.ast.tables import Row
from policydsl.syntax.ast.values import Date, Value

if TYPE_CHECKING:
    from policydsl.syntax.ast.kinds import AnyLine


@frozen(eq=False, repr=False)
class AsOf(Line):
    date: Date


@frozen(eq=False, repr=False)
class GivenFact(Line):
    fact: Name
    value: Value


@frozen(eq=False, repr=False)
class Given(Line):
    """The facts of a request; with `like`, on top of those of a `case`."""

    facts: tuple[GivenFact, ...]
    like: Name | None = None


@frozen(eq=False, repr=False)
class Columns(Line):
    names: tuple[Name, ...]
    rows: tuple[Row, ...]


@frozen(eq=False, repr=False)
class Case(HeadedBlock):
    """What scenarios may begin with: a date and facts, by a name."""


@frozen(eq=False, repr=False)
class Scenario(Line):
    title: Text
    lines: tuple[AnyLine, ...]


@frozen(eq=False, repr=False)
class ScenarioTable(Line):
    title: Text
    lines: tuple[AnyLine, ...]
