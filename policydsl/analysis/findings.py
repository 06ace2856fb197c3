"""Turn what analysis finds into what is told: accepted or not, once for a cause, and bounded.

A finding is known before its case is: to make a case takes longer than to find what it is
for, so that only what is told gets one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import attrs

from policydsl.analysis import problems
from policydsl.core.acceptance import Acceptance
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Accepted, Code, Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.source import Span

MOST_SHOWN: Final = 8
"""How many causes of one code are told; the last one tells how many more there are."""
MOST_PLACES: Final = 3
"""To how many others of one cause a finding points."""


@frozen
class Finding:
    """Something that is wrong, not yet worded.

    `places` are where it is, the first of them where it is told; `cause` is what it has in
    common with others that need to be told only once, and of those what is `grave` is told
    first.  `told` makes its case and words it.
    """

    code: Code
    places: tuple[Span, ...]
    told: Callable[[], Diagnostic]
    cause: object = None
    grave: bool = False


@frozen
class Analysed:
    """What is wrong with a policy, and what its author has accepted."""

    diagnostics: tuple[Diagnostic, ...] = ()
    accepted: tuple[Accepted, ...] = ()


def settle(found: Iterable[Finding], acceptances: Sequence[Acceptance]) -> Analysed:
    """Word what is found, apart from what is accepted, and the acceptances that match nothing."""
    accepted: list[Accepted] = []
    open_: list[Finding] = []
    used: set[int] = set()
    for finding in sorted(found, key=_place):
        own = [a for a in acceptances if _accepts(a, finding)]
        used.update(map(id, own))
        if own:
            # Nobody is to look at it, so that no case is made.
            place = finding.places[0]
            diagnostic = finding.code.at(place, finding.code.title, "is accepted")
            accepted.append(Accepted(diagnostic, own[0].reason))
        else:
            open_.append(finding)
    stale = [a for a in acceptances if id(a) not in used and not _is_beside(a, open_)]
    told = [*_told(open_), *map(problems.accepts_nothing, stale)]
    return Analysed(in_order(told), tuple(accepted))


def _place(finding: Finding) -> tuple[str, int]:
    first = finding.places[0] if finding.places else None
    return (first.source.name, first.start) if first else ("", 0)


def _accepts(acceptance: Acceptance, finding: Finding) -> bool:
    return acceptance.code == finding.code.id and any(map(acceptance.covers, finding.places))


def _is_beside(acceptance: Acceptance, found: Iterable[Finding]) -> bool:
    """Whether something is found where *acceptance* stands, which may hide what it accepts."""
    return any(
        acceptance.covers(place) or any(_lies_in(span, place) for span in acceptance.within)
        for finding in found
        for place in finding.places
    )


def _lies_in(inner: Span, outer: Span) -> bool:
    return inner.source == outer.source and outer.start <= inner.start < outer.end


def _told(found: Iterable[Finding]) -> Iterator[Diagnostic]:
    """Word one finding for each cause, and of the causes of one code the first few."""
    groups: dict[tuple[Code, object], list[Finding]] = {}
    for finding in found:
        cause = finding.cause if finding.cause is not None else id(finding)
        groups.setdefault((finding.code, cause), []).append(finding)
    by_code: dict[Code, list[list[Finding]]] = {}
    for (code, _), group in groups.items():
        by_code.setdefault(code, []).append(group)
    for code, of_code in by_code.items():
        most = len(of_code) if code is catalogue.NOT_ANALYSED else MOST_SHOWN
        beyond = sum(map(len, of_code[most:]))
        for group in of_code[:most]:
            more = len(group) - 1 + (beyond if group is of_code[:most][-1] else 0)
            first, *others = sorted(group, key=lambda finding: not finding.grave)
            yield _with_more(first.told(), others, more)


def _with_more(told: Diagnostic, others: Sequence[Finding], more: int) -> Diagnostic:
    """Say how many more there are, and point at the first of them."""
    if not more:
        return told
    places = {told.span, *(label.span for label in told.also)}
    for other in others[:MOST_PLACES]:
        if other.places and other.places[0] not in places:
            told = told.and_at(other.places[0], "and here")
    return attrs.evolve(told, message=f"{told.message}; {more} more like this")
