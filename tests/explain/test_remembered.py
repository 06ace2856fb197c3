"""What an explainer remembers of other requests changes nothing of the next explanation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl import kernel
from policydsl.explain import Explainer
from policydsl.workspace import load
from tests.strategies import programs, requests

POLICIES = Path(__file__).parents[2] / "policies"
REQUESTS = 6


@settings(max_examples=18, deadline=None)
@given(st.data())
def test_an_explainer_that_has_met_others_says_the_same(data: st.DataObject) -> None:
    program = data.draw(programs())
    explainer = Explainer(program)
    asked = [data.draw(requests(program, most_unknown=4)) for _ in range(REQUESTS)]
    for request in (*asked, *asked[:2]):
        fresh = Explainer(program).explain(request)
        found = explainer.explain(request)
        assert found == fresh
        assert found.to_json() == fresh.to_json()


@pytest.mark.parametrize("id", ["nwc", "kaiser", "uhc_cs164h"])
def test_so_it_is_for_the_policies_that_are_shipped(id: str) -> None:
    policy = load(POLICIES / id / f"{id}.pol")
    decide = kernel.compile(policy.program).decide
    explainer = Explainer(policy.program)
    asked = [scenario.request for scenario in policy.scenarios[::6]]
    found = [explainer.explain(request, decide(request)) for request in asked]
    for request, explanation in list(zip(asked, found, strict=True))[:: 1 + len(asked) // 4]:
        fresh = Explainer(policy.program).explain(request, decide(request))
        assert explanation.to_json() == fresh.to_json()
