"""The facts a policy may read: their types, ranges, suppliers and assumptions."""

from __future__ import annotations

import enum

from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.values import FactValue
from policydsl.frozen import field, frozen
from policydsl.source import Span


class Supplier(enum.Enum):
    """Who can say what a fact is."""

    PERFORMER = "performer"
    LOCATION = "location"
    TIMEFRAME = "timeframe"
    CODE = "code"
    CLINICAL = "clinical"
    ADMIN = "admin"
    PATIENT = "patient"
    PAYER_SYSTEM = "payer_system"
    REVIEWER = "reviewer"


@frozen
class YesNo:
    pass


@frozen
class Choice:
    """One of a closed set of members, in the order of declaration."""

    members: tuple[str, ...]


@frozen
class MemberSet:
    """Any subset of a closed set of members."""

    members: tuple[str, ...]


@frozen
class CodeValue:
    """One code of an open system, such as `icd10`."""

    system: str


@frozen
class CodeSet:
    system: str


class NumberKind(enum.Enum):
    COUNT = "count"  # a whole or decimal number, with or without a unit
    MONEY = "money"  # cents
    PERCENT = "percent"  # hundredths of a percent


@frozen
class Number:
    """A scaled integer: the number times 10**places, from *low* to *high* inclusive.

    `unit` is the plural unit word or None; None bounds are open, and a range
    that is open in the text is closed here by `BOUND`.
    """

    kind: NumberKind
    unit: str | None
    places: int
    low: int
    high: int


@frozen
class Day:
    low: int = FIRST_DAY
    high: int = LAST_DAY


@frozen
class DisplayText:
    """Text for display: no condition may read it."""


@frozen
class RecordValue:
    """A record, or a bounded list of records; not yet decided upon."""

    listed: bool
    fields: tuple[Fact, ...]


FactType = (
    YesNo | Choice | MemberSet | CodeValue | CodeSet | Number | Day | DisplayText | RecordValue
)

# Every number lies within ±BOUND, so that interval arithmetic has finite ends.
BOUND = 10**12


def is_endless(count: int | None, places: int) -> bool:
    """Say whether *count*, scaled by 10**places, is what is left of an amount without end.

    Such an amount is `BOUND`, so that it can be compared and counted down like any other;
    nothing that is used comes anywhere near it.

    >>> is_endless(BOUND - 1900, 0), is_endless(1900, 0), is_endless(None, 0)
    (True, False, False)
    """
    return count is not None and count >= least_endless(places)


def least_endless(places: int) -> int:
    """Return the least count, scaled by 10**places, that is of an amount without end."""
    return BOUND // 2 * int(10**places)


@frozen
class Fact:
    """A declared fact.

    `says` names it to a member: what is so when it is yes (`says_not`: when it is no), or
    for other types what it is.
    """

    name: str
    label: str
    type: FactType
    supplier: Supplier | None
    fixed: bool
    may_be_absent: bool
    member_labels: tuple[tuple[str, str], ...] = ()
    says: str = ""
    says_not: str = ""
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class FactTable:
    """The declared facts by name, in the order of declaration."""

    by_name: dict[str, Fact]

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self.by_name


@frozen
class Given:
    """A fact's value, as a pair ready for a request."""

    fact: str
    value: FactValue
