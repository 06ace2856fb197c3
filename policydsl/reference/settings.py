"""Hold the facts that a request gives against what its plan sets."""

from __future__ import annotations

from policydsl.core import ir, problems_facts
from policydsl.core.facts import Fact
from policydsl.core.faults import RequestFault
from policydsl.core.request import Request
from policydsl.core.texts import value_text
from policydsl.core.values import FactValue, Kleene
from policydsl.reference.assumptions import resolve
from policydsl.reference.truths import truth


def contradictions(program: ir.Program, request: Request) -> tuple[RequestFault, ...]:
    """Return a fault for each given fact of which the request's plan says another thing.

    A plan is the request's where its condition is yes, assumptions included; a fact that
    is not given contradicts nothing.
    """
    given = request.facts
    suspected = [
        setting
        for setting in program.settings
        if setting.fact in given and given[setting.fact] != setting.value
    ]
    if not suspected:
        return ()
    valuation = resolve(program, request).valuation
    return tuple(
        _fault(program.facts[setting.fact], given[setting.fact], setting)
        for setting in suspected
        if truth(setting.condition, valuation) is Kleene.YES
    )


def _fault(fact: Fact, given: FactValue, setting: ir.Setting) -> RequestFault:
    held = "no limit" if setting.value is None else value_text(fact, setting.value)
    return problems_facts.against_plan(fact, value_text(fact, given), setting.plan, held)
