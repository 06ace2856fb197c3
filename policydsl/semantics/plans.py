"""Lower what plans set: what each parameter means, and what a plan says of a request's facts.

A parameter that stands for a fact is that fact; a plan that sets it supplies the fact
while it is unknown.  Any other is what the plan that holds makes of it, and absent
where none does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from policydsl.core import ir
from policydsl.core.facts import BOUND, Choice, Day, MemberSet, Number, YesNo
from policydsl.core.reading import nodes_in
from policydsl.core.values import FactValue
from policydsl.semantics import problems_clauses, problems_plans
from policydsl.semantics.headings import ids, title_of
from policydsl.semantics.joining import all_of, any_of, cited, negation
from policydsl.semantics.parameters import Parameter, Setting, Usual
from policydsl.semantics.referents import (
    POISON,
    POISONED,
    FactRef,
    Referent,
    SetRow,
    SetsRef,
    TermRef,
    TruthRef,
    WordRow,
    WordsRef,
)
from policydsl.semantics.trials import case_of
from policydsl.semantics.typing import DAY, DayType, Lowered, NumberType
from policydsl.syntax import ast

MOST_PLANS: Final = 200
"""How many plans one policy may have: each is held against every other."""

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering


def condition(low: Lowering, plan: ast.Plan) -> ir.Truth:
    """Say when *plan* is that of the request; lowered once, whoever asks."""
    name = plan.id.text
    if name not in low.plan_conditions:
        lines = [line for line in plan.lines if isinstance(line, ast.For)]
        if not lines:
            why = "does not say whose plan it is"
            low.report(problems_clauses.lacking_line(plan.id, "plan", "for", why))
        held = [low.condition(line.condition, line.citations) for line in lines]
        joined = all_of(held, low.scope.facts) if lines else ir.Truism(False)
        low.plan_conditions[name] = ir.Named(
            name, title_of(plan), joined, ids(plan.citations), span=plan.id.span
        )
    return low.plan_conditions[name]


def check_plans(low: Lowering) -> None:
    """Report plans that can hold together, and those that never hold."""
    plans = low.parameters.plans
    if len(plans) > MOST_PLANS:
        low.report(problems_plans.too_many(plans[MOST_PLANS], MOST_PLANS))
        return
    lowered = [(plan, condition(low, plan)) for plan in plans]
    # What was reported as wrong tells nothing of when a plan holds.
    held = [row for row in lowered if not any(node is POISON for node in nodes_in(row[1]))]
    facts = low.scope.facts
    never = {plan.id.text for plan, truth in held if case_of(truth, facts) is None}
    for plan, _ in held:
        lines = [line for line in plan.lines if isinstance(line, ast.For)]
        if plan.id.text in never and lines:
            low.report(problems_plans.never_chosen(plan, lines[0].condition.span))
    for (one, mine), (other, theirs) in combinations(held, 2):
        case = case_of(ir.And((mine, theirs)), facts)
        if case is not None:
            low.report(problems_plans.overlap(one, other, case))


# ---------------------------------------------------------------- what it means


def referent(low: Lowering, node: ast.Parameter) -> Referent:
    """Find what a parameter means in an expression."""
    parameter = low.parameters.by_name.get(node.id.text)
    if parameter is None:
        return POISONED
    if parameter.fact is not None:
        return _standing(low, parameter, parameter.fact)
    rows = [(setting, _where(low, setting)) for setting in parameter.settings]
    if not rows:
        return POISONED
    match parameter.type.type:
        case YesNo():
            held = [row for setting, row in rows if setting.value is True]
            return TruthRef(_named(parameter, any_of(held, low.scope.facts)))
        case Choice(members):
            words = tuple(WordRow(str(setting.value), row) for setting, row in rows)
            return WordsRef(parameter.name, parameter.title, words, members)
        case MemberSet(members):
            sets = tuple(
                SetRow(setting.value, row)
                for setting, row in rows
                if isinstance(setting.value, frozenset)
            )
            return SetsRef(parameter.name, parameter.title, sets, members)
        case Number() | Day():
            return _amount(low, parameter, rows)
        case _:
            return POISONED


def _standing(low: Lowering, parameter: Parameter, name: str) -> Referent:
    """Read the fact, save where a plan sets an amount without end."""
    fact = low.scope.facts[name]
    endless = [setting for setting in parameter.settings if setting.value is None]
    if not endless or not isinstance(fact.type, Number):
        return FactRef(fact)
    span = parameter.node.id.span
    most = ir.Constant(_endless(fact.type))
    cases = tuple(ir.Case(_where(low, setting), most) for setting in endless)
    term = ir.Cases(cases, ir.FactTerm(name, span=span), span=span)
    return TermRef(
        Lowered(term, _type(fact.type), fact.may_be_absent, fact.type.low, most.value), endless=True
    )


def _amount(
    low: Lowering, parameter: Parameter, rows: Sequence[tuple[Setting, ir.Truth]]
) -> Referent:
    type = parameter.type.type
    assert isinstance(type, Number | Day)
    values = [_number(setting.value, type) for setting, _ in rows]
    span = parameter.node.id.span
    cases = tuple(
        ir.Case(row, ir.Constant(value, span=setting.line.value.span))
        for (setting, row), value in zip(rows, values, strict=True)
    )
    none_holds = negation(any_of([row for _, row in rows], low.scope.facts))
    return TermRef(
        Lowered(
            ir.Cases(cases, None, span=span),
            _type(type),
            may_be_absent=case_of(none_holds, low.scope.facts) is not None,
            low=min(values),
            high=max(values),
        ),
        endless=any(setting.value is None for setting, _ in rows),
    )


def _number(value: FactValue | None, type: Number | Day) -> int:
    if value is None:
        assert isinstance(type, Number)
        return _endless(type)
    assert isinstance(value, int)
    return value


def _type(type: Number | Day) -> NumberType | DayType:
    return DAY if isinstance(type, Day) else NumberType(type.kind, type.unit, type.places)


def _endless(type: Number) -> int:
    return int(BOUND * 10**type.places)


def _where(low: Lowering, setting: Setting) -> ir.Truth:
    """Say when *setting* holds, with what supports it."""
    return cited(condition(low, setting.plan), ids(setting.line.citations))


def _named(parameter: Parameter, truth: ir.Truth) -> ir.Truth:
    node = parameter.node
    return ir.Named(parameter.name, parameter.title, truth, ids(node.citations), span=node.id.span)


# ------------------------------------------------- what it says of a request


def settings(low: Lowering) -> tuple[ir.Setting, ...]:
    """Give what plans set of the request's own facts."""
    return tuple(
        ir.Setting(
            fact=parameter.fact,
            value=setting.value,
            condition=condition(low, setting.plan),
            plan=setting.plan.id.text,
            title=title_of(setting.plan),
            citations=ids(setting.line.citations) or ids(setting.plan.citations),
            span=setting.line.span,
        )
        for parameter in low.parameters.by_name.values()
        if parameter.fact is not None
        for setting in parameter.settings
    )


