"""Of random edits of the real policies, every request that is decided otherwise is in a class."""

from __future__ import annotations

import random

import pytest

from tests.diff.real_edits import edits, read, tried


@pytest.mark.parametrize(
    ("id", "number", "seed"),
    [
        ("cms_telehealth", 4, 1),
        ("hmsa", 4, 1),
        ("kaiser", 4, 1),
        ("nwc", 1, 338),
    ],
)
def test_what_is_decided_otherwise_on_a_boundary_is_in_a_class(
    id: str, number: int, seed: int
) -> None:
    policy = read(id)
    drawn = random.Random(seed).sample(policy.requests, 500)
    differing = 0
    for change, new in edits(policy, number, seed):
        found = tried(policy, change, new, drawn)
        assert found.faults == (), change
        differing += found.differing
    assert differing
