"""Read `parameter` and `plan` items: what each may be, and what the plans make of it.

Nothing is lowered here.  A parameter that is in error is left out, and so is a setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from policydsl.core.facts import (
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactTable,
    FactType,
    MemberSet,
    Number,
    NumberKind,
)
from policydsl.core.values import FactValue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_clauses, problems_plans
from policydsl.semantics.literals import number_for
from policydsl.semantics.names import Sort
from policydsl.semantics.problems_names import not_yet
from policydsl.semantics.values import read_value
from policydsl.semantics.vocabulary import read_fact
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.lowering import Lowering

_FACT_TYPES = ast.FactType


@frozen
class Setting:
    """What one plan makes of a parameter; None: `none`, an amount without end."""

    plan: ast.Plan
    value: FactValue | None
    line: ast.Sets


@frozen
class Usual:
    """A typical range, both ends inside and scaled; `plan` None: of whatever plan."""

    low: int
    high: int
    line: ast.Typically
    plan: ast.Plan | None


@frozen
class Parameter:
    """A declared parameter; `type` has its bounds, `fact` is the one that it stands for."""

    node: ast.Parameter
    type: Fact
    fact: str | None
    settings: tuple[Setting, ...]
    usual: tuple[Usual, ...]

    @property
    def name(self) -> str:
        return self.node.id.text

    @property
    def title(self) -> str:
        return self.node.title.text if self.node.title else self.name


@frozen
class Parameters:
    by_name: Mapping[str, Parameter]
    plans: tuple[ast.Plan, ...]


NONE: Final = Parameters(MappingProxyType({}), ())


def read_parameters(low: Lowering) -> tuple[Parameters, FactTable]:
    """Read the parameters and plans that *low* knows of, and report what is wrong with them.

    The facts that come back are no wider than the parameters that stand for them.
    """
    return _Reader(low).read()


class _Reader:
    def __init__(self, low: Lowering) -> None:
        self.low = low
        names = low.scope.names
        self.nodes = {
            declared.key: declared.node
            for declared in names.of_sort(Sort.PARAMETER)
            if isinstance(declared.node, ast.Parameter)
        }
        self.plans = tuple(
            declared.node
            for declared in names.of_sort(Sort.PLAN)
            if isinstance(declared.node, ast.Plan)
        )
        self.facts = dict(low.scope.facts.by_name)
        self.stands_for: dict[str, ast.StandsFor] = {}

    def read(self) -> tuple[Parameters, FactTable]:
        typed = {key: self._type(node) for key, node in self.nodes.items()}
        facts = {
            key: self._fact(node, type)
            for key, node in self.nodes.items()
            if (type := typed[key]) is not None
        }
        set_by_plan = {plan.id.text: self._sets(plan, typed) for plan in self.plans}
        found: dict[str, Parameter] = {}
        for key, node in self.nodes.items():
            type = typed[key]
            if type is None or not self._supported(node, type, facts[key]):
                continue
            found[key] = Parameter(
                node,
                type,
                facts[key],
                tuple(each[key] for each in set_by_plan.values() if key in each),
                tuple(self._usual(node, type)),
            )
        self._report_unset(parameter.node for parameter in found.values())
        return Parameters(found, self.plans), FactTable(self.facts)

    # -------------------------------------------------------------- parameters

    def _type(self, node: ast.Parameter) -> Fact | None:
        lines = [line for line in node.lines if isinstance(line, ast.Attributes)]
        written = [attribute for line in lines for attribute in line.attributes]
        for attribute in written:
            if isinstance(attribute, ast.MayBeAbsent | ast.Fixed | ast.AskedOf | ast.UnknownMeans):
                self.low.report(problems_plans.attribute_of_a_fact(attribute))
        if not any(isinstance(attribute, _FACT_TYPES) for attribute in written):
            self.low.report(problems_plans.no_type(node.id))
            return None
        fact, problems = read_fact(node)
        for problem in problems:
            self.low.report(problem)
        return fact

    def _supported(self, node: ast.Parameter, type: Fact, fact: str | None) -> bool:
        if fact is None and isinstance(type.type, CodeValue | CodeSet | DisplayText):
            self.low.report(not_yet(node.id.span, "a parameter that plans set to codes or text"))
            return False
        return True

    def _fact(self, node: ast.Parameter, type: Fact) -> str | None:
        """Find the fact that the parameter stands for, and bound it as the parameter is."""
        lines = [line for line in node.lines if isinstance(line, ast.StandsFor)]
        for again in lines[1:]:
            self.low.report(problems_clauses.repeated_line(again, lines[0], "stands for"))
        if not lines:
            return None
        fact = self.low.fact(lines[0].fact)
        if fact is None:
            return None
        if first := self.stands_for.get(fact.name):
            self.low.report(problems_plans.shared_fact(lines[0], first))
            return None
        self.stands_for[fact.name] = lines[0]
        both = _narrowed(fact.type, type.type)
        if both is None:
            self.low.report(problems_plans.unlike_its_fact(lines[0], type, fact))
            return None
        self.facts[fact.name] = attrs.evolve(fact, type=both)
        return fact.name

    def _usual(self, node: ast.Parameter, type: Fact) -> Iterator[Usual]:
        own = [(line, None) for line in node.lines if isinstance(line, ast.Typically)]
        of_plans = [
            (line, plan)
            for plan in self.plans
            for line in plan.lines
            if isinstance(line, ast.Typically) and line.parameter
            if line.parameter.text == node.id.text
        ]
        seen: dict[ast.Plan | None, ast.Typically] = {}
        for line, plan in (*own, *of_plans):
            if plan in seen:
                self.low.report(problems_clauses.repeated_line(line, seen[plan], "typically"))
                continue
            seen[plan] = line
            ends = [_end(type, end) for end in (line.low, line.high)]
            if problem := _fault_of_range(line, type, ends):
                self.low.report(problem)
                continue
            low, high = (end for end in ends if isinstance(end, int))
            yield Usual(low, high, line, plan)

    # ------------------------------------------------------------------- plans

    def _sets(self, plan: ast.Plan, typed: Mapping[str, Fact | None]) -> dict[str, Setting]:
        """Read what *plan* sets; a parameter that it sets wrongly is there, but with no value."""
        lines: dict[str, ast.Sets] = {}
        found: dict[str, Setting] = {}
        for line in plan.lines:
            if isinstance(line, ast.Typically) and line.parameter:
                self._known(line.parameter)
            if not isinstance(line, ast.Sets) or not self._known(line.parameter):
                continue
            name = line.parameter.text
            if name in lines:
                words = f"sets {name}"
                self.low.report(problems_clauses.repeated_line(line, lines[name], words))
                continue
            lines[name] = line
            type = typed[name]
            value = _value(type, line.value) if type else None
            if isinstance(value, Diagnostic):
                self.low.report(problems_plans.wrong_setting(value, plan))
            elif type is not None:
                found[name] = Setting(plan, value, line)
        return found

    def _known(self, name: ast.Name) -> bool:
        if name.text in self.nodes:
            return True
        namesake = self.low.scope.names.values.get(name.text)
        self.low.report(problems_plans.unknown_parameter(name, self.nodes, namesake))
        return False

    def _report_unset(self, nodes: Iterable[ast.Parameter]) -> None:
        """Report each parameter that a plan leaves without a value."""
        for node in nodes:
            if any(isinstance(line, ast.StandsFor) for line in node.lines):
                continue
            if not self.plans:
                self.low.report(problems_plans.no_plan_sets(node.id))
            for plan in self.plans:
                said = (line.parameter.text for line in plan.lines if isinstance(line, ast.Sets))
                if node.id.text not in said:
                    self.low.report(problems_plans.unset(plan, node))


def _value(type: Fact, value: ast.Value) -> FactValue | Diagnostic | None:
    """Read what a plan sets; None is `none` for an amount, which has no end then."""
    counted = isinstance(type.type, Number) and type.type.kind is NumberKind.COUNT
    if isinstance(value, ast.Unlimited) and counted:
        return None
    return read_value(type, value)


def _end(type: Fact, end: ast.Literal) -> int | None:
    match type.type:
        case Number() as number:
            found = number_for(number, end)
            return found if isinstance(found, int) else None
        case Day():
            return end.value.toordinal() if isinstance(end, ast.Date) else None
        case _:
            return None


def _fault_of_range(line: ast.Typically, type: Fact, ends: list[int | None]) -> Diagnostic | None:
    if not isinstance(type.type, Number | Day):
        return problems_plans.nothing_typical(line, type)
    for written, end in zip((line.low, line.high), ends, strict=True):
        if end is None:
            return problems_plans.typical_of_another_kind(written, type)
        if not type.type.low <= end <= type.type.high:
            return problems_plans.typical_out_of_bounds(written, type)
    low, high = ends
    if low is not None and high is not None and low > high:
        return problems_plans.typical_upside_down(line)
    return None


def _narrowed(fact: FactType, parameter: FactType) -> FactType | None:
    """Give *fact* within the bounds of *parameter*; None when they are not alike."""
    match fact, parameter:
        case Number(), Number():
            if attrs.evolve(fact, low=0, high=0) != attrs.evolve(parameter, low=0, high=0):
                return None
        case Day(), Day():
            pass
        case MemberSet(one), MemberSet(other):
            return fact if set(one) == set(other) else None
        case _:
            return fact if _alike(fact, parameter) else None
    low, high = max(fact.low, parameter.low), min(fact.high, parameter.high)
    return attrs.evolve(fact, low=low, high=high) if low <= high else None


def _alike(one: FactType, other: FactType) -> bool:
    members = [getattr(type, "members", ()) for type in (one, other)]
    if any(members):
        return type(one) is type(other) and set(members[0]) == set(members[1])
    return one == other
