"""Give the automaton a builder: for each rule of the grammar, what to make of its parts."""

import re

from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Span
from policydsl.syntax import ast, problems_lines
from policydsl.syntax.automaton import Grammar, Rule
from policydsl.syntax.builder_expressions import LITERALS, Parts
from policydsl.syntax.builder_scenarios import ScenarioRules
from policydsl.syntax.grammar import CALL, Table

# Rules whose parts are wanted as they are, and rules that only gather them.
_FIRST = frozenset(
    {"start", "name", "number", "date_literal", "money_literal", "percent_literal"}
    | {"value", "member_value", "value_code"}
)
_ALL = frozenset(
    {"names", "members", "fields", "operands", "bullets", "member_bullets", "sum_bullets"}
    | {"block", "given_facts", "columns_rows", "amended_items"}
    | {"added_lines", "amended_rows", "row_changes"}
)


class Builder(ScenarioRules):
    """Builds trees for one call of the parser and notes what only the builder can see."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def mixed(self, span: Span, parts: Parts) -> None:
        text = span.source.text
        first = parts[1]
        odd = next(at for at in range(3, len(parts), 2) if parts[at] is not first)
        between = Span(span.source, parts[odd - 1].span.end, parts[odd + 1].span.start)
        earlier = Span(span.source, parts[odd - 3].span.end, parts[odd - 1].span.start)
        # `and` binds first in what people mean: bracket each run of it.
        runs: list[list[str]] = [[]]
        for at in range(0, len(parts), 2):
            if at and parts[at - 1] is ast.Joiner.OR:
                runs.append([])
            runs[-1].append(text[parts[at].span.start : parts[at].span.end])
        written = (" and ".join(run) for run in runs)
        bracketed = " or ".join(
            f"({run})" if len(run_of) > 1 else run
            for run, run_of in zip(written, runs, strict=True)
        )
        self.diagnostics.append(
            problems_lines.mixed(_word(between), _word(earlier), " ".join(bracketed.split()))
        )

    def negation(self, span: Span, parts: Parts) -> ast.Not:
        if isinstance(parts[0], ast.Not):
            self.diagnostics.append(problems_lines.double_negation(span))
        return super().negation(span, parts)

    def range_of_members(self, found: ast.MemberRange) -> None:
        self.diagnostics.append(problems_lines.declared_range(found.span))

    def window_named(self, span: Span, parts: Parts) -> ast.WindowName:
        if (word := parts[0].text) in ("year", "month", "week"):
            self.diagnostics.append(problems_lines.unnamed_period(span, word))
        return super().window_named(span, parts)


def _word(span: Span) -> Span:
    """Narrow *span* to the one word in it, brackets and spaces left aside."""
    found = re.search(r"and|or", span.text)
    if not found:
        return span
    return Span(span.source, span.start + found.start(), span.start + found.end())


def grammar_for(builder: Builder, table: Table) -> Grammar:
    """Bind each reduction of *table* to the method of *builder* that has its name."""
    return Grammar(
        table,
        tuple(_rule(builder, method, how) for _, _, how, method, _ in table.reductions),
        LITERALS,
    )


def _rule(builder: Builder, method: str, how: int) -> Rule:
    if how != CALL or method in _FIRST:
        return builder.first_part
    if method in _ALL or (method.endswith("_block") and not hasattr(builder, method)):
        return builder.all_parts
    if method in _WORDS:
        word = _WORDS[method]
        return lambda span, parts: word
    rule: Rule = getattr(builder, method)
    return rule


_WORDS: dict[str, object] = {
    "at_least": ast.Relation.AT_LEAST,
    "at_most": ast.Relation.AT_MOST,
    "more_than": ast.Relation.MORE_THAN,
    "less_than": ast.Relation.LESS_THAN,
    "exactly": ast.Relation.EXACTLY,
    "same_as": ast.Relation.SAME_AS,
    "before": ast.Relation.BEFORE,
    "after": ast.Relation.AFTER,
    "on_or_before": ast.Relation.ON_OR_BEFORE,
    "on_or_after": ast.Relation.ON_OR_AFTER,
    "any_of": ast.ListWord.ANY,
    "all_of": ast.ListWord.ALL,
    "none_of": ast.ListWord.NONE,
}
