"""Say which clauses of two programs are not as they were, and which of them changed themselves."""

from __future__ import annotations

from collections import Counter
from typing import Final

from policydsl.core import ir
from policydsl.reference.clauses import outcome_of
from policydsl.solve.rails import Rails
from policydsl.solve.side import Side, name_of


def compared(old: Side, new: Side) -> frozenset[str]:
    """Say on both sides which names come first, and return the keys of clauses that moved.

    Those named first have changed themselves; others may hold or ask otherwise because of
    a condition that they share with many.
    """
    theirs = {clause.key: clause for clause in new.program.clauses}
    mine = {clause.key: clause for clause in old.program.clauses}
    moved: set[str] = set()
    first: set[str] = set()
    shared_old, shared_new = _shared(old), _shared(new)
    for key in dict.fromkeys((*theirs, *mine)):
        before, after = mine.get(key), theirs.get(key)
        if before is None or after is None:
            moved.add(key)
            first.add(name_of(before or after))  # type: ignore[arg-type]
            continue
        if _said(old, before) != _said(new, after) or old.unheeded(before) != new.unheeded(after):
            moved.add(key)
        if _own(old, before, shared_old) != _own(new, after, shared_new):
            first.add(name_of(after))
    old.first = new.first = frozenset(first)
    return frozenset(moved)


MANY: Final = 3


def _shared(side: Side) -> frozenset[Rails]:
    """Return the guards under which many clauses stand."""
    count: Counter[Rails] = Counter()
    for clause in side.program.clauses:
        count.update({side.lowering.truth(guard) for guard in clause.guards})
    return frozenset(rails for rails, times in count.items() if times >= MANY)


def _own(side: Side, clause: ir.Clause, shared: frozenset[Rails]) -> tuple[object, ...]:
    """Return what a clause says itself."""
    truth = side.lowering.truth
    guards = [rails for guard in clause.guards if (rails := truth(guard)) not in shared]
    lifts = [side.exception(each) for each in clause.exceptions]
    return (
        guards,
        truth(clause.bite),
        lifts,
        clause.overridden_by,
        clause.determination,
        clause.target,
        clause.papers,
        clause.asks_for,
        clause.member_pays,
    )


def _said(side: Side, clause: ir.Clause) -> tuple[object, ...]:
    """Return what a clause comes to, and what it can ask for."""
    truth = side.lowering.truth
    guards = [truth(guard) for guard in clause.guards]
    lifts = [side.exception(each) for each in clause.exceptions]
    rails = side.of(clause)
    return (
        rails,
        guards,
        truth(clause.bite),
        lifts,
        outcome_of(clause),
        clause.target,
        clause.papers,
        clause.asks_for,
        clause.member_pays,
    )
