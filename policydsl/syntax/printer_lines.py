"""Turn the nodes of items and lines into written lines, each at its depth."""

from collections.abc import Sequence
from typing import assert_never

import attrs

from policydsl.syntax import ast
from policydsl.syntax.printer_attributes import attribute, fact_lead
from policydsl.syntax.printer_expressions import (
    citations,
    expression,
    member_range,
    names,
    title,
    value,
)
from policydsl.syntax.printer_scenarios import expect_line
from policydsl.syntax.printer_simple import outcome, simple_line
from policydsl.syntax.printer_tables import rows


@attrs.frozen
class Written:
    """One line as it is to stand, and the node that it says, for its place in the source."""

    depth: int
    text: str
    node: ast.Node


_Headed = (
    ast.Policy
    | ast.Vocabulary
    | ast.SourceItem
    | ast.Fact
    | ast.Parameter
    | ast.Plan
    | ast.Calendar
    | ast.Amendment
    | ast.Clause
    | ast.Rows
    | ast.Case
)


def written_lines(item: ast.AnyItem) -> list[Written]:
    """Write one item, in the author's order; a line may yet be too long."""
    writer = _Writer()
    writer.item(item, 0)
    return writer.written


def written_condition(expr: ast.Expr) -> str:
    """Write one expression, its bullets on lines of their own."""
    writer = _Writer()
    writer.condition("", expr)
    return "\n".join("  " * line.depth + line.text for line in writer.written).strip()


