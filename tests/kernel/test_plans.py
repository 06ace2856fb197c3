"""The kernel decides as the reference does where plans set things and sums have conditions."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from policydsl.core.request import Request
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from tests.kernel.test_differential import check as alike

CORPUS = Path(__file__).parents[1] / "corpus" / "clauses"
AS_OF = 738_945
TRIED = {
    "plan": ("basic", "plus", "other"),
    "service": ("therapy", "massage"),
    "setting": ("home", "office"),
    "plan_maximum": (0, 20, 30),
    "visits_used": (0, 19, 20, 29),
    "urgent": (True, False),
    "granted": (0, 11),
    "prescribed": (True, False),
    "allowed_amount": (10_000,),
}
REQUESTS = 150


@pytest.mark.parametrize("name", ["plans", "sums-with-conditions"])
def test_requests_with_any_facts_unknown_are_decided_alike(name: str) -> None:
    paths = (CORPUS / "words.pol", CORPUS / "decided" / f"{name}.pol")
    files = tuple(parse(Source(path.name, path.read_text())).file for path in paths)
    program = check(files).program
    assert program is not None
    read = [fact for fact in TRIED if fact in program.read_facts]
    cases = list(itertools.product(*((*TRIED[fact], None) for fact in read)))
    chosen = random.Random(7).sample(cases, min(REQUESTS, len(cases)))
    asked = [
        Request(AS_OF, {f: v for f, v in zip(read, case, strict=True) if v is not None})
        for case in chosen
    ]
    alike(program, asked)
