"""Report what names nothing once, however many places speak of it or of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.semantics.names import Names

_MOST_PLACES: Final = 3
"""To how many further places a report points."""


def said_once(found: Iterable[Diagnostic], names: Names) -> tuple[Diagnostic, ...]:
    """Join the reports of each unknown clause, fact or member, in the order they were found.

    What a faulty declaration explains is left out: a clause whose name is misspelt where it
    is declared, or that stands inside the second of two with one name.
    """
    found = tuple(found)
    misspelt = [_written(d) for d in found if d.code is catalogue.NO_CONDITION]
    twice = any(d.code is catalogue.DECLARED_TWICE and _written(d) in names.clauses for d in found)
    groups: dict[object, list[Diagnostic]] = {}
    for diagnostic in found:
        last = _written(diagnostic).rpartition(".")[2]
        unknown = diagnostic.code is catalogue.UNKNOWN_CLAUSE
        if not unknown or not (twice or nearest(last, misspelt)):
            groups.setdefault(_cause(diagnostic, names), []).append(diagnostic)
    return tuple(said for cause, group in groups.items() for said in _joined(cause, group))


def _cause(diagnostic: Diagnostic, names: Names) -> object:
    """Give what every report of one cause has in common; None where each has its own."""
    code, written = diagnostic.code, _written(diagnostic)
    head = written.partition(".")[0]
    match code:
        case catalogue.UNKNOWN_MEMBER:
            return diagnostic.message
        case catalogue.UNKNOWN_CLAUSE if head not in names.clauses:
            return head
        case catalogue.UNKNOWN_NAME if head != written and head not in names.clauses:
            return head
        case catalogue.UNKNOWN_NAME | catalogue.NO_CONDITION if written not in names.values:
            return ("fact", written)
        case _:
            return None


def _joined(cause: object, group: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Give the first report, or the first of the bare name, with the places of the others."""
    if cause is None:
        yield from group
        return
    kept = next((d for d in group if _written(d) == cause), group[0])
    places = {kept.span, *(label.span for label in kept.also)}
    for other in group:
        if other.span is not None and other.span not in places and len(places) <= _MOST_PLACES:
            kept = kept.and_at(other.span, "and here")
            places.add(other.span)
    yield kept


def _written(diagnostic: Diagnostic) -> str:
    return diagnostic.span.text if diagnostic.span else ""
