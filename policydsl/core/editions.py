"""Say which edition of a policy answers for a day, and for which days each of them does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policydsl.core.dates import FIRST_DAY, LAST_DAY

EVERY_DAY: Final = range(FIRST_DAY, LAST_DAY + 1)
"""The days that the only edition of a policy answers for."""


def reigns(starts: Sequence[int | None]) -> tuple[range, ...]:
    """Give the days that each edition answers for, of editions in the order of their first days.

    An edition answers from its first day until the next one begins: for a day in a hole it is
    the edition before that says it is no longer in force. The first answers for what was
    before it too.

    >>> [(days.start, days.stop) for days in reigns([None, 100, 200])]
    [(1, 100), (100, 200), (200, 3652060)]
    """
    if not starts:
        return ()
    begins = [FIRST_DAY, *(start or FIRST_DAY for start in starts[1:])]
    return tuple(
        range(begin, end) for begin, end in zip(begins, [*begins[1:], LAST_DAY + 1], strict=True)
    )
