"""The longest policy, guideline CS164.H: making it ready, and deciding its worked examples."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import policydsl
from benchmarks.timing import interleaved, report
from policydsl.core.texts import to_json_value
from policydsl.workspace import load_to_decide

POLICIES = Path(__file__).parent.parent / "policies"
PART = 59  # the worked examples stand last in a folder, and NWC has so many
FILES = {"NWC": POLICIES / "nwc" / "nwc.pol", "CS164.H": POLICIES / "uhc_cs164h/uhc_cs164h.pol"}


def requests(policy: policydsl.Policy) -> list[dict[str, Any]]:
    """Return the requests of a policy's scenarios as a service would send them."""
    facts = policy.program.facts
    return [
        {
            "as_of": datetime.date.fromordinal(scenario.request.as_of).isoformat(),
            "facts": {
                name: to_json_value(facts[name], value)
                for name, value in scenario.request.facts.items()
            },
        }
        for scenario in policy.scenarios
    ]


def main() -> None:
    ready = {name: (lambda file=file: load_to_decide(file)) for name, file in FILES.items()}
    report("a policy from its text, ready to decide", interleaved(ready, rounds=7), "NWC", 1)

    rivals = {}
    for name, file in FILES.items():
        policy = policydsl.load(str(file))
        asked = requests(policy)[-PART:]

        def run(decide: Any = policy.decide, asked: list[dict[str, Any]] = asked) -> None:
            for request in asked:
                decision = decide(request)
                _ = decision.determination, decision.reasons, decision.missing

        rivals[name] = run
    report("one decision, over the worked examples", interleaved(rivals), "NWC", PART)


if __name__ == "__main__":
    main()
