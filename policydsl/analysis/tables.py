"""Check tables for rows that contradict each other, and for cases that they leave out.

The facts that a table reads are divided into cells which no test of the table tells
apart, and every combination of cells is looked at.

A case is left out where no row holds although every column has a value, and each number
or day lies between others for which there are rows: a table may end where it likes.  A
last row that gives `absent` says that what is left out is meant to be.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policydsl.analysis import problems
from policydsl.analysis.cases import Case, case_for, sound
from policydsl.analysis.claims import are
from policydsl.analysis.standing import service_day
from policydsl.core import ir
from policydsl.core.facts import BOUND, Day, Number
from policydsl.core.tables import Table, TableRow, Use
from policydsl.core.values import FactValue, Kleene
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.reference.cells import Cells, TooManyError
from policydsl.reference.structure import facts_read
from policydsl.reference.terms import read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

MOST_COMBINATIONS: Final = 20_000
MOST_SHOWN: Final = 4
"""How many overlaps of one table are reported; the last one tells how many more there are."""


def tables_in(program: ir.Program, tables: Iterable[Table]) -> Iterator[Diagnostic]:
    """Yield what is wrong with each table; one that is too large is reported as not analysed."""
    for table in tables:
        try:
            yield from _Reading(program, table).problems()
        except TooManyError:
            yield problems.table_not_analysed(table)


@frozen
class _Combination:
    """One cell of every fact; bit i of `rows` tells whether row i holds."""

    values: tuple[FactValue, ...]
    rows: int


class _Reading:
    """Every combination of what one table reads, for one call."""

    def __init__(self, program: ir.Program, table: Table) -> None:
        self.program = program
        self.table = table
        self.rows = table.rows
        self.nowhere = Valuation(program.facts, service_day(program), {})
        tests = [test for row in self.rows for test in row.tests]
        tests += [column.present for column in table.columns]
        self.facts = tuple(dict.fromkeys(fact for test in tests for fact in facts_read(test)))
        self.cells = [self._cells(Cells.telling_apart(tests), name) for name in self.facts]
        if math.prod(map(len, self.cells)) > MOST_COMBINATIONS:
            raise TooManyError(f"{table.id} has too many combinations")
        self.columns = [_Column(self, index) for index in range(len(table.columns))]

    def _cells(self, cells: Cells, name: str) -> list[FactValue]:
        """Return one value a cell, of a stretch of numbers that has no end the one nearest home."""
        fact = self.program.facts[name]
        found = [value for value in cells.of(name, self.nowhere) if sound(fact, value)]
        alone = all(set(facts_read(atom)) == {name} for atom in cells.atoms_by_fact[name])
        if not isinstance(fact.type, Number | Day) or not alone:
            return found
        starts = [value for value in found if isinstance(value, int)]
        lasts = [*(start - 1 for start in starts[1:]), fact.type.high]
        home = 0 if isinstance(fact.type, Number) else self.nowhere.as_of
        if starts:
            found[0] = min(max(home, starts[0]), lasts[0])
        return found

    def problems(self) -> Iterator[Diagnostic]:
        combinations = list(self._combinations())
        yield from self._overlaps(combinations)
        if self.table.use is Use.VALUES:
            yield from self._gap(combinations)

    def _combinations(self) -> Iterator[_Combination]:
        for values in itertools.product(*self.cells):
            rows = -1
            for column in self.columns:
                rows &= column.rows(values)
            yield _Combination(values, rows & (1 << len(self.rows)) - 1)

    def case(
        self, combination: _Combination, rows: Sequence[TableRow], held: Kleene
    ) -> Case | None:
        """Return the case in which each of *rows* is *held*."""
        facts = dict(zip(self.facts, combination.values, strict=True))

        claim = are(held, *(ir.And(row.tests) for row in rows))
        return case_for(self.program, facts, claim, self.nowhere.as_of)

    # -------------------------------------------------------------- overlaps

    def _overlaps(self, combinations: Sequence[_Combination]) -> Iterator[Diagnostic]:
        """Yield one problem for each row that an earlier one contradicts."""
        last = len(self.rows) - 1
        default = 1 << last if last > 0 and self.rows[last].holds_always else 0
        first: dict[tuple[int, int], _Combination] = {}
        for combination in combinations:
            several = combination.rows & ~default
            if several & (several - 1):
                held = [i for i in range(last + 1) if several >> i & 1]
                for one, other in itertools.combinations(held, 2):
                    if self.rows[one].result != self.rows[other].result:
                        first.setdefault((one, other), combination)
        pairs = list({other: (one, other) for one, other in sorted(first, reverse=True)}.values())
        pairs.sort(key=lambda pair: pair[1])
        for place, pair in enumerate(pairs[:MOST_SHOWN]):
            both = (self.rows[pair[0]], self.rows[pair[1]])
            case = self.case(first[pair], both, Kleene.YES)
            if case is None:
                yield problems.table_not_analysed(self.table)
                return
            more = len(pairs) - MOST_SHOWN if place == MOST_SHOWN - 1 else 0
            yield problems.rows_overlap(self.table, both, case, max(0, more))

    # ------------------------------------------------------------------ gaps

    def _gap(self, combinations: Sequence[_Combination]) -> Iterator[Diagnostic]:
        """Yield a problem with the first case that is left out, if there is one."""
        without = [c for c in combinations if not c.rows and self._is_inside(c.values)]
        if not without:
            return
        case = self.case(without[0], self.rows, Kleene.NO)
        if case is None:
            yield problems.table_not_analysed(self.table)
        else:
            yield problems.rows_gap(self.table, case)

    def _is_inside(self, values: tuple[FactValue, ...]) -> bool:
        """Whether a row is to be expected: not below zero where nothing was said of the range."""
        below = zip(self.facts, self.cells, values, strict=True)
        if any(self._is_open(name) and value is cells[0] for name, cells, value in below):
            return False
        return all(column.is_inside(values) for column in self.columns)

    def _is_open(self, name: str) -> bool:
        type = self.program.facts[name].type
        return isinstance(type, Number) and type.low <= -BOUND


class _Column:
    """The tests of one column, by the values of the facts that they read."""

    def __init__(self, reading: _Reading, index: int) -> None:
        self.reading = reading
        self.tests = [row.tests[index] for row in reading.rows]
        self.about = reading.table.columns[index]
        used = {fact for test in (*self.tests, self.about.present) for fact in facts_read(test)}
        self.places = [place for place, fact in enumerate(reading.facts) if fact in used]
        self._rows: dict[tuple[FactValue, ...], int] = {}
        self._number: dict[tuple[FactValue, ...], int | None] = {}
        self._ends: tuple[int, int] | None = None

    def rows(self, values: tuple[FactValue, ...]) -> int:
        """Return the rows whose cell in this column holds, as bits."""
        own = tuple(values[place] for place in self.places)
        found = self._rows.get(own)
        if found is None:
            valuation = self._valuation(own)
            held = [truth(test, valuation) is Kleene.YES for test in self.tests]
            found = self._rows[own] = sum(1 << row for row, holds in enumerate(held) if holds)
            if self.about.term is not None:
                self._number[own] = read(self.about.term, valuation).exact
        return found

    def is_inside(self, values: tuple[FactValue, ...]) -> bool:
        """Whether a row for *values* is to be expected; to be asked once all were looked at."""
        if not self.places:
            return True  # every cell is `any`
        own = tuple(values[place] for place in self.places)
        if truth(self.about.present, self._valuation(own)) is not Kleene.YES:
            return False
        if self.about.term is None:
            return True
        number = self._number.get(own)
        low, high = self._hull()
        return number is not None and low <= number <= high

    def _hull(self) -> tuple[int, int]:
        """Return the least and the greatest number for which some row's cell holds."""
        if self._ends is None:
            numbers = [self._number[own] for own, rows in self._rows.items() if rows]
            there = [number for number in numbers if number is not None]
            self._ends = (min(there, default=1), max(there, default=0))
        return self._ends

    def _valuation(self, own: tuple[FactValue, ...]) -> Valuation:
        names = [self.reading.facts[place] for place in self.places]
        known = dict(zip(names, own, strict=True))
        nowhere = self.reading.nowhere
        return Valuation(nowhere.facts, nowhere.as_of, known)
