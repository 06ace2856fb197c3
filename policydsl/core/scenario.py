"""Worked examples, once their names are bound: a request and what its decision should be."""

from __future__ import annotations

from policydsl.core.determinations import Determination
from policydsl.core.ir import Placed
from policydsl.core.request import Request
from policydsl.frozen import frozen


@frozen
class RemainingExpected(Placed):
    """What a limit has left before the request; None: the least of what the limits have."""

    limit: str | None
    amount: int


@frozen
class Expectation(Placed):
    """What a decision should hold; None, or an empty tuple of `because`: not said.

    `because` are ids or keys of clauses among the reasons; `citations` are rows that the
    explanation has to name.  `missing` is the exact set of facts; where it is not said,
    nothing may be missing unless the request is expected to pend.  `rate` is in hundredths
    of a percent, `amount` in cents.
    """

    determination: Determination
    because: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    missing: frozenset[str] | None = None
    remaining: tuple[RemainingExpected, ...] = ()
    rate: int | None = None
    amount: int | None = None
    fits: int | None = None
    possible: frozenset[Determination] | None = None
    routes_to: str | None = None
    open_questions: tuple[str, ...] = ()


@frozen
class Scenario(Placed):
    """`title` is unique in its policy: a row of a table has its number added."""

    title: str
    request: Request
    expect: Expectation
