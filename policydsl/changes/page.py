"""Lay changes out as headings and entries for a terminal."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policydsl.changes import told_impact
from policydsl.changes.cases import asks, given, led, outcome
from policydsl.changes.changes import Changes
from policydsl.changes.clauses import Edit, ItemChange, Place, Way
from policydsl.changes.decisions import ClassChange, Verdict
from policydsl.changes.groups import Row, groups, rows
from policydsl.changes.impact import Impact
from policydsl.core import ir, texts
from policydsl.core.decision import Decision
from policydsl.core.reading import facts_read
from policydsl.explain.blocks import Entry, Mark, Page, Section
from policydsl.solve.contrast import Aspect, Direction, facts_missing
from policydsl.solve.side import name_of

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


def page(changes: Changes, impact: Impact | None = None) -> Page:
    """Return the whole report, the shortest answer first."""
    old, new = changes.old, changes.new
    names = f"{old.name} → {new.name}"
    sections = [
        Section(_counted(len(changes.items), "item", "changed"), tuple(items(changes))),
        Section("Benefits", tuple(benefits(changes))),
        Section(heading(changes), tuple(decisions(changes))),
        Section("Decided alike, for other reasons", tuple(reasons(changes))),
        Section("Not proved", tuple(unproved(changes))),
    ]
    if impact is not None:
        sections += told_impact.sections(impact, changes.programs)
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
            yield Entry(f"{each.benefit}: {each.verdict.value}")
    alike = [each.benefit for each in found if each.verdict is Verdict.EQUIVALENT]
    if alike and len(alike) < len(found):
        yield Entry(f"equivalent, which is proved: {', '.join(alike)}")
    elif alike:
        yield Entry("all are equivalent, which is proved")


# -------------------------------------------------------------------- decisions


def heading(changes: Changes) -> str:
    classes = changes.decided.classes
    count = Counter(each.direction for each in classes)
    parts = [f"{count[way]} {way.value}" for way in Direction if count[way]]
    said = "class of requests is" if len(classes) == 1 else "classes of requests are"
    return f"{len(classes)} {said} decided differently: {', '.join(parts)}"


def decisions(changes: Changes) -> Iterator[Entry]:
    for group in groups(changes, changes.decided.classes):
        cause = group.cause
        name = "what several changes make" if cause is None else f"{cause.sort} {cause.name}"
        yield Entry(name, below=tuple(row_entry(changes, row) for row in rows(group)))


def row_entry(changes: Changes, row: Row) -> Entry:
    change = row.first
    lines = [leads_line(row), *consequence(change), case_line(changes, change)]
    about = shortened(row.benefits, len(changes.decided.benefits))
    head = f"{change.direction.value}: {class_line(change)}"
    return Entry(head, (about,) if about else (), below=tuple(map(Entry, lines)))


def leads_line(row: Row) -> str:
    """Say which clauses decide, before and after."""
    before = dict.fromkeys(led(each.old) for each in row.classes)
    after = dict.fromkeys(led(each.new) for each in row.classes)
    return f"by {', '.join(_few(list(before), 4))} → by {', '.join(_few(list(after), 4))}"


def class_line(change: ClassChange) -> str:
    """Say what became of a request of the class."""
    before, after = outcome(change.old), outcome(change.new)
    match change.aspect:
        case Aspect.MISSING:
            return f"{before}, asks {asks(change)}"
        case Aspect.AMOUNT:
            return f"{before}, {amounts(change)}"
        case Aspect.REASON:
            return before
        case _:
            return f"{before} → {after}"


def consequence(change: ClassChange) -> Iterator[str]:
    """Say what a pend asks for, where the class is about a determination."""
    if change.aspect is Aspect.DETERMINATION:
        for word, decision in (("before", change.case.before), ("now", change.case.after)):
            if decision.missing:
                names = [each.fact for each in decision.missing]
                yield f"{word} asks for {', '.join(_few(names, 6))}"


def _few(names: Sequence[str], most: int) -> list[str]:
    if len(names) <= most:
        return list(names)
    return [*names[: most - 1], f"{len(names) - most + 1} more"]


def amounts(change: ClassChange) -> str:
    """Say what is paid or fits, before and after."""
    before, after = paid(change.case.before), paid(change.case.after)
    return f"{before} → {after}" if before != after else before


def paid(decision: Decision) -> str:
    pays = decision.pays
    if pays is None:
        return (
            f"fits {decision.fits}" if decision.fits is not None else "nothing is said of payment"
        )
    parts = []
    if pays.rate is not None:
        parts.append(texts.percent(pays.rate))
    if pays.amount is not None:
        parts.append(texts.money(pays.amount))
    return f"pays {', '.join(parts) or 'what cannot be computed'}"


def case_line(changes: Changes, change: ClassChange) -> str:
    """Write the case in a line: the facts that tell it, and how many more it gives."""
    old, new = changes.programs
    request = change.case.request
    facts = new.facts if all(n in new.facts for n in request.facts) else old.facts
    telling = _telling(changes, change)
    said = given(facts, request)
    first = [each for each in said if each.split(" ")[0] in telling]
    first += [f"{name} is not known" for name in _unknown(changes, change, telling)]
    rest = len(said) - sum(each in said for each in first)
    if not first:
        first, rest = list(said), 0
    more = f", and {rest} fact{'s' if rest > 1 else ''} more" if rest else ""
    return f"e.g. {', '.join(first)}{more}" if first else "e.g. nothing but the date"


def _unknown(changes: Changes, change: ClassChange, telling: frozenset[str]) -> list[str]:
    """Return the telling facts that one version asks for, because they are not given."""
    asked = facts_missing(change.case.before) ^ facts_missing(change.case.after)
    return sorted(asked & telling - change.case.request.facts.keys())


def _telling(changes: Changes, change: ClassChange) -> frozenset[str]:
    """Return the facts that the clauses which changed read."""
    found: set[str] = set()
    changed = {item.name for item in changes.items}
    for lead, program in zip((change.old, change.new), changes.programs, strict=True):
        if lead.line is not None:
            lines = [each for each in program.payments if each.benefit == lead.clause]
            payment = lines[lead.line - 1]
            found |= facts_read(payment.rate, payment.copay, payment.deductible)
        for clause in program.clauses:
            if name_of(clause) == lead.clause and lead.clause in changed:
                found |= facts_read(clause.exceptions, *_own(program, clause))
                found |= set(clause.asks_for)
    return frozenset(found)


def _own(program: ir.Program, clause: ir.Clause) -> Iterable[object]:
    """Return what a clause itself tests; of a limit what is counted."""
    limit = next((each for each in program.limits if each.id == clause.id), None)
    return (clause.bite,) if limit is None else (clause.bite, limit.used, limit.asked)


def shortened(names: Sequence[str], of: int) -> str:
    """Name a few benefits; more are counted."""
    if not names:
        return "no benefit"
    if len(names) == of and of > 2:
        return "every benefit"
    return ", ".join(_few(names, 3))


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
