"""The help of a limit without `per` is the line that its author meant."""

import pytest

from policydsl.source import Source
from policydsl.syntax.parser import parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("30 visits a calendar year", "30 visits per calendar year"),
        ("30 visits each plan year", "30 visits per plan year"),
        ("30 visits in every benefit year", "30 visits per benefit year"),
        ("30 visits calendar month", "30 visits per calendar month"),
        ("30 visits a year", "30 visits per calendar year"),
        ("30 visits", "30 visits per calendar year"),
    ],
)
def test_the_whole_period_is_proposed(written: str, meant: str) -> None:
    (found,) = parse(Source("p.pol", f'limit visits "Visits"\n  {written}\n')).diagnostics
    assert found.help == f"write `{meant}`"
