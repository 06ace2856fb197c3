"""The kernel decides as the reference does, for generated programs and requests."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policydsl import kernel
from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.texts import to_json_value
from policydsl.kernel import scope
from policydsl.reference import decide
from tests.strategies import programs, requests

REQUESTS = 12  # of one program, so that scopes and tables are met again
thorough = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def every_guard_scopes() -> Iterator[None]:
    """Let the smallest programs be dispatched on a fact."""
    usual, scope.LEAST_USES = scope.LEAST_USES, 1
    try:
        yield
    finally:
        scope.LEAST_USES = usual


def raw(program: ir.Program, request: Request) -> dict[str, object]:
    return {
        "as_of": datetime.date.fromordinal(request.as_of).isoformat(),
        "facts": {
            name: to_json_value(program.facts[name], value) for name, value in request.facts.items()
        },
    }


def check(program: ir.Program, asked: list[Request]) -> None:
    compiled = kernel.compile(program)
    for request in [*asked, *asked[:3]]:
        expected = decide(program, request)
        found = compiled.decide(request)
        assert found.to_dict() == expected.to_dict()
        assert found == expected
        in_one_pass = compiled.decide_data(raw(program, request))
        assert not isinstance(in_one_pass, tuple)
        assert in_one_pass.to_dict() == expected.to_dict()


@thorough
@given(st.data())
def test_generated_programs_decide_alike(data: st.DataObject) -> None:
    program = data.draw(programs())
    check(program, [data.draw(requests(program)) for _ in range(REQUESTS)])


@thorough
@given(st.data())
def test_generated_programs_decide_alike_scope_by_scope(data: st.DataObject) -> None:
    program = data.draw(programs())
    with every_guard_scopes():
        check(program, [data.draw(requests(program)) for _ in range(REQUESTS)])


@thorough
@given(st.data())
def test_the_parts_of_a_decision_can_be_read_in_any_order(data: st.DataObject) -> None:
    program = data.draw(programs())
    request = data.draw(requests(program))
    expected = decide(program, request)
    found = kernel.compile(program).decide(request)
    for name in data.draw(st.permutations([*expected.__slots__[:-1]])):
        assert getattr(found, name) == getattr(expected, name)
