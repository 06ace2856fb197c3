"""Worked examples, once their names are bound: a request and what its decision should be."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any

from policydsl.core.determinations import Determination
from policydsl.core.ir import Placed
from policydsl.core.request import Request
from policydsl.frozen import frozen


class Part(enum.Enum):
    """What can be said of a limit that was read; the value is the word behind its name."""

    BASE = "base"
    GRANTED = "granted"
    AUTHORIZED = "authorized"
    USED = "used"
    ASKED = "asked"
    REMAINING = "remaining"
    REMAINING_AFTER = "remaining_after"
    EFFECT = "effect"


@frozen
class ReadingExpected(Placed):
    """What a part of a limit comes to; None: it is not known.

    Without a limit: the least of what the limits have left before the request.
    """

    limit: str | None
    part: Part
    amount: int | None
    unlimited: bool = False


@frozen
class AssumptionExpected(Placed):
    """A fact that is assumed; `value` as in a request's JSON, and `words` for it, if it is said."""

    fact: str
    value: Any = None
    words: str = ""


@frozen
class Meant(Placed):
    """What a scenario calls a clause, and the keys of the clauses that this may mean.

    A limit, a list or a redirect stands for all of its parts.
    """

    name: str
    keys: tuple[str, ...]

    def among(self, keys: Iterable[str]) -> bool:
        return any(key in self.keys for key in keys)


@frozen
class Asker(Placed):
    """A missing fact, and a clause that has to be among those that ask for it."""

    fact: str
    clause: Meant


@frozen
class Expectation(Placed):
    """What a decision should hold; None, or an empty tuple of `because`: not said.

    `because` are clauses among the reasons, `only`: and no other (`only_advises` likewise);
    `citations` are rows that have to bear on the decision.  `missing` is the exact set of
    facts; where it is not said, nothing may be missing unless the request is expected to
    pend.  `rate` is in hundredths of a percent, amounts in cents; `unstated`: the decision
    states no payment.  `routes_to` is empty where nobody is sent anywhere.  Of `outranked`,
    `assumes`, `advises` and `open_questions` all that is named has to be there, and where the
    tuple is empty, nothing.
    """

    determination: Determination
    because: tuple[Meant, ...] = ()
    only: bool = False
    citations: tuple[str, ...] = ()
    missing: frozenset[str] | None = None
    askers: tuple[Asker, ...] = ()
    readings: tuple[ReadingExpected, ...] = ()
    asked: int | None = None
    fits: int | None = None
    no_effects: bool = False
    rate: int | None = None
    amount: int | None = None
    unstated: bool = False
    member_pays: int | None = None
    possible: frozenset[Determination] | None = None
    settled: bool | None = None
    routes_to: str | None = None
    outranked: tuple[Meant, ...] | None = None
    assumes: tuple[AssumptionExpected, ...] | None = None
    advises: tuple[str, ...] | None = None
    only_advises: bool = False
    open_questions: tuple[str, ...] | None = None


@frozen
class Scenario(Placed):
    """`title` is unique in its policy: a row of a table has its number added."""

    title: str
    request: Request
    expect: Expectation
