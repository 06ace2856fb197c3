"""The worked examples of a policy as a service would send them, and variants of them."""

from __future__ import annotations

import datetime
import random
from typing import Any

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.texts import to_json_value
from policydsl.policy import Policy

Raw = dict[str, Any]


def worked(policy: Policy) -> list[Raw]:
    """Return the requests of a policy's scenarios, in their order."""
    return [raw_of(policy.program, scenario.request) for scenario in policy.scenarios]


def varied(examples: list[Raw], count: int) -> list[Raw]:
    """Return examples with a few facts dropped, and a few taken from another; no two alike."""
    rng = random.Random(7)
    found: dict[str, Raw] = {}
    while len(found) < count:
        example, other = rng.choice(examples), rng.choice(examples)
        facts = dict(example["facts"])
        for name in rng.sample(sorted(facts), min(len(facts), rng.randint(0, 4))):
            if name in other["facts"] and rng.random() < 0.6:
                facts[name] = other["facts"][name]
            else:
                del facts[name]
        found[repr((example["as_of"], sorted(facts.items())))] = {**example, "facts": facts}
    return list(found.values())


def raw_of(program: ir.Program, request: Request) -> Raw:
    """Return a request as its JSON has it."""
    facts = {name: to_json_value(program.facts[name], v) for name, v in request.facts.items()}
    return {"as_of": datetime.date.fromordinal(request.as_of).isoformat(), "facts": facts}
