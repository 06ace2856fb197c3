"""Tell the way that a decision took through the text: fact, condition, clause, determination."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.texts import spaced
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.clausetrace import ClauseTrace, Role
from policydsl.explain.explanation import Explanation
from policydsl.explain.outline import SHARED
from policydsl.explain.trace import WORD_OF, FactRead, FactState, Place, Step, StepKind

_MOST_CLAUSES = 4
_MOST_STEPS = 12


def path(explanation: Explanation) -> Iterator[Entry]:
    """Yield the clauses behind the determination, each with what led to it and where that is."""
    clauses = [
        clause
        for clause in explanation.reasons()
        if clause.role in (Role.DECIDES, Role.OPEN) and clause.kind is not ir.Kind.SILENCE
    ]
    for clause in clauses[:_MOST_CLAUSES]:
        yield _clause(clause)
    if len(clauses) > _MOST_CLAUSES:
        yield Entry(f"and {len(clauses) - _MOST_CLAUSES} clauses more")


def _clause(clause: ClauseTrace) -> Entry:
    own = [guard for guard in clause.guards if not guard.address.startswith(SHARED)]
    steps = [*own, *([clause.when] if clause.when is not None else [])]
    below = [entry for step in steps for entry in _steps(step)]
    if len(below) > _MOST_STEPS:
        more = len(below) - _MOST_STEPS + 1
        below = [*below[: _MOST_STEPS - 1], Entry(f"and {more} conditions more")]
    head = f"{clause.kind.value} {clause.key} → {clause.determination.value}"
    return Entry(f"{head}{_at(clause.place)}", (), Mark.ITEM, tuple(below))


def _steps(step: Step) -> Iterator[Entry]:
    """Yield the tests behind a step, under the names by which the author defined them."""
    match step.condition.kind:
        case StepKind.TEST:
            yield Entry(f"{_said(step)}{_at(step.condition.place)}")
        case StepKind.DEFINED:
            inner = tuple(entry for part in step.steps for entry in _steps(part))
            yield Entry(f"{step.condition.name}{_at(step.condition.place)}", below=inner)
        case StepKind.ALWAYS:
            return
        case _:
            for part in step.deciding():
                yield from _steps(part)


def _said(step: Step) -> str:
    """Return `service = Massage therapy → service is massage_therapy: yes`."""
    read = ", ".join(f"{fact.fact} {_is(fact.state)} {_written(fact)}" for fact in step.facts[:3])
    return f"{read} → {step.words}: {WORD_OF[step.result]}" if read else step.words


def _written(fact: FactRead) -> str:
    """Return a value as the policy writes it where it has no label."""
    value = fact.value
    return value if isinstance(value, str) and fact.words == spaced(value) else fact.words


def _is(state: FactState) -> str:
    return "is assumed to be" if state is FactState.ASSUMED else "="


def _at(place: Place | None) -> str:
    """Return where something is written; the folders are told with the reasons."""
    return f", {place.file.rpartition('/')[2]}:{place.line}" if place else ""
