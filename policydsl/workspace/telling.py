"""Tell what is wrong with the editions of a policy: what two have in common once."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.source import Span
from policydsl.workspace.gathering import Bundle


class Told:
    """Collects what is wrong with editions, the earlier first, and what is between them.

    What an amendment brings about in the text that it amends is told with the amendment.
    """

    def __init__(self, between: Iterable[Diagnostic]) -> None:
        self._found = [*between]
        self._known: set[tuple[str, str, Span | None]] = set()

    def add(self, edition: Bundle, diagnostics: Iterable[Diagnostic]) -> None:
        sources = {amendment.span.source for amendment in edition.amendments}
        syntax = frozenset(edition.diagnostics)
        new = []
        for found in diagnostics:
            if self._is_known(found):
                continue
            new.append(found)
            elsewhere = found.span is not None and found.span.source not in sources
            if elsewhere and sources and found not in syntax:
                amendment = edition.amendments[0]
                found = found.and_at(amendment.id.span, "in the edition as amended here")
            self._found.append(found)
        self._known.update((each.code.id, each.message, each.span) for each in new)

    def _is_known(self, found: Diagnostic) -> bool:
        return (found.code.id, found.message, found.span) in self._known

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return in_order(self._found)
