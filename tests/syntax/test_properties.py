"""Whatever is written, the parser answers; whatever it accepts, the printer gives back."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics.catalogue import (
    DOUBLE_NEGATION,
    MIXED_AND_OR,
    UNEXPECTED,
    UNNAMED_PERIOD,
)
from policydsl.diagnostics.text import render
from policydsl.source import Source
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source, print_file
from tests.syntax.sentences import sentence

CORPUS = Path(__file__).parents[1] / "corpus" / "syntax"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.pol"))]

# What the grammar allows and the builder refuses.
REFUSED = {DOUBLE_NEGATION, MIXED_AND_OR, UNEXPECTED, UNNAMED_PERIOD}


@given(st.randoms(use_true_random=False), st.integers(4, 22))
def test_a_sentence_of_the_grammar_is_read_and_written_back(
    draw: random.Random, budget: int
) -> None:
    text = sentence(draw, budget)
    parsed = parse(Source("drawn.pol", text))
    if parsed.diagnostics:
        assert {found.code for found in parsed.diagnostics} <= REFUSED, text + render(
            parsed.diagnostics
        )
        return
    printed = print_file(parsed.file)
    again = parse(Source("printed.pol", printed))
    assert again.diagnostics == (), text + render(again.diagnostics)
    assert again.file == parsed.file
    assert print_file(again.file) == printed


@given(st.randoms(use_true_random=False), st.integers(4, 22))
def test_formatting_twice_is_formatting_once(draw: random.Random, budget: int) -> None:
    text = sentence(draw, budget)
    lines = [_commented(draw, line) for line in text.split("\n")]
    source = Source("drawn.pol", "\n".join(lines))
    once = format_source(source)
    if once.diagnostics:
        return
    twice = format_source(Source("once.pol", once.text))
    assert twice.diagnostics == ()
    assert twice.text == once.text
    before, after = parse(source).file, parse(Source("once.pol", once.text)).file
    assert after == before
    assert sorted(one.text.strip() for one in after.comments) == sorted(
        one.text.strip() for one in before.comments
    )


@given(st.randoms(use_true_random=False), st.integers(4, 20))
def test_comments_and_blank_lines_stay_where_the_author_put_them(
    draw: random.Random, budget: int
) -> None:
    items = "\n".join(sentence(draw, budget) for _ in range(draw.randint(1, 3)))
    canonical = format_source(Source("drawn.pol", items))
    # Inside a bracket that is laid out anew, lines cannot be told apart by their order.
    if canonical.diagnostics or "(\n" in canonical.text or "{\n" in canonical.text:
        return
    text = "\n".join(_annotated(draw, line) for line in canonical.text.split("\n"))
    written = format_source(Source("annotated.pol", text)).text
    before, after = _lines(text), _lines(written)
    assert [line for line, _ in after] == [line for line, _ in before]
    for (line, was_apart), (_, is_apart) in list(zip(before, after, strict=True))[1:]:
        assert is_apart or not was_apart, line
    begun = [line for line in written.split("\n") if line.strip()]
    for line, (_, was_apart), (_, is_apart) in zip(begun, before, after, strict=True):
        # A blank line is added only before an item and what is said about it.
        assert is_apart == was_apart or not line.startswith(" "), line
    assert "\n\n\n" not in written
    assert format_source(Source("twice.pol", written)).text == written


@given(st.randoms(use_true_random=False), st.integers(6, 24))
def test_blank_lines_and_comments_in_brackets_stay_at_their_place(
    draw: random.Random, budget: int
) -> None:
    canonical = format_source(Source("drawn.pol", sentence(draw, budget)))
    if canonical.diagnostics:
        return
    text = _broken(draw, canonical.text)
    source = Source("broken.pol", text)
    once = format_source(source)
    assert once.diagnostics == (), text + render(once.diagnostics)
    assert format_source(Source("once.pol", once.text)).text == once.text
    assert parse(Source("once.pol", once.text)).file == parse(source).file
    assert _blank(once.text) >= _blank(text), f"{text}\n---\n{once.text}"
    assert sorted(re.findall("# .*", once.text)) == sorted(re.findall("# .*", text))


def _broken(draw: random.Random, text: str) -> str:
    """End lines in brackets: behind a comma of a set, or before a word that joins conditions."""
    out: list[str] = []
    opened: list[str] = []
    quoted = ""
    for at, letter in enumerate(text):
        if quoted:
            quoted = "" if letter == quoted else quoted
        elif letter in '"[':
            quoted = '"' if letter == '"' else "]"
        elif letter in "({":
            opened.append(letter)
        elif letter in ")}" and opened:
            opened.pop()
        member = opened[-1:] == ["{"] and text[at - 1 : at + 1] == ", "
        part = opened[-1:] == ["("] and re.match(r" (and|or) ", text[at:])
        line = text[text.rfind("\n", 0, at) + 1 : at]
        if not quoted and (member or (part and " between " not in line)) and not draw.randrange(3):
            letter = draw.choice(["\n\n  ", "\n\n\n ", "\n  # own\n ", "\n\n# apart\n\n    "])
        out.append(letter)
    return "".join(out)


def _blank(text: str) -> set[int]:
    """Return how many letters, of comments none, come before each blank line."""
    found: set[int] = set()
    letters = 0
    for line in text.split("\n"):
        words = re.sub("# .*", "", line).split()
        letters += sum(map(len, words))
        if not line.strip():
            found.add(letters)
    return found - {letters}


def _annotated(draw: random.Random, line: str) -> str:
    if not line.strip():
        return line
    margin = line[: len(line) - len(line.lstrip())]
    match draw.randrange(10):
        case 0:
            return f"{line}  # behind {draw.randrange(9)}"
        case 1:
            return f"{margin}# above {draw.randrange(9)}\n{line}"
        case 2:
            return f"\n{margin}# apart\n\n{' ' * draw.randrange(9)}# two\n{line}"
        case 3:
            return f"\n\n{line}"
        case _:
            return line


def _lines(text: str) -> list[tuple[str, bool]]:
    """List the lines that are not blank, and whether a blank one comes before each."""
    found: list[tuple[str, bool]] = []
    apart = False
    for line in text.split("\n"):
        if line.strip():
            found.append((line.strip(), apart))
        apart = not line.strip()
    return found


def _commented(draw: random.Random, line: str) -> str:
    match draw.randrange(12):
        case 0:
            return f"{line}  # behind"
        case 1:
            return f"{' ' * draw.randrange(6)}# above\n{line}"
        case 2:
            return f"\n\n{line}"
        case _:
            return line


@given(st.text(st.sampled_from("ab_1 \n\t\"'[](){}|,.-+=<>&#%$“”é\u200b\x00:/*") | st.characters()))
def test_no_text_makes_the_parser_raise(text: str) -> None:
    _answered(text)


@given(st.data())
def test_no_change_to_a_file_makes_the_parser_raise(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        new = data.draw(st.sampled_from(["", " ", "\n", "\n  ", "(", "}", '"', "and", "is", "- "]))
        text = text[:start] + new + text[end:]
    _answered(text)


def _answered(text: str) -> None:
    source = Source("any.pol", text)
    parsed = parse(source)
    assert parse(source).diagnostics == parsed.diagnostics
    for found in parsed.diagnostics:
        assert found.help
        assert found.span
        assert 0 <= found.span.start <= found.span.end <= len(text)
    render(parsed.diagnostics)
    if not parsed.diagnostics:
        assert format_source(Source("x.pol", format_source(source).text)).diagnostics == ()


@pytest.mark.parametrize("text", ["", "\n", "   ", "# a comment", "\n\n  # one\n", "   \n  "])
def test_a_file_without_items_is_empty_and_fine(text: str) -> None:
    parsed = parse(Source("empty.pol", text))
    assert parsed.file.items == ()
    assert parsed.diagnostics == ()
    once = format_source(Source("empty.pol", text)).text
    assert format_source(Source("empty.pol", once)).text == once
