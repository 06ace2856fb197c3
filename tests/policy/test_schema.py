"""What a request may hold, and what a decision holds, in notations that other programs read."""

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable, Number, NumberKind, Supplier
from policydsl.core.requests import RequestChecker, validate
from policydsl.core.texts import to_json_value
from policydsl.policy.decision_schema import decision_schema
from policydsl.policy.schema import json_schema, python_types
from policydsl.reference import decide
from tests.policy.json_schema import allows
from tests.policy.test_requests import ACCEPTED, FACTS, REFUSED, _one, _requests
from tests.strategies import programs, requests


def _program(facts: FactTable) -> ir.Program:
    return ir.Program(
        id="demo.care",
        title='Care "at home"',
        issuer="",
        edition="2026-01-01",
        in_force=ir.InForce(None, None),
        facts=facts,
        read_facts=("service",),
        asks_first=(),
        assumptions=(),
        clauses=(),
        benefits=(),
        limits=(),
        payments=(),
        advice=(),
        open_questions=(),
        alternatives=False,
        content_hash="0",
    )


SCHEMA = json_schema(_program(FACTS))


def test_every_value_that_is_read_is_allowed_by_the_schema() -> None:
    for name, given_value, _ in ACCEPTED:
        assert allows(SCHEMA, _one({name: given_value})), (name, given_value)


@given(_requests)
def test_what_the_schema_refuses_is_refused(data: dict[str, Any]) -> None:
    if not isinstance(validate(data, FACTS), tuple):
        assert allows(SCHEMA, data)


# The schema has no words for these: which days there are, decimals, items of a text's range.
LOOSER = {"started", "allowed", "visits", "born", "note"}


def test_what_is_refused_is_refused_by_the_schema_where_it_has_words_for_it() -> None:
    refused = [(name, value) for name, value, _ in REFUSED if name not in LOOSER]
    assert refused
    for name, value in refused:
        assert not allows(SCHEMA, _one({name: value})), (name, value)


def test_a_fact_carries_its_label_unit_and_supplier() -> None:
    visits = Fact(
        "used", "Visits used", Number(NumberKind.COUNT, "visits", 0, 0, 10**12),
        Supplier.PAYER_SYSTEM, True, True,
    )  # fmt: skip
    schema = json_schema(_program(FactTable({"used": visits})))
    assert schema["properties"]["facts"]["properties"]["used"] == {
        "title": "Visits used",
        "description": "In visits. Asked of: payer_system. Cannot be changed. "
        "This policy does not read it.",
        "type": ["integer", "null"],
        "minimum": 0,
    }


def test_the_python_module_holds_every_fact() -> None:
    text = python_types(_program(FACTS))
    held: dict[str, Any] = {}
    exec(compile(text, "types", "exec"), held)
    assert list(held["DemoCareFacts"].__annotations__) == list(FACTS.by_name)
    assert list(held["DemoCareRequest"].__annotations__) == ["as_of", "facts"]


@given(st.data())
def test_every_decision_is_as_its_schema_says(data: st.DataObject) -> None:
    program = data.draw(programs())
    request = data.draw(requests(program))
    made = json.loads(decide(program, request).to_json())
    assert allows(decision_schema(), made)
    assert list(made) == list(decision_schema()["properties"])


@given(st.data())
def test_requests_of_any_program_come_back_as_they_were(data: st.DataObject) -> None:
    program = data.draw(programs())
    request = data.draw(requests(program))
    facts = {n: to_json_value(program.facts[n], value) for n, value in request.facts.items()}
    text = json.dumps({"as_of": str(date.fromordinal(request.as_of)), "facts": facts})
    assert RequestChecker.of(program.facts).read(text) == request
