"""Every format points at the same characters, however wide they are or whatever they combine with.

Columns count characters (code points) from 1; in the text the carets stand below the cells
that a terminal gives the marked characters.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from policydsl.diagnostics.catalogue import ALL_CODES
from policydsl.diagnostics.github import to_github
from policydsl.diagnostics.json import to_json
from policydsl.diagnostics.junit import to_junit
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.sarif import to_sarif
from policydsl.diagnostics.text import render
from policydsl.source import Source

# A text, what is marked in it, its first column and the next after it, and in the excerpt how
# many cells come before the marked characters, and how many they take.
CASES = {
    "latin": ('exclude días "é" [x]', "[x]", 18, 21, 17, 3),
    "wide": ('exclude x "日本の療法" [日本]', "[日本]", 19, 23, 23, 6),
    "wide marked": ("日本 visits", "日本", 1, 3, 0, 4),
    "fullwidth": ("ＡＢ x", "x", 4, 5, 5, 1),
    "halfwidth kana": ("ｶﾅ x", "x", 4, 5, 3, 1),
    "combining": ('"e\u0301ta\u0301t" x', "x", 10, 11, 7, 1),
    "combining marked": ("a e\u0301o\u0302 b", "e\u0301o\u0302", 3, 7, 2, 2),
    "two marks on one": ("a\u0323\u0302 x", "x", 5, 6, 2, 1),
    "astral": ("\U0001f600 x", "x", 3, 4, 3, 1),
    "astral marked": ("x \U0001f600\U0001f600", "\U0001f600\U0001f600", 3, 5, 2, 4),
    "tab before": ("\tx", "x", 2, 3, 4, 1),
    "tab inside": ("ab\tx", "x", 4, 5, 4, 1),
    "tab marked": ("ab\tx", "\t", 3, 4, 2, 2),
    "tab behind wide": ("日\tx", "x", 3, 4, 4, 1),
    "second line": ("日本\n本 e\u0301 x", "x", 6, 7, 5, 1),
}


@pytest.fixture(params=CASES.values(), ids=list(CASES))
def case(request: pytest.FixtureRequest) -> tuple[Diagnostic, int, int, int, int, int]:
    text, marked, *numbers = request.param
    start = text.rindex(marked)
    source = Source("a.pol", text)
    found = ALL_CODES["POL0103"].at(source.span(start, start + len(marked)), "wrong", "here")
    return (found, 1 + text.count("\n", 0, start), *numbers)


def test_columns_are_the_same_in_every_format(
    case: tuple[Diagnostic, int, int, int, int, int],
) -> None:
    found, line, first, after, _, _ = case
    (one,) = to_json([found])
    place: Any = one["at"]
    ends = [(place[end]["line"], place[end]["column"]) for end in ("start", "end")]
    assert ends == [(line, first), (line, after)]
    (result,) = to_sarif([found])["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {
        "startLine": line, "startColumn": first, "endLine": line, "endColumn": after,
    }  # fmt: skip
    # There a last column is one that is still marked.
    assert f"line={line},col={first},endColumn={after - 1}," in to_github([found])
    junit = to_junit([found], ["a.pol"])
    assert f"at {line}:{first}" in junit
    assert f"--> a.pol:{line}:{first}\n" in render([found])


def test_carets_stand_below_what_is_marked(
    case: tuple[Diagnostic, int, int, int, int, int],
) -> None:
    found, _, _, _, before, cells = case
    excerpt = re.search(r"^ +\| ( *)(\^+) here$", render([found]), re.MULTILINE)
    assert excerpt is not None, render([found])
    assert (len(excerpt[1]), len(excerpt[2])) == (before, cells)
