"""Word what can be wrong with parameters and with the plans that set them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import attrs

from policydsl.core.facts import Choice, Fact, MemberSet, Number
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.describing import how_to_write, range_in_words, type_in_words
from policydsl.semantics.problems_names import another_sort, undeclared
from policydsl.source import Span
from policydsl.syntax import ast

if TYPE_CHECKING:
    from policydsl.semantics.names import Declaration


def no_type(name: ast.Name) -> Diagnostic:
    return catalogue.NO_TYPE.at(
        name.span, f"the parameter `{name.text}` has no type", "what can it be?"
    ).suggest("say below it what it can be, such as `yes or no`, `visits` or `money`")


def attribute_of_a_fact(attribute: ast.Attribute) -> Diagnostic:
    said = attribute.span.text
    return catalogue.NEEDLESS_ATTRIBUTE.at(
        attribute.span, f"`{said}` is said of a fact, not of a parameter", "take this out"
    ).suggest("say it of the fact in its vocabulary, and let the parameter stand for that fact")


def unknown_parameter(
    name: ast.Name, declared: Collection[str], namesake: Declaration | None
) -> Diagnostic:
    if namesake is not None:
        found = another_sort(name, namesake, "parameter", "and a plan sets parameters")
        return found.suggest("declare a parameter that `stands for` it, and set that")
    return undeclared(name, "parameter", declared)


def wrong_setting(found: Diagnostic, plan: ast.Plan) -> Diagnostic:
    """Say of a plan what was *found* of the value."""
    worded = attrs.evolve(found, code=catalogue.PLAN_VALUE)
    return worded.and_at(plan.id.span, "set by this plan")


def unset(plan: ast.Plan, parameter: ast.Parameter) -> Diagnostic:
    name = parameter.id.text
    return (
        catalogue.PARAMETER_UNSET.at(
            plan.id.span, f"the plan `{plan.id.text}` does not set `{name}`", "leaves it unset"
        )
        .and_at(parameter.id.span, "every plan sets this, for no fact gives it")
        .suggest(f"add `sets {name} is` and what it is, or let the parameter stand for a fact")
    )


def no_plan_sets(name: ast.Name) -> Diagnostic:
    return catalogue.PARAMETER_UNSET.at(
        name.span, f"there is no plan that could set `{name.text}`", "never has a value"
    ).suggest("add a `plan` that sets it, or let it stand for a fact: `stands for FACT`")


def shared_fact(second: ast.StandsFor, first: ast.StandsFor) -> Diagnostic:
    name = second.fact.text
    return (
        catalogue.SHARED_FACT.at(
            second.fact.span, f"two parameters stand for `{name}`", "the second"
        )
        .and_at(first.fact.span, "the first")
        .suggest("keep one of them")
    )


def unlike_its_fact(line: ast.StandsFor, parameter: Fact, fact: Fact) -> Diagnostic:
    mine, its = type_in_words(parameter.type), type_in_words(fact.type)
    why = f"the parameter is {mine} and the fact {its}"
    match parameter.type, fact.type:
        case (Number(places=one), Number(places=other)) if mine == its and one != other:
            why = "they differ in decimal places"
        case (Choice(), Choice()) | (MemberSet(), MemberSet()):
            why = "they differ in their members"
        case _ if mine == its:
            why = "no value is within the bounds of both"
    found = catalogue.PARAMETER_TYPE.at(
        line.fact.span, f"`{parameter.name}` cannot stand for `{fact.name}`: {why}", its
    )
    if parameter.span:
        found = found.and_at(parameter.span, mine)
    return found.suggest(f"declare the parameter as `{fact.name}` is declared")


# ------------------------------------------------------------- typical ranges


def nothing_typical(line: ast.Typically, parameter: Fact) -> Diagnostic:
    what = type_in_words(parameter.type)
    return catalogue.TYPICAL_RANGE.at(
        line.span, f"`{parameter.name}` is {what}, which no range is typical of", "no range"
    ).suggest("take this line out")


def typical_of_another_kind(end: ast.Literal, parameter: Fact) -> Diagnostic:
    what = type_in_words(parameter.type)
    return catalogue.TYPICAL_RANGE.at(
        end.span, f"`{end.span.text}` cannot be typical of `{parameter.name}`: it is {what}", ""
    ).suggest(how_to_write(parameter.type))


def typical_out_of_bounds(end: ast.Literal, parameter: Fact) -> Diagnostic:
    found = catalogue.TYPICAL_RANGE.at(
        end.span,
        f"`{end.span.text}` cannot be typical of `{parameter.name}`: {range_in_words(parameter)}",
        "outside the bounds",
    ).suggest("write what is typical within the bounds, or widen them")
    return found.and_at(parameter.span, "declared here") if parameter.span else found


def typical_upside_down(line: ast.Typically) -> Diagnostic:
    low, high = line.low.span.text, line.high.span.text
    return catalogue.TYPICAL_RANGE.at(
        line.span, f"nothing lies from {low} to {high}", "this range is empty"
    ).suggest(f"write it from {high} to {low}")


# -------------------------------------------------------------------- choosing


def overlap(one: ast.Plan, other: ast.Plan, case: Mapping[str, str]) -> Diagnostic:
    """Report two plans that can both be that of one request; *case* is such a request."""
    found = catalogue.PLANS_OVERLAP.at(
        other.id.span,
        f"the plans `{one.id.text}` and `{other.id.text}` can hold at once",
        "which of them is it then?",
    ).and_at(one.id.span, "may hold beside it")
    if case:
        found = found.with_case("\n".join(f"{fact} is {value}" for fact, value in case.items()))
    return found.suggest("let their `for` lines exclude each other")


def never_chosen(plan: ast.Plan, span: Span) -> Diagnostic:
    return catalogue.ALWAYS_THE_SAME.at(
        span, f"the plan `{plan.id.text}` is never anyone's", "cannot hold"
    ).suggest("mend the condition, or take the plan out")


def too_many(plan: ast.Plan, most: int) -> Diagnostic:
    return catalogue.TOO_MANY.at(
        plan.id.span, f"a policy may have {most} plans, and this is one more", "one too many"
    ).suggest("let plans that set the same be one plan, or divide the policy")
