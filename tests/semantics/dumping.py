"""Print a program as text that a person can hold against the policy it came from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import assert_never

from policydsl.core import ir
from policydsl.core.values import ABSENT, FactValue


def dump(program: ir.Program) -> str:
    """Give the clauses in order, each with what it guards against, then limits and payment."""
    return "\n".join(_lines(program)) + "\n"


def _lines(program: ir.Program) -> Iterable[str]:
    yield f"policy {program.id}, edition {program.edition}, reads {', '.join(program.read_facts)}"
    for assumption in program.assumptions:
        when = f" when {truth(assumption.condition)}" if assumption.condition else ""
        yield f"assumption: {assumption.fact} is {value(assumption.fact, assumption.value)}{when}"
    for setting in program.settings:
        held = "without end" if setting.value is None else value(setting.fact, setting.value)
        said = f"{setting.fact} is {held}{_cites(setting.citations)}"
        yield f"set by {setting.plan}: {said} when {truth(setting.condition)}"
    for clause in program.clauses:
        yield from _clause(clause)
    for limit in program.limits:
        yield from _limit(limit)
    for payment in program.payments:
        yield from _payment(payment)
    for advice in program.advice:
        yield f"\nadvice {advice.id}: {advice.text}"
        yield from (f"  guard {truth(guard)}" for guard in advice.guards)
    for question in program.open_questions:
        yield f"\nopen question: {question.question}"
        yield f"  about {', '.join(sorted(question.clauses))}"


def _clause(clause: ir.Clause) -> Iterable[str]:
    named = "" if clause.id == clause.key else f" of {clause.id}"
    to = f" to {clause.target}" if clause.target else ""
    yield f"\n{clause.kind.value} {clause.key}{named}{_cites(clause.citations)}"
    marks = [
        clause.determination.value + to,
        *(["papers"] if clause.papers else []),
        *(["member pays all"] if clause.member_pays else []),
        *([f"leaning {clause.leaning.value}"] if clause.leaning else []),
    ]
    yield f"  asks {', '.join(marks)}"
    yield from (f"  guard {truth(guard)}" for guard in clause.guards)
    yield f"  bite {truth(clause.bite)}"
    for exception in clause.exceptions:
        yield from _exception(exception, "  ")
    if clause.asks_for:
        yield f"  asks for {', '.join(clause.asks_for)}"
    if clause.overridden_by:
        yield f"  overridden by {', '.join(clause.overridden_by)}"


def _exception(exception: ir.Exception_, indent: str) -> Iterable[str]:
    yield f"{indent}except {truth(exception.condition)}{_cites(exception.citations)}"
    for inner in exception.exceptions:
        yield from _exception(inner, indent + "  ")


def _limit(limit: ir.Limit) -> Iterable[str]:
    yield f"\nnumbers of {limit.id}, in {limit.unit}"
    yield f"  live {truth(limit.live)}"
    yield f"  base {'unlimited' if limit.unlimited else term(limit.base)}"
    yield f"  authorized {term(limit.authorized)}"
    yield f"  ceiling {term(limit.ceiling) if limit.ceiling else 'none'}"
    yield f"  used {term(limit.used)}"
    yield f"  asked {term(limit.asked)}"
    yield f"  remaining {term(limit.remaining)}"
    yield f"  windows {', '.join(window.words for window in limit.windows)}"


def _payment(payment: ir.Payment) -> Iterable[str]:
    yield f"\npayment of {payment.benefit}{_cites(payment.citations)}"
    yield from (f"  guard {truth(guard)}" for guard in payment.guards)
    parts = {
        "rate": payment.rate,
        "of": payment.basis,
        "copay": payment.copay,
        "times": payment.copay_times,
        "deductible": payment.deductible,
    }
    yield from (f"  {word} {term(part)}" for word, part in parts.items() if part is not None)
    yield f"  {'nothing' if payment.nothing else f'rounded {payment.rounding}'}"


def truth(node: ir.Truth) -> str:
    match node:
        case ir.Truism():
            return "yes" if node.value else "no"
        case ir.MemberIs():
            if node.values == frozenset({True}):
                return node.fact
            words = sorted(value(node.fact, one) for one in node.values)
            return f"{node.fact} in {{{', '.join(words)}}}"
        case ir.CodeIn():
            return f"{node.fact} in {_ranges(node.ranges)}"
        case ir.SetIs():
            return f"{node.fact} {node.word.value} {{{', '.join(sorted(node.values))}}}"
        case ir.CodeSetIs():
            return f"{node.fact} {node.word.value} {_ranges(node.ranges)}"
        case ir.Compare():
            return f"{term(node.left)} {node.order.value} {term(node.right)}"
        case ir.IsAbsent():
            return f"{node.fact} is absent"
        case ir.IsKnown():
            return f"{node.fact} is known"
        case ir.Not():
            return f"not {truth(node.operand)}"
        case ir.And():
            return f"({' and '.join(truth(operand) for operand in node.operands)})"
        case ir.Or():
            return f"({' or '.join(truth(operand) for operand in node.operands)})"
        case ir.Cited():
            return f"{truth(node.operand)}{_cites(node.citations)}"
        case ir.Named():
            return f"{node.name}: {truth(node.operand)}{_cites(node.citations)}"
        case _:
            assert_never(node)


def term(node: ir.Term) -> str:
    match node:
        case ir.Constant():
            return _number(node.value)
        case ir.FactTerm():
            return node.fact
        case ir.ServiceDate():
            return "service date"
        case ir.Sum():
            return f"({' + '.join(_addend(addend) for addend in node.addends)})"
        case ir.Least():
            return f"least({', '.join(term(one) for one in node.terms)})"
        case ir.Greatest():
            return f"greatest({', '.join(term(one) for one in node.terms)})"
        case ir.ElseTerm():
            return f"({term(node.term)} else {term(node.otherwise)})"
        case ir.Cases():
            cases = [f"{term(case.term)} if {truth(case.condition)}" for case in node.cases]
            last = term(node.otherwise) if node.otherwise is not None else "absent"
            return f"({', '.join([*cases, last])})"
        case ir.AddPeriod():
            return f"{term(node.term)} + {node.count} {node.period.value}"
        case ir.AgeTerm():
            return f"age of {term(node.born)} in {'months' if node.in_months else 'years'}"
        case ir.BirthdayTerm():
            return f"birthday {node.years} of {term(node.born)}"
        case ir.YearTerm():
            return f"year of {term(node.term)}"
        case _:
            assert_never(node)


def value(fact: str, held: FactValue) -> str:
    if held is ABSENT:
        return "absent"
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, frozenset):
        return "{" + ", ".join(sorted(held)) + "}"
    return str(held)


def _number(number: int) -> str:
    if number > 600_000 and number < 10**9:
        return datetime.date.fromordinal(number).isoformat()
    return str(number)


def _addend(addend: ir.Addend) -> str:
    factor = {1: "", -1: "-"}.get(addend.factor, f"{addend.factor} × ")
    return f"{factor}{term(addend.term)}{_cites(addend.citations)}"


def _ranges(ranges: tuple[ir.CodeRange, ...]) -> str:
    words = [one.low if one.low == one.high else f"{one.low} to {one.high}" for one in ranges]
    return "{" + ", ".join(words) + "}"


def _cites(citations: tuple[str, ...]) -> str:
    return f" [{', '.join(citations)}]" if citations else ""
