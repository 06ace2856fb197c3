"""Say in literals when two programs that decide alike may still hold or tell something else.

More is said to be otherwise than is: what is left is proved to be alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.core.values import FactValue
from policydsl.reference.clauses import PEND
from policydsl.solve.asks import Asks
from policydsl.solve.rails import Rails
from policydsl.solve.sat import Literal
from policydsl.solve.side import Side


def otherwise(old: Side, new: Side) -> Literal:
    """Return that a clause stands otherwise, advice is given, a limit read or a fact assumed so."""
    gates = old.gates
    parts = [*_clauses(old, new), *_advice(old, new), *_limits(old, new)]
    return gates.any_of([*parts, *_first(old, new), *_assumed(old, new)])


def _assumed(old: Side, new: Side) -> Iterator[Literal]:
    """Yield when a fact is assumed to be something else, or stays unknown, in one alone."""
    gates = old.gates
    before, after = old.program.assumptions, new.program.assumptions
    for fact in sorted({each.fact for each in (*before, *after)}) if before != after else ():
        one, other = (_supplied(side, fact) for side in (old, new))
        for value in dict.fromkeys((*one, *other)):
            here, there = one.get(value, _never(old)), other.get(value, _never(new))
            yield _apart(old, here, there)
        yield _apart(old, *(side.lowering.knowing(fact).unknown for side in (old, new)))
    if old.program.settings != new.program.settings:
        yield gates.all_of([])


def _supplied(side: Side, fact: str) -> dict[FactValue, Literal]:
    found: dict[FactValue, list[Literal]] = {}
    for each in side.lowering.knowing(fact).supplied:
        found.setdefault(each.value, []).append(each.held)
    return {value: side.gates.any_of(held) for value, held in found.items()}


def _first(old: Side, new: Side) -> Iterator[Literal]:
    """Yield when a fact of `asks first` could be asked for though no open clause asks for it.

    That happens where none of the facts that are asked for can change the outcome alone.
    """
    if old.program.asks_first == new.program.asks_first:
        return
    for side in (old, new):
        asks = Asks(side)
        for fact in dict.fromkeys((*old.program.asks_first, *new.program.asks_first)):
            unknown = side.lowering.knowing(fact).unknown
            yield side.gates.all_of([side.outcomes[PEND], unknown, -asks.asked(fact)])


def _clauses(old: Side, new: Side) -> Iterator[Literal]:
    before = {clause.key: clause for clause in old.program.clauses}
    after = {clause.key: clause for clause in new.program.clauses}
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        mine = _standing(old, one)
        theirs = _standing(new, other)
        yield from (_apart(old, a, b) for a, b in zip(mine, theirs, strict=True))
        if one is not None and other is not None and _asking(one) != _asking(other):
            yield mine[0]


def _standing(side: Side, clause: ir.Clause | None) -> tuple[Literal, Literal, Literal]:
    """Return when a clause holds; when it is met; when all but an exception makes it hold."""
    if clause is None:
        return _never(side), _never(side), _never(side)
    guards = _joined(side, clause.guards).yes
    bite = side.lowering.truth(clause.bite)
    all_of = side.gates.all_of
    return side.of(clause).yes, all_of([guards, bite.no]), all_of([guards, bite.yes])


def _asking(clause: ir.Clause) -> tuple[object, ...]:
    asked = (clause.determination, clause.target, clause.rank, clause.papers, clause.asks_for)
    return (*asked, clause.member_pays, clause.kind)


def _advice(old: Side, new: Side) -> Iterator[Literal]:
    before = {each.id: _joined(old, each.guards).yes for each in old.program.advice}
    after = {each.id: _joined(new, each.guards).yes for each in new.program.advice}
    for id in dict.fromkeys((*before, *after)):
        yield _apart(old, before.get(id, _never(old)), after.get(id, _never(new)))


def _limits(old: Side, new: Side) -> Iterator[Literal]:
    before = {limit.id: limit for limit in old.program.limits}
    after = {limit.id: limit for limit in new.program.limits}
    for id in dict.fromkeys((*before, *after)):
        one, other = before.get(id), after.get(id)
        here = _never(old) if one is None else old.lowering.truth(one.live).yes
        there = _never(new) if other is None else new.lowering.truth(other.live).yes
        yield _apart(old, here, there)
        # Where facts are taken to be something else, `_assumed` says so.
        if one is None or other is None or _read(one) != _read(other):
            yield old.gates.all_of([here, there])


def _read(limit: ir.Limit) -> tuple[object, ...]:
    """Return what is read of a limit."""
    terms = (limit.base, limit.granted, limit.authorized, limit.used, limit.asked, limit.remaining)
    return (*terms, limit.unlimited, limit.windows, limit.unit, limit.places)


def _joined(side: Side, guards: Iterable[ir.Truth]) -> Rails:
    return side.lowering.all_of(side.lowering.truth(guard) for guard in guards)


def _apart(side: Side, one: Literal, other: Literal) -> Literal:
    gates = side.gates
    return gates.any_of([gates.all_of([one, -other]), gates.all_of([-one, other])])


def _never(side: Side) -> Literal:
    return side.gates.any_of([])
