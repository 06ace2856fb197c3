"""The real policies of the repository, with every worked example of each edition."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import policydsl
from policydsl.core.scenario import Scenario
from policydsl.explain import Explanation

FOLDER = Path(__file__).parents[2] / "policies"
PLANS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


@cache
def plan(name: str) -> policydsl.Policy:
    return policydsl.load(str(FOLDER / name))


@cache
def explained(name: str) -> tuple[tuple[Scenario, Explanation], ...]:
    """Explain every worked example of the policy *name*."""
    return tuple(
        (scenario, edition._explainer.explain(scenario.request))
        for edition in plan(name).editions
        for scenario in edition.scenarios
    )
