"""Turn `fact` items into the table of facts."""

from __future__ import annotations

from typing import assert_never

import attrs

from policydsl.core import facts
from policydsl.core.codes import SYSTEMS
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import BOUND, FactTable, FactType, NumberKind, Supplier
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_facts, problems_names
from policydsl.semantics.literals import number_for
from policydsl.semantics.names import Names, Sort
from policydsl.syntax import ast

# More places than this are no measure but a mistake, and would not fit below BOUND.
MOST_PLACES = 6


@frozen
class FactsRead:
    facts: FactTable
    diagnostics: tuple[Diagnostic, ...]


def read_facts(names: Names) -> FactsRead:
    """Give every declared fact its type; one without a type is left out and was reported."""
    found: list[Diagnostic] = []
    table: dict[str, facts.Fact] = {}
    for declaration in names.of_sort(Sort.FACT):
        if isinstance(declaration.node, ast.Fact):
            fact, problems = read_fact(declaration.node)
            found += problems
            if fact is not None:
                table[fact.name] = fact
    return FactsRead(FactTable(table), tuple(found))


def read_fact(node: ast.Fact | ast.Parameter) -> tuple[facts.Fact | None, list[Diagnostic]]:
    """Give one declaration its type, and say what is wrong with it."""
    reader = _FactReader(node)
    return reader.fact(), reader.problems


def unknown_means(fact: ast.Fact) -> tuple[ast.UnknownMeans, ...]:
    """List what *fact* is taken to be while it is unknown."""
    return tuple(a for a in _attributes_of(fact) if isinstance(a, ast.UnknownMeans))


def _attributes_of(fact: ast.Fact | ast.Parameter) -> tuple[ast.Attribute, ...]:
    lines = [line for line in fact.lines if isinstance(line, ast.Attributes)]
    return tuple(attribute for line in lines for attribute in line.attributes)


