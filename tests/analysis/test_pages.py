"""The case of every finding that a page of the codes shows replays when it is pasted."""

from __future__ import annotations

import pytest

from policydsl.analysis import analyse
from policydsl.policy import Policy
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from tests.analysis.test_corpus import WITHOUT_A_CASE
from tests.diagnostics.test_error_pages import PAIRS, VOCABULARY

FOUND = [(code, example.text) for code, example, _ in PAIRS if code.startswith("POL06")]


def _checked(text: str) -> Checked:
    sources = [Source("example.pol", VOCABULARY)] if "uses example" in text else []
    return check(tuple(parse(each).file for each in (*sources, Source("page.pol", text))))


@pytest.mark.parametrize(("code", "text"), FOUND, ids=[code for code, _ in FOUND])
def test_the_case_of_a_page_replays(code: str, text: str) -> None:
    cases = [d.case for d in analyse(_checked(text)).diagnostics if d.case is not None]
    assert bool(cases) == (code not in WITHOUT_A_CASE)
    ran = list(Policy(_checked(f"{text}\n" + "\n\n".join(cases) + "\n")).test())
    assert len(ran) == len(cases)
    assert all(each.passed for each in ran), [each.failures for each in ran]
