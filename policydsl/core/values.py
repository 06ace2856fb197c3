"""What a fact can hold, and three-valued truth.

A value is `bool` (yes or no), `str` (a member or a code), `int` (a number
scaled to the fact's places, cents, or a day as `date.toordinal()`),
`frozenset[str]` (a set) or `ABSENT`.  An unknown fact has no value: it is not
in the mapping.
"""

from __future__ import annotations

import enum
from typing import Final


class Absence(enum.Enum):
    """The one value of a fact that is known not to exist (JSON null)."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absence.ABSENT

FactValue = bool | str | int | frozenset[str] | Absence


class Kleene(enum.Enum):
    """Yes, no or unknown, with Kleene's strong `and`, `or` and `not`."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __invert__(self) -> Kleene:
        # By identity: looking a member up by its value takes a hundred times longer.
        if self is Kleene.UNKNOWN:
            return self
        return Kleene.NO if self is Kleene.YES else Kleene.YES

    @staticmethod
    def of(truth: bool) -> Kleene:
        return Kleene.YES if truth else Kleene.NO


def conjunction(values: list[Kleene]) -> Kleene:
    """Return `and` over *values*: the least; yes when there are none.

    >>> conjunction([Kleene.YES, Kleene.UNKNOWN])
    <Kleene.UNKNOWN: 1>
    """
    if Kleene.NO in values:
        return Kleene.NO
    return Kleene.UNKNOWN if Kleene.UNKNOWN in values else Kleene.YES


def disjunction(values: list[Kleene]) -> Kleene:
    """Return `or` over *values*: the greatest; no when there are none.

    >>> disjunction([Kleene.NO, Kleene.UNKNOWN])
    <Kleene.UNKNOWN: 1>
    """
    if Kleene.YES in values:
        return Kleene.YES
    return Kleene.UNKNOWN if Kleene.UNKNOWN in values else Kleene.NO
