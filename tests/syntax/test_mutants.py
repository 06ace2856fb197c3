"""Every kind of change is tried on every construct that it can be a slip in, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.changes import Sort
from policydsl.syntax.mutants import mutants
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import print_file

GOOD = sorted((Path(__file__).parents[1] / "corpus" / "syntax" / "good").glob("*.pol"))


def changes(text: str) -> list[tuple[str, str, str]]:
    """Return the changes of one item: the sort, the line before, the line after."""
    parsed = parse(Source("one.pol", text))
    assert parsed.diagnostics == ()
    (item,) = parsed.file.items
    return [
        (mutant.change.sort.name, mutant.change.before, mutant.change.after)
        for mutant in mutants(item)
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("when a", [("NEGATION", "when not a")]),
        ("when not a", [("NEGATION", "when a")]),
        ("when a is b", [("NEGATION", "when a is not b")]),
        ("when a is not b", [("NEGATION", "when a is b")]),
        ("when a is absent", [("NEGATION", "when a is not absent")]),
        (
            "when a is at least 3 visits",
            [
                ("COMPARISON", "when a is more than 3 visits"),
                ("NEGATION", "when a is less than 3 visits"),
                ("NUMBER", "when a is at least 4 visits"),
                ("NUMBER", "when a is at least 2 visits"),
            ],
        ),
        (
            "when a is exactly 0.5",
            [
                ("COMPARISON", "when a is at least 0.5"),
                ("COMPARISON", "when a is at most 0.5"),
                ("NEGATION", "when not a is exactly 0.5"),
                ("NUMBER", "when a is exactly 0.6"),
                ("NUMBER", "when a is exactly 0.4"),
            ],
        ),
        (
            "when a is before 2024-03-01",
            [
                ("COMPARISON", "when a is on or before 2024-03-01"),
                ("NEGATION", "when a is on or after 2024-03-01"),
                ("DATE", "when a is before 2024-03-02"),
                ("DATE", "when a is before 2024-02-29"),
            ],
        ),
        (
            "when a is less than 45 days before b",
            [
                ("COMPARISON", "when a is at most 45 days before b"),
                ("NEGATION", "when not a is less than 45 days before b"),
                ("NUMBER", "when a is less than 46 days before b"),
                ("NUMBER", "when a is less than 44 days before b"),
            ],
        ),
        (
            "when a and b",
            [
                ("JOINER", "when a or b"),
                ("PART", "when b"),
                ("PART", "when a"),
                ("NEGATION", "when not a and b"),
                ("NEGATION", "when a and not b"),
            ],
        ),
        (
            "when a in {b, c}",
            [
                ("MEMBER", "when a in {c}"),
                ("MEMBER", "when a in {b}"),
                ("NEGATION", "when a not in {b, c}"),
            ],
        ),
        (
            "when a in {97110 to 97150}",
            [
                ("NEGATION", "when a not in {97110 to 97150}"),
                ("MEMBER", "when a in {97111 to 97150}"),
                ("MEMBER", "when a in {97109 to 97150}"),
                ("MEMBER", "when a in {97110 to 97151}"),
                ("MEMBER", "when a in {97110 to 97149}"),
            ],
        ),
        (
            "when a any in {b, c}",
            [
                ("COMPARISON", "when a all in {b, c}"),
                ("MEMBER", "when a any in {c}"),
                ("MEMBER", "when a any in {b}"),
                ("NEGATION", "when not a any in {b, c}"),
            ],
        ),
        (
            "when a plus b is at most $20.00",
            [
                ("COMPARISON", "when a plus b is less than $20.00"),
                ("NEGATION", "when a plus b is more than $20.00"),
                ("VALUE", "when a minus b is at most $20.00"),
                ("NUMBER", "when a plus b is at most $20.01"),
                ("NUMBER", "when a plus b is at most $19.99"),
            ],
        ),
        (
            "when age is less than 3 years and as_of is before 3rd birthday",
            [
                ("JOINER", "when age is less than 3 years or as_of is before 3rd birthday"),
                ("PART", "when as_of is before 3rd birthday"),
                ("PART", "when age is less than 3 years"),
                ("COMPARISON", "when age is at most 3 years and as_of is before 3rd birthday"),
                ("NEGATION", "when age is at least 3 years and as_of is before 3rd birthday"),
                ("NUMBER", "when age is less than 4 years and as_of is before 3rd birthday"),
                ("NUMBER", "when age is less than 2 years and as_of is before 3rd birthday"),
                ("COMPARISON",
                 "when age is less than 3 years and as_of is on or before 3rd birthday"),
                ("NEGATION",
                 "when age is less than 3 years and as_of is on or after 3rd birthday"),
                ("NUMBER", "when age is less than 3 years and as_of is before 4th birthday"),
                ("NUMBER", "when age is less than 3 years and as_of is before 2nd birthday"),
            ],
        ),
        ("except when a", [("EXCEPTION", ""), ("NEGATION", "except when not a")]),
        ("for a", [("GUARD", ""), ("NEGATION", "for not a")]),
        ("in force from 2024-01-01", [
            ("GUARD", ""),
            ("DATE", "in force from 2024-01-02"),
            ("DATE", "in force from 2023-12-31"),
        ]),
        ("overrides b, c", [
            ("LINE", ""), ("MEMBER", "overrides c"), ("MEMBER", "overrides b"),
        ]),
        ("otherwise pend", [("LINE", "")]),
        ("counts toward l", [("LINE", ""), ("LINE", "counts toward l, not limited")]),
        ("pays 90%, after copay $20.00 when a", [
            ("LINE", ""),
            ("GUARD", "pays 90%, after copay $20.00"),
            ("PART", "pays 90% when a"),
            ("NUMBER", "pays 91%, after copay $20.00 when a"),
            ("NUMBER", "pays 89%, after copay $20.00 when a"),
            ("NUMBER", "pays 90%, after copay $20.01 when a"),
            ("NUMBER", "pays 90%, after copay $19.99 when a"),
            ("NEGATION", "pays 90%, after copay $20.00 when not a"),
        ]),
        ("30 visits per sliding 12 months", [
            ("NUMBER", "31 visits per sliding 12 months"),
            ("NUMBER", "29 visits per sliding 12 months"),
        ]),
        ("from the 5th visit on", [
            ("LINE", ""), ("NUMBER", "from the 6th visit on"), ("NUMBER", "from the 4th visit on"),
        ]),
    ],
)  # fmt: skip
def test_a_line_is_changed_in_each_of_these_ways(line: str, found: list[tuple[str, str]]) -> None:
    made = changes(f'review one "One" [A-1]\n  {line} [A-2]\n')
    assert made[0] == ("CLAUSE", 'review one "One"', "")
    assert [(sort, after) for sort, _, after in made[1:]] == found
    assert {before for _, before, _ in made[1:]} == {line}


def test_bullets_are_left_out_one_by_one() -> None:
    text = "define d\n  when any of\n    - a [A-1]\n    - all of\n      - b\n      - c\n"
    assert changes(text) == [
        ("JOINER", "when any of", "when all of"),
        ("PART", "- a", ""),
        ("PART", "- all of", ""),
        ("NEGATION", "- a", "- not a"),
        ("JOINER", "- all of", "- any of"),
        ("PART", "- b", ""),
        ("PART", "- c", ""),
        ("NEGATION", "- b", "- not b"),
        ("NEGATION", "- c", "- not c"),
    ]


def test_a_block_is_there_without_its_guard() -> None:
    parsed = parse(Source("one.pol", "cover c\n  if a\n    require b\n"))
    (item,) = parsed.file.items
    lifted = next(m for m in mutants(item) if m.change.sort is Sort.GUARD)
    assert isinstance(lifted.item, ast.Clause)
    file = ast.File((lifted.item,), span=parsed.file.span)
    assert print_file(file) == "cover c\n  require b\n"


def test_what_is_assumed_of_a_fact_is_left_out_or_is_another() -> None:
    text = "fact f\n  yes or no, unknown means no when a, asked of admin\n"
    assert changes(text) == [
        ("LINE", "yes or no, unknown means no when a, asked of admin", "yes or no, asked of admin"),
        ("VALUE", "yes or no, unknown means no when a, asked of admin",
         "yes or no, unknown means yes when a, asked of admin"),
        ("NEGATION", "yes or no, unknown means no when a, asked of admin",
         "yes or no, unknown means no when not a, asked of admin"),
    ]  # fmt: skip


def test_rows_are_left_out_and_their_tests_turned() -> None:
    text = "table t\n  given a, b\n  x, y | over 20 to 40 | mild [T-1]\n  any | any | none\n"
    assert changes(text) == [
        ("CLAUSE", "x, y | over 20 to 40 | mild", ""),
        ("PART", "x, y | over 20 to 40 | mild", "any | over 20 to 40 | mild"),
        ("MEMBER", "x, y | over 20 to 40 | mild", "y | over 20 to 40 | mild"),
        ("MEMBER", "x, y | over 20 to 40 | mild", "x | over 20 to 40 | mild"),
        ("COMPARISON", "x, y | over 20 to 40 | mild", "x, y | 20 to 40 | mild"),
        ("PART", "x, y | over 20 to 40 | mild", "x, y | any | mild"),
        ("NUMBER", "x, y | over 20 to 40 | mild", "x, y | over 21 to 40 | mild"),
        ("NUMBER", "x, y | over 20 to 40 | mild", "x, y | over 19 to 40 | mild"),
        ("NUMBER", "x, y | over 20 to 40 | mild", "x, y | over 20 to 41 | mild"),
        ("NUMBER", "x, y | over 20 to 40 | mild", "x, y | over 20 to 39 | mild"),
        ("CLAUSE", "any | any | none", ""),
    ]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_mutant_is_another_item_that_can_be_written(path: Path) -> None:
    parsed = parse(Source(path.name, path.read_text(encoding="utf-8")))
    for item in parsed.file.items:
        for mutant in mutants(item):
            if mutant.item is not None:
                assert mutant.item != item, mutant.change
                print_file(ast.File((mutant.item,), span=parsed.file.span))


@pytest.mark.parametrize(
    "text",
    [
        'scenario "s"\n  as of 2024-01-01\n  given\n    a is 3\n  expect covered\n',
        "case c\n  given\n    a is 3\n",
        'open question "q?"\n  reading "Three."\n  about a, b\n',
        "source s\n  updated 2024-01-01\n",
        'not encoded "why" [A-1]\n',
        "fact f\n  visits, at least 1 visit, at most 9 visits\n",
    ],
)
def test_what_decides_nothing_is_left_alone(text: str) -> None:
    assert changes(text) == []
