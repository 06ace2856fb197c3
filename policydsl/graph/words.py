"""Label the nodes of a graph for people: titles, the author's words, never a hash."""

from __future__ import annotations

import re
from typing import Any

from policydsl.core import ir, texts
from policydsl.core.facts import BOUND, Day, Fact, FactTable, Number, NumberKind
from policydsl.graph.nodes import Graph, Kind, Node
from policydsl.source import Span

_CITATIONS = re.compile(r"\s*\[[^\]\n]*\]")
_COMMENT = re.compile(r"\s+#[^\n]*")
_MOST = 120
_MOST_VALUES = 5

_ORDER = {
    ir.Order.AT_MOST: ("is at most", "is at least"),
    ir.Order.LESS: ("is less than", "is more than"),
    ir.Order.EQUAL: ("is", "is"),
}
_DAY_ORDER = {
    ir.Order.AT_MOST: ("is on or before", "is on or after"),
    ir.Order.LESS: ("is before", "is after"),
    ir.Order.EQUAL: ("is", "is"),
}
_PLAIN = {
    Kind.SERVICE_DATE: "service date",
    Kind.NOT: "not",
    Kind.AND: "all of",
    Kind.OR: "any of",
    Kind.LEAST: "the least of",
    Kind.GREATEST: "the greatest of",
    Kind.CASES: "the first case that holds",
    Kind.CASE: "case",
    Kind.SURELY: "surely",
    Kind.SURELY_NOT: "surely not",
    Kind.ALL: "all",
    Kind.ANY: "any",
}


def label(graph: Graph, node: Node) -> str:
    """Return what a person calls *node*: one line, at most 120 characters."""
    return shortened(_label(graph, node))


