"""Hold the editions of one policy against each other: no day has two, and few have none."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import dating
from policydsl.semantics import problems_editions as problems
from policydsl.syntax import ast


@frozen
class Dated:
    """The head of one edition, and its first and last day in force."""

    head: ast.Policy
    date: str | None
    start: int
    end: int

    @property
    def line(self) -> ast.Node:
        """What says when it is in force, or else its name."""
        lines = (line for line in self.head.lines if isinstance(line, ast.InForce))
        return next(lines, self.head.id)


def dated(file: ast.File) -> Dated | None:
    """Read the head of the policy that *file* holds; None when it holds none."""
    for item in file.items:
        if isinstance(item, ast.Policy):
            range_ = dating.in_force(item.lines)
            return Dated(
                item,
                dating.edition(item.lines),
                range_.start or FIRST_DAY,
                range_.end or LAST_DAY,
            )
    return None


def between(editions: Sequence[Dated]) -> tuple[Diagnostic, ...]:
    """Say what is wrong between *editions* of one policy, in the order of their first days.

    Of an edition in which something overlaps only the first clash is told.
    """
    found: list[Diagnostic] = []
    dates: dict[str, Dated] = {}
    for edition in editions:
        if edition.date is None:
            found.append(problems.undated_edition(edition.head))
            continue
        first = dates.setdefault(edition.date, edition)
        if first is not edition:
            found.append(problems.edition_twice(edition.head, first.head, edition.date))
    # A range that ends before it begins is reported where ranges are.
    latest, *later = [edition for edition in editions if edition.start <= edition.end] or editions
    for edition in later:
        if edition.start <= latest.end:
            found.append(
                problems.editions_overlap(edition.line, latest.line, _shared(edition, latest))
            )
        elif edition.start > latest.end + 1:
            hole = (latest.end + 1, edition.start - 1)
            found.append(problems.hole_between_editions(edition.line, latest.line, hole))
        if edition.end > latest.end:
            latest = edition
    return tuple(found)


def _shared(later: Dated, earlier: Dated) -> problems.Overlap:
    """Name a day in both: the first, unless that is the first that a calendar has."""
    first, last = later.start, min(later.end, earlier.end)
    day = first if first > FIRST_DAY else last if last < LAST_DAY else None
    return problems.Overlap(day, earlier.start < later.start)
