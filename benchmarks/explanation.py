"""A decision with a complete explanation, against the bare decision.

The bare decision is `Policy.decide`, with its determination, reasons and missing facts read.
The explanation is `Policy.explain`, which returns the whole of it as data: nothing in it waits
to be read, but for the parts of the decision itself that no explanation is made of. How much
that is, is counted and shown.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import policydsl
from benchmarks.examples import Raw, varied, worked
from benchmarks.guideline import FILES, PART, deciding
from benchmarks.timing import interleaved, report, say, shown
from policydsl.explain import Explanation
from policydsl.policy import Policy

ROUNDS = 30
REPEATS = 5
NEW = 300


def main() -> None:
    for name, file in FILES.items():
        policy = policydsl.load(str(file))
        examples = worked(policy)
        asked = examples[-PART:]
        _size(name, [policy.explain(request) for request in asked])
        # Several times in a row, so that neither pays for what the other left in the caches.
        rivals = {
            "decision": deciding(policy, asked * REPEATS),
            "decision with explanation": explaining(policy, asked * REPEATS),
        }
        seconds = interleaved(rivals, ROUNDS)
        report(f"{name}: worked examples", seconds, "decision", PART * REPEATS)
        rivals = {
            "decision with explanation": rivals["decision with explanation"],
            "the same as data for JSON": writing(policy, asked * REPEATS),
        }
        seconds = interleaved(rivals, 5)
        report(f"{name}: written", seconds, "decision with explanation", PART * REPEATS)
        _never_met(name, policy, examples)


def explaining(policy: Policy, asked: list[Raw]) -> Callable[[], None]:
    """Return what explains each request once."""

    def run() -> None:
        for request in asked:
            policy.explain(request)

    return run


def writing(policy: Policy, asked: list[Raw]) -> Callable[[], None]:
    """Return what explains each request once, as its JSON has it."""

    def run() -> None:
        for request in asked:
            policy.explain(request).to_dict()

    return run


def _size(name: str, explanations: list[Explanation]) -> None:
    """Say what an explanation holds, on average."""
    count = len(explanations)
    clauses = sum(len(each.clauses) for each in explanations) / count
    steps = sum(len(list(each.steps())) for each in explanations) / count
    facts = sum(len(each.facts) for each in explanations) / count
    cited = sum(len(each.cited()) for each in explanations) / count
    say(
        f"{name}: an explanation has {clauses:.0f} clauses, {steps:.0f} steps, "
        f"{facts:.0f} facts with their values, {cited:.0f} citations\n"
    )


def _never_met(name: str, policy: Policy, examples: list[Raw]) -> None:
    """Time requests that are explained once, by a policy that has met others.

    Each is decided twice before, so that both times are of what is then known of its scope.
    """
    varieties = varied(examples[-PART:], 2 * NEW)
    for request in varieties[:NEW]:
        policy.explain(request)
    ratios, times = [], []
    for request in varieties[NEW:]:
        for _ in range(2):
            bare = _seconds(deciding(policy, [request]))
        explained = _seconds(explaining(policy, [request]))
        ratios.append(explained / bare)
        times.append(explained)
    middle, (low, *_, high) = statistics.median(ratios), statistics.quantiles(ratios, n=10)
    each = shown(statistics.median(times)).strip()
    say(
        f"{name}: {NEW} variants, each explained once, after {NEW} others were:\n"
        f"  {each}, {middle:.1f}× of deciding it (eight in ten: {low:.1f}–{high:.1f}×)\n\n"
    )


def _seconds(call: Callable[[], None]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    main()
