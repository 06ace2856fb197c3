"""Tables from a fact's value to bits, filled by the reference evaluator when first asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST_ENTRIES = 4096
"""The most values a table remembers; others are worked out each time."""


class Table(dict[Any, Any]):
    """Answers for a key what *work_out* gives, and remembers it while there is room.

    Threads may share one: at worst an answer is worked out twice.
    """

    __slots__ = ("_most", "_work_out")

    def __init__(self, work_out: Callable[[Any], Any], most: int = MOST_ENTRIES) -> None:
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: Any) -> Any:
        found = self._work_out(key)
        if len(self) < self._most:
            self[key] = found
        return found
