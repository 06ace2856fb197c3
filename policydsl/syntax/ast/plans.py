"""What a plan sets, and the calendar that it works by."""

from __future__ import annotations

from policydsl.frozen import frozen
from policydsl.syntax.ast.clauses import HeadedBlock
from policydsl.syntax.ast.lines import Line
from policydsl.syntax.ast.node import Name, Text
from policydsl.syntax.ast.values import Date, Literal, Value


@frozen(eq=False, repr=False)
class Typically(Line):
    """The usual range of the parameter it stands in, or of one that a plan sets."""

    low: Literal
    high: Literal
    parameter: Name | None = None


@frozen(eq=False, repr=False)
class StandsFor(Line):
    """A parameter's fact: `stands for plan_visit_limit`."""

    fact: Name


class Parameter(HeadedBlock):
    __slots__ = ()


@frozen(eq=False, repr=False)
class Sets(Line):
    parameter: Name
    value: Value


class Plan(HeadedBlock):
    __slots__ = ()


@frozen(eq=False, repr=False)
class RestDays(Line):
    days: tuple[Name, ...]


@frozen(eq=False, repr=False)
class Holiday(Line):
    date: Date
    title: Text | None


@frozen(eq=False, repr=False)
class Spans(Line):
    start: Date
    end: Date


class Calendar(HeadedBlock):
    __slots__ = ()
