"""Of random edits of the real policies, every request that is decided otherwise is in a class."""

from __future__ import annotations

import random

import pytest

from policydsl.syntax.changes import Sort
from tests.diff.real_edits import edits, read, tried


@pytest.mark.parametrize(
    ("id", "number", "seed"),
    [
        ("cms_telehealth", 3, 1),
        ("hmsa", 3, 1),
        ("kaiser", 3, 1),
        ("nwc", 1, 338),
        ("uhc_cs164h", 1, 189),
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


@pytest.mark.parametrize(
    ("id", "sort", "before", "every"),
    [
        ("nwc", Sort.CLAUSE, "in_network | 90%", 19),
        ("kaiser", Sort.PART, "pays 100%, after copay copay per visits_requested", 5),
        ("hmsa", Sort.LINE, "asks first service, plan_includes_rehab_benefit", 1),
    ],
    ids=["a-row-of-a-table", "a-share-of-the-member", "what-is-asked-first"],
)
def test_what_was_not_found_once_is_found(id: str, sort: Sort, before: str, every: int) -> None:
    policy = read(id)
    changes = policy.mutants.changes
    places = [n for n, c in enumerate(changes) if c.sort is sort and c.before.startswith(before)]
    new = policy.mutants.program(places[-1])
    assert new is not None
    found = tried(policy, changes[places[-1]], new, policy.requests[::every])
    assert found.differing
    assert found.faults == ()
    assert found.doubtful == 0
