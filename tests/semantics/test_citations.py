"""An inventory is read row by row, and a policy's citations are held against it."""

from __future__ import annotations

import pytest

from policydsl.semantics import Checked, check
from policydsl.semantics.citations import read_inventory
from policydsl.source import Source
from policydsl.syntax.parser import parse

HEADER = "id\tsection\tparaphrase\tdecides\n"
POLICY = """\
policy p "P"

source booklet "The booklet"
  inventory "rows.tsv"

fact urgent "Urgent"
  yes or no

cover care "Care" [R-1]
  for urgent
"""


def checked(policy: str, rows: str) -> Checked:
    parsed = parse(Source("p.pol", policy))
    assert not parsed.diagnostics
    return check((parsed.file,), {"rows.tsv": Source("rows.tsv", HEADER + rows)})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "lacks the column `id`, `section`, `paraphrase`, `decides`"),
        ("id\tsection\n", 1, "lacks the column `paraphrase`, `decides`"),
        (HEADER + "\nR-1\tText\n", 3, "has 2 cells where the header has 4 columns"),
        (HEADER + "R-1\tText\tWords\tyes\tmore\n", 2, "more cells than the header"),
        (HEADER + "\tText\tWords\tyes\n", 2, "has no id"),
        (HEADER + "R-1\tText\tWords\tperhaps\n", 2, "neither `yes` nor `no`"),
        (HEADER + "R-1\tText\tA\tyes\nR-1\tText\tB\tno\n", 3, "two rows have the id `R-1`"),
    ],
    ids=["empty", "columns", "short", "long", "no-id", "perhaps", "twice"],
)
def test_a_bad_row_is_reported_at_its_place(text: str, line: int, words: str) -> None:
    (found,) = read_inventory(Source("rows.tsv", text)).diagnostics
    assert words in found.message
    assert found.span is not None
    assert found.span.start_position.line == line


def test_columns_may_stand_in_any_order_beside_others() -> None:
    text = "decides\tid\tkind\tparaphrase\tsection\nno\tR-1\tlimit\tWords\tText\n"
    (row,) = read_inventory(Source("rows.tsv", text)).rows
    assert (row.id, row.section, row.paraphrase, row.decides) == ("R-1", "Text", "Words", False)


def test_each_row_that_decides_is_cited_left_out_or_reported() -> None:
    left_out = '\nnot encoded "For people" [R-2]\n'
    result = checked(POLICY + left_out, "R-1\tT\tA\tyes\nR-2\tT\tB\tyes\nR-3\tT\tC\tyes\n")
    (coverage,) = result.coverage
    assert (coverage.cited, coverage.deciding) == (1, 3)
    assert (coverage.not_encoded, coverage.uncited) == (("R-2",), ("R-3",))
    (found,) = result.diagnostics
    assert found.code.id == "POL0403"
    assert found.span is not None
    assert found.span.source.name == "rows.tsv"


def test_a_citation_is_not_refused_while_a_row_cannot_be_read() -> None:
    result = checked(POLICY, "R-1\tText\n")
    assert [d.code.id for d in result.diagnostics] == ["POL0406"]


def test_an_inventory_that_is_not_there_is_reported_once() -> None:
    parsed = parse(Source("p.pol", POLICY))
    result = check((parsed.file,), {"row.tsv": Source("row.tsv", HEADER)})
    (found,) = result.diagnostics
    assert found.code.id == "POL0408"
    assert found.help == "did you mean `row.tsv`?"


def test_a_policy_without_a_source_need_not_cite() -> None:
    without = POLICY.partition("source")[0] + "fact urgent" + POLICY.partition("fact urgent")[2]
    parsed = parse(Source("p.pol", without))
    assert check((parsed.file,)).diagnostics == ()