class _Writer:
    def __init__(self) -> None:
        self.written: list[Written] = []

    def put(self, depth: int, text: str, node: ast.Node, cited: ast.Citations = ()) -> None:
        self.written.append(Written(depth, text + citations(cited), node))

    # -- items

    def item(self, item: ast.AnyItem, depth: int) -> None:
        match item:
            case ast.Policy():
                self._headed("policy", item, depth)
            case ast.Vocabulary():
                self._headed("vocabulary", item, depth)
            case ast.SourceItem():
                self._headed("source", item, depth)
            case ast.Fact():
                self._headed("fact", item, depth)
            case ast.Parameter():
                self._headed("parameter", item, depth)
            case ast.Plan():
                self._headed("plan", item, depth)
            case ast.Calendar():
                self._headed("calendar", item, depth)
            case ast.Amendment():
                self._headed("amendment", item, depth)
            case ast.Clause() | ast.Rows():
                self._headed(item.word.value, item, depth)
            case ast.Sending():
                head = f"{item.word.value} {item.id.text}{title(item.title)} to {item.target.text}"
                self._block(head, item, item.lines, depth)
            case ast.Review():
                leaning = f" leaning {outcome(item.leaning)}" if item.leaning else ""
                head = f"review {item.id.text}{title(item.title)}{leaning}"
                self._block(head, item, item.lines, depth)
            case ast.Advise():
                self._advise(item, depth)
            case ast.Assume(fact, given, text, lines):
                head = f"assume {fact.text} is {value(given)}{title(text)}"
                self._block(head, item, lines, depth)
            case ast.NotEncoded(text, lines):
                self._block(f"not encoded{title(text)}", item, lines, depth)
            case ast.OpenQuestion(text, lines):
                self._block(f"open question{title(text)}", item, lines, depth)
            case ast.Case():
                self._headed("case", item, depth)
            case ast.Accept(code, reason, lines):
                self._block(f"accept {code.text}{title(reason)}", item, lines, depth)
            case ast.Scenario(text, lines):
                self._block(f"scenario{title(text)}", item, lines, depth)
            case ast.ScenarioTable(text, lines):
                self._block(f"scenarios{title(text)}", item, lines, depth)
            case _:
                assert_never(item)

    def _headed(self, word: str, item: _Headed, depth: int) -> None:
        self._block(f"{word} {item.id.text}{title(item.title)}", item, item.lines, depth)

    def _advise(self, line: ast.Advise, depth: int) -> None:
        id = f" {line.id.text}" if line.id else ""
        when = f" when {expression(line.condition)}" if line.condition else ""
        head = f"advise{id}{title(line.text)}{when}"
        self._block(head, line, line.lines, depth)

    def _block(self, head: str, node: ast.Line, lines: Sequence[ast.AnyLine], depth: int) -> None:
        self.put(depth, head, node, node.citations)
        self._lines(lines, depth + 1)

    def _lines(self, lines: Sequence[ast.AnyLine], depth: int) -> None:
        table = [line for line in lines if isinstance(line, ast.Row)]
        texts = dict(zip(map(id, table), rows(table), strict=True))
        for line in lines:
            if isinstance(line, ast.Row):
                self.put(depth, texts[id(line)], line)
            else:
                self._line(line, depth)

    # -- conditions

    def condition(self, words: str, expr: ast.Expr) -> None:
        self._condition(words, expr, expr, (), 0)

    def _condition(
        self, words: str, expr: ast.Expr, node: ast.Node, cited: ast.Citations, depth: int
    ) -> None:
        """Write *words* and what they introduce, with its bullets on lines below."""
        match expr:
            case ast.Listed(word, listed, bullets):
                self.put(depth, f"{words} {word.value}", node, listed)
                for bullet in bullets:
                    self._condition("-", bullet.expr, bullet, bullet.citations, depth + 1)
            case ast.SumOf(listed, bullets):
                self.put(depth, f"{words} sum of", node, listed)
                for summand in bullets:
                    when = f" when {expression(summand.condition)}" if summand.condition else ""
                    text = f"- {expression(summand.expr)}{when}"
                    self.put(depth + 1, text, summand, summand.citations)
            case ast.MemberList(left, negated, listed, members):
                several = "none of" if negated else "any of"
                self.put(depth, f"{words} {expression(left)} is {several}", node, listed)
                for member in members:
                    text = f"- {member_range(member.item)}{title(member.title)}"
                    self.put(depth + 1, text, member, member.citations)
            case _:
                self.put(depth, f"{words} {expression(expr)}", node, cited)

    # -- lines

    def _line(self, line: ast.AnyLine, depth: int) -> None:
        if isinstance(line, ast.ExpectLine):
            self.put(depth, expect_line(line), line, line.citations)
            return
        match line:
            case ast.When(condition):
                self._condition("when", condition, line, line.citations, depth)
            case ast.MetWhen(condition):
                self._condition("met when", condition, line, line.citations, depth)
            case ast.Unless(condition):
                self._condition("unless", condition, line, line.citations, depth)
            case ast.CountsWhen(condition):
                self._condition("counts when", condition, line, line.citations, depth)
            case ast.SatisfiedBy(condition):
                self._condition("satisfied by", condition, line, line.citations, depth)
            case ast.For(condition, lines):
                self._condition("for", condition, line, line.citations, depth)
                self._lines(lines, depth + 1)
            case ast.If(condition, lines):
                self._condition("if", condition, line, line.citations, depth)
                self._lines(lines, depth + 1)
            case ast.Except(text, items, condition, lines):
                named = f" for {names(items)}" if items else ""
                words = f"except{title(text)}{named} when"
                self._condition(words, condition, line, line.citations, depth)
                self._lines(lines, depth + 1)
            case ast.ValueLine(given):
                self._condition("is", given, line, line.citations, depth)
            case ast.Used(ast.SumOf() as given):
                self._condition("used", given, line, line.citations, depth)
            case ast.Item(name, text, word, condition, lines):
                when = f" {word.value} {expression(condition)}" if word and condition else ""
                self._block(f"- {name.text}{title(text)}{when}", line, lines, depth)
            case ast.AnyOf(lines):
                self._block("any of", line, lines, depth)
            case ast.Extend(amount, lines):
                most = f"by up to {expression(amount)}" if amount else "without ceiling"
                self._block(f"extend {most}", line, lines, depth)
            case ast.Clause():
                self._headed(line.word.value, line, depth)
            case ast.Advise():
                self._advise(line, depth)
            case ast.Accept():
                self.item(line, depth)
            case ast.Attributes(attributes):
                self._attributes(line, attributes, depth)
            case ast.Given(facts, like):
                self.put(depth, f"given like {like.text}" if like else "given", line)
                for fact in facts:
                    self.put(depth + 1, f"{fact.fact.text} is {value(fact.value)}", fact)
            case ast.Expect(determination, because, lines):
                head = f"expect {determination.text}"
                if because is not None:
                    only = "only " if because.only else ""
                    head += f" because {only}{names(because.clauses)}"
                self._block(head, line, lines, depth)
            case ast.Columns(columns, table):
                self._block(f"columns {names(columns)}", line, table, depth)
            case ast.Add(items):
                self._items("add", items, line, depth)
            case ast.AddTo(clause, lines):
                self._block(f"add to {clause.text}", line, lines, depth)
            case ast.Replace(items):
                self._items("replace", items, line, depth)
            case ast.AddRows(table, table_rows):
                self._block(f"add rows to {table.text}", line, table_rows, depth)
            case ast.RemoveRows(table, table_rows):
                self._block(f"remove rows of {table.text}", line, table_rows, depth)
            case ast.ReplaceRows(table, table_rows):
                self._block(f"replace rows of {table.text}", line, table_rows, depth)
            case ast.ChangeRows(table, changes):
                self._row_changes(f"change rows of {table.text}", line, changes, depth)
            case ast.Row():
                raise ValueError("rows are written together")
            case _:
                self.put(depth, simple_line(line), line, line.citations)

    def _row_changes(
        self, head: str, line: ast.Line, changes: Sequence[ast.RowChange], depth: int
    ) -> None:
        self.put(depth, head, line)
        both = [row for change in changes for row in (change.old, change.new)]
        written = iter(rows(both))
        for change in changes:
            self.put(depth + 1, f"from {next(written)}", change)
            self.put(depth + 1, f"to   {next(written)}", change.new)

    def _items(self, word: str, items: Sequence[ast.AnyItem], line: ast.Line, depth: int) -> None:
        self.put(depth, word, line)
        for item in items:
            self.item(item, depth + 1)

    def _attributes(self, line: ast.Line, attributes: Sequence[ast.Attribute], depth: int) -> None:
        words = ", ".join([fact_lead(attributes[0]), *map(attribute, attributes[1:])])
        self.put(depth, words, line, line.citations)
        match attributes[0]:
            case ast.OneOfType(members, True) | ast.SetOfType(members, True):
                for member in members:
                    text = f"- {member.member.text}{title(member.title)}"
                    self.put(depth + 1, text, member, member.citations)
            case ast.RecordType(fields):
                for field in fields:
                    self._headed("field", field, depth + 1)
            case _:
                pass
