"""Run worked examples: hold each expectation against the decision that is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core.decision import Decision
from policydsl.core.expectations import Check, Verdict, checks
from policydsl.core.faults import RequestFault
from policydsl.core.scenario import Scenario

if TYPE_CHECKING:
    from policydsl.explain import Explanation
    from policydsl.explain.blocks import Section


@attrs.frozen
class Ran:
    """A scenario, the decision on its request, and every check that was made.

    `differences` tell why what failed is as it is.
    """

    scenario: Scenario
    decision: Decision
    checks: tuple[Check, ...]
    differences: tuple[Section, ...] = ()

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
    """What decides a request, and what explains a decision (None: nothing here does).

    `refused` says why a request would be refused though each of its facts is sound.
    """

    decide: Callable[[Any], Decision]
    explain: Callable[[Any, Decision], Explanation] | None
    refused: Callable[[Any], tuple[RequestFault, ...]] = lambda request: ()


def run(scenario: Scenario, evaluators: Evaluators) -> Ran:
    """Decide the scenario's request and hold the decision against what is expected."""
    decision = evaluators.decide(scenario.request)
    made = list(checks(scenario.expect, decision))
    faults = [_refused(fault) for fault in evaluators.refused(scenario.request)]
    wanted = scenario.expect.citations
    if evaluators.explain is None:
        if wanted:
            expected = ", ".join(wanted)
            made.append(Check("citations", expected, "no explanation", Verdict.NOT_CHECKED))
        return Ran(scenario, decision, (*made, *faults))
    named = not wanted or _told_by(decision).issuperset(wanted)
    if named and not any(check.failed for check in made):
        if wanted:
            made.append(_citations(scenario, frozenset(wanted)))
        return Ran(scenario, decision, (*made, *faults))
    explanation = evaluators.explain(scenario.request, decision)
    if wanted:
        made.append(_citations(scenario, explanation.bears()))
    failures = [check for check in made if check.failed]
    if not failures:
        return Ran(scenario, decision, (*made, *faults))
    from policydsl.policy.differences import differences

    told = differences(scenario.expect, failures, explanation)
    return Ran(scenario, decision, (*made, *faults), told)


def _refused(fault: RequestFault) -> Check:
    return Check("given", "a sound request", fault.message, Verdict.FAILED)


def _told_by(decision: Decision) -> frozenset[str]:
    """Return the rows that the decision itself names: some of those that bear on it."""
    reasons = (*decision.reasons, *decision.outranked)
    told = {id for reason in reasons for id in reason.citations}
    told.update(id for each in decision.advisories for id in each.citations)
    told.update(id for each in decision.open_questions for id in each.citations)
    return frozenset(told)


def _citations(scenario: Scenario, bears: frozenset[str]) -> Check:
    """Look for every expected row among those that bear on the decision."""
    wanted = scenario.expect.citations
    expected = ", ".join(wanted)
    lacking = ", ".join(id for id in wanted if id not in bears)
    actual = f"without {lacking}" if lacking else expected
    return Check("citations", expected, actual, Verdict.FAILED if lacking else Verdict.PASSED)
