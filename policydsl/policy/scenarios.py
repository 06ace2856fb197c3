"""Run worked examples: hold each expectation against the decision that is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from policydsl.core.decision import Decision
from policydsl.core.expectations import Check, Verdict, checks
from policydsl.core.problems import RequestFault
from policydsl.core.scenario import Scenario


@attrs.frozen
class Ran:
    """A scenario, the decision on its request, and every check that was made."""

    scenario: Scenario
    decision: Decision
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed; what could not be checked did not fail."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.failed)

    @property
    def unchecked(self) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.verdict is Verdict.NOT_CHECKED)


@attrs.frozen
class Evaluators:
    """What decides a request, and what says which rows an explanation of it names.

    `cited` is None where nothing explains; `refused` says why a request would be refused
    though each of its facts is sound.
    """

    decide: Callable[[Any], Decision]
    cited: Callable[[Any, Decision], frozenset[str]] | None
    refused: Callable[[Any], tuple[RequestFault, ...]] = lambda request: ()


def run(scenario: Scenario, evaluators: Evaluators) -> Ran:
    """Decide the scenario's request and hold the decision against what is expected."""
    decision = evaluators.decide(scenario.request)
    made = list(checks(scenario.expect, decision))
    made += [_refused(fault) for fault in evaluators.refused(scenario.request)]
    if scenario.expect.citations:
        made.append(_citations(scenario, decision, evaluators))
    return Ran(scenario, decision, tuple(made))


def _refused(fault: RequestFault) -> Check:
    return Check("given", "a sound request", fault.message, Verdict.FAILED)


def _citations(scenario: Scenario, decision: Decision, evaluators: Evaluators) -> Check:
    """Look for every expected row anywhere in the explanation."""
    wanted = scenario.expect.citations
    expected = ", ".join(wanted)
    if evaluators.cited is None:
        return Check("citations", expected, "no explanation", Verdict.NOT_CHECKED)
    named = evaluators.cited(scenario.request, decision)
    lacking = ", ".join(id for id in wanted if id not in named)
    actual = f"without {lacking}" if lacking else expected
    return Check("citations", expected, actual, Verdict.FAILED if lacking else Verdict.PASSED)
