"""Good policies parse, print and read the same; bad ones are told what is wrong, on the line."""

import re
from pathlib import Path

import attrs
import pytest

from policydsl.diagnostics.text import render
from policydsl.source import Source
from policydsl.syntax.automaton import Built, run
from policydsl.syntax.builder import Builder, grammar_for
from policydsl.syntax.chunks import chunks
from policydsl.syntax.grammar import CALL, table
from policydsl.syntax.lexer import lex
from policydsl.syntax.parser import parse
from policydsl.syntax.printer import format_source, print_file

CORPUS = Path(__file__).parents[1] / "corpus" / "syntax"
POLICIES = Path(__file__).parents[2] / "policies"
GOOD = sorted((CORPUS / "good").glob("*.pol"))
BAD = sorted((CORPUS / "bad").glob("*.pol"))
EXPECTED = re.compile(r'# error: \[(POL\d{4})\] "(.*?)"(?= # error|$)')


def read(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_parses_without_a_word(path: Path) -> None:
    found = parse(read(path)).diagnostics
    assert not found, render(found)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_tree_reads_the_same_once_printed(path: Path) -> None:
    tree = parse(read(path)).file
    printed = print_file(tree)
    again = parse(Source("printed.pol", printed))
    assert not again.diagnostics, render(again.diagnostics)
    assert again.file == tree
    assert print_file(again.file) == printed


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_good_files_are_laid_out_as_the_formatter_does(path: Path) -> None:
    source = read(path)
    assert format_source(source).text == source.text


def test_every_rule_of_the_grammar_stands_in_the_good_files() -> None:
    used: set[int] = set()
    grammar = grammar_for(Builder(), table())
    rules = tuple(
        (lambda span, parts, rule=rule, number=number: used.add(number) or rule(span, parts))
        for number, rule in enumerate(grammar.rules)
    )
    watched = attrs.evolve(grammar, rules=rules)
    for path in GOOD:
        source = read(path)
        for chunk in chunks(source):
            tokens = lex(source, chunk, table().keywords).tokens
            assert not tokens or isinstance(run(watched, source, tokens), Built)
    lacking = {
        (method, picks)
        for number, (_, _, how, method, picks) in enumerate(table().reductions)
        if how == CALL and number not in used and not method.startswith("$")
    }
    # `cites` and names of members are the same wherever they stand: one use is enough.
    assert not {method for method, _ in lacking} - {
        method for number in used for method in [table().reductions[number][3]]
    }


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_told_all_that_is_wrong(path: Path) -> None:
    source = read(path)
    found = parse(source).diagnostics
    expected = [
        (number, *note)
        for number, line in enumerate(source.text.splitlines(), 1)
        for note in EXPECTED.findall(line)
    ]
    told = [
        (each.span.start_position.line, each.code.id, each.message) for each in found if each.span
    ]
    assert sorted(told) == sorted(expected), render(found)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_syntax_error_proposes_one_thing_to_do(path: Path) -> None:
    assert all(found.help for found in parse(read(path)).diagnostics)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_left_as_it_is(path: Path) -> None:
    source = read(path)
    formatted = format_source(source)
    assert formatted.text == source.text
    assert formatted.diagnostics


@pytest.mark.parametrize("path", sorted(POLICIES.rglob("*.pol")), ids=lambda path: path.stem)
def test_the_policies_of_this_repository_survive_printing(path: Path) -> None:
    parsed = parse(read(path))
    assert not parsed.diagnostics, render(parsed.diagnostics)
    assert parse(Source("printed.pol", print_file(parsed.file))).file == parsed.file
