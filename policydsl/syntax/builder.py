"""Give the automaton a builder: for each rule of the grammar, what to make of its parts."""

from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Span
from policydsl.syntax import ast, problems
from policydsl.syntax.automaton import Grammar, Rule
from policydsl.syntax.builder_expressions import LITERALS, Parts
from policydsl.syntax.builder_tables import TableRules
from policydsl.syntax.grammar import CALL, Table

# Rules whose parts are wanted as they are, and rules that only gather them.
_FIRST = frozenset(
    {"start", "name", "number", "date_literal", "money_literal", "percent_literal"}
    | {"value", "member_value", "value_code"}
)
_ALL = frozenset(
    {"names", "members", "fields", "operands", "bullets", "member_bullets", "sum_bullets"}
    | {"block", "given_facts", "columns_rows", "amended_items"}
)


class Builder(TableRules):
    """Builds trees for one call of the parser and notes what only the builder can see."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def mixed(self, span: Span, parts: Parts) -> None:
        self.diagnostics.append(problems.mixed_and_or(span, parts))

    def range_of_members(self, found: ast.MemberRange) -> None:
        self.diagnostics.append(problems.range_of_members(found.span))


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
