"""Which of several editions answers for a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from policydsl.core import ir


class Succession:
    """Editions in the order of time, each answering from its first day to that of the next.

    The first answers for all days before the second too.
    """

    def __init__(self, editions: Sequence[ir.Program]) -> None:
        self._starts = [each.in_force.start or 0 for each in editions[1:]]

    def at(self, day: int | None) -> int:
        """Return the place of the edition for a day, the last where there is no day."""
        return len(self._starts) if day is None else bisect_right(self._starts, day)
