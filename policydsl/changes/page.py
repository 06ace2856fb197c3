"""Lay changes out as headings and entries for a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator

from policydsl.changes import told_impact
from policydsl.changes.cases import led, outcome
from policydsl.changes.changes import Changes
from policydsl.changes.clauses import Edit, ItemChange, Place, Way
from policydsl.changes.decisions import Verdict
from policydsl.changes.groups import Row, groups, told
from policydsl.changes.impact import Impact
from policydsl.changes.sentences import (
    case_line,
    cause_line,
    consequence,
    counted_line,
    heading,
    leads_line,
    more_line,
    shortened,
    transitions,
)
from policydsl.explain.blocks import Entry, Mark, Page, Section
from policydsl.solve.contrast import Direction

SIGNS = {
    Way.ADDED: "+",
    Way.REMOVED: "−",
    Way.RENAMED: "→",
    Way.MOVED: "↕",
    Way.REWORDED: "≈",
    Way.OUTCOME: "~",
    Way.CONDITION: "~",
    Way.NUMBER: "~",
}


def page(changes: Changes, impact: Impact | None = None, *, everything: bool = False) -> Page:
    """Return the whole report, the shortest answer first.

    *everything*: every row of classes with its case, not only those that tell what changed.
    """
    old, new = changes.old, changes.new
    names = f"{old.name} → {new.name}"
    sections = [
        Section(_counted(len(changes.items), "item", "changed"), tuple(items(changes))),
        Section("Benefits", tuple(benefits(changes))),
        Section(heading(changes), tuple(decisions(changes, everything=everything))),
        Section("Decided alike, for other reasons", tuple(reasons(changes))),
        Section("Not proved", tuple(unproved(changes))),
    ]
    if impact is not None:
        sections += told_impact.sections(impact)
    return Page(
        verdict(changes),
        f"{new.policy}  {names}",
        tuple(notes(changes)),
        tuple(section for section in sections if section.entries),
    )


def verdict(changes: Changes) -> str:
    """Say in a word or two what became of the whole policy."""
    if changes.is_equivalent:
        return "equivalent"
    if not changes.decided.classes:
        return "not proved equivalent"
    broader, narrower = changes.goes(Direction.BROADER), changes.goes(Direction.NARROWER)
    if broader and narrower:
        return "changed both ways"
    return "broader" if broader else "narrower" if narrower else "decided otherwise"


def notes(changes: Changes) -> Iterator[str]:
    if changes.is_equivalent:
        yield "No request is decided differently: that is proved."
    if changes.decided.as_if_in_force:
        yield (
            "The two are never in force on one day; they are compared as if each were in force "
            "on the day of the request."
        )


def _counted(count: int, word: str, then: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'} {then}"


# ------------------------------------------------------------------------ items


def items(changes: Changes) -> Iterator[Entry]:
    for item in changes.items:
        yield Entry(
            f"{SIGNS[item.way]} {item_line(item)}", (where(item),), below=tuple(edits(item))
        )


def item_line(item: ItemChange) -> str:
    """Name a changed item and what happened to it."""
    name = item.name if item.old is None else f"{item.old} → {item.name}"
    title = f' "{item.title}"' if item.title else ""
    return f"{item.sort} {name}{title}: {item.way.value}"


def where(item: ItemChange) -> str:
    before, after = _place(item.before), _place(item.after)
    if item.before and item.after and before != after and item.way is Way.MOVED:
        return f"{before} → {after}"
    return after or before


def _place(place: Place | None) -> str:
    return "" if place is None else f"{os.path.basename(place.file)}:{place.line}"


def edits(item: ItemChange) -> Iterator[Entry]:
    for edit in item.edits:
        text = edit_line(edit)
        if text:
            yield Entry(text)


def edit_line(edit: Edit) -> str:
    """Say what went and what came."""
    told = edit.told
    went, came = ", ".join(told.went), ", ".join(told.came)
    label = edit.part if not told.about else f"{edit.part}, {told.about}"
    if edit.way in (Way.ADDED, Way.REMOVED):
        return f"{label}: {went or came}"
    if len(told.went) == len(told.came) == 1:
        return f"{label}: {went} → {came}"
    parts = [f"− {each}" for each in told.went] + [f"+ {each}" for each in told.came]
    return f"{label}: {', '.join(parts)}"


# --------------------------------------------------------------------- benefits


def benefits(changes: Changes) -> Iterator[Entry]:
    found = changes.decided.benefits
    for each in found:
        if each.verdict is not Verdict.EQUIVALENT:
            said = transitions(changes, each.benefit)
            below = (Entry(said),) if said else ()
            yield Entry(f"{each.benefit}: {each.verdict.value}", below=below)
    alike = [each.benefit for each in found if each.verdict is Verdict.EQUIVALENT]
    if alike and len(alike) < len(found):
        yield Entry(f"equivalent, which is proved: {', '.join(alike)}")
    elif alike:
        yield Entry("all are equivalent, which is proved")


# -------------------------------------------------------------------- decisions


def decisions(changes: Changes, *, everything: bool) -> Iterator[Entry]:
    """Yield what each change makes: what tells it, and, unless *everything*, a list of the rest."""
    for group in groups(changes, changes.decided.classes):
        name = cause_line(changes, group)
        if everything:
            every = (Row((each,)) for each in group.classes)
            yield Entry(name, below=tuple(_row(changes, row) for row in every))
            continue
        found = told(group)
        below = [_row(changes, row) for row in found.leading]
        if found.folded:
            lines = tuple(Entry(counted_line(row)) for row in found.folded)
            below.append(Entry(f"{more_line(found)} (--all shows their cases)", below=lines))
        yield Entry(name, below=tuple(below))


def _row(changes: Changes, row: Row) -> Entry:
    change = row.first
    lines = [case_line(changes, change), *consequence(change), leads_line(row)]
    about = shortened(row.benefits, len(changes.decided.benefits))
    return Entry(counted_line(row), (about,) if about else (), below=tuple(map(Entry, lines)))


# ------------------------------------------------------------ what is told apart


def reasons(changes: Changes) -> Iterator[Entry]:
    for each in changes.decided.reasons:
        word = outcome(each.new)
        if each.new.clause is not None:
            yield Entry(f"{word}: {each.new.clause} is a reason too, or another")
        else:
            yield Entry(f"{word}: {each.old.clause} is no longer a reason")


def unproved(changes: Changes) -> Iterator[Entry]:
    for each in changes.decided.unproved:
        before, after = (
            f"{outcome(each.old)} ({led(each.old)})",
            f"{outcome(each.new)} ({led(each.new)})",
        )
        bound = f"{each.tried} requests were tried" if each.tried else "the search was given up"
        yield Entry(f"{each.aspect.value}: {before} → {after}: {bound}", mark=Mark.OPEN)
