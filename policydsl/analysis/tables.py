"""Find rows of a table that contradict each other, and cases that a table leaves out.

A case is left out where no row holds although every column has a value, and each number
or day lies between others for which there are rows: a table may end where it likes.  A
last row that gives `absent` says that what is left out is meant to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from policydsl.analysis import problems
from policydsl.analysis.claims import are
from policydsl.analysis.extents import Extent, extent, least_end
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.facts import BOUND, Number
from policydsl.core.reading import facts_read, nodes_in
from policydsl.core.tables import Table, Use
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import TRUE
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer
from policydsl.source import Span


def tables_that_err(standing: Standing) -> Iterator[Finding]:
    """Yield what is wrong with the tables of a policy."""
    for table in standing.tables:
        reading = _Reading(standing, table)
        yield from reading.overlaps()
        if table.use is Use.VALUES:
            yield from reading.gap()


class _Reading:
    """One table as literals, for one call."""

    def __init__(self, standing: Standing, table: Table) -> None:
        self.standing = standing
        self.table = table
        self.rows = table.rows
        self.slice = standing.everywhere
        self.holds = standing.rows[table.id]

    def _not_analysed(self) -> Finding:
        return Finding(catalogue.NOT_ANALYSED, _spans(self.table), self._words)

    def _words(self) -> Diagnostic:
        return problems.table_not_analysed(self.table)

    # -------------------------------------------------------------- overlaps

    def overlaps(self) -> Iterator[Finding]:
        """Yield a finding for each row that an earlier one contradicts."""
        last = len(self.rows) - 1
        if last > 0 and self.rows[last].holds_always:
            last -= 1  # what is left for all else contradicts nothing
        if self._are_apart(last):
            return
        for place in range(1, last + 1):
            row = self.rows[place]
            for before in range(place):
                if self.rows[before].result == row.result:
                    continue
                answer = self.slice.can(self.holds[before], self.holds[place])
                if answer is Answer.MAYBE:
                    yield self._not_analysed()
                    return
                if answer is Answer.YES:
                    yield self._overlap(before, place)
                    break

    def _are_apart(self, last: int) -> bool:
        """Whether no two rows up to *last* hold at once: one question for all of them."""
        gates = self.standing.gates
        pairs: list[Literal] = []
        some = -TRUE
        for literal in self.holds[: last + 1]:
            pairs.append(gates.all_of([literal, some]))
            some = gates.any_of([literal, some])
        return self.slice.can(gates.any_of(pairs)) is Answer.NO

    def _overlap(self, before: int, place: int) -> Finding:
        both = (self.rows[before], self.rows[place])

        def told() -> Diagnostic:
            claim = are(Kleene.YES, *(ir.And(row.tests) for row in both))
            wanted = (self.holds[before], self.holds[place])
            case = self.standing.case(self.slice, claim, *wanted)
            if case is None:
                return self._words()
            return problems.rows_overlap(self.table, both, case)

        places = [row.span for row in reversed(both) if row.span]
        return Finding(catalogue.ROWS_OVERLAP, tuple(places), told, (self.table.id, before))

    # ------------------------------------------------------------------ gaps

    def gap(self) -> Iterator[Finding]:
        """Yield a finding for the first case that is left out, if there is one."""
        wanted = [-holds for holds in self.holds]
        wanted += self.standing.filled[self.table.id]
        for index in range(len(self.table.columns)):
            inside = self._inside(index)
            if inside is None:
                yield self._not_analysed()
                return
            wanted += inside
        match self.slice.can(*wanted):
            case Answer.NO:
                return
            case Answer.MAYBE:
                yield self._not_analysed()
                return
            case Answer.YES:
                pass

        def told() -> Diagnostic:
            claim = are(Kleene.NO, *(ir.And(row.tests) for row in self.rows))
            case = self.standing.case(self.slice, claim, *wanted)
            return problems.rows_gap(self.table, self._facts(), case) if case else self._words()

        yield Finding(catalogue.ROWS_GAP, _spans(self.table), told)

    def _facts(self) -> list[str]:
        """Return what the columns read, one after the other."""
        cells = ([row.tests[i] for row in self.rows] for i in range(len(self.table.columns)))
        return [name for column in cells for name in sorted(facts_read(*column))]

    def _inside(self, index: int) -> list[Literal] | None:
        """Say that the number of a column lies between others for which there are rows.

        Of codes there is no end, so that one of the rows has to speak of it.  None: what the
        column reads is too intricate.
        """
        term = self.table.columns[index].term
        cells = [row.tests[index] for row in self.rows]
        if any(cell == ir.Truism(True) for cell in cells):
            return []
        if term is None:
            gates = self.standing.gates
            is_open = any(isinstance(node, ir.CodeIn) for node in nodes_in(*cells))
            return [gates.any_of(map(gates.truth, cells))] if is_open else []
        found = extent(term, cells)
        if found is None:
            return None
        tests = found.tests(term)
        if isinstance(term, ir.FactTerm) and self._is_open(term) and found.low == -math.inf:
            # Nothing was said of the least that it can be, and few rows speak of less than zero.
            least = least_end(term, cells)
            tests += Extent(least + 1, math.inf).tests(term) if least is not None else []
        return [self.standing.gates.truth(test) for test in tests]

    def _is_open(self, term: ir.FactTerm) -> bool:
        type = self.standing.program.facts[term.fact].type
        return isinstance(type, Number) and type.low <= -BOUND


def _spans(table: Table) -> tuple[Span, ...]:
    return (table.span,) if table.span else ()
