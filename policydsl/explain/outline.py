"""Lay out once what a policy says, so that an explanation only fills in what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.explain import spelling
from policydsl.explain.trace import Condition, Place, Side, StepKind
from policydsl.reference.structure import atom_facts, subterms
from policydsl.source import Span

SHARED = "shared"
"""What the address of a guard begins with that several clauses stand under."""


@attrs.frozen
class ExceptionOutline:
    exception: ir.Exception_
    condition: Condition
    exceptions: tuple[ExceptionOutline, ...]


@attrs.frozen
class ClauseOutline:
    """A clause with its conditions laid out; `benefit_guard` is the index of S_b's guard."""

    clause: ir.Clause
    guards: tuple[Condition, ...]
    benefit_guard: int | None
    when: Condition
    exceptions: tuple[ExceptionOutline, ...]
    place: Place | None


class Outline:
    """The conditions of a program, each with its address; a guard of many is laid out once."""

    def __init__(self, program: ir.Program) -> None:
        self.program = program
        self._shared: dict[ir.Truth, Condition] = {}
        for benefit in program.benefits:
            self._guard(benefit.scope, f"{benefit.id}:for")
        scopes = {benefit.scope for benefit in program.benefits}
        uses = Counter(guard for clause in program.clauses for guard in clause.guards)
        for guard, count in uses.items():
            if count > 1:
                self._guard(guard, f"{SHARED}{len(self._shared) + 1}")
        self.clauses = tuple(self._clause(clause, scopes) for clause in program.clauses)
        self.by_key = {outline.clause.key: outline for outline in self.clauses}
        self.assumptions = {
            id(assumption): self._lay_out(assumption.condition, f"assume.{assumption.fact}:when")
            for assumption in program.assumptions
            if assumption.condition is not None
        }
        self.scope_by_benefit = {
            benefit.id: self._shared[benefit.scope] for benefit in program.benefits
        }
        self.windows = {
            id(window): self._lay_out(window.inside, f"{limit.id}:window{number}")
            for limit in program.limits
            for number, window in enumerate(limit.windows, 1)
            if window.inside is not None
        }

    def _clause(self, clause: ir.Clause, scopes: set[ir.Truth]) -> ClauseOutline:
        guards = tuple(
            self._guard(guard, f"{clause.key}:guard{number}")
            for number, guard in enumerate(clause.guards, 1)
        )
        benefit_guard = next(
            (i for i, guard in enumerate(clause.guards) if _is_scope(guard, scopes)), None
        )
        return ClauseOutline(
            clause,
            guards,
            benefit_guard,
            self._lay_out(clause.bite, f"{clause.key}:when"),
            tuple(self._exceptions(clause.exceptions, f"{clause.key}:")),
            place_of(clause.span),
        )

    def _exceptions(
        self, exceptions: tuple[ir.Exception_, ...], prefix: str
    ) -> Iterator[ExceptionOutline]:
        for number, exception in enumerate(exceptions, 1):
            address = f"{prefix}except{number}"
            yield ExceptionOutline(
                exception,
                self._lay_out(exception.condition, address),
                tuple(self._exceptions(exception.exceptions, f"{address}.")),
            )

    # --------------------------------------------------------------- conditions

    def _guard(self, truth: ir.Truth, address: str) -> Condition:
        known = self._shared.get(truth)
        if known is None:
            known = self._shared[truth] = self._lay_out(truth, address)
        return known

    def _lay_out(self, truth: ir.Truth, address: str) -> Condition:
        """Lay out a condition; what is cited is one with its citations."""
        shared = self._shared.get(truth)
        if shared is not None:
            return shared
        cited: tuple[str, ...] = ()
        bare = truth
        while isinstance(bare, ir.Cited):
            cited += bare.citations
            bare = bare.operand
        name = title = ""
        if isinstance(bare, ir.Named):
            cited += bare.citations
            name, title = bare.name, bare.title
        kind = _kind(bare)
        parts = tuple(
            self._lay_out(part, f"{address}.{number}")
            for number, part in enumerate(_parts(bare), 1)
        )
        spelt = spelling.authors(truth.span) if isinstance(bare, ir.And | ir.Or | ir.Not) else ""
        return Condition(
            address=address,
            kind=kind,
            words=spelt or spelling.truth(bare, self.program.facts),
            citations=tuple(dict.fromkeys(cited)),
            parts=parts,
            facts=_facts(bare) if kind is StepKind.TEST else (),
            truth=bare,
            name=name,
            title=title,
            place=place_of(truth.span or bare.span),
            terms_cite=isinstance(bare, ir.Compare) and _terms_cite(bare),
            sides=tuple(self._sides(bare)) if isinstance(bare, ir.Compare) else (),
        )

    def _sides(self, atom: ir.Compare) -> Iterator[Side]:
        facts = self.program.facts
        type_ = spelling.type_of(atom.left, facts) or spelling.type_of(atom.right, facts)
        for side in (atom.left, atom.right):
            if not isinstance(side, ir.Constant | ir.FactTerm):
                own = spelling.type_of(side, facts) or type_
                yield Side(spelling.term(side, facts, type_), side, own)


def place_of(span: Span | None) -> Place | None:
    return Place(span.source.name, span.start_position.line) if span else None


def _is_scope(guard: ir.Truth, scopes: set[ir.Truth]) -> bool:
    if guard in scopes:
        return True
    return isinstance(guard, ir.Or) and bool(guard.operands) and set(guard.operands) <= scopes


def _kind(truth: ir.Truth) -> StepKind:
    match truth:
        case ir.And():
            return StepKind.ALL
        case ir.Or():
            return StepKind.ANY
        case ir.Not():
            return StepKind.NOT
        case ir.Named():
            return StepKind.DEFINED
        case ir.Truism():
            return StepKind.ALWAYS
        case _:
            return StepKind.TEST


def _parts(truth: ir.Truth) -> tuple[ir.Truth, ...]:
    match truth:
        case ir.And() | ir.Or():
            return truth.operands
        case ir.Not() | ir.Named():
            return (truth.operand,)
        case _:
            return ()


def _facts(atom: ir.Truth) -> tuple[str, ...] | None:
    """Return the facts an atom always reads; None when cases or `else` choose among them."""
    assert not isinstance(atom, ir.Truism | ir.And | ir.Or | ir.Not | ir.Cited | ir.Named)
    if isinstance(atom, ir.Compare):
        for side in (atom.left, atom.right):
            if any(isinstance(part, ir.Cases | ir.ElseTerm) for part in subterms(side)):
                return None
    return tuple(dict.fromkeys(atom_facts(atom)))


def _terms_cite(atom: ir.Compare) -> bool:
    for side in (atom.left, atom.right):
        for part in subterms(side):
            if isinstance(part, ir.Cases):
                return True
            if isinstance(part, ir.Sum) and any(addend.citations for addend in part.addends):
                return True
    return False
