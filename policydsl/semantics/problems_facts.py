"""Word what can be wrong with a declared fact, and with a value that it is said to hold."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core.codes import example_of, is_code
from policydsl.core.facts import (
    BOUND,
    Fact,
    FactType,
)
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.describing import declared_at, how_to_write, range_in_words, type_in_words
from policydsl.semantics.wording import did_you_mean
from policydsl.source import Span
from policydsl.syntax import ast

_ICD10_CATEGORY = 3
"""So many characters stand before the dot of an ICD-10 code."""


# --------------------------------------------------------------- fact declared
def no_type(name: ast.Name) -> Diagnostic:
    return catalogue.NO_TYPE.at(
        name.span, f"the fact `{name.text}` has no type", "what can it be?"
    ).suggest("say below it what it can be, such as `yes or no`, `visits` or `one of {…}`")


def no_places(span: Span) -> Diagnostic:
    return catalogue.NO_TYPE.at(
        span, "a decimal fact states how many places it has", "how many places?"
    ).suggest("write `decimal with 2 places`")


def places_out_of_bounds(span: Span, most: int) -> Diagnostic:
    return catalogue.TOO_MANY_PLACES.at(
        span, f"a decimal fact has at most {most} places", "too many places"
    )


def end_of_another_kind(end: ast.Literal, type: FactType) -> Diagnostic:
    return catalogue.WRONG_VALUE.at(
        end.span,
        f"`{end.span.text}` cannot be the end of a range: the fact is {type_in_words(type)}",
        "of another kind",
    ).suggest(how_to_write(type))


def stated_twice(span: Span, first: Span, what: str) -> Diagnostic:
    return (
        catalogue.STATED_TWICE.at(span, f"this fact states twice {what}", "again here")
        .and_at(first, "first here")
        .suggest("keep one of them")
    )


def needless_attribute(span: Span, what: str, type: FactType) -> Diagnostic:
    return catalogue.NEEDLESS_ATTRIBUTE.at(
        span, f"{what} does not go with {type_in_words(type)}"
    ).suggest("take it out")


def no_members(span: Span) -> Diagnostic:
    return catalogue.NO_TYPE.at(span, "this lists no members", "nothing to choose from").suggest(
        "list at least one member"
    )


def empty_range(span: Span, low: str, high: str) -> Diagnostic:
    return catalogue.EMPTY_RANGE.at(
        span, f"nothing lies from {low} to {high}", "this range is empty"
    ).suggest(f"write it from {high} to {low}")


def too_many_places(span: Span, text: str, places: int) -> Diagnostic:
    few = {0: "no decimal places", 1: "at most 1 decimal place"}.get(
        places, f"at most {places} decimal places"
    )
    found = catalogue.TOO_MANY_PLACES.at(
        span, f"`{text}` has too many decimal places", f"{few} here"
    )
    whole, _, fraction = text.partition(".")
    if not fraction.isdigit():
        return found.suggest("leave the last of them out, or declare the fact with more")
    kept = f"{whole}.{fraction[:places]}" if places else whole
    return found.suggest(f"write `{kept}`, or declare the fact with more decimal places")


def too_large(span: Span, text: str) -> Diagnostic:
    return catalogue.OUT_OF_RANGE.at(
        span, f"`{text}` is more than any number here can be", f"numbers stay below {BOUND:,}"
    )


# ---------------------------------------------------------------------- values
def wrong_value(span: Span, said: str, fact: Fact) -> Diagnostic:
    found = catalogue.WRONG_VALUE.at(
        span, f"`{fact.name}` cannot be {said}: it is {type_in_words(fact.type)}", "cannot be this"
    )
    return declared_at(found, fact).suggest(how_to_write(fact.type))


def unknown_member(span: Span, text: str, fact: Fact, members: Sequence[str]) -> Diagnostic:
    found = catalogue.UNKNOWN_MEMBER.at(
        span, f"`{fact.name}` has no member `{text}`", "not one of its members"
    )
    return declared_at(found, fact).suggest(did_you_mean(text, members, "its members are"))


def unknown_result(span: Span, text: str, table: str, words: Sequence[str]) -> Diagnostic:
    return catalogue.UNKNOWN_MEMBER.at(
        span, f"the table `{table}` never gives `{text}`", "no row gives this"
    ).suggest(did_you_mean(text, words, "its rows give"))


def another_fact(span: Span, text: str, fact: Fact) -> Diagnostic:
    """Report a fact's name where a member stands: `is` compares with members only."""
    found = catalogue.UNKNOWN_MEMBER.at(
        span, f"`{text}` is a fact, and after `is` stands a value of `{fact.name}`", "a fact"
    )
    return declared_at(found, fact).suggest(
        f"to compare two facts write `{fact.name} is the same as {text}`"
    )


def out_of_range(span: Span, said: str, fact: Fact) -> Diagnostic:
    found = catalogue.OUT_OF_RANGE.at(
        span, f"`{fact.name}` cannot be {said}: {range_in_words(fact)}", "outside the range"
    )
    return declared_at(found, fact).suggest(
        f"write a value within that range, or widen the range of `{fact.name}`"
    )


def malformed_code(span: Span, text: str, system: str) -> Diagnostic:
    found = catalogue.MALFORMED_CODE.at(
        span, f"`{text}` is not written like a code in `{system}`", "malformed"
    )
    if system == "icd10" and len(text) > _ICD10_CATEGORY:
        dotted = f"{text[:_ICD10_CATEGORY]}.{text[_ICD10_CATEGORY:]}"
        if is_code(system, dotted):
            return found.suggest(f"write `{dotted}`")
    example = example_of(system)
    return found.suggest(f"write it like `{example}`") if example else found


def range_of_members(item: ast.MemberRange) -> Diagnostic:
    high = item.high.text if item.high else ""
    return catalogue.RANGE_OF_MEMBERS.at(
        item.span, "only codes have ranges, and these are members", "no order here"
    ).suggest(f"list every member from `{item.low.text}` to `{high}`")


def never_absent(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.NEVER_ABSENT.at(
        span, f"`{fact.name}` is never absent", "so this asks nothing"
    )
    return declared_at(found, fact).suggest(f"declare `{fact.name}` with `may be absent`")


def absent_value(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.NEVER_ABSENT.at(
        span, f"`{fact.name}` cannot be absent", "not declared `may be absent`"
    )
    return declared_at(found, fact).suggest(f"declare `{fact.name}` with `may be absent`")


def else_never_absent(span: Span, text: str) -> Diagnostic:
    return catalogue.NEVER_ABSENT.at(
        span, f"`{text}` is never absent, so what follows `else` is never used", "never absent"
    ).suggest("take out the `else`, or declare the fact with `may be absent`")


def only_facts_are_absent(span: Span, state: ast.State) -> Diagnostic:
    return catalogue.NEVER_ABSENT.at(
        span, f"only a fact can be {state.value}", "not a fact"
    ).suggest(f"ask of the facts that it is made of whether each is {state.value}")


def known_in_a_clause(span: Span, fact: Fact) -> Diagnostic:
    found = catalogue.KNOWN_IN_A_CLAUSE.at(
        span, "a decision must not depend on what is known", "`is known` decides here"
    )
    if fact.may_be_absent:
        return found.suggest(f"write `{fact.name} is present`, if that is meant")
    return found.suggest("use `is known` in `advise` and `pays` only")
