"""Turn scenarios, alone or in tables, into requests and what their decisions should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from policydsl.core.editions import EVERY_DAY
from policydsl.core.facts import Choice, Fact, MemberSet
from policydsl.core.request import Request
from policydsl.core.scenario import Expectation, Scenario
from policydsl.core.values import FactValue
from policydsl.frozen import frozen
from policydsl.semantics import problems_citations as problems
from policydsl.semantics.drafts import Build
from policydsl.semantics.expectations import COLUMNS, Expected, Expecting, names_a_part
from policydsl.semantics.names import Sort
from policydsl.syntax import ast

_Item = ast.Case | ast.Scenario | ast.ScenarioTable
_LINES = {
    ast.Case: (ast.AsOf, ast.Given, ast.TextLine),
    ast.Scenario: (ast.AsOf, ast.Given, ast.TextLine, ast.Expect),
    ast.ScenarioTable: (ast.AsOf, ast.Given, ast.TextLine, ast.Expect, ast.Columns),
}


@frozen
class Examples:
    """The files in which scenarios may stand, and the days of which they are read.

    A scenario of another day is for another edition, and may name what is not in this one.
    """

    files: tuple[ast.File, ...]
    days: range


def scenarios(
    build: Build, examples: Examples, keys: Mapping[str, Sequence[str]], advice: Sequence[str]
) -> tuple[Scenario, ...]:
    """Lower the scenarios among *examples*.

    *keys* are those of the clauses that each declared name stands for, *advice* the ids of
    what can be advised.
    """
    reader = _Reader(build, Expecting(build, keys, advice), examples.days)
    for file in examples.files:
        for item in file.items:
            match item:
                case ast.Case():
                    reader.case_item(item)
                case ast.Scenario():
                    reader.scenario(item)
                case ast.ScenarioTable():
                    reader.table(item)
                case _:
                    pass
    return tuple(reader.found)


@attrs.define
class _Draft:
    """A scenario while it is read.

    `named` are the facts that it gives itself; those of `facts` that it does not are those
    of the case that it is like.  `broken`: something was wrong with that case, and is said
    where the case stands.
    """

    as_of: int | None = None
    facts: dict[str, FactValue] = attrs.field(factory=dict)
    named: dict[str, ast.Name] = attrs.field(factory=dict)
    expect: Expected = attrs.field(factory=Expected)
    broken: bool = False

    def copy(self) -> _Draft:
        return _Draft(
            self.as_of, dict(self.facts), dict(self.named), self.expect.copy(), self.broken
        )


class _Reader:
    def __init__(self, build: Build, expecting: Expecting, days: range) -> None:
        self.build = build
        self.days = days
        self.expecting = expecting
        self.found: list[Scenario] = []
        self.title_by_text: dict[str, ast.Text] = {}
        self.draft_by_case: dict[str, _Draft] = {}
        self.reading: list[ast.Name] = []  # the cases that lead to the one being read

    # ------------------------------------------------------------------- items

    def case_item(self, item: ast.Case) -> None:
        day = self._day_of(item)
        # One without a day is of those editions in which a scenario is like it.
        if day in self.days or (day is None and self.days == EVERY_DAY):
            self.case(item)

    def case(self, item: ast.Case) -> _Draft:
        """Read a case, once however many scenarios are like it."""
        draft = self.draft_by_case.get(item.id.text)
        if draft is None:
            self.reading.append(item.id)
            before = len(self.build.problems)
            draft = self.draft_by_case[item.id.text] = self._shared(item)
            draft.broken |= len(self.build.problems) > before
            self.reading.pop()
        return draft

    def scenario(self, item: ast.Scenario) -> None:
        self._title(item.title)
        if not self._of_these_days(self._day_of(item)):
            return
        before = len(self.build.problems)
        draft = self._shared(item)
        if len(self.build.problems) == before:
            self._keep(item.title.text, draft, item, item.title)

    def table(self, item: ast.ScenarioTable) -> None:
        self._title(item.title)
        day = self._day_of(item)
        columns = [line for line in item.lines if isinstance(line, ast.Columns)]
        rows = [(line, row) for line in columns for row in line.rows]
        ours = [self._of_these_days(_day_in(line, row) or day) for line, row in rows]
        if rows and not any(ours):
            return
        before = len(self.build.problems)
        shared = self._shared(item)
        if not columns:
            report = self.expecting.report
            report(item.title, "a table of scenarios has no `columns`", "add them")
        for number, ((line, row), read) in enumerate(zip(rows, ours, strict=True), 1):
            if read:
                draft = shared.copy()
                self._row(line, row, draft)
                if len(self.build.problems) == before:
                    self._keep(f"{item.title.text}, row {number}", draft, row, item.title)

    def _of_these_days(self, day: int | None) -> bool:
        """Say whether a scenario of that day is to be read; without a day it is, and reported."""
        return day is None or day in self.days

    def _day_of(self, item: _Item) -> int | None:
        """Give the day of a scenario: its own, or the first of the cases that it is like."""
        seen: set[str] = set()
        pending = [item]
        while pending:
            item = pending.pop()
            days = [line.date for line in item.lines if isinstance(line, ast.AsOf)]
            if days:
                return days[-1].value.toordinal()
            for line in reversed(item.lines):
                if isinstance(line, ast.Given) and line.like is not None:
                    declared = self.build.names.others.get((Sort.CASE, line.like.text))
                    if declared is not None and declared.key not in seen:
                        seen.add(declared.key)
                        assert isinstance(declared.node, ast.Case)
                        pending.append(declared.node)
        return None

    def _title(self, title: ast.Text) -> None:
        first = self.title_by_text.setdefault(title.text, title)
        if first is not title:
            self.build.problems.append(problems.scenario_twice(title, first))

    def _keep(self, title: str, draft: _Draft, node: ast.Node, place: ast.Text) -> None:
        report = self.expecting.report
        if draft.broken:
            return
        if draft.as_of is None:
            report(place, f"the scenario `{title}` has no date", "add `as of` and a date")
        elif "determination" not in draft.expect.parts:
            report(place, f"the scenario `{title}` expects nothing", "add `expect …`")
        else:
            expect = Expectation(**draft.expect.parts, span=(draft.expect.at or node).span)
            request = Request(draft.as_of, draft.facts)
            self.found.append(Scenario(title, request, expect, span=node.span))

    # ------------------------------------------------------------------- givens

    def _shared(self, item: _Item) -> _Draft:
        """Read what stands above the rows, or all that there is: first what it is like."""
        draft = _Draft()
        for line in item.lines:
            if not isinstance(line, _LINES[type(item)]):
                self.build.problems.append(problems.not_in_a_scenario(line, type(item)))
            if isinstance(line, ast.Given) and line.like is not None:
                self._like(line.like, draft)
        for line in item.lines:
            match line:
                case ast.AsOf():
                    draft.as_of = line.date.value.toordinal()
                case ast.Given():
                    for given in line.facts:
                        self._given(given.fact, given.value, draft)
                case ast.Expect():
                    self.expecting.lines(line, draft.expect)
                case _:
                    pass
        return draft

    def _like(self, name: ast.Name, draft: _Draft) -> None:
        declared = self.build.names.others.get((Sort.CASE, name.text))
        if declared is None:
            known = [d.key for d in self.build.names.of_sort(Sort.CASE)]
            self.build.problems.append(problems.unknown_case(name, known))
            return
        if name.text in {reading.text for reading in self.reading}:
            self.build.problems.append(problems.case_circle(name, self.reading))
            return
        assert isinstance(declared.node, ast.Case)
        case = self.case(declared.node)
        draft.as_of = case.as_of if draft.as_of is None else draft.as_of
        draft.facts |= case.facts
        draft.broken |= case.broken

    def _given(self, name: ast.Name, value: ast.Value, draft: _Draft) -> None:
        if name.text in draft.named:
            self.build.problems.append(problems.given_twice(name, draft.named[name.text]))
            return
        draft.named[name.text] = name
        fact = self.build.low.fact(name)
        if fact is None:
            return
        if _leaves_out(fact, value):
            draft.facts.pop(fact.name, None)
            return
        held = self.build.low.value(fact, value)
        if held is not None:
            draft.facts[fact.name] = held

    # ------------------------------------------------------------------- tables

    def _row(self, columns: ast.Columns, row: ast.Row, draft: _Draft) -> None:
        if len(row.cells) != len(columns.names):
            self.build.problems.append(
                problems.scenario_row(row, len(row.cells), columns, len(columns.names))
            )
            return
        self.expecting.citations(row, draft.expect)
        for name, cell in zip(columns.names, row.cells, strict=True):
            if cell.word is ast.CellWord.ANY:
                # The row does not say, whatever a case says.
                if name.text not in draft.named:
                    draft.facts.pop(name.text, None)
            elif cell.word is not ast.CellWord.VALUES:
                self.build.problems.append(problems.cell_in_a_scenario(cell, name.text))
            else:
                self._cell(name, cell, draft)

    def _cell(self, name: ast.Name, cell: ast.Cell, draft: _Draft) -> None:
        if name.text == "as_of":
            self._date(cell, draft)
        elif name.text in COLUMNS or names_a_part(name.text):
            self.expecting.cell(name, cell, draft.expect)
        elif len(cell.values) == 1:
            self._given(attrs.evolve(name, span=cell.span), cell.values[0], draft)
        else:
            self.build.problems.append(problems.cell_in_a_scenario(cell, name.text))

    def _date(self, cell: ast.Cell, draft: _Draft) -> None:
        value = cell.values[0]
        if isinstance(value, ast.Date):
            draft.as_of = value.value.toordinal()
        else:
            self.expecting.report(cell, "this is not a date", "write a date such as `2026-03-04`")


def _day_in(columns: ast.Columns, row: ast.Row) -> int | None:
    """Give the day in the row's own cell, if it has one."""
    for name, cell in zip(columns.names, row.cells, strict=False):
        if name.text == "as_of" and cell.values and isinstance(cell.values[0], ast.Date):
            return cell.values[0].value.toordinal()
    return None


def _leaves_out(fact: Fact, value: ast.Value) -> bool:
    """Whether `F is unknown` takes back what a case gives, and is no member of the fact."""
    members = fact.type.members if isinstance(fact.type, Choice | MemberSet) else ()
    return isinstance(value, ast.Member) and value.text == "unknown" and "unknown" not in members
