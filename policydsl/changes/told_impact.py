"""Say what a change does to a set of requests: counts, a table, and the cases that flip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from policydsl.changes.impact import Flip, Impact
from policydsl.changes.sides import Programs
from policydsl.core import texts
from policydsl.core.request import Request
from policydsl.explain import Explainer
from policydsl.explain.blocks import Entry, Mark, Section
from policydsl.solve.contrast import told


def sections(impact: Impact) -> Iterator[Section]:
    """Yield the headings and entries of the impact."""
    yield Section("Impact", tuple(map(Entry, counts(impact))))
    yield Section("Requests by determination, old → new", tuple(map(Entry, table(impact))))
    yield from shown(impact)


def shown(impact: Impact) -> Iterator[Section]:
    """Yield the cases that flip, with what both versions say of each."""
    if impact.shown:
        title = f"The first {len(impact.shown)} of {impact.flips:,} that flip"
        yield Section(title, tuple(map(_flip, impact.shown)))


def counts(impact: Impact) -> Iterator[str]:
    """Yield what was counted, a sentence each."""
    part = f" ({100 * impact.flips / impact.requests:.1f}%)" if impact.requests else ""
    yield f"{impact.requests:,} requests decided by both versions"
    if impact.refused:
        yield f"{impact.refused:,} rows refused, and not counted below"
    yield f"{impact.flips:,} flip{part}: another determination"
    if impact.otherwise:
        yield f"{impact.otherwise:,} keep it, with another target, amount or missing fact"
    yield f"{impact.approved_lost:,} were covered and are not any more"
    if impact.named:
        least = "at least " if impact.members_are_a_least else ""
        yield f"{least}{impact.members_losing:,} members would lose an approved course"
    if impact.priced:
        before, after = texts.money(impact.paid_before), texts.money(impact.paid_after)
        step = texts.money(impact.paid_after - impact.paid_before).replace("-", "−")
        of = f"{impact.priced:,} requests with an amount"
        yield f"the plan pays {before} → {after} ({step}) for the {of}"


def table(impact: Impact) -> Iterator[str]:
    """Yield a line for each pair of determinations, those that flip first."""
    for old, new, count in pairs(impact):
        yield f"{count:>9,}  {old} → {new}"


def pairs(impact: Impact) -> Iterator[tuple[str, str, int]]:
    """Yield old and new determinations and how many requests have them, those that flip first."""
    found = sorted(impact.table.items(), key=lambda item: (item[0][0] is item[0][1], -item[1]))
    for (old, new), count in found:
        yield old.value, new.value, count


def _flip(flip: Flip) -> Entry:
    case = flip.case
    whose = f", member {flip.member}" if flip.member else ""
    before, after = case.before.determination.value, case.after.determination.value
    sides = explained(flip.programs, case.request)
    below = tuple(
        Entry(f"{word}: {side.text}", side.citations, below=side.below)
        for word, side in zip(("before", "now"), sides, strict=True)
    )
    return Entry(f"line {flip.line}{whose}: {before} → {after}", below=below)


_TOLD = ("Why", "Limits", "Missing")
"""The sections of an explanation that say what a decision rests on."""


def explained(programs: Programs, request: Request) -> tuple[Entry, Entry]:
    """Return the verdict of each side, with what it rests on and the other side does not."""
    pages = [
        Explainer(program).explain(told(program, request)).for_author().page for program in programs
    ]
    rests = [
        [entry for each in page.sections if each.title in _TOLD for entry in each.entries]
        for page in pages
    ]
    old, new = (
        Entry(
            f"{page.verdict}: {page.about}" if page.about else page.verdict,
            below=tuple(_alone(mine, others)),
        )
        for page, mine, others in zip(pages, rests, reversed(rests), strict=True)
    )
    return old, new


def _alone(entries: Sequence[Entry], others: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries that *others* has not, with the first line under each; met ones counted."""
    met = 0
    for entry in entries:
        if entry.mark is Mark.YES:
            met += 1
        elif entry not in others:
            first = tuple(attrs.evolve(each, below=()) for each in entry.below[:1])
            yield attrs.evolve(entry, below=first)
    if met:
        yield Entry("what it takes is met", mark=Mark.YES)
