"""Write the case of a class: as a scenario to paste, and as the few facts that tell it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from policydsl.analysis.cases import written
from policydsl.changes.decisions import ClassChange
from policydsl.core import ir, texts
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.facts import FactTable
from policydsl.core.request import Request
from policydsl.core.texts import to_json_value
from policydsl.solve.contrast import Aspect, Contrast, facts_missing, told
from policydsl.solve.side import Lead


def given(facts: FactTable, request: Request) -> tuple[str, ...]:
    """Return the facts of a request as a scenario gives them, in the order of declaration."""
    return tuple(
        f"{name} is {written(facts[name], request.facts[name])}"
        for name in facts.by_name
        if name in request.facts
    )


def as_json(facts: FactTable, request: Request) -> dict[str, object]:
    """Return a request as a service is sent it."""
    return {
        "as_of": texts.day(request.as_of),
        "facts": {name: to_json_value(facts[name], v) for name, v in request.facts.items()},
    }


def scenario(program: ir.Program, change: ClassChange, title: str) -> str:
    """Write the case of *change* as a scenario of *program*, which is the newer version."""
    case = change.case
    request, decision = told(program, case.request), case.after
    lines = [f'scenario "{title}"', f"  as of {datetime.date.fromordinal(request.as_of)}"]
    if request.facts:
        lines += ["  given", *(f"    {each}" for each in given(program.facts, request))]
    because = _because(program, decision)
    lines.append(f"  expect {decision.determination.value}{because}")
    if decision.missing:
        lines.append(f"    missing {', '.join(each.fact for each in decision.missing)}")
    if decision.routes_to:
        lines.append(f"    routes to {decision.routes_to}")
    if change.aspect is Aspect.AMOUNT:
        lines += [f"    {line}" for line in _amounts(decision)]
    return "\n".join(lines) + "\n"


def scenarios(program: ir.Program, classes: Sequence[ClassChange]) -> Iterator[str]:
    """Write the case of each class as a scenario, each with a title of its own."""
    seen: Counter[str] = Counter()
    for change in classes:
        title = title_of(change)
        seen[title] += 1
        if seen[title] > 1:
            title += f", {seen[title]}"
        yield scenario(program, change, title)


def _because(program: ir.Program, decision: Decision) -> str:
    asking = {
        clause.key
        for clause in program.clauses
        if clause.determination is decision.determination and clause.kind is not ir.Kind.SILENCE
    }
    keys = [each.clause for each in decision.reasons if each.clause in asking]
    wanted = keys[:1] if decision.determination is not Determination.PEND_DOCUMENTATION else []
    return f" because {wanted[0]}" if wanted else ""


def _amounts(decision: Decision) -> Iterable[str]:
    pays = decision.pays
    if pays is not None:
        parts = []
        if pays.rate is not None:
            parts.append(texts.percent(pays.rate))
        if pays.amount is not None:
            parts.append(texts.money(pays.amount))
        if parts:
            yield f"pays {', '.join(parts)}"
    elif decision.fits is not None:
        yield f"fits {decision.fits}"


def title_of(change: ClassChange) -> str:
    """Name the class in one line, as the title of a scenario: unique among classes."""
    before, after = outcome(change.old), outcome(change.new)
    match change.aspect:
        case Aspect.MISSING:
            said = f"asks {asks(change)}"
        case Aspect.AMOUNT:
            said = f"{before}, {change.direction.value} amount"
        case Aspect.REASON:
            said = f"{before}, for another reason"
        case _:
            said = f"{before} before, {after} now"
    return f"{said} ({led(change.old)} → {led(change.new)})"


def outcome(lead: Lead) -> str:
    """Return what a side determines, with whom it sends to."""
    word = lead.outcome.determination.value
    return f"{word} to {lead.outcome.entity}" if lead.outcome.entity else word


def led(lead: Lead) -> str:
    """Return what leads on one side, in a few words."""
    if lead.line is not None:
        benefit = lead.clause or "the policy"
        return f"line {lead.line} of what {benefit} pays"
    if lead.clause is None:
        return "what is open" if _pends(lead) else "other clauses"
    return f"{lead.clause} asks" if lead.asks else lead.clause


def _pends(lead: Lead) -> bool:
    return lead.outcome.determination is Determination.PEND_DOCUMENTATION


def asks(change: ClassChange) -> str:
    """Say which facts are asked for now and were not, and the other way round."""
    return asks_for([change.case])


def asks_for(cases: Iterable[Contrast]) -> str:
    """Say the same of several cases together."""
    newly: set[str] = set()
    no_longer: set[str] = set()
    for case in cases:
        before, after = facts_missing(case.before), facts_missing(case.after)
        newly |= after - before
        no_longer |= before - after
    parts = []
    if newly:
        parts.append(f"for {_few(sorted(newly))}")
    if no_longer:
        parts.append(f"no longer for {_few(sorted(no_longer))}")
    return " and ".join(parts)


MOST_NAMED = 4


def _few(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
