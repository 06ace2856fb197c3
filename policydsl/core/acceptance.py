"""Findings that stay, with the author's reason: an `accept` line, once its places are known."""

from __future__ import annotations

from policydsl.core.ir import Placed
from policydsl.frozen import frozen
from policydsl.source import Span


@frozen
class Acceptance(Placed):
    """A finding with *code* stays where one of its places lies within one of these.

    `within` are the text of the construct in which the line stands, or of those that an
    item `accept` is about.
    """

    code: str
    reason: str
    within: tuple[Span, ...]

    def covers(self, place: Span) -> bool:
        return any(
            place.source == span.source and span.start <= place.start < span.end
            for span in self.within
        )