def supplied(settings: Sequence[ir.Setting]) -> tuple[ir.Assumption, ...]:
    """Let each setting supply its fact while that is unknown; `none` is no value of a fact."""
    return tuple(
        ir.Assumption(
            setting.fact,
            setting.value,
            setting.condition,
            setting.title,
            setting.citations,
            stated=False,
            span=setting.span,
        )
        for setting in settings
        if setting.value is not None
    )


def advice(low: Lowering) -> tuple[ir.Advice, ...]:
    """Remark on each parameter that is outside what is typical of it."""
    return tuple(
        _remark(low, parameter, usual)
        for parameter in low.parameters.by_name.values()
        for usual in parameter.usual
    )


def _remark(low: Lowering, parameter: Parameter, usual: Usual) -> ir.Advice:
    line = usual.line
    said = f"{parameter.title}: outside the typical {line.low.span.text} to {line.high.span.text}"
    term = _finite(low, parameter)
    atypical = ir.Or(
        (
            ir.Compare(term, ir.Order.LESS, ir.Constant(usual.low), span=line.span),
            ir.Compare(ir.Constant(usual.high), ir.Order.LESS, term, span=line.span),
        )
    )
    if usual.plan is not None:
        return ir.Advice(
            f"{usual.plan.id.text}.{parameter.name}",
            f"{said} of {title_of(usual.plan)}",
            (condition(low, usual.plan), atypical),
            ids(line.citations) or ids(usual.plan.citations),
            span=line.span,
        )
    # What a plan says is typical of itself stands for it instead.
    own = [condition(low, each.plan) for each in parameter.usual if each.plan is not None]
    elsewhere = [negation(held) for held in own]
    return ir.Advice(
        f"{parameter.name}.typical",
        said,
        (*elsewhere, atypical),
        ids(line.citations) or ids(parameter.node.citations),
        span=line.span,
    )


def _finite(low: Lowering, parameter: Parameter) -> ir.Term:
    """Give the parameter as a term that is absent where it is `none`."""
    rows = [(setting, _where(low, setting)) for setting in parameter.settings]
    if parameter.fact is None:
        return ir.Cases(
            tuple(
                ir.Case(row, ir.Constant(setting.value))
                for setting, row in rows
                if isinstance(setting.value, int)
            ),
            None,
        )
    endless = [row for setting, row in rows if setting.value is None]
    if not endless:
        return ir.FactTerm(parameter.fact)
    ends = negation(any_of(endless, low.scope.facts))
    return ir.Cases((ir.Case(ends, ir.FactTerm(parameter.fact)),), None)
