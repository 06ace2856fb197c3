"""Lower tests of members and codes: `is`, `in {…}`, `any in {…}`, and bullets of members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, assert_never

from policydsl.core import ir
from policydsl.core.codes import is_code
from policydsl.core.facts import Choice, CodeSet, CodeValue, Fact, MemberSet, YesNo
from policydsl.semantics import problems_facts, problems_types
from policydsl.semantics.describing import type_in_words
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import any_of, cited
from policydsl.semantics.referents import (
    POISON,
    FactRef,
    Poisoned,
    Referent,
    SetsRef,
    TermRef,
    TruthRef,
    WordsRef,
)
from policydsl.semantics.typing import in_words
from policydsl.semantics.values import repeated
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering

Items = Sequence[ast.MemberRange]
_Test = Callable[[Items, Span], ir.Truth]
_ANSWERS = {"yes": True, "no": False}


def membership(
    low: Lowering, left: ast.Expr, found: Referent, items: Items, span: Span
) -> ir.Truth:
    """Say that *found* is one of *items*; each citation stays with the items that bear it."""
    report_repeats(low, items)
    match found:
        case FactRef(fact):
            if isinstance(fact.type, MemberSet | CodeSet):
                low.report(problems_types.set_with_in(left.span, fact))
                return POISON
            return _each_cited(low, items, span, lambda some, at: _in(low, fact, some, at))
        case WordsRef():
            return _each_cited(low, items, span, lambda some, at: _words(low, found, some, at))
        case SetsRef(name):
            low.report(problems_types.no_members_to_test(left.span, name, "a set"))
            return POISON
        case TruthRef():
            low.report(problems_types.no_members_to_test(left.span, left.span.text, "yes or no"))
            return POISON
        case TermRef(lowered):
            what = in_words(lowered.type)
            low.report(problems_types.no_members_to_test(left.span, left.span.text, what))
            return POISON
        case Poisoned():
            return POISON
        case _:
            assert_never(found)


def set_test(low: Lowering, expr: ast.SetTest, found: Referent) -> ir.Truth:
    """Lower `includes`, `any in`, `all in` and `only`."""
    report_repeats(low, expr.items)
    match found:
        case FactRef(fact):
            if not isinstance(fact.type, MemberSet | CodeSet):
                low.report(problems_types.not_a_set(expr.left.span, fact, expr.word))
                return POISON
        case SetsRef(members=members):
            return _set_of_a_plan(low, expr, found, members)
        case Poisoned():
            return POISON
        case _:
            what = "no set of a declared fact"
            low.report(problems_types.no_members_to_test(expr.left.span, expr.left.span.text, what))
            return POISON
    word = ir.SetWord(expr.word.value)
    if expr.word is ast.SetWord.ANY_IN:
        return _each_cited(
            low, expr.items, expr.span, lambda some, at: _set_is(low, fact, word, some, at)
        )
    # The other words speak of all their members at once, and so do the citations.
    citations = dict.fromkeys(c.id for item in expr.items for c in item.citations)
    return cited(_set_is(low, fact, word, expr.items, expr.span), tuple(citations))


def rows_giving(low: Lowering, table: WordsRef, words: frozenset[str], span: Span) -> ir.Truth:
    """Say that the row of *table* that holds gives one of *words*."""
    rows = [row.condition for row in table.rows if row.word in words]
    return ir.Named(table.name, table.title, any_of(rows, low.scope.facts), span=span)


def sets_that(
    low: Lowering, found: SetsRef, test: Callable[[frozenset[str]], bool], span: Span
) -> ir.Truth:
    """Say that the row of *found* that holds gives a set that passes *test*."""
    rows = [row.condition for row in found.rows if test(row.values)]
    return ir.Named(found.name, found.title, any_of(rows, low.scope.facts), span=span)


def _set_of_a_plan(
    low: Lowering, expr: ast.SetTest, found: SetsRef, members: tuple[str, ...]
) -> ir.Truth:
    wanted: set[str] = set()
    for item in expr.items:
        if item.high is not None:
            low.report(problems_facts.range_of_members(item))
            return POISON
        if item.low.text not in members:
            name, text = found.name, item.low.text
            low.report(problems_facts.unknown_result(item.low.span, text, name, members))
            return POISON
        wanted.add(item.low.text)
    tests: dict[ast.SetWord, Callable[[frozenset[str]], bool]] = {
        ast.SetWord.INCLUDES: lambda values: wanted <= values,
        ast.SetWord.ANY_IN: lambda values: bool(values & wanted),
        ast.SetWord.ALL_IN: lambda values: bool(values) and values <= wanted,
        ast.SetWord.ONLY: lambda values: values <= wanted,
    }
    citations = dict.fromkeys(c.id for item in expr.items for c in item.citations)
    return cited(sets_that(low, found, tests[expr.word], expr.span), tuple(citations))


def codes(low: Lowering, system: str, items: Items) -> tuple[ir.CodeRange, ...]:
    """Read the well-formed codes and ranges of *items*; report the others."""
    found: list[ir.CodeRange] = []
    for item in items:
        ends = [item.low, item.high or item.low]
        malformed = [end for end in dict.fromkeys(ends) if not is_code(system, end.text)]
        for end in malformed:
            low.report(problems_facts.malformed_code(end.span, end.text, system))
        if malformed:
            continue
        if ends[0].text > ends[1].text:
            low.report(problems_facts.empty_range(item.span, ends[0].text, ends[1].text))
            continue
        found.append(ir.CodeRange(ends[0].text, ends[1].text))
    return tuple(found)


def report_repeats(low: Lowering, items: Items) -> None:
    for problem in repeated(tuple(items)):
        low.report(problem)


def _each_cited(low: Lowering, items: Items, span: Span, test: _Test) -> ir.Truth:
    """Test the uncited items at once, and every cited one beside its citations."""
    uncited = [item for item in items if not item.citations]
    if len(uncited) == len(items):
        return test(items, span)
    truths: list[ir.Truth] = []
    for item in items:
        if item.citations:
            truths.append(cited(test([item], item.span), ids(item.citations)))
        elif item is uncited[0]:
            truths.append(test(uncited, span))
    return any_of(truths, low.scope.facts)


def _in(low: Lowering, fact: Fact, items: Items, span: Span) -> ir.Truth:
    match fact.type:
        case Choice(members):
            names = _members(low, fact, members, items)
            return ir.MemberIs(fact.name, names, span=span) if names else POISON
        case YesNo():
            answers = _members(low, fact, tuple(_ANSWERS), items)
            values = frozenset(_ANSWERS[answer] for answer in answers)
            return ir.MemberIs(fact.name, values, span=span) if values else POISON
        case CodeValue(system):
            ranges = codes(low, system, items)
            return ir.CodeIn(fact.name, system, ranges, span=span) if ranges else POISON
        case _:
            if items:
                what = type_in_words(fact.type)
                low.report(problems_types.no_members_to_test(span, fact.name, what))
            return POISON


def _set_is(low: Lowering, fact: Fact, word: ir.SetWord, items: Items, span: Span) -> ir.Truth:
    match fact.type:
        case MemberSet(members):
            names = _members(low, fact, members, items)
            return ir.SetIs(fact.name, word, names, span=span)
        case CodeSet(system):
            return ir.CodeSetIs(fact.name, system, word, codes(low, system, items), span=span)
        case _:
            return POISON


def _words(low: Lowering, table: WordsRef, items: Items, span: Span) -> ir.Truth:
    words: set[str] = set()
    for item in items:
        if item.high is not None:
            low.report(problems_facts.range_of_members(item))
        elif item.low.text not in table.words:
            found = problems_facts.unknown_result(
                item.low.span, item.low.text, table.name, table.words
            )
            low.report(found)
        else:
            words.add(item.low.text)
    return rows_giving(low, table, frozenset(words), span) if words else POISON


def _members(low: Lowering, fact: Fact, members: tuple[str, ...], items: Items) -> frozenset[str]:
    found: set[str] = set()
    for item in items:
        if item.high is not None:
            low.report(problems_facts.range_of_members(item))
        elif not low.is_one_of(item.low.text, members):
            text = item.low.text
            low.report(problems_facts.unknown_member(item.low.span, text, fact, members))
        else:
            found.add(item.low.text)
    return frozenset(found)
