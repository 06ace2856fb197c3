"""The facts a policy may read: their types, ranges, suppliers and assumptions."""

from __future__ import annotations

import enum

import attrs

from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.values import FactValue
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


@attrs.frozen
class YesNo:
    pass


@attrs.frozen
class Choice:
    """One of a closed set of members, in the order of declaration."""

    members: tuple[str, ...]


@attrs.frozen
class MemberSet:
    """Any subset of a closed set of members."""

    members: tuple[str, ...]


@attrs.frozen
class CodeValue:
    """One code of an open system, such as `icd10`."""

    system: str


@attrs.frozen
class CodeSet:
    system: str


class NumberKind(enum.Enum):
    COUNT = "count"  # a whole or decimal number, with or without a unit
    MONEY = "money"  # cents
    PERCENT = "percent"  # hundredths of a percent


@attrs.frozen
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


@attrs.frozen
class Day:
    low: int = FIRST_DAY
    high: int = LAST_DAY


@attrs.frozen
class DisplayText:
    """Text for display: no condition may read it."""


@attrs.frozen
class RecordValue:
    """A record, or a bounded list of records; not yet decided upon."""

    listed: bool
    fields: tuple[Fact, ...]


FactType = (
    YesNo | Choice | MemberSet | CodeValue | CodeSet | Number | Day | DisplayText | RecordValue
)

# Every number lies within ±BOUND, so that interval arithmetic has finite ends.
BOUND = 10**12


@attrs.frozen
class Fact:
    name: str
    label: str
    type: FactType
    supplier: Supplier | None
    fixed: bool
    may_be_absent: bool
    member_labels: tuple[tuple[str, str], ...] = ()
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class FactTable:
    """The declared facts by name, in the order of declaration."""

    by_name: dict[str, Fact] = attrs.field(factory=dict)

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self.by_name


@attrs.frozen
class Given:
    """A fact's value, as a pair ready for a request."""

    fact: str
    value: FactValue