class _FactReader:
    def __init__(self, node: ast.Fact | ast.Parameter) -> None:
        self.node = node
        self.problems: list[Diagnostic] = []
        self.types: list[ast.FactType] = []
        self.ranges: list[ast.Range] = []
        self.suppliers: list[ast.AskedOf] = []
        self.absent: list[ast.MayBeAbsent] = []
        self.fixed: list[ast.Fixed] = []
        self.says = [line for line in node.lines if isinstance(line, ast.Say)]

    def fact(self) -> facts.Fact | None:
        for attribute in _attributes_of(self.node):
            self._sort_in(attribute)
        for again in self.says[1:]:
            self.problems.append(
                problems_facts.stated_twice(again.span, self.says[0].span, "what to say of it")
            )
        for found, what in (
            (self.types, "its type"),
            (self.ranges, "its range"),
            (self.suppliers, "who can say it"),
            (self.absent, "`may be absent`"),
            (self.fixed, "`fixed`"),
        ):
            self._once(found, what)
        if not self.types:
            self.problems.append(problems_facts.no_type(self.node.id))
            return None
        written = self.types[0]
        type = self._type(written)
        if type is None:
            return None
        says = self.says[0] if self.says else None
        if says and says.otherwise and not isinstance(type, facts.YesNo):
            what = "`else`, for what is not so,"
            self.problems.append(problems_facts.needless_attribute(says.otherwise.span, what, type))
        if self.ranges:
            type = self._ranged(type, self.ranges[0])
        return facts.Fact(
            name=self.node.id.text,
            label=self.node.title.text if self.node.title else "",
            type=type,
            supplier=self._supplier(),
            fixed=bool(self.fixed),
            may_be_absent=bool(self.absent),
            member_labels=_labels(written),
            says=says.text.text if says else "",
            says_not=says.otherwise.text if says and says.otherwise else "",
            span=self.node.id.span,
        )

    def _sort_in(self, attribute: ast.Attribute) -> None:
        match attribute:
            case ast.Range():
                self.ranges.append(attribute)
            case ast.MayBeAbsent():
                self.absent.append(attribute)
            case ast.Fixed():
                self.fixed.append(attribute)
            case ast.AskedOf():
                self.suppliers.append(attribute)
            case ast.UnknownMeans():
                pass  # `assumptions` reads these, once there are facts to read them with
            case _:
                self.types.append(attribute)

    def _once(
        self,
        found: list[ast.FactType]
        | list[ast.Range]
        | list[ast.AskedOf]
        | list[ast.MayBeAbsent]
        | list[ast.Fixed],
        what: str,
    ) -> None:
        for again in found[1:]:
            self.problems.append(problems_facts.stated_twice(again.span, found[0].span, what))

    def _type(self, written: ast.FactType) -> FactType | None:
        match written:
            case ast.YesNoType():
                return facts.YesNo()
            case ast.OneOfType():
                members = self._members(written)
                return facts.Choice(members) if members else None
            case ast.SetOfType():
                members = self._members(written)
                return facts.MemberSet(members) if members else None
            case ast.CodeType(system):
                return facts.CodeValue(system.text) if self._knows(system) else None
            case ast.CodeSetType(system):
                return facts.CodeSet(system.text) if self._knows(system) else None
            case ast.WholeType():
                return facts.Number(NumberKind.COUNT, None, 0, -BOUND, BOUND)
            case ast.DecimalType(places):
                return self._decimal(written, places)
            case ast.QuantityType(unit):
                return facts.Number(NumberKind.COUNT, unit.value, 0, 0, BOUND)
            case ast.MoneyType():
                return facts.Number(NumberKind.MONEY, None, 2, 0, BOUND)
            case ast.PercentType():
                return facts.Number(NumberKind.PERCENT, None, 2, 0, BOUND)
            case ast.DateType():
                return facts.Day()
            case ast.TextType():
                return facts.DisplayText()
            case ast.RecordType(listed=listed):
                what = "lists of records" if listed else "records"
                self.problems.append(
                    problems_names.not_yet(written.span, what, "declare a fact for each part")
                )
                return None
            case _:
                assert_never(written)

    def _decimal(self, written: ast.DecimalType, places: int | None) -> FactType | None:
        if places is None:
            self.problems.append(problems_facts.no_places(written.span))
            return None
        if places > MOST_PLACES:
            self.problems.append(problems_facts.places_out_of_bounds(written.span, MOST_PLACES))
            return None
        return facts.Number(NumberKind.COUNT, None, places, -BOUND, BOUND)

    def _members(self, written: ast.OneOfType | ast.SetOfType) -> tuple[str, ...]:
        first: dict[str, ast.EnumMember] = {}
        for item in written.members:
            earlier = first.setdefault(item.member.text, item)
            if earlier is not item:
                self.problems.append(
                    problems_names.member_twice(
                        item.member.span, earlier.member.span, item.member.text
                    )
                )
        if not first:
            self.problems.append(problems_facts.no_members(written.span))
        return tuple(first)

    def _knows(self, system: ast.Name) -> bool:
        if system.text in SYSTEMS:
            return True
        self.problems.append(problems_names.unknown_system(system))
        return False

    def _supplier(self) -> Supplier | None:
        if not self.suppliers:
            return None
        name = self.suppliers[0].supplier
        found = next((s for s in Supplier if s.value == name.text), None)
        if found is None:
            self.problems.append(problems_names.unknown_supplier(name))
        return found

    def _ranged(self, type: FactType, written: ast.Range) -> FactType:
        match type:
            case facts.Number():
                before = len(self.problems)
                low = self._end(type, written.low)
                # Two ends of another unit are one mistake.
                high = self._end(type, written.high) if len(self.problems) == before else None
                if low is not None and high is not None and low > high:
                    self._empty(written)
                    return type
                return attrs.evolve(
                    type,
                    # Without a low end of its own, a range below zero starts at the bottom.
                    low=low if low is not None else type.low if (high or 0) >= 0 else -BOUND,
                    high=type.high if high is None else high,
                )
            case facts.Day():
                start, end = self._day(written.low), self._day(written.high)
                if start is not None and end is not None and start > end:
                    self._empty(written)
                    return type
                return facts.Day(
                    FIRST_DAY if start is None else start, LAST_DAY if end is None else end
                )
            case _:
                self.problems.append(
                    problems_facts.needless_attribute(written.span, "a range", type)
                )
                return type

    def _empty(self, written: ast.Range) -> None:
        assert written.low
        assert written.high
        self.problems.append(
            problems_facts.empty_range(written.span, written.low.span.text, written.high.span.text)
        )

    def _end(self, type: facts.Number, end: ast.Literal | None) -> int | None:
        if end is None:
            return None
        number = number_for(type, end)
        if isinstance(number, int):
            return number
        self.problems.append(number or problems_facts.end_of_another_kind(end, type))
        return None

    def _day(self, end: ast.Literal | None) -> int | None:
        if end is None:
            return None
        if isinstance(end, ast.Date):
            return end.value.toordinal()
        self.problems.append(problems_facts.end_of_another_kind(end, facts.Day()))
        return None


def _labels(written: ast.FactType) -> tuple[tuple[str, str], ...]:
    match written:
        case ast.OneOfType() | ast.SetOfType():
            labelled = {m.member.text: m.title.text for m in written.members if m.title}
            return tuple(labelled.items())
        case _:
            return ()
