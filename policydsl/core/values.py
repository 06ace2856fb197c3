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
        if self is _UNKNOWN:
            return self
        return _NO if self is _YES else _YES

    @staticmethod
    def of(truth: bool) -> Kleene:
        return _YES if truth else _NO


# To look a member up in its class takes longer than most of what is done with it.
_YES, _NO, _UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


def conjunction(values: list[Kleene]) -> Kleene:
    """Return `and` over *values*: the least; yes when there are none.

    >>> conjunction([Kleene.YES, Kleene.UNKNOWN])
    <Kleene.UNKNOWN: 1>
    """
    if _NO in values:
        return _NO
    return _UNKNOWN if _UNKNOWN in values else _YES


def disjunction(values: list[Kleene]) -> Kleene:
    """Return `or` over *values*: the greatest; no when there are none.

    >>> disjunction([Kleene.NO, Kleene.UNKNOWN])
    <Kleene.UNKNOWN: 1>
    """
    if _YES in values:
        return _YES
    return _UNKNOWN if _UNKNOWN in values else _NO
