"""Checking and deciding in one pass refuses what the checker refuses, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policydsl import kernel
from policydsl.core.decision import Decision
from policydsl.core.requests import RequestChecker
from policydsl.workspace import load

NWC = Path(__file__).parents[2] / "policies" / "nwc"
PROGRAM = load(NWC / "nwc.pol").program
CHECKER = RequestChecker.of(PROGRAM.facts)

Spoil = Callable[[dict[str, Any]], object]


class Text(str):
    pass


ODDITIES: dict[str, Spoil] = {
    "one for yes": lambda d: d["facts"].update(medically_necessary=1),
    "zero for no": lambda d: d["facts"].update(medically_necessary=0.0),
    "yes for one": lambda d: d["facts"].update(visits_requested=True),
    "a decimal for a count": lambda d: d["facts"].update(visits_requested=1.0),
    "text for a count": lambda d: d["facts"].update(visits_requested="1"),
    "no such member": lambda d: d["facts"].update(service="therapie"),
    "no such fact": lambda d: d["facts"].update(servise="physical_therapy"),
    "a list for a member": lambda d: d["facts"].update(service=["physical_therapy"]),
    "an object for a member": lambda d: d["facts"].update(provider_type={}),
    "null for a scoping fact": lambda d: d["facts"].update(service=None),
    "null for another": lambda d: d["facts"].update(provider_type=None),
    "a repeated item": lambda d: d["facts"].update(cardiac_diagnoses=["other", "other"]),
    "a nested item": lambda d: d["facts"].update(cardiac_diagnoses=[["other"]]),
    "an item that is no text": lambda d: d["facts"].update(cardiac_diagnoses=[1]),
    "a tuple": lambda d: d["facts"].update(cardiac_diagnoses=("other",)),
    "a date that is none": lambda d: d["facts"].update(mi_date="2026-02-30"),
    "money": lambda d: d["facts"].update(allowed_amount=Decimal("12.34")),
    "money as text": lambda d: d["facts"].update(allowed_amount="12.34"),
    "too exact money": lambda d: d["facts"].update(allowed_amount="12.345"),
    "no number": lambda d: d["facts"].update(allowed_amount=float("nan")),
    "a signalling nan": lambda d: d["facts"].update(allowed_amount=Decimal("sNaN")),
    "out of range": lambda d: d["facts"].update(visits_requested=-1),
    "text of a kind of its own": lambda d: d["facts"].update(service=Text("biofeedback")),
    "no day": lambda d: d.pop("as_of"),
    "a bad day": lambda d: d.update(as_of="2026-13-01"),
    "a day that is a number": lambda d: d.update(as_of=1),
    "a day that is a list": lambda d: d.update(as_of=[]),
    "facts that are a list": lambda d: d.update(facts=[]),
    "another key": lambda d: d.update(plan="gold"),
    "a key that is no text": lambda d: d["facts"].update({1: True}),
    "nothing": lambda d: None,
}


@pytest.fixture(scope="module")
def compiled() -> kernel.Kernel:
    found = kernel.compile(PROGRAM)
    for path in (NWC / "examples").glob("*.json"):
        found.decide_data(json.loads(path.read_text()))
        found.decide_data(json.loads(path.read_text()))
    return found


@pytest.mark.parametrize("example", ["cardiac", "outpatient", "inpatient"])
@pytest.mark.parametrize("spoil", ODDITIES.values(), ids=ODDITIES)
def test_odd_requests_fare_as_with_the_checker(
    compiled: kernel.Kernel, spoil: Spoil, example: str
) -> None:
    for _ in range(2):
        data = json.loads((NWC / "examples" / f"{example}.json").read_text())
        spoil(data)
        expected = CHECKER.validate(data)
        found = compiled.decide_data(data)
        if isinstance(expected, tuple):
            assert found == expected
        else:
            assert isinstance(found, Decision)
            assert found == compiled.decide(expected)


@pytest.mark.parametrize("data", [None, [], "text", 1, {}, {"facts": {}}, {"as_of": "2026-01-01"}])
def test_what_is_no_request_is_refused(compiled: kernel.Kernel, data: object) -> None:
    assert compiled.decide_data(data) == CHECKER.validate(data)
