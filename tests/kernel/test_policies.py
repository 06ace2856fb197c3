"""The kernel decides as the reference does, for the policies that are shipped."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest

from policydsl import kernel
from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.policy import Policy
from policydsl.reference import decide
from policydsl.workspace import load
from tests.kernel.test_differential import raw

POLICIES = Path(__file__).parents[2] / "policies"
PATHS = sorted(path for path in POLICIES.glob("*/*.pol") if path.stem == path.parent.name)
VARIANTS = 6
"""Of each policy; the reference takes a second for some requests of the largest."""


@pytest.fixture(params=PATHS, ids=lambda path: path.stem, scope="module")
def policy(request: pytest.FixtureRequest) -> Policy:
    return load(request.param)


def test_scenarios_are_decided_alike(policy: Policy) -> None:
    compiled = kernel.compile(policy.program)
    for scenario in policy.scenarios[:: 1 + len(policy.scenarios) // 100]:
        expected = decide(policy.program, scenario.request)
        assert compiled.decide(scenario.request) == expected
        assert compiled.decide_data(raw(policy.program, scenario.request)) == expected


def test_one_scope_for_all_requests_decides_alike(policy: Policy) -> None:
    compiled = kernel.compile(policy.program)
    whole = pickle.loads(pickle.dumps(kernel.Kernel(policy.program, by_scope=False)))
    for scenario in policy.scenarios[:: 1 + len(policy.scenarios) // 100]:
        expected = compiled.decide(scenario.request)
        assert whole.decide(scenario.request) == expected
        assert whole.decide_data(raw(policy.program, scenario.request)) == expected


def test_variants_of_scenarios_are_decided_alike(policy: Policy) -> None:
    compiled = kernel.compile(policy.program)
    rng = random.Random(11)
    examples = [scenario.request for scenario in policy.scenarios]
    for _ in range(VARIANTS if examples else 0):
        request = varied(policy.program, examples, rng)
        expected = decide(policy.program, request)
        assert compiled.decide(request).to_dict() == expected.to_dict()
        assert compiled.decide_data(raw(policy.program, request)) == expected


def varied(program: ir.Program, examples: list[Request], rng: random.Random) -> Request:
    """Return an example with some facts taken from another, and some dropped."""
    request, other = rng.choice(examples), rng.choice(examples)
    facts = dict(request.facts)
    for name in rng.sample(sorted(facts), min(len(facts), rng.randint(0, 5))):
        if rng.random() < 0.5:
            del facts[name]
        elif name in other.facts:
            facts[name] = other.facts[name]
    for name in rng.sample(sorted(other.facts), min(len(other.facts), rng.randint(0, 2))):
        facts[name] = other.facts[name]
    return Request(request.as_of + rng.randint(-40, 40), facts)
