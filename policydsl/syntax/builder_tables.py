"""Build fact declarations, parameters and tables."""

from __future__ import annotations

from typing import Any

from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.builder_expressions import Parts
from policydsl.syntax.builder_items import ItemRules


class TableRules(ItemRules):
    """What to build for whatever is written as rows or attributes."""

    # -- facts

    def fact(self, span: Span, parts: Parts) -> ast.Fact:
        id, title, cites, lines = parts
        return ast.Fact(id=id, title=title, citations=cites, lines=lines or (), span=span)

    field = fact

    def parameter(self, span: Span, parts: Parts) -> ast.Parameter:
        id, title, cites, lines = parts
        return ast.Parameter(id=id, title=title, citations=cites, lines=lines or (), span=span)

    def parameter_attributes(self, span: Span, parts: Parts) -> ast.Attributes:
        return ast.Attributes(parts[0].attributes, citations=parts[1], span=span)

    def typically(self, span: Span, parts: Parts) -> ast.Typically:
        return ast.Typically(parts[0], parts[1], citations=parts[2], span=span)

    def stands_for(self, span: Span, parts: Parts) -> ast.StandsFor:
        return ast.StandsFor(parts[0], citations=parts[1], span=span)

    def attributes(self, span: Span, parts: Parts) -> ast.Attributes:
        return ast.Attributes(tuple(parts), span=span)

    def led_by(self, type: ast.FactType, more: Any, span: Span) -> ast.Attributes:
        following = more.attributes if more else ()
        return ast.Attributes((type, *following), span=span)

    def one_of_members(self, span: Span, parts: Parts) -> ast.Attributes:
        return self.led_by(ast.OneOfType(parts[1], True, span=span), parts[0], span)

    def set_of_members(self, span: Span, parts: Parts) -> ast.Attributes:
        return self.led_by(ast.SetOfType(parts[1], True, span=span), parts[0], span)

    def record_fields(self, span: Span, parts: Parts) -> ast.Attributes:
        return self.led_by(ast.RecordType(parts[1], False, span=span), parts[0], span)

    def list_fields(self, span: Span, parts: Parts) -> ast.Attributes:
        return self.led_by(ast.RecordType(parts[1], True, span=span), parts[0], span)

    def member(self, span: Span, parts: Parts) -> ast.EnumMember:
        return ast.EnumMember(parts[0], parts[1], parts[2], span=span)

    def type_yes_no(self, span: Span, parts: Parts) -> ast.YesNoType:
        return ast.YesNoType(span=span)

    def type_one_of(self, span: Span, parts: Parts) -> ast.OneOfType:
        return ast.OneOfType(self.listed_members(parts[0]), False, span=span)

    def type_set_of(self, span: Span, parts: Parts) -> ast.SetOfType:
        return ast.SetOfType(self.listed_members(parts[0]), False, span=span)

    def listed_members(self, ranges: tuple[ast.MemberRange, ...]) -> tuple[ast.EnumMember, ...]:
        for found in ranges:
            if found.high is not None:
                self.range_of_members(found)
        return tuple(
            ast.EnumMember(found.low, None, found.citations, span=found.span) for found in ranges
        )

    def range_of_members(self, found: ast.MemberRange) -> None:
        """Note a range where members are declared one by one."""
        raise NotImplementedError

    def type_code_set(self, span: Span, parts: Parts) -> ast.CodeSetType:
        return ast.CodeSetType(parts[0], span=span)

    def type_code(self, span: Span, parts: Parts) -> ast.CodeType:
        return ast.CodeType(parts[0], span=span)

    def type_whole(self, span: Span, parts: Parts) -> ast.WholeType:
        return ast.WholeType(span=span)

    def type_decimal(self, span: Span, parts: Parts) -> ast.DecimalType:
        places = parts[0]
        return ast.DecimalType(int(places.text.split(".")[0][:9]) if places else None, span=span)

    def place(self, span: Span, parts: Parts) -> None:
        return None

    def type_quantity(self, span: Span, parts: Parts) -> ast.QuantityType:
        return ast.QuantityType(parts[0], span=span)

    def type_money(self, span: Span, parts: Parts) -> ast.MoneyType:
        return ast.MoneyType(span=span)

    def type_percent(self, span: Span, parts: Parts) -> ast.PercentType:
        return ast.PercentType(span=span)

    def type_date(self, span: Span, parts: Parts) -> ast.DateType:
        return ast.DateType(span=span)

    def type_text(self, span: Span, parts: Parts) -> ast.TextType:
        return ast.TextType(span=span)

    def attr_from(self, span: Span, parts: Parts) -> ast.Range:
        return ast.Range(ast.RangeWord.FROM, parts[0], parts[1], span=span)

    def attr_at_least(self, span: Span, parts: Parts) -> ast.Range:
        return ast.Range(ast.RangeWord.AT_LEAST, parts[0], None, span=span)

    def attr_at_most(self, span: Span, parts: Parts) -> ast.Range:
        return ast.Range(ast.RangeWord.AT_MOST, None, parts[0], span=span)

    def attr_may_be_absent(self, span: Span, parts: Parts) -> ast.MayBeAbsent:
        return ast.MayBeAbsent(span=span)

    def attr_fixed(self, span: Span, parts: Parts) -> ast.Fixed:
        return ast.Fixed(span=span)

    def attr_asked_of(self, span: Span, parts: Parts) -> ast.AskedOf:
        return ast.AskedOf(parts[0], span=span)

    def attr_unknown_means(self, span: Span, parts: Parts) -> ast.UnknownMeans:
        return ast.UnknownMeans(parts[0], parts[1], span=span)

    # -- tables

    def rows_word(self, span: Span, parts: Parts) -> ast.RowsWord:
        return ast.RowsWord(parts[0])

    def rows(self, span: Span, parts: Parts) -> ast.Rows:
        word, id, title, cites, lines = parts
        return ast.Rows(word, lines, id=id, title=title, citations=cites, span=span)

    def given_names(self, span: Span, parts: Parts) -> ast.GivenNames:
        return ast.GivenNames(parts[0], span=span)

    def row(self, span: Span, parts: Parts) -> ast.Row:
        *cells, cites = parts
        return ast.Row(tuple(cells), citations=cites, span=span)

    def cell_any(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.ANY, span=span)

    def cell_target(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.TO, target=parts[0], span=span)

    def cell_values(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.VALUES, tuple(parts), span=span)

    def cell_between(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.BETWEEN, tuple(parts), span=span)

    def cell_over_to(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.OVER_TO, tuple(parts), span=span)

    def cell_over(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.OVER, tuple(parts), span=span)

    def cell_under(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.UNDER, tuple(parts), span=span)

    def cell_at_least(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.AT_LEAST, tuple(parts), span=span)

    def cell_at_most(self, span: Span, parts: Parts) -> ast.Cell:
        return ast.Cell(ast.CellWord.AT_MOST, tuple(parts), span=span)
