"""Explaining agrees with the definitions on whatever program and request."""

import json

from hypothesis import given
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import Explanation, explain
from policydsl.explain.trace import Role, Status
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


@given(explained())
def test_statuses_are_those_of_the_reference(
    case: tuple[ir.Program, Statuses, Explanation],
) -> None:
    program, statuses, explanation = case
    for clause, trace in zip(program.clauses, explanation.clauses, strict=True):
        assert trace.result is statuses.of(clause)
        assert (trace.status in HOLDING) == (trace.result is Kleene.YES)
        assert (trace.status is Status.UNKNOWN) == (trace.result is Kleene.UNKNOWN)


@given(explained())
def test_steps_are_what_the_reference_says(case: tuple[ir.Program, Statuses, Explanation]) -> None:
    _, statuses, explanation = case
    for step in explanation.steps():
        part = step.condition.truth
        assert step.result is truth(part, statuses.valuation)
        if step.result is not Kleene.UNKNOWN:
            facts = {read.fact for inner in step.decisive() for read in inner.facts}
            assert facts == blame(part, statuses.valuation)
            held = [inner.condition.truth for inner in step.decisive()]
            bare = [p for p in decisive(part, statuses.valuation) if not isinstance(p, ir.Cited)]
            assert held == bare


@given(explained())
def test_what_the_reasons_cite_is_in_the_explanation(
    case: tuple[ir.Program, Statuses, Explanation],
) -> None:
    _, _, explanation = case
    decision = explanation.decision
    for reason in (*decision.reasons, *decision.outranked):
        assert set(reason.citations) <= explanation.bears() <= explanation.cited()
    text = explanation.to_json()
    assert all(f'"{id}"' in text for id in explanation.cited())


@given(explained())
def test_the_decision_is_the_one_explained(
    case: tuple[ir.Program, Statuses, Explanation],
) -> None:
    program, _, explanation = case
    data = json.loads(explanation.to_json())
    assert data["decision"] == explanation.decision.to_dict()
    assert [c["clause"] for c in data["clauses"]] == [c.key for c in program.clauses]
    for clause in explanation.reasons():
        assert clause.role not in (Role.NONE, Role.LOST)


@given(explained())
def test_every_assumption_of_the_decision_is_told(
    case: tuple[ir.Program, Statuses, Explanation],
) -> None:
    _, _, explanation = case
    told = [assumption.read.fact for assumption in explanation.assumptions]
    used = [assumption.fact for assumption in explanation.decision.assumptions]
    assert told[: len(used)] == used


@given(explained())
def test_addresses_find_their_steps(case: tuple[ir.Program, Statuses, Explanation]) -> None:
    _, _, explanation = case
    for step in explanation.steps():
        assert explanation.step(step.address) is step


@given(st.data())
def test_a_decision_may_be_handed_in(data: st.DataObject) -> None:
    from policydsl.explain import Explainer

    program = data.draw(programs())
    request = data.draw(requests(program, most_unknown=2))
    explainer = Explainer(program)
    decision = decide(program, request)
    assert explainer.explain(request, decision) == explainer.explain(request)
