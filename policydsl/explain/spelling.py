"""Spell expressions as the author wrote them, or as the language would have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from policydsl.core import ir, texts
from policydsl.core.facts import Choice, Day, FactTable, FactType, Number, NumberKind
from policydsl.explain import words
from policydsl.source import Span

_CITATION = re.compile(r"\s*\[[^\]\n]*\]")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_NEGATED = re.compile(r"\b(not|present)\b")
_COMMENT = re.compile(r"\s+#[^\n]*")


def authors(span: Span | None) -> str:
    """Return what the author wrote there, when it is on one line, without citations.

    >>> from policydsl.source import Source
    >>> source = Source("a.pol", "when  stays [R-1, R-2]  # so far")
    >>> authors(source.span(0, len(source.text)))
    'when stays'
    """
    if span is None:
        return ""
    text = _COMMENT.sub("", _CITATION.sub("", span.text)).strip()
    return "" if "\n" in text else " ".join(text.split())


def type_of(term: ir.Term | None, facts: FactTable) -> FactType | None:
    """Return the type of what *term* gives, for showing it; None: a bare whole number."""
    match term:
        case ir.FactTerm():
            return facts[term.fact].type
        case ir.ServiceDate() | ir.AddPeriod() | ir.BirthdayTerm():
            return Day()
        case ir.AgeTerm():
            unit = "months" if term.in_months else "years"
            return Number(NumberKind.COUNT, unit, 0, 0, 0)
        case ir.Sum():
            return _sum_type(term, facts)
        case ir.Least() | ir.Greatest():
            return _first_type(term.terms, facts)
        case ir.ElseTerm():
            return _first_type((term.term, term.otherwise), facts)
        case ir.Cases():
            return _first_type((*(case.term for case in term.cases), term.otherwise), facts)
        case ir.Constant() | ir.YearTerm() | None:
            return None
        case _:
            assert_never(term)


def _first_type(terms: Iterable[ir.Term | None], facts: FactTable) -> FactType | None:
    return next((found for term in terms if (found := type_of(term, facts)) is not None), None)


def _sum_type(term: ir.Sum, facts: FactTable) -> FactType | None:
    types = [(addend.factor, type_of(addend.term, facts)) for addend in term.addends]
    days = sum(factor for factor, type_ in types if isinstance(type_, Day))
    if any(isinstance(type_, Day) for _, type_ in types):
        return Day() if days == 1 else Number(NumberKind.COUNT, "days", 0, 0, 0)
    return next((type_ for _, type_ in types if type_ is not None), None)


def term(of: ir.Term, facts: FactTable, type_: FactType | None = None) -> str:
    """Return a term as the language would spell it; *type_* shows a bare number.

    What the author named, `outpatient_visits.used`, keeps its name; longer stretches of
    text may say more than the term, and are spelt out.
    """
    written = authors(of.span)
    if _NAME.fullmatch(written) and not isinstance(of, ir.ServiceDate | ir.AddPeriod):
        return written
    match of:
        case ir.Constant():
            return texts.number(of.value, type_)
        case ir.FactTerm():
            return of.fact
        case ir.ServiceDate():
            return "service date"
        case ir.Sum():
            return _sum(of, facts, type_ or type_of(of, facts))
        case ir.Least() | ir.Greatest():
            word = "smaller" if isinstance(of, ir.Least) else "larger"
            inner = type_ or type_of(of, facts)
            return f"{word} of ({', '.join(term(part, facts, inner) for part in of.terms)})"
        case ir.ElseTerm():
            inner = type_ or type_of(of, facts)
            return f"{term(of.term, facts, inner)} else {term(of.otherwise, facts, inner)}"
        case ir.Cases():
            return "what its table says"
        case ir.AddPeriod():
            word = "after" if of.count >= 0 else "before"
            span = texts.counted(str(abs(of.count)), of.period.value)
            return f"{span} {word} {term(of.term, facts)}"
        case ir.AgeTerm():
            return "age in months" if of.in_months else "age"
        case ir.BirthdayTerm():
            return f"{words.ordinal(of.years)} birthday"
        case ir.YearTerm():
            return f"calendar year of {term(of.term, facts)}"
        case _:
            assert_never(of)


def _sum(of: ir.Sum, facts: FactTable, type_: FactType | None) -> str:
    text = ""
    for addend in of.addends:
        times = "" if abs(addend.factor) == 1 else f"{abs(addend.factor)} × "
        sign = " − " if addend.factor < 0 else " + "
        text += (sign if text or addend.factor < 0 else "") + times
        text += term(addend.term, facts, type_)
    return text.strip()


_ORDER = {ir.Order.AT_MOST: "is at most", ir.Order.LESS: "is less than", ir.Order.EQUAL: "is"}
_DAY_ORDER = {ir.Order.AT_MOST: "is on or before", ir.Order.LESS: "is before", ir.Order.EQUAL: "is"}


def truth(of: ir.Truth, facts: FactTable) -> str:
    """Return a condition in the author's words, or spelt as the language would.

    A bullet of a list, `- spasticity`, does not say what it is a value of; such a
    fragment is spelt out.
    """
    written = authors(of.span)
    if written and not _is_fragment(of, written):
        return written
    match of:
        case ir.Truism():
            return "always" if of.value else "never"
        case ir.MemberIs():
            return _member_is(of, facts)
        case ir.CodeIn():
            return f"{of.fact} in {{{_ranges(of.ranges)}}}"
        case ir.SetIs():
            return f"{of.fact} {of.word.value} {{{', '.join(sorted(of.values))}}}"
        case ir.CodeSetIs():
            return f"{of.fact} {of.word.value} {{{_ranges(of.ranges)}}}"
        case ir.Compare():
            type_ = type_of(of.left, facts) or type_of(of.right, facts)
            order = _DAY_ORDER if isinstance(type_, Day) else _ORDER
            left, right = term(of.left, facts, type_), term(of.right, facts, type_)
            return f"{left} {order[of.order]} {right}"
        case ir.IsAbsent():
            return f"{of.fact} is absent"
        case ir.IsKnown():
            return f"{of.fact} is known"
        case ir.Not():
            return _not(of, facts)
        case ir.And() | ir.Or():
            word = " and " if isinstance(of, ir.And) else " or "
            parts = [_inside(operand, facts) for operand in of.operands]
            return word.join(dict.fromkeys(parts)) or ("always" if word == " and " else "never")
        case ir.Cited():
            return truth(of.operand, facts)
        case ir.Named():
            return of.name
        case _:
            assert_never(of)


def _is_fragment(of: ir.Truth, written: str) -> bool:
    """Whether *written*, taken by itself, does not say what *of* tests.

    A bullet leaves out the fact; `is not` stands around the test that it negates; and a
    negation that the compiler added covers the same text as what it negates.
    """
    match of:
        case ir.MemberIs() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs() | ir.IsAbsent():
            return of.fact not in written or _NEGATED.search(written) is not None
        case ir.Compare():
            return " " not in written or _NEGATED.search(written) is not None
        case ir.Not():
            return of.span == of.operand.span and _NEGATED.search(written) is None
        case _:
            return False


def _inside(of: ir.Truth, facts: FactTable) -> str:
    bare = of
    while isinstance(bare, ir.Cited):
        bare = bare.operand
    text = truth(bare, facts)
    several = isinstance(bare, ir.And | ir.Or) and len(bare.operands) > 1
    return f"({text})" if several else text


def _member_is(of: ir.MemberIs, facts: FactTable) -> str:
    type_ = facts[of.fact].type
    if not isinstance(type_, Choice):
        if len(of.values) != 1:
            return f"{of.fact} is yes or no" if of.values else f"{of.fact} is neither yes nor no"
        return of.fact if True in of.values else f"not {of.fact}"
    members = [member for member in type_.members if member in of.values]
    if len(members) == 1:
        return f"{of.fact} is {members[0]}"
    return f"{of.fact} in {{{', '.join(members)}}}"


def _not(of: ir.Not, facts: FactTable) -> str:
    bare = of.operand
    while isinstance(bare, ir.Cited):
        bare = bare.operand
    match bare:
        case ir.IsAbsent():
            return f"{bare.fact} is present"
        case ir.And() | ir.Or():
            return f"not ({truth(bare, facts)})"
        case _:
            return f"not {truth(bare, facts)}"


def _ranges(ranges: tuple[ir.CodeRange, ...]) -> str:
    return ", ".join(r.low if r.low == r.high else f"{r.low} to {r.high}" for r in ranges)
