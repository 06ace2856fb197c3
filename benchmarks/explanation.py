"""A decision with a complete explanation, against the bare decision, for every policy.

The bare decision is `Policy.decide`, with its determination, reasons and missing facts read.
The explanation is `Policy.explain`, which returns the whole of it as data: nothing in it waits
to be read, but for the parts of the decision itself that no explanation is made of.  How much
that is, is counted and shown.  Its pages and its JSON are measured beside it, each with the
explanation that it is made of, and without what would change the answer: that is a search,
and measured by itself.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import policydsl
from benchmarks.examples import Raw, varied, worked
from benchmarks.guideline import POLICIES, deciding
from benchmarks.timing import interleaved, report, say, shown
from policydsl.core.determinations import Determination
from policydsl.explain import Explanation
from policydsl.policy import Policy

ROUNDS = 15
PART = 40
REPEATS = 5
NEW = 200
Use = Callable[[Explanation], object]

USES: Mapping[str, Use] = {
    "explanation": lambda explanation: explanation,
    "its page for authors": lambda explanation: explanation.toward(None).for_author().to_text(),
    "its page for reviewers": lambda explanation: explanation.toward(None).for_reviewer().to_text(),
    "the whole as data for JSON": lambda explanation: explanation.toward(None).to_dict(),
}


def main() -> None:
    for folder in sorted(path for path in POLICIES.iterdir() if path.is_dir()):
        _measure(folder)


def _measure(folder: Path) -> None:
    start = time.process_time()
    policy = policydsl.load(str(folder)).editions[-1]
    loaded = time.process_time() - start
    examples = worked(policy)
    asked = examples[-PART:]
    first = asked[0]
    decided, explained = (_seconds(run) for run in (deciding(policy, [first]), _of(policy, first)))
    say(
        f"{folder.name}: loaded in {shown(loaded).strip()}; its first decision took "
        f"{shown(decided).strip()}, its first explanation {shown(explained).strip()}\n"
    )
    _size([policy.explain(request) for request in asked])
    # Several times in a row, so that neither pays for what the other left in the caches.
    rivals = {"decision": deciding(policy, asked * REPEATS)}
    rivals |= {name: _using(policy, asked * REPEATS, use) for name, use in USES.items()}
    report("  requests met before", interleaved(rivals, ROUNDS), "decision", len(asked) * REPEATS)
    _never_met(policy, examples)


def _of(policy: Policy, request: Raw, use: Use = USES["explanation"]) -> Callable[[], None]:
    return _using(policy, [request], use)


def _using(policy: Policy, asked: list[Raw], use: Use) -> Callable[[], None]:
    """Return what explains each request once, and makes of it what is wanted."""

    def run() -> None:
        for request in asked:
            use(policy.explain(request))

    return run


def _size(explanations: list[Explanation]) -> None:
    """Say what an explanation holds, on average."""
    count = len(explanations)
    clauses = sum(len(each.clauses) for each in explanations) / count
    steps = sum(len(list(each.steps())) for each in explanations) / count
    facts = sum(len(each.facts) for each in explanations) / count
    cited = sum(len(each.cited()) for each in explanations) / count
    say(
        f"  an explanation has {clauses:.0f} clauses, {steps:.0f} steps, "
        f"{facts:.0f} facts with their values, {cited:.0f} citations\n"
    )


def _never_met(policy: Policy, examples: list[Raw]) -> None:
    """Time requests that are explained once, by a policy that has met others.

    Each is decided twice before, so that all times are of what is then known of its scope.
    """
    varieties = varied(examples[-PART:], NEW * (1 + len(USES)))
    for request in varieties[:NEW]:
        policy.explain(request)
    for number, (name, use) in enumerate(USES.items(), 1):
        ratios, times, sought = [], [], []
        for request in varieties[number * NEW : (number + 1) * NEW]:
            for _ in range(2):
                bare = _seconds(deciding(policy, [request]))
            times.append(_seconds(_of(policy, request, use)))
            ratios.append(times[-1] / bare)
            if number == 1:
                sought.append(_seconds(_seeking(policy, request)))
        middle, (low, *_, high) = statistics.median(ratios), statistics.quantiles(ratios, n=10)
        each = shown(statistics.median(times)).strip()
        say(
            f"  {name}, of {NEW} variants never met: {each}, "
            f"{middle:.1f}× of deciding them (eight in ten: {low:.1f}–{high:.1f}×)\n"
        )
        if sought:
            middle, high = statistics.median(sought), statistics.quantiles(sought, n=10)[-1]
            say(
                "  what would change the answer, of the same: "
                f"{shown(middle).strip()} (nine in ten: under {shown(high).strip()})\n"
            )
    say("\n")


def _seeking(policy: Policy, request: Raw) -> Callable[[], object]:
    return policy.explain(request).toward(Determination.COVERED).ways


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


if __name__ == "__main__":
    main()
