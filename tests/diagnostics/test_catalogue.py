"""Every code has a constant, a page and one meaning."""

from pathlib import Path

import pytest

from policydsl.diagnostics import Code, catalogue
from policydsl.diagnostics.catalogue import ALL_CODES
from policydsl.diagnostics.rules import page

PAGES = Path(__file__).parents[2] / "docs" / "errors"
SECTIONS = (
    "## What happened",
    "## Example",
    "## How to fix it",
    "## Why the compiler insists",
)


@pytest.mark.parametrize("code", ALL_CODES.values(), ids=lambda code: code.id)
def test_every_code_has_a_page_in_the_common_form(code: Code) -> None:
    text = page(code.id)
    assert text is not None, f"docs/errors/{code.id}.md is missing"
    assert text.splitlines()[0] == f"# {code.id}: {code.title}"
    found = [line for line in text.splitlines() if line.startswith("## ")]
    # Reading faults and our own bugs have no policy to show.
    optional = {"## Example"} if code.id[3:5] in ("00", "99") else set()
    assert [s for s in SECTIONS if s in found or s not in optional] == found


def test_every_page_belongs_to_a_code() -> None:
    assert {path.stem for path in PAGES.glob("POL*.md")} <= ALL_CODES.keys()


def test_a_page_outside_the_catalogue_cannot_be_asked_for() -> None:
    assert page("../../README") is None
    assert page("POL0000") is None


@pytest.mark.parametrize(
    ("codes", "complaint"),
    [
        ([Code("POL0001", "a"), Code("POL0001", "b")], "used twice"),
        ([Code("P1", "a")], "four digits"),
    ],
    ids=["twice", "malformed"],
)
def test_a_catalogue_with_a_bad_id_does_not_load(codes: list[Code], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        catalogue._by_id(codes)
