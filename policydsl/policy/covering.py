"""Count what scenarios have seen of a policy: every clause, and every condition, yes and no.

A condition is seen where its clause is looked at: when no guard before it is no.  What is
written once and used by many clauses is one condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.analysis.judging import Judged
from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.explain import spelling
from policydsl.explain.outline import place_of
from policydsl.explain.trace import Place
from policydsl.reference.assumptions import resolve
from policydsl.reference.structure import subterms
from policydsl.source import Span

YES, NO = Kleene.YES, Kleene.NO


@attrs.define
class Seen:
    """A clause or a condition, and the scenarios by number that saw it come out so."""

    words: str
    place: Place | None
    yes: list[int] = attrs.field(factory=list)
    no: list[int] = attrs.field(factory=list)
    unknown: list[int] = attrs.field(factory=list)

    @property
    def sides(self) -> int:
        """How many of its two sides were seen."""
        return bool(self.yes) + bool(self.no)

    def add(self, number: int, held: Kleene) -> None:
        into = {YES: self.yes, NO: self.no, Kleene.UNKNOWN: self.unknown}[held]
        if not into or into[-1] != number:
            into.append(number)


@attrs.define
class ClauseSeen:
    """A clause with the conditions that are written in it and were not counted before it.

    `reached` are the scenarios in which none of its guards is no.
    """

    key: str
    holds: Seen
    reached: list[int] = attrs.field(factory=list)
    conditions: list[Seen] = attrs.field(factory=list)


@attrs.frozen
class Covered:
    """What the scenarios of one policy have seen, clause by clause in the order of its text."""

    clauses: tuple[ClauseSeen, ...]

    @property
    def points(self) -> Iterator[Seen]:
        for clause in self.clauses:
            yield clause.holds
            yield from clause.conditions

    @property
    def sides(self) -> int:
        return sum(point.sides for point in self.points)

    @property
    def all_sides(self) -> int:
        return 2 * sum(1 for _ in self.points)

    @property
    def percent(self) -> float:
        return 100 * self.sides / self.all_sides if self.all_sides else 100.0


def covered(program: ir.Program, requests: Iterable[Request]) -> Covered:
    """Return what *requests*, numbered from 0, have seen of *program*."""
    covering = _Covering(program)
    for number, request in enumerate(requests):
        covering.see(number, request)
    return Covered(tuple(covering.clauses))


# Nobody writes these two down as clauses.
_NOT_WRITTEN = frozenset({ir.Kind.SILENCE})


class _Covering:
    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self.clauses: list[ClauseSeen] = []
        self._clause_by_key = {clause.key: clause for clause in program.clauses}
        self._seen_by_span: dict[Span, Seen] = {}
        self._parts: dict[str, list[list[tuple[ir.Truth, Seen]]]] = {}
        self._lifts: dict[str, list[tuple[ir.Truth, Seen]]] = {}
        for clause in program.clauses:
            if clause.kind not in _NOT_WRITTEN:
                self._lay_out(clause)

    # ------------------------------------------------------------------ points

    def _lay_out(self, clause: ir.Clause) -> None:
        seen = ClauseSeen(clause.key, Seen(clause.title, place_of(clause.span)))
        self.clauses.append(seen)
        parts = (*clause.guards, clause.bite)
        self._parts[clause.key] = [list(self._tests_of(part, seen)) for part in parts]
        lifts = (c for e in clause.exceptions for c in _conditions(e))
        self._lifts[clause.key] = [test for lift in lifts for test in self._tests_of(lift, seen)]

    def _tests_of(self, expr: ir.Truth, clause: ClauseSeen) -> Iterator[tuple[ir.Truth, Seen]]:
        """Yield the tests that were written in *expr*; those met first belong to *clause*."""
        for test in _written(expr):
            assert test.span is not None
            seen = self._seen_by_span.get(test.span)
            if seen is None:
                words = spelling.authors(test.span) or spelling.truth(test, self.program.facts)
                seen = self._seen_by_span[test.span] = Seen(words, place_of(test.span))
                clause.conditions.append(seen)
            yield test, seen

    # ------------------------------------------------------------------ seeing

    def see(self, number: int, request: Request) -> None:
        state = Judged(self.program, resolve(self.program, request).valuation)
        for seen in self.clauses:
            clause = self._clause_by_key[seen.key]
            seen.holds.add(number, state.of(clause))
            if self._looked_at(number, clause, state):
                seen.reached.append(number)

    def _looked_at(self, number: int, clause: ir.Clause, state: Judged) -> bool:
        """Note how the conditions of *clause* come out, and return whether it was reached."""
        *guards, bite = self._parts[clause.key]
        for tests, guard in zip(guards, clause.guards, strict=True):
            for test, point in tests:
                point.add(number, state.held(test))
            if state.held(guard) is NO:
                return False
        for test, point in bite:
            point.add(number, state.held(test))
        if state.held(clause.bite) is not NO:
            for test, point in self._lifts[clause.key]:
                point.add(number, state.held(test))
        return True


def _conditions(exception: ir.Exception_) -> Iterator[ir.Truth]:
    yield exception.condition
    for nested in exception.exceptions:
        yield from _conditions(nested)


def _written(expr: ir.Truth) -> Iterator[ir.Truth]:
    """Yield every test in *expr* that its author wrote, those inside of numbers too."""
    match expr:
        case ir.Truism():
            return
        case ir.Not() | ir.Cited() | ir.Named():
            yield from _written(expr.operand)
        case ir.And() | ir.Or():
            for operand in expr.operands:
                yield from _written(operand)
        case _:
            if isinstance(expr, ir.Compare):
                for side in (expr.left, expr.right):
                    for part in subterms(side):
                        if isinstance(part, ir.Cases):
                            for case in part.cases:
                                yield from _written(case.condition)
            if expr.span is not None:
                yield expr
