"""Conditions and amounts, bound to what they mean.

A *truth* is yes, no or unknown; a *term* is an exact integer (scaled as its fact is), or
absent, or unknown. Chains are n-ary.
"""

from __future__ import annotations

import enum

from policydsl.core.dates import Period
from policydsl.frozen import field, frozen
from policydsl.source import Span


@frozen(kw_only=True)
class Placed:
    """Something with a place in the author's text; the place is not its meaning."""

    span: Span | None = field(default=None, eq=False, repr=False)


# -------------------------------------------------------------------- terms


@frozen
class Constant(Placed):
    """An exact integer."""

    value: int


@frozen
class FactTerm(Placed):
    """The number or day that a fact holds."""

    fact: str


@frozen
class ServiceDate(Placed):
    """The day the request is about (`as_of`)."""


@frozen
class Addend:
    factor: int
    term: Term
    citations: tuple[str, ...] = ()


@frozen
class Sum(Placed):
    """The sum of factor × term; absent when any term is absent."""

    addends: tuple[Addend, ...]


@frozen
class Least(Placed):
    terms: tuple[Term, ...]


@frozen
class Greatest(Placed):
    terms: tuple[Term, ...]


@frozen
class ElseTerm(Placed):
    """*term*, or *otherwise* where it is absent (not where it is unknown)."""

    term: Term
    otherwise: Term


@frozen
class Case:
    condition: Truth
    term: Term
    citations: tuple[str, ...] = ()


@frozen
class Cases(Placed):
    """The term of the first case that holds, else *otherwise*; None is absent."""

    cases: tuple[Case, ...]
    otherwise: Term | None


@frozen
class AddPeriod(Placed):
    """A day plus *count* periods, months clipped to their end (SPEC 6.2)."""

    term: Term
    count: int
    period: Period


@frozen
class AgeTerm(Placed):
    """Completed years or months on the service date of one born on *born*."""

    born: Term
    in_months: bool


@frozen
class BirthdayTerm(Placed):
    """The day on which one born on *born* turns *years*."""

    born: Term
    years: int


@frozen
class YearTerm(Placed):
    """The calendar year of a day."""

    term: Term


Term = (
    Constant
    | FactTerm
    | ServiceDate
    | Sum
    | Least
    | Greatest
    | ElseTerm
    | Cases
    | AddPeriod
    | AgeTerm
    | BirthdayTerm
    | YearTerm
)


# ------------------------------------------------------------------- truths


@frozen
class Truism(Placed):
    """Always yes, or always no."""

    value: bool


@frozen
class MemberIs(Placed):
    """A yes-or-no or one-of fact holds one of *values*; no when it is absent."""

    fact: str
    values: frozenset[bool] | frozenset[str]


@frozen
class CodeRange:
    """Codes from *low* to *high* inclusive; for `icd10` a code contains its subcodes."""

    low: str
    high: str


@frozen
class CodeIn(Placed):
    """A code fact lies in one of *ranges*."""

    fact: str
    system: str
    ranges: tuple[CodeRange, ...]


class SetWord(enum.Enum):
    INCLUDES = "includes"  # every one of *values* is in the fact's set
    ANY_IN = "any in"  # at least one element is among *values*
    ALL_IN = "all in"  # nonempty, and every element is among *values*
    ONLY = "only"  # every element is among *values*; the empty set too


@frozen
class SetIs(Placed):
    """A test on a set-of-members fact."""

    fact: str
    word: SetWord
    values: frozenset[str]


@frozen
class CodeSetIs(Placed):
    """A test on a set-of-codes fact."""

    fact: str
    system: str
    word: SetWord
    ranges: tuple[CodeRange, ...]


class Order(enum.Enum):
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


@frozen
class Compare(Placed):
    """left ≤, < or = right; no when either side is absent."""

    left: Term
    order: Order
    right: Term


@frozen
class IsAbsent(Placed):
    fact: str


@frozen
class IsKnown(Placed):
    """Whether a fact was given; only advice and payment may ask (SPEC 2.4)."""

    fact: str


@frozen
class Not(Placed):
    operand: Truth


@frozen
class And(Placed):
    operands: tuple[Truth, ...]


@frozen
class Or(Placed):
    operands: tuple[Truth, ...]


@frozen
class Cited(Placed):
    """A truth with the inventory rows that support it."""

    operand: Truth
    citations: tuple[str, ...]


@frozen
class Named(Placed):
    """The use of a `define`d condition, or of an assumption's condition."""

    name: str
    title: str
    operand: Truth
    citations: tuple[str, ...] = ()


Truth = (
    Truism
    | MemberIs
    | CodeIn
    | SetIs
    | CodeSetIs
    | Compare
    | IsAbsent
    | IsKnown
    | Not
    | And
    | Or
    | Cited
    | Named
)
