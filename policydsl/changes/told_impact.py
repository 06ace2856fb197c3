"""Say what a change does to a set of requests: counts, a table, and the cases that flip."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.changes.impact import Flip, Impact
from policydsl.core import ir, texts
from policydsl.core.request import Request
from policydsl.explain import Explainer
from policydsl.explain.blocks import Entry, Section
from policydsl.solve.contrast import told

Programs = tuple[ir.Program, ir.Program]


def sections(impact: Impact, programs: Programs) -> Iterator[Section]:
    """Yield the headings and entries of the impact."""
    yield Section("Impact", tuple(map(Entry, counts(impact))))
    yield Section("Requests by determination, old → new", tuple(map(Entry, table(impact))))
    if impact.shown:
        title = f"The first {len(impact.shown)} of {impact.flips} that flip"
        yield Section(title, tuple(_flip(each, programs) for each in impact.shown))


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
        step = texts.money(impact.paid_after - impact.paid_before)
        of = f"{impact.priced:,} requests with an amount"
        yield f"the plan pays {before} → {after} ({step}) for the {of}"


def table(impact: Impact) -> Iterator[str]:
    """Yield a line for each pair of determinations, those that flip first."""
    pairs = sorted(impact.table.items(), key=lambda item: (item[0][0] is item[0][1], -item[1]))
    for (old, new), count in pairs:
        yield f"{count:>9,}  {old.value} → {new.value}"


def _flip(flip: Flip, programs: Programs) -> Entry:
    case = flip.case
    whose = f", member {flip.member}" if flip.member else ""
    before, after = case.before.determination.value, case.after.determination.value
    below = tuple(
        Entry(f"{word}: {line}")
        for word, program in zip(("before", "now"), programs, strict=True)
        for line in explained(program, case.request)
    )
    return Entry(f"line {flip.line}{whose}: {before} → {after}", below=below)


def explained(program: ir.Program, request: Request) -> Iterator[str]:
    """Yield the explanation of one side: its verdict and what it rests on."""
    page = Explainer(program).explain(told(program, request)).for_author().page
    yield f"{page.verdict}: {page.about}" if page.about else page.verdict
    for section in page.sections[:1]:
        yield from (f"  {entry.text}" for entry in section.entries)
