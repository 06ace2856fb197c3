"""List the conditions that an author wrote, each where it stands.

A condition stands after the guards before it, and inside an `and` after the conditions
before it.  One that is written once may stand in several places: what stands under `part
of`, in a document or in a `define` does so wherever it is used.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Sequence
from typing import Final

from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.reading import nodes_in
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Slice
from policydsl.source import Span

# What no author wrote: that no benefit is about a request, and the policy's own dates.
_NOT_WRITTEN: Final = frozenset({ir.Kind.SILENCE, ir.Kind.IN_FORCE})
_OF_LIMITS: Final = frozenset({ir.Kind.LIMIT, ir.Kind.EXTENSION, ir.Kind.AUTHORIZE})


@frozen
class Holder:
    """What a condition stands in: a clause, or something that decides nothing.

    `name` is what its author calls it; `clause` is None where nothing is decided, and
    `remarks` tells that it only explains.
    """

    name: str
    slice: Slice
    clause: ir.Clause | None = None
    remarks: bool = False


@frozen
class Place:
    """A condition where it stands: `before` must hold for it to matter.

    `whole` tells that its holder never comes to bear when it fails; `uses` are the
    definitions through which it stands there, the outermost first.
    """

    holder: Holder
    truth: ir.Truth
    literal: Literal
    before: tuple[Literal, ...]
    said: tuple[ir.Truth, ...]
    whole: bool
    uses: tuple[ir.Truth, ...]

    @property
    def span(self) -> Span:
        assert self.truth.span is not None
        return self.truth.span


@frozen
class _Context:
    """Where the next condition stands; `skipped` are the ids of those that are not its own."""

    holder: Holder
    skipped: frozenset[int]
    before: tuple[Literal, ...] = ()
    said: tuple[ir.Truth, ...] = ()
    whole: bool = True
    uses: tuple[ir.Truth, ...] = ()

    def after(self, truth: ir.Truth, literal: Literal) -> _Context:
        before, said = (*self.before, literal), (*self.said, truth)
        return _Context(self.holder, self.skipped, before, said, self.whole, self.uses)

    def part(self) -> _Context:
        return _Context(self.holder, self.skipped, self.before, self.said, False, self.uses)

    def within(self, use: ir.Truth) -> _Context:
        uses = (*self.uses, use)
        return _Context(self.holder, self.skipped, self.before, self.said, self.whole, uses)

    def place(self, truth: ir.Truth, literal: Literal) -> Place:
        return Place(self.holder, truth, literal, self.before, self.said, self.whole, self.uses)


class Places:
    """Finds the places of one policy."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.shared = _shared(standing.program)
        # A table is looked up by all sorts of clauses, each of which needs but some rows.
        self.rows = sorted(
            (row.span.source.name, row.span.start, row.span.end)
            for table in standing.tables
            for row in table.rows
            if row.span
        )

    def every(self) -> Iterator[Place]:
        """Yield each condition in each of its places, a chain after its parts."""
        for stand in self.standing.stands:
            if stand.clause.kind not in _NOT_WRITTEN:
                yield from self._of_clause(stand)
        program, everywhere = self.standing.program, self.standing.everywhere
        for limit in program.limits:
            here = _Context(Holder(limit.id, everywhere), self.shared)
            here = here.after(limit.live, self.standing.live[limit.id])
            for node in nodes_in(limit.used):
                if isinstance(node, ir.Case):
                    yield from self._parts(node.condition, here)
        for assumption in program.assumptions:
            if assumption.condition is not None:
                holder = Holder(f"assume {assumption.fact}", everywhere)
                yield from self._parts(assumption.condition, _Context(holder, self.shared))
        slice_by_benefit = {cover.clause.key: cover.slice for cover in self.standing.covers}
        for payment in program.payments:
            slice = slice_by_benefit.get(payment.benefit or "", everywhere)
            holder = Holder(f"the payment of {payment.benefit}", slice)
            yield from self._guards(payment.guards, holder)
        for advice in program.advice:
            holder = Holder(advice.id, everywhere, remarks=True)
            # What is typical of a parameter is one line, condition and all.
            places = self._guards(advice.guards, holder)
            yield from (place for place in places if place.span != advice.span)

    # ---------------------------------------------------------------- clauses

    def _of_clause(self, stand: Stand) -> Iterator[Place]:
        clause = stand.clause
        here = _Context(Holder(clause.key, stand.slice, clause), self.shared)
        for truth, literal in zip(clause.guards, stand.guards, strict=True):
            yield from self._parts(truth, here)
            here = here.after(truth, literal)
        # What stands before the others is looked at where it is written.
        own = clause.kind in (ir.Kind.COVER, ir.Kind.APPLIES)
        skipped = frozenset() if own else self.shared
        bitten = _Context(here.holder, skipped, here.before, here.said)
        yield from self._parts(clause.bite, bitten)
        for lift in stand.lifts:
            inside = _Context(here.holder, self.shared, lift.inside, lift.said, False)
            yield from self._inside(lift.exception.condition, inside)

    def _guards(self, guards: Sequence[ir.Truth], holder: Holder) -> Iterator[Place]:
        here = _Context(holder, self.shared)
        for guard in guards:
            yield from self._parts(guard, here)
            here = here.after(guard, self.standing.gates.truth(guard))

    def _inside(self, truth: ir.Truth, here: _Context) -> Iterator[Place]:
        """Yield the parts of a condition that is looked at as a whole elsewhere."""
        for place in self._parts(truth, here):
            if place.truth.span != truth.span:
                yield place

    def _parts(self, truth: ir.Truth, here: _Context) -> Iterator[Place]:
        """Yield *truth* and the conditions in it that have a place of their own in the text."""
        if id(truth) in here.skipped:
            return
        gates = self.standing.gates
        match truth:
            case ir.Truism():
                return
            case ir.Cited():
                yield from self._parts(truth.operand, here)
                return
            case ir.Not():
                yield from self._parts(truth.operand, here.part())
                return
            case ir.Named():
                yield from self._parts(truth.operand, here.within(truth))
            case ir.And():
                inner = here
                for operand in truth.operands:
                    yield from self._parts(operand, inner)
                    inner = inner.after(operand, gates.truth(operand))
            case ir.Or():
                for operand in truth.operands:
                    yield from self._parts(operand, here.part())
            case _:
                pass
        span = truth.span
        if span and not self._is_in_a_row(span) and not _is_made(span, here.holder.clause):
            yield here.place(truth, gates.truth(truth))

    def _is_in_a_row(self, span: Span) -> bool:
        place = bisect.bisect(self.rows, (span.source.name, span.start, math.inf)) - 1
        if place < 0:
            return False
        name, _, end = self.rows[place]
        return name == span.source.name and span.start < end


def _is_made(span: Span, clause: ir.Clause | None) -> bool:
    """Whether a limit says of its numbers what stands in place of its name."""
    if clause is None or clause.kind not in _OF_LIMITS:
        return False
    return span.text == clause.id.rpartition(".")[2]


def _shared(program: ir.Program) -> frozenset[int]:
    """Return the ids of what stands before whole groups of clauses: `applies` and scopes."""
    found = {id(benefit.scope) for benefit in program.benefits}
    for clause in program.clauses:
        if clause.kind is ir.Kind.SILENCE:
            found |= {id(guard) for guard in clause.guards}
    return frozenset(found)


def own_words(truth: ir.Truth) -> ir.Truth:
    """Return what *truth* is without the citations around it."""
    while isinstance(truth, ir.Cited):
        truth = truth.operand
    return truth
