"""Go through the pages that teach as a reader does: every command, every edit, every output.

Of its fenced blocks, `console` holds commands after `$ ` and what they write; a block whose
info string ends in a path is the whole of that file; `part PATH` stands in that file; and
`diff PATH` changes it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from policydsl.explain.slots import SLOTS
from tests.docs.examples import ROOT, Example, examples

PAGE = "docs/tutorial.md"
TESTING = "docs/testing.md"
EXPLAINING = "docs/explain.md"
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


def test_the_tutorial_runs_from_top_to_bottom_and_ends_well(tmp_path: Path) -> None:
    _go_through(PAGE, tmp_path)
    for command in ("check . --fail-level warning", "test .", "fmt --check ."):
        code, output = _policyc(command, tmp_path)
        assert code == 0, output


def test_three_errors_are_met_and_mended() -> None:
    outputs = "".join(block.text for block in examples(PAGE) if block.words == ("console",))
    assert len(set(re.findall(r"^error\[(POL\d+)\]", outputs, re.MULTILINE))) >= 3


def test_the_page_on_testing_runs_from_top_to_bottom_and_notices_every_change(
    tmp_path: Path,
) -> None:
    _go_through(TESTING, tmp_path)
    (tmp_path / "unnoticed.tsv").unlink()  # the page shows one that is not so any more
    code, output = _policyc("test . --mutate --coverage --fail-under 100", tmp_path)
    assert code == 0, output


def test_the_page_on_explanations_runs_from_top_to_bottom(tmp_path: Path) -> None:
    _go_through(EXPLAINING, tmp_path)
    code, output = _policyc("check . --fail-level warning", tmp_path)
    assert code == 0, output


def test_the_page_on_explanations_lists_every_slot() -> None:
    text = (ROOT / EXPLAINING).read_text(encoding="utf-8")
    for slot in SLOTS:
        assert f"| `{slot.name}` | {slot.asks} | {slot.need.value} |" in text


def _go_through(page: str, folder: Path) -> None:
    for block in examples(page):
        match block.words:
            case ("console",):
                _run_all(block, folder)
            case ("diff", path):
                _change(block, folder / path)
            case (_, "part", path):
                text = (folder / path).read_text(encoding="utf-8")
                assert block.text in text, f"{block} is no part of {path}"
            case ("yaml",):
                pass
            case (_, path):
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(block.text, encoding="utf-8")
            case _:
                pytest.fail(f"{block} says nothing of what it is: {block.words}")


def _run_all(block: Example, folder: Path) -> None:
    _, *pairs = _COMMAND.split(block.text)
    for command, shown in zip(pairs[::2], pairs[1::2], strict=True):
        word, _, arguments = command.partition(" ")
        assert word == "policyc", f"{block} runs {word}"
        _, output = _policyc(arguments, folder)
        assert _steady(output) == _steady(shown), f"{block}: {command}\n{output}"


def _steady(output: str) -> str:
    """Leave out what every version changes: hashes, and the version."""
    output = re.sub(r"\b[0-9a-f]{64}\b", "hash", output.strip("\n"))
    return re.sub(r"policydsl \d+\.\d+\.\d+\S*", "policydsl", output)


def _policyc(arguments: str, folder: Path) -> tuple[int, str]:
    """Run `policyc` as a terminal shows it, errors among the results."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "POLICYDSL_NO_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "policydsl", *shlex.split(arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=env,
        timeout=60,
    )
    return done.returncode, done.stdout


def _change(block: Example, path: Path) -> None:
    """Put the lines after ` ` and `+` where those after ` ` and `-` stand, in their one place."""
    lines = block.text.splitlines(keepends=True)
    assert all(line[0] in " +-" for line in lines), f"{block} is no diff"
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{block} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
