"""Explaining agrees with the definitions on whatever program and request."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import Explanation, explain
from policydsl.explain.clausetrace import Role, Status
from policydsl.reference import decide
from policydsl.reference.assumptions import resolve
from policydsl.reference.clauses import Statuses
from policydsl.reference.truths import blame, decisive, truth
from tests.strategies import programs, requests

HOLDING = (Status.HOLDS, Status.OUTRANKED)


@st.composite
def explained(draw: st.DrawFn) -> tuple[ir.Program, Statuses, Explanation]:
    program = draw(programs())
    request = draw(requests(program, most_unknown=4))
    statuses = Statuses(program, resolve(program, request).valuation)
    return program, statuses, explain(program, request)


@settings(max_examples=60)
@given(explained())
def test_an_explanation_agrees_with_the_definitions(
    case: tuple[ir.Program, Statuses, Explanation],
) -> None:
    """One drawn case is held to all of them: to draw it takes longer than to look at it."""
    program, statuses, explanation = case
    _statuses_are_those_of_the_reference(program, statuses, explanation)
    _steps_are_what_the_reference_says(statuses, explanation)
    _what_the_reasons_cite_is_there(explanation)
    _the_decision_is_the_one_explained(program, explanation)
    _every_assumption_of_the_decision_is_told(explanation)
    for step in explanation.steps():
        assert explanation.step(step.address) is step


def _statuses_are_those_of_the_reference(
    program: ir.Program, statuses: Statuses, explanation: Explanation
) -> None:
    for clause, trace in zip(program.clauses, explanation.clauses, strict=True):
        assert trace.result is statuses.of(clause)
        assert (trace.status in HOLDING) == (trace.result is Kleene.YES)
        assert (trace.status is Status.UNKNOWN) == (trace.result is Kleene.UNKNOWN)


def _steps_are_what_the_reference_says(statuses: Statuses, explanation: Explanation) -> None:
    for step in explanation.steps():
        part = step.condition.truth
        assert step.result is truth(part, statuses.valuation)
        if step.result is not Kleene.UNKNOWN:
            facts = {read.fact for read in step.decisive_facts()}
            assert facts == blame(part, statuses.valuation)
            held = [inner.condition.truth for inner in step.decisive()]
            bare = [p for p in decisive(part, statuses.valuation) if not isinstance(p, ir.Cited)]
            assert held == bare


def _what_the_reasons_cite_is_there(explanation: Explanation) -> None:
    decision = explanation.decision
    for reason in (*decision.reasons, *decision.outranked):
        assert set(reason.citations) <= explanation.bears() <= explanation.cited()
    text = explanation.to_json()
    assert all(f'"{id}"' in text for id in explanation.cited())


def _the_decision_is_the_one_explained(program: ir.Program, explanation: Explanation) -> None:
    data = json.loads(explanation.to_json())
    assert data["decision"] == explanation.decision.to_dict()
    assert [c["clause"] for c in data["clauses"]] == [c.key for c in program.clauses]
    assert data["ways"] is None  # nothing is sought that was not asked for
    for clause in explanation.reasons():
        assert clause.role not in (Role.NONE, Role.LOST)


def _every_assumption_of_the_decision_is_told(explanation: Explanation) -> None:
    told = [assumption.read.fact for assumption in explanation.assumptions]
    used = [assumption.fact for assumption in explanation.decision.assumptions]
    assert told[: len(used)] == used


@settings(max_examples=25)
@given(st.data())
def test_a_decision_may_be_handed_in(data: st.DataObject) -> None:
    from policydsl.explain import Explainer

    program = data.draw(programs())
    request = data.draw(requests(program, most_unknown=2))
    explainer = Explainer(program)
    decision = decide(program, request)
    assert explainer.explain(request, decision) == explainer.explain(request)
