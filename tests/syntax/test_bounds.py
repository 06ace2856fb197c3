"""However large or nested a file is, it is answered, with a named limit."""

import pytest

from policydsl.diagnostics import catalogue as code
from policydsl.diagnostics.model import Code
from policydsl.source import MAX_BYTES, Source
from policydsl.syntax.automaton import MAX_NESTING
from policydsl.syntax.lexer import MAX_LIST
from policydsl.syntax.parser import MAX_PROBLEMS, parse

HEAD = 'applies a "A"\n  when '


def codes(text: str) -> list[Code]:
    return [found.code for found in parse(Source("large.pol", text)).diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "(" * 100_000 + "x" + ")" * 100_000,
        HEAD + "not (" * 50_000 + "x" + ")" * 50_000,
        HEAD + "x is at least 1" + " else 1" * 100_000,
        HEAD + "x is at least " + "year of " * 50_000 + "d",
        "cover a\n" + "".join(f"{' ' * depth}if x\n" for depth in range(2, 1_000)),
    ],
    ids=["brackets", "negations", "elses", "years", "blocks"],
)
def test_what_is_nested_too_deep_is_told_so(text: str) -> None:
    assert codes(text) == [code.TOO_DEEP]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "x in {" + ", ".join(["a"] * 1_000_000) + "}",
        HEAD + "any of\n" + "    - x\n" * (MAX_LIST + 1),
        HEAD + " and ".join(["x"] * (MAX_LIST + 2)),
        "table t\n" + "  1 | 2\n" * (MAX_LIST + 1),
        "cover a " + "1," * 600_000,
    ],
    ids=["members", "bullets", "conditions", "rows", "words"],
)
def test_what_is_too_long_is_told_so(text: str) -> None:
    assert codes(text) == [code.TOO_LONG]


def test_a_text_that_is_too_large_is_not_read() -> None:
    assert codes("x" * (MAX_BYTES + 1)) == [code.TOO_LARGE]


def test_a_number_that_is_too_long_is_told_so() -> None:
    assert codes(f"limit a\n  {'9' * 5_000} visits per day\n") == [code.LONG_NUMBER]


def test_problems_without_end_are_cut_short() -> None:
    found = codes("x\n" * 100_000)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == code.TOO_MANY_PROBLEMS


@pytest.mark.parametrize("mark", ["!", '"', "'", "[", "(", "- ", "1/", "“", "\x00", "a-", "; "])
def test_one_mark_over_and_over_is_answered(mark: str) -> None:
    assert codes(HEAD + mark * 20_000)


def test_as_deep_as_allowed_is_fine() -> None:
    inner = MAX_NESTING - 1
    parsed = parse(Source("deep.pol", HEAD + "(" * inner + "x" + ")" * inner))
    assert parsed.diagnostics == ()
    assert parsed.file == parse(Source("deep.pol", HEAD + "(" * inner + "x" + ")" * inner)).file
    assert hash(parsed.file) == hash(parsed.file)
    assert "Bracketed" in repr(parsed.file)


def test_a_chain_is_wide_and_not_deep() -> None:
    text = HEAD + " or ".join(f"fact_{number}" for number in range(3_000))
    parsed = parse(Source("wide.pol", text))
    assert parsed.diagnostics == ()
    assert parse(Source("wide.pol", text)).file == parsed.file
