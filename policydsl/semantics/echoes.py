"""Keep silent what follows only from a line, or a file, that could not be read.

A line with a fault of syntax is cut away so that the rest is still checked. What the rest
then lacks, its author has written: one cause gives one diagnostic.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.source import Source, Span
from policydsl.syntax.chunks import chunks

_LACKING_IN_AN_ITEM: Final = frozenset(
    {
        catalogue.NO_TYPE,
        catalogue.NO_VALUE,
        catalogue.ROW_WIDTH,
        catalogue.LACKING_LINE,
        catalogue.NO_CONDITION,
        catalogue.EXPECTATION,
    }
)
# These look at the whole policy: the line that they miss may stand in any item.
_LACKING_ANYWHERE: Final = frozenset(
    {
        catalogue.NOTHING_COUNTS,
        catalogue.DOCUMENT_UNUSED,
        catalogue.UNCITED_ROW,
        catalogue.PARAMETER_UNSET,
    }
)
_NOT_DECLARED: Final = frozenset(
    {
        catalogue.UNKNOWN_NAME,
        catalogue.UNKNOWN_CLAUSE,
        catalogue.UNKNOWN_VOCABULARY,
        catalogue.NO_CONDITION,
    }
)
# A clause may have the name of a fact; a condition that means nothing cites nothing.
_OF_A_VOCABULARY: Final = _NOT_DECLARED - {catalogue.UNKNOWN_VOCABULARY} | {
    catalogue.WRONG_SORT,
    catalogue.UNCITED_CLAUSE,
}
_NOT_A_PART: Final = frozenset(
    {catalogue.UNKNOWN_MEMBER, catalogue.UNKNOWN_LIMIT_PART, catalogue.UNKNOWN_CLAUSE}
)
_ABOUT_A_VALUE: Final = frozenset({catalogue.OUT_OF_RANGE, catalogue.ALWAYS_THE_SAME})
_NAMED = re.compile(r"\w+ +([A-Za-z_][\w.-]*)")
_HEADER = re.compile(r"(?:policy|vocabulary)\b", re.IGNORECASE)


def without_echoes(
    found: Iterable[Diagnostic], of_syntax: Sequence[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Leave out of *found* whatever the faults *of_syntax* explain."""
    found = tuple(found)
    faults = [fault.span for fault in of_syntax if fault.span is not None]
    if any(diagnostic.code is catalogue.UNKNOWN_VOCABULARY for diagnostic in found):
        # What it declares is unknown because it is.
        found = tuple(d for d in found if d.code not in _OF_A_VOCABULARY)
    if not faults:
        return found
    # Of a file that is no text nobody knows what it declares.
    unread = any(fault.code.id.startswith("POL00") for fault in of_syntax)
    torn = _Torn(tuple(faults), tuple(_items_of(faults)), unread)
    return tuple(diagnostic for diagnostic in found if not torn.explains(diagnostic))


@frozen
class _Torn:
    """The places that could not be read, and the items that they stand in."""

    faults: tuple[Span, ...]
    items: tuple[Span, ...]
    unread: bool

    def explains(self, diagnostic: Diagnostic) -> bool:
        code, span, also = diagnostic.code, diagnostic.span, diagnostic.also
        if code in _LACKING_ANYWHERE:
            return True
        if span is None:
            return False
        if any(_within(span, fault) for fault in self.faults):
            return True
        if code in _ABOUT_A_VALUE and any(_within(fault, span) for fault in self.faults):
            return True
        if code in _LACKING_IN_AN_ITEM and self._holds(span):
            return True
        if code is catalogue.PLANS_OVERLAP:
            # A condition that was not read whole holds too often.
            return any(self._holds(plan) for plan in (span, *(label.span for label in also)))
        if code in _NOT_A_PART and any(self._holds(label.span) for label in also):
            return True
        # A header says which vocabularies are read, and that there is a policy at all.
        if self.unread or any(_HEADER.match(item.text) for item in self.items):
            return code in _NOT_DECLARED or (code is catalogue.LACKING_LINE and span.end == 0)
        return code in _NOT_DECLARED and self._names(span.text)

    def _holds(self, span: Span) -> bool:
        return any(_within(span, item) for item in self.items)

    def _names(self, written: str) -> bool:
        """Tell whether one of the items has the name that *written* refers to."""
        for item in self.items:
            named = _NAMED.match(item.text)
            name = named[1].replace("-", "_") if named else ""
            if name and (written == name or written.startswith(f"{name}.")):
                return True
        return False


def _items_of(faults: Iterable[Span]) -> Iterable[Span]:
    """Give the items that hold a fault; one that begins with it may belong to the item above."""
    starts_by_source: dict[Source, list[int]] = {}
    for fault in faults:
        starts_by_source.setdefault(fault.source, []).append(fault.start)
    for source, starts in starts_by_source.items():
        cut = [chunk.start for chunk in chunks(source)] or [0]
        ends = [*cut[1:], len(source.text)]
        for index in sorted({bisect_right(cut, start) - 1 for start in starts}):
            yield source.span(cut[index], ends[index])
            if index and cut[index] in starts:
                yield source.span(cut[index - 1], ends[index - 1])


def _within(inner: Span, outer: Span) -> bool:
    return inner.source == outer.source and outer.start <= inner.start and inner.end <= outer.end
