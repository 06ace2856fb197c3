"""A script puts defects of every kind into every real policy: each is found, and told of.

`python -m tests.analysis.defects` tries all places, of which these are the first of each kind.
"""

from __future__ import annotations

import pytest

from policydsl.analysis import analyse
from policydsl.diagnostics.text import render
from tests.analysis import defects

KINDS = {
    "always",
    "never",
    "redundant part",
    "idle exception",
    "never holds",
    "overlap",
    "shadowed",
    "two targets",
    "never met",
    "unreachable limit",
    "counted twice",
    "usage twice",
    "extension",
    "left to nobody",
    "table gap",
    "table overlap",
    "assumed",
    "nothing counts",
    "assumptions",
    "left behind",
}
# Not every policy has a benefit that lists what it is about.
OF_LISTS = {"member excluded"}
# The long policies take their time: a third of the kinds is tried in each, and all by the script.
SHARE = {"nwc": slice(0, None, 3), "uhc_cs164h": slice(1, None, 3)}
REPLAYED = ("hmsa", "cms_telehealth")


@pytest.mark.parametrize("policy", defects.NAMES)
def test_every_kind_of_defect_is_found(policy: str) -> None:
    put = list(defects.defects(defects.read(policy), most=1))
    assert {defect.kind for defect in put} - OF_LISTS == KINDS
    share = SHARE.get(policy, slice(None))
    for outcome in (defects.tried(defects.read(policy), defect) for defect in put[share]):
        about = f"{outcome.defect.kind} in {outcome.defect.name}\n{render(outcome.told)}"
        assert outcome.found, about
        assert outcome.told == outcome.right, f"more is told than the defect: {about}"
        if policy in REPLAYED:
            assert defects.replays(defects.read(policy), outcome), about


@pytest.mark.parametrize("policy", defects.NAMES)
def test_without_a_defect_nothing_is_told(policy: str) -> None:
    found = analyse(defects.compiled(defects.read(policy)))
    assert not found.diagnostics, render(found.diagnostics)
    assert all(len(each.reason.split()) > 5 for each in found.accepted)
