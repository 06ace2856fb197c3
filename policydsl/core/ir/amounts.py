"""What is counted and what is paid: plans' settings, limits with their windows, payments."""

from __future__ import annotations

from policydsl.core.ir.expressions import Placed, Term, Truth
from policydsl.core.values import FactValue
from policydsl.frozen import frozen


@frozen
class Setting(Placed):
    """What a plan makes of a fact while *condition* holds; None: an amount without end.

    It supplies the fact through an assumption; a request that gives the fact another
    value is refused.
    """

    fact: str
    value: FactValue | None
    condition: Truth
    plan: str
    title: str
    citations: tuple[str, ...]


@frozen
class Window(Placed):
    """How a limit's period is named, and the day range it binds in, if it has one.

    `words` is what follows `per`, for people: `calendar year`, `program`.
    `inside` is the condition that the service date lies in the period from the
    anchor; None when usage is already counted for the right period.
    """

    words: str
    inside: Truth | None
    citations: tuple[str, ...]


@frozen
class Limit(Placed):
    """The arithmetic of a limit, as terms (SPEC 4.4, LIMIT).

    `authorized` is base plus granted extension, `remaining` what is left of it
    before this request, `asked` what the request takes.  `ceiling` is the most
    that an extension can reach; None: no extension, or no ceiling.
    """

    id: str
    title: str
    unit: str
    live: Truth
    base: Term
    granted: Term
    ceiling: Term | None
    authorized: Term
    used: Term
    asked: Term
    remaining: Term
    windows: tuple[Window, ...]
    extendable: bool
    citations: tuple[str, ...]
    unlimited: bool = False  # `base` is then `facts.BOUND`
    places: int = 0  # the terms are counts times 10**places


@frozen
class Payment(Placed):
    """One `pays` line: guards in order, then what it pays.

    `rate` in hundredths of a percent; `basis` in cents (None: it cannot be
    computed); `copay` and `deductible` in cents, both the member's.
    """

    guards: tuple[Truth, ...]
    benefit: str | None
    rate: Term | None
    basis: Term | None
    copay: Term | None
    copay_times: Term | None
    deductible: Term | None
    rounding: str
    nothing: bool
    citations: tuple[str, ...]
