"""Say of classes of requests, in a line each, what became of them: the words of every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policydsl.changes.cases import asks_for, given, led, outcome
from policydsl.changes.changes import Changes
from policydsl.changes.decisions import ClassChange
from policydsl.changes.groups import Group, Row, Told, groups, told
from policydsl.core import ir, texts
from policydsl.core.decision import Decision
from policydsl.core.reading import facts_read
from policydsl.solve.contrast import Aspect, Direction, facts_missing
from policydsl.solve.side import name_of


def heading(changes: Changes) -> str:
    classes = changes.decided.classes
    count = Counter(each.direction for each in classes)
    parts = [f"{count[way]} {way.value}" for way in Direction if count[way]]
    said = "class of requests is" if len(classes) == 1 else "classes of requests are"
    return f"{len(classes)} {said} decided differently: {', '.join(parts)}"


def cause_line(changes: Changes, group: Group) -> str:
    """Name the change that makes a group of classes, with what it comes to where a count tells."""
    if group.cause is None:
        return "what several changes make"
    name = f"{group.cause.sort} {group.cause.name}"
    reach = _reach(changes, group.cause.name) if group.cause.sort == "limit" else ""
    return f"{name}: {reach}" if reach else name


def _reach(changes: Changes, name: str) -> str:
    """Say which of the units that a limit counts fit in one version alone."""
    old, new = changes.programs
    here = next((each for each in new.limits if each.id == name), None)
    there = next((each for each in old.limits if each.id == name), None)
    if here is None or there is None or here.unlimited or there.unlimited:
        return ""
    match there.base, here.base:
        case ir.Constant(value=before), ir.Constant(value=after) if before != after:
            pass
        case _:
            return ""
    if (there.unit, there.places) != (here.unit, here.places) or here.places:
        return ""
    low, high = sorted((before, after))
    fits = "now fit" if after > before else "no longer fit"
    if high - low == 1:
        return f"{_one(here.unit)} {high} {fits}s"
    return f"{here.unit} {low + 1} to {high} {fits}"


def _one(unit: str) -> str:
    return unit.removesuffix("s")


def transitions(changes: Changes, benefit: str) -> str:
    """Say in a few words what became of the requests that a benefit is about."""
    found: dict[str, None] = {}
    for group in groups(changes, changes.decided.classes):
        for row in told(group).leading:
            if benefit in row.benefits:
                found[row_line(row)] = None
    return "; ".join(_few(list(found), 4))


def more_line(found: Told) -> str:
    """Say what is folded away."""
    count = found.folded_classes
    return f"{count} more classes follow from it"


def counted_line(row: Row) -> str:
    """Say in one line what became of a row, and of how many classes it is."""
    count = len(row.classes)
    classes = f" ({count} classes)" if count > 1 else ""
    return f"{row.first.direction.value}: {row_line(row)}{classes}"


def row_line(row: Row) -> str:
    """Say what became of a request of the row."""
    change = row.first
    before, after = outcome(change.old), outcome(change.new)
    match change.aspect:
        case Aspect.MISSING:
            return f"{before}, asks {asks_for(each.case for each in row.classes)}"
        case Aspect.AMOUNT:
            return f"{before}, {amounts(change)}"
        case Aspect.REASON:
            return before
        case _:
            return f"{before} → {after}"


def leads_line(row: Row) -> str:
    """Say which clauses decide, before and after."""
    before = dict.fromkeys(led(each.old) for each in row.classes)
    after = dict.fromkeys(led(each.new) for each in row.classes)
    return f"by {', '.join(_few(list(before), 4))} → by {', '.join(_few(list(after), 4))}"


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