def shortened(text: str) -> str:
    """Return *text* on one line, cut to its first 120 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + "…"


def _label(graph: Graph, node: Node) -> str:
    says = node.says
    match node.kind:
        case Kind.FACT:
            return str(says.label or says.name)
        case Kind.TEST:
            return _written(says.span) or condition(says, graph.program.facts)
        case Kind.NAMED:
            return str(says.title or says.name)
        case Kind.CITED:
            return _written(says.span) or _label(graph, graph.nodes[node.inputs[0][1]])
        case Kind.TRUISM:
            return "always" if says.value else "never"
        case Kind.EXCEPTION | Kind.BENEFIT | Kind.LIMIT:
            return str(says.title or "except")
        case Kind.CLAUSE:
            return str(says.title or says.key)
        case Kind.DETERMINATION:
            detail = dict(node.detail)
            word = str(detail["determination"]).replace("_", " ")
            return f"{word}: {detail['entity']}" if detail["entity"] else word
        case kind if kind in _PLAIN:
            return _PLAIN[kind]
        case _:
            return _term(says, graph.program.facts)


def _written(span: Span | None) -> str:
    """Return what the author wrote there, when it is on one line, without citations."""
    if span is None:
        return ""
    text = _COMMENT.sub("", _CITATIONS.sub("", span.text)).strip()
    return "" if "\n" in text else text


def condition(expr: ir.Truth, facts: FactTable) -> str:
    """Return one test in words close to those of the language."""
    match expr:
        case ir.MemberIs():
            fact = facts[expr.fact]
            if expr.values == frozenset({True}):
                return _named(fact)
            if expr.values == frozenset({False}):
                return f"not: {_named(fact)}"
            return f"{_named(fact)}: {_members(fact, expr.values)}"
        case ir.SetIs():
            fact = facts[expr.fact]
            return f"{_named(fact)} {expr.word.value}: {_members(fact, expr.values)}"
        case ir.CodeIn():
            return f"{_named(facts[expr.fact])}: {_codes(expr.ranges)}"
        case ir.CodeSetIs():
            return f"{_named(facts[expr.fact])} {expr.word.value}: {_codes(expr.ranges)}"
        case ir.IsAbsent():
            return f"{_named(facts[expr.fact])}: none"
        case ir.IsKnown():
            return f"{_named(facts[expr.fact])}: known"
        case ir.Compare():
            return _compared(expr, facts)
        case _:
            return "a condition"


def term_words(term: ir.Term, facts: FactTable) -> str:
    """Return a number or day in words, for people."""
    return _term(term, facts, _kind(term, facts))


def _compared(expr: ir.Compare, facts: FactTable) -> str:
    """Return a comparison, what is measured before what it is measured by."""
    kind = _kind(expr.left, facts) or _kind(expr.right, facts)
    left, right = (_term(side, facts, kind) for side in (expr.left, expr.right))
    smaller, larger = (_DAY_ORDER if isinstance(kind, Day) else _ORDER)[expr.order]
    if isinstance(expr.left, ir.Constant | ir.ServiceDate):
        return f"{right} {larger} {left}"
    return f"{left} {smaller} {right}"


def _named(fact: Fact) -> str:
    return texts.short(fact.label) or fact.name


def _members(fact: Fact, values: frozenset[Any]) -> str:
    labels = dict(fact.member_labels)
    found = sorted(labels.get(value) or str(value).replace("_", " ") for value in values)
    more = len(found) - _MOST_VALUES
    text = " or ".join(found[:_MOST_VALUES]) or "nothing"
    return f"{text} or {more} more" if more > 0 else text


def _codes(ranges: tuple[ir.CodeRange, ...]) -> str:
    found = [r.low if r.low == r.high else f"{r.low}–{r.high}" for r in ranges]
    more = len(found) - _MOST_VALUES
    text = ", ".join(found[:_MOST_VALUES]) or "nothing"
    return f"{text} and {more} more" if more > 0 else text


def _kind(term: Any, facts: FactTable) -> Number | Day | None:
    match term:
        case ir.FactTerm():
            found = facts[term.fact].type
            return found if isinstance(found, Number | Day) else None
        case ir.AgeTerm():
            return Number(NumberKind.COUNT, "months" if term.in_months else "years", 0, 0, 0)
        case ir.ServiceDate() | ir.AddPeriod() | ir.BirthdayTerm():
            return Day()
        case ir.Sum():
            return _first_kind([addend.term for addend in term.addends], facts)
        case ir.Least() | ir.Greatest():
            return _first_kind(term.terms, facts)
        case ir.ElseTerm():
            return _first_kind((term.term, term.otherwise), facts)
        case ir.Cases():
            return _first_kind([case.term for case in term.cases], facts)
        case _:
            return None


def _first_kind(terms: Any, facts: FactTable) -> Number | Day | None:
    return next((kind for term in terms if (kind := _kind(term, facts))), None)


def _term(term: Any, facts: FactTable, kind: Number | Day | None = None) -> str:
    match term:
        case ir.Constant():
            return "no end" if term.value == BOUND else texts.number(term.value, kind)
        case ir.FactTerm():
            return _named(facts[term.fact])
        case ir.ServiceDate():
            return "service date"
        case ir.Sum():
            signed = [
                f"{'− ' if addend.factor < 0 else '+ '}"
                f"{f'{abs(addend.factor)} × ' if abs(addend.factor) != 1 else ''}"
                f"{_term(addend.term, facts, kind)}"
                for addend in term.addends
            ]
            return " ".join(signed).removeprefix("+ ") or "0"
        case ir.Least() | ir.Greatest():
            word = "least" if isinstance(term, ir.Least) else "greatest"
            return f"{word} of ({', '.join(_term(part, facts, kind) for part in term.terms)})"
        case ir.ElseTerm():
            return f"{_term(term.term, facts, kind)}, else {_term(term.otherwise, facts, kind)}"
        case ir.Cases():
            return " or ".join(_term(case.term, facts, kind) for case in term.cases)
        case ir.AddPeriod():
            word = "before" if term.count < 0 else "after"
            span = texts.counted(str(abs(term.count)), term.period.value)
            return f"{span} {word} {_term(term.term, facts)}"
        case ir.AgeTerm():
            return "age in months" if term.in_months else "age"
        case ir.BirthdayTerm():
            return f"the day of turning {term.years}"
        case ir.YearTerm():
            return f"year of {_term(term.term, facts)}"
        case _:
            return str(term)
