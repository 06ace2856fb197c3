"""The longest policy, guideline CS164.H: making it ready, and deciding its worked examples."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import policydsl
from benchmarks.examples import Raw, varied, worked
from benchmarks.timing import interleaved, report
from policydsl.workspace import load_to_decide

POLICIES = Path(__file__).parent.parent / "policies"
PART = 59  # the worked examples stand last in a folder, and NWC has so many
FILES = {"NWC": POLICIES / "nwc" / "nwc.pol", "CS164.H": POLICIES / "uhc_cs164h/uhc_cs164h.pol"}
VARIANTS = 1000


def main() -> None:
    ready = {name: (lambda file=file: load_to_decide(file)) for name, file in FILES.items()}
    report("a policy from its text, ready to decide", interleaved(ready, rounds=7), "NWC", 1)

    policies = {name: policydsl.load(str(file)) for name, file in FILES.items()}
    examples = {name: worked(policy)[-PART:] for name, policy in policies.items()}
    rivals = {name: deciding(policies[name], examples[name]) for name in FILES}
    clock = time.process_time
    report("one decision, over the worked examples", interleaved(rivals, 60, clock), "NWC", PART)

    rivals = {name: writing(policies[name], examples[name]) for name in FILES}
    report("the same with all its parts, as data for JSON", interleaved(rivals), "NWC", PART)

    rivals = {name: deciding(policies[name], varied(examples[name], VARIANTS)) for name in FILES}
    title = f"one decision, over {VARIANTS} different variants of them"
    report(title, interleaved(rivals), "NWC", VARIANTS)


def deciding(policy: policydsl.Policy, asked: list[Raw]) -> Callable[[], None]:
    """Return what decides each request once, and reads what a service reads."""
    decide = policy.decide

    def run() -> None:
        for request in asked:
            decision = decide(request)
            _ = decision.determination, decision.reasons, decision.missing

    return run


def writing(policy: policydsl.Policy, asked: list[Raw]) -> Callable[[], None]:
    """Return what decides each request once, and makes of it what is written as JSON."""

    def run() -> None:
        for request in asked:
            policy.decide(request).to_dict()

    return run


if __name__ == "__main__":
    main()
