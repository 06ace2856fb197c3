"""Word what can be wrong with a condition, a set test, a definition or a table."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core.facts import (
    DisplayText,
    Fact,
)
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.describing import declared_at, example_test, type_in_words
from policydsl.source import Span
from policydsl.syntax import ast


# ------------------------------------------------------------------ conditions
def not_yes_or_no(span: Span, text: str, what: str, repair: str | None = None) -> Diagnostic:
    found = catalogue.NOT_YES_OR_NO.at(
        span, f"`{text}` is {what}, not yes or no", "neither yes nor no"
    )
    return found.suggest(repair) if repair else found


def not_yet_compared(span: Span, text: str, what: str) -> Diagnostic:
    repair = {"a date": "is before service date", "an age": "is at least 18 years"}.get(what)
    if repair is None:
        number = {"money": "$100.00", "a percentage": "50%"}.get(what, f"3 {what}")
        repair = f"is at least {'3' if what.startswith('a number') else number}"
    return not_yes_or_no(span, text, what, f"compare it, such as `{text} {repair}`")


def table_is_no_condition(span: Span, table: str, words: Sequence[str]) -> Diagnostic:
    return not_yes_or_no(
        span,
        table,
        "one of several words",
        f"say which: `{table} is {words[0]}`" if words else None,
    )


def fact_is_no_condition(span: Span, fact: Fact) -> Diagnostic:
    if isinstance(fact.type, DisplayText):
        return text_in_a_condition(span, fact)
    found = not_yes_or_no(span, fact.name, type_in_words(fact.type))
    return declared_at(found, fact).suggest(f"say which: `{example_test(fact)}`")


def text_in_a_condition(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.TEXT_IN_A_CONDITION.at(
        span, f"`{fact.name}` is text for people to read, which no condition may test", "text"
    )
    return declared_at(found, fact).suggest("declare a fact for what the text says, and test that")


def condition_is_no_value(span: Span, text: str, said: str) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        span, f"`{text}` is yes or no, so it cannot be {said}", "only `yes` or `no` can stand here"
    ).suggest(f"write `{text}`, or `not {text}`")


def set_with_is(span: Span, fact: Fact, said: str) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and `is` compares one value", "a set can hold several"
    )
    return declared_at(found, fact).suggest(
        f"write `{fact.name} includes {said}`, or `{fact.name} only {{{said}}}` if nothing else may"
    )


def set_with_in(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and `in` tests one value", "a set can hold several"
    )
    return declared_at(found, fact).suggest(
        f"write `{fact.name} any in {{…}}` if one is enough, `{fact.name} only {{…}}` if all must"
    )


def not_a_set(span: Span, fact: Fact, word: ast.SetWord) -> Diagnostic:
    found = catalogue.NOT_A_SET.at(
        span,
        f"`{word.value}` tests a set, and `{fact.name}` is {type_in_words(fact.type)}",
        "not a set",
    )
    return declared_at(found, fact).suggest(f"write `{fact.name} in {{…}}`")


def no_members_to_test(span: Span, text: str, what: str) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        span, f"`{text}` is {what}, which has no members", "no members to compare with"
    )


def cannot_be_the_same(span: Span, left: Fact, right: Fact) -> Diagnostic:
    found = catalogue.UNLIKE_KINDS.at(
        span,
        f"`{left.name}` is {type_in_words(left.type)} and "
        f"`{right.name}` is {type_in_words(right.type)}",
        "these cannot be compared",
    )
    return declared_at(declared_at(found, left), right).suggest(
        f"test each by itself, such as `{example_test(left)}` and `{example_test(right)}`"
    )


def same_as_a_value(expr: ast.Compare, fact: Fact) -> Diagnostic:
    """Report a member or a code where `is exactly` takes a number or another fact."""
    said = expr.right.span.text
    found = catalogue.UNLIKE_KINDS.at(
        expr.span,
        f"`{expr.relation.value}` compares numbers, or two facts, and `{said}` is neither",
        f"a value of `{fact.name}`",
    )
    return declared_at(found, fact).suggest(f"write `{fact.name} is {said}`")


# ------------------------------------------------------ definitions and tables
def no_value(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        name.span, f"`{name.text}` is not defined by anything", "says nothing"
    ).suggest("give it `when` and a condition, or `is` and a value")


def two_values(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        name.span, f"`{name.text}` is defined twice over", "one definition is enough"
    ).suggest("keep one `is`, or only `when` lines")


def word_is_no_definition(span: Span, text: str) -> Diagnostic:
    return catalogue.NO_VALUE.at(
        span,
        f"a definition is a condition, a number or a date, and `{text}` is one of several words",
        "not a condition and not a number",
    ).suggest("define each condition that you need, with `when`")


def row_width(row: ast.Row, found: int, wanted: int) -> Diagnostic:
    told = catalogue.ROW_WIDTH.at(
        row.span,
        f"this row has {found} cells, and the table has {wanted}",
        "one cell for each name after `given`, and one for the result",
    )
    return told.suggest("write `any` where a fact does not matter") if found < wanted else told


def no_given(name: ast.Name) -> Diagnostic:
    return catalogue.ROW_WIDTH.at(
        name.span, f"`{name.text}` does not say which facts its rows look at", "no `given`"
    ).suggest("add a line `given` with the names of the columns")


def no_rows(name: ast.Name) -> Diagnostic:
    return catalogue.NO_VALUE.at(name.span, f"the table `{name.text}` has no rows", "empty")


def row_result(span: Span) -> Diagnostic:
    return catalogue.ROW_RESULT.at(
        span, "the last cell of a row is the one value that it gives", "not a single value"
    ).suggest("write one value, or `absent` where there is none; cells before it may hold ranges")


def set_in_a_cell(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.SET_WITH_IS.at(
        span, f"`{fact.name}` is a set, and a cell tests one value", "a set can hold several"
    )
    return declared_at(found, fact).suggest("define a condition for the set, and give that")


def range_in_a_cell(span: Span) -> Diagnostic:
    return catalogue.RANGE_OF_MEMBERS.at(
        span, "members have no order, so a cell lists them", "no range here"
    ).suggest("list the members, with commas between them, or write `any`")


def word_in_a_number_cell(span: Span, text: str) -> Diagnostic:
    return catalogue.NOT_A_NUMBER.at(
        span, f"this column holds numbers or dates, and `{text}` is neither", "not a number"
    )


def row_results_differ(span: Span, found: str, first: Span, earlier: str) -> Diagnostic:
    return (
        catalogue.ROW_RESULT.at(
            span, f"this row gives {found}, and an earlier row {earlier}", found
        )
        .and_at(first, earlier)
        .suggest("let all rows give the same kind of value")
    )
