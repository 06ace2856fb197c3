"""Hold the specification to the compiler: its examples, its numbers, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policydsl import compiled as compiled_policy
from policydsl import source, workspace
from policydsl.compiled import reading, soundness
from policydsl.core import conversion, facts, requests
from policydsl.diagnostics import suggest
from policydsl.diagnostics.text import render
from policydsl.policy import Policy
from policydsl.policy.scenarios import Ran
from policydsl.reference import cells, completions
from policydsl.semantics import binding, plans, shape, trials, vocabulary
from policydsl.syntax import automaton, lexer, parser
from tests.docs.examples import ROOT, Example, compiled, folders, of_kind, read

PAGE = "docs/language.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
EXAMPLES = tuple(example for example in of_kind(PAGE, "pol") if "in" not in example.words)
FOLDERS = folders(PAGE)
VOCABULARY = next(e for e in EXAMPLES if "vocabulary" in e.words)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_compiles_without_a_word(example: Example) -> None:
    found = compiled(example, None if example is VOCABULARY else VOCABULARY)
    assert not found.diagnostics, render(found.diagnostics)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_scenarios_of_an_example_pass(example: Example) -> None:
    checked = compiled(example, None if example is VOCABULARY else VOCABULARY).checked
    if "scenario" in example.text and example is not VOCABULARY:
        assert checked.scenarios
    if checked.scenarios:
        failed = [_shown(ran) for ran in Policy(checked).test() if not ran.passed]
        assert not failed, "\n".join(failed)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_editions_compiles_and_its_scenarios_pass(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (tmp_path / "example.pol").write_text(VOCABULARY.text, encoding="utf-8")
    for file, example in FOLDERS[name].items():
        (folder / file).write_text(example.text, encoding="utf-8")
    (found,), _ = workspace.verdicts([str(folder)])
    assert not found.diagnostics, render(found.diagnostics)
    policy = workspace.load(folder)
    dated = [each for each in FOLDERS[name].values() if "\n  edition " in each.text]
    assert len(policy.editions) == len(dated)
    assert policy.scenarios
    failed = [_shown(ran) for ran in policy.test() if not ran.passed]
    assert not failed, "\n".join(failed)


def _shown(ran: Ran) -> str:
    return f"{ran.scenario.title}: {[check.to_dict() for check in ran.failures]}"


FRAGMENTS = (*of_kind(PAGE, "pol-fragment"), *of_kind("CONTRIBUTING.md", "pol-fragment"))


@pytest.mark.parametrize("example", FRAGMENTS, ids=str)
def test_a_fragment_parses(example: Example) -> None:
    found = read(example)
    assert not found.diagnostics, render(found.diagnostics)


@pytest.mark.parametrize("example", of_kind(PAGE, "pol-error"), ids=str)
def test_an_example_of_an_error_gives_its_codes(example: Example) -> None:
    found = compiled(example, VOCABULARY)
    assert sorted(d.code.id for d in found.diagnostics) == sorted(example.words[1:]), render(
        found.diagnostics
    )


# ------------------------------------------------------------------ sections


def test_every_section_that_code_cites_exists() -> None:
    headings = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?) ", TEXT, re.MULTILINE))
    lacking = sorted((n, where) for n, where in _cited() if n not in headings)
    assert not lacking


def _cited() -> Iterator[tuple[str, str]]:
    for folder, pattern in (("policydsl", "*.py"), ("grammars", "*.lark"), ("tests", "*.py")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            text = path.read_text(encoding="utf-8")
            for found in re.finditer(r"\bSPEC (\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*)", text):
                for number in found[1].split(", "):
                    yield number, str(path.relative_to(ROOT))


def test_sections_are_numbered_without_a_gap() -> None:
    numbers = re.findall(r"^#{2,3} (\d+)(?:\.(\d+))? ", TEXT, re.MULTILINE)
    expected = (0, 0)
    for section, part in numbers:
        expected = (expected[0], expected[1] + 1) if part else (expected[0] + 1, 0)
        assert (int(section), int(part or 0)) == expected


# -------------------------------------------------------------------- bounds

_BOUNDS = {
    "bytes of a file": source.MAX_BYTES,
    "levels of brackets, blocks, `not` and `else` within each other": automaton.MAX_NESTING,
    "entries of one list: members, rows, bullets, lines": lexer.MAX_LIST,
    "characters of one number": lexer.MAX_DIGITS,
    "problems listed for one file": parser.MAX_PROBLEMS,
    "pairs of names compared for one policy, to say which was meant": suggest.MOST_COMPARED,
    "limits of one policy": binding.MOST_LIMITS,
    "limits that can bind one request": binding.MOST_TOGETHER,
    "plans of one policy": plans.MOST_PLANS,
    "decimal places of a fact": vocabulary.MOST_PLACES,
    "size of a number, either side of zero": facts.BOUND,
    "bytes of a compiled policy": compiled_policy.MAX_BYTES,
    "rows of a compiled policy": reading.MOST_ROWS,
    "rows of a compiled policy, one below the other": soundness.MOST_DEEP,
    "rows of an edition in it, each counted at every use": soundness.MOST_LARGE,
    "bytes of a request": requests.MAX_BYTES,
    "items of a list in a request": conversion.MAX_ITEMS,
    "characters of a text in a request": conversion.MAX_TEXT,
    "faults listed for one request": requests.MAX_FAULTS,
    "`.pol` files in one folder, with all that is below it": workspace.MOST_FILES,
    "folders above a policy's own in which a vocabulary is looked for": workspace.LEVELS_UP,
    "evaluations to find out what is possible and what is missing": completions.STEPS,
    "combinations of elements of an unknown set that are tried": cells.MOST_SET_CELLS,
    "combinations of unknown facts that one number is compared with": cells.MOST_COMBINATIONS,
    "cases that are tried to find one in which a condition holds": trials.MOST_TRIALS,
}


def test_the_bounds_are_those_of_the_code() -> None:
    section = TEXT.partition("\n## 10 ")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| ([\d,]+) \|$", section, re.MULTILINE)
    assert {what: int(most.replace(",", "")) for what, most in rows} == _BOUNDS


# --------------------------------------------------------------------- lines


def test_the_table_of_lines_is_that_of_the_code() -> None:
    section = TEXT.partition("\n### 11.2 ")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (.+?) \| (`.+`) \|$", section, re.MULTILINE)
    written = {
        head.strip("`"): {word.replace("\\|", "|") for word in re.findall(r"`([^`]+)`", lines)}
        for head, lines in rows
    }
    assert written == {head: set(lines) for head, lines in shape._ALLOWED.items()}
