"""What is written is what is read: the program, the places in its text, and what it decides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given

from policydsl.compiled import Compiled, build, read
from policydsl.core import ir
from policydsl.core.fingerprint import content_hash
from policydsl.policy import Policy
from policydsl.workspace import load
from tests.policy import sample
from tests.strategies import programs

ROOT = Path(__file__).parents[2]
POLICIES = sorted((ROOT / "policies").glob("*/"))
POLICYC = [sys.executable, "-m", "policydsl"]


def compiled(*editions: ir.Program) -> Compiled:
    data = build(editions)
    assert isinstance(data, bytes), data
    found = read("any.polc", data)
    assert isinstance(found, Compiled), found
    return found


@pytest.mark.parametrize("folder", POLICIES, ids=lambda folder: folder.name)
def test_a_policy_decides_the_same_out_of_a_file(folder: Path) -> None:
    editions = load(folder).editions
    programs = compiled(*(each.program for each in editions)).editions
    assert sum(len(each.scenarios) for each in editions) > 20
    for source, program in zip(editions, programs, strict=True):
        assert program == source.program
        _decide_alike(source, Policy.of(program))


def _decide_alike(source: Policy, again: Policy) -> None:
    """Hold two policies against each other on about a hundred scenarios."""
    scenarios = source.scenarios[:: len(source.scenarios) // 100 + 1]
    for number, scenario in enumerate(scenarios):
        decision = again._kernel.decide(scenario.request)
        assert decision.to_json() == source._kernel.decide(scenario.request).to_json()
        if number % 25 == 0:
            there = source._explainer.explain(scenario.request).to_dict()
            here = again._explainer.explain(scenario.request).to_dict()
            assert here == _without_folders(there)
    assert again.schema() == source.schema()


def _without_folders(value: object) -> object:
    """Put the name of the file for each place in one; nothing else holds a path."""
    match value:
        case {"file": str() as file, **rest}:
            return {"file": os.path.basename(file), **rest}
        case dict():
            return {key: _without_folders(each) for key, each in value.items()}
        case list():
            return [_without_folders(each) for each in value]
        case _:
            return value


@given(programs())
def test_any_program_comes_back(program: ir.Program) -> None:
    hashed = attrs.evolve(program, content_hash=content_hash(program))
    assert compiled(hashed).editions == (hashed,)


def test_the_places_of_all_parts_come_back(tmp_path: Path) -> None:
    source = load(sample.write(tmp_path)).program
    (program,) = compiled(source).editions
    for before, after in zip(source.clauses, program.clauses, strict=True):
        assert (before.span is None) == (after.span is None)
        if before.span and after.span:
            assert before.span.text == after.span.text
            assert before.span.start_position == after.span.start_position
            assert after.span.source.name == "care.pol"
    declared = program.facts["service"].span
    assert declared is not None
    assert (declared.source.name, declared.text) == ("demo.pol", "service")


def test_several_editions_share_what_they_have_in_common(tmp_path: Path) -> None:
    first = load(sample.write(tmp_path)).program
    more = sample.POLICY.replace("edition 2026", "edition 2027").replace("20 visits", "25 visits")
    more = more.replace("in force on any date", "in force from 2027-01-01")
    second = load(sample.write(tmp_path, policy=more)).program
    found = compiled(first, second)
    assert found.editions == (first, second)
    alone, both = build([first]), build([first, second])
    assert isinstance(alone, bytes)
    assert isinstance(both, bytes)
    assert len(alone) < len(both) < 2 * len(alone)


def test_a_file_is_built_anew_to_the_same_bytes(tmp_path: Path) -> None:
    data = build([load(sample.write(tmp_path)).program])
    assert isinstance(data, bytes)
    found = read("any.polc", data)
    assert isinstance(found, Compiled)
    assert build(found.editions) == data


@pytest.mark.parametrize("from_inside", [False, True], ids=["by its path", "from its folder"])
def test_neither_path_nor_process_nor_time_is_in_the_file(
    tmp_path: Path, from_inside: bool
) -> None:
    first, second = tmp_path / "one", tmp_path / "another" / "place"
    for folder in (first, second):
        folder.mkdir(parents=True)
        sample.write(folder)
    os.utime(second / "demo" / "care.pol", (0, 0))
    base = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYDSL_NO_CACHE": "1"}
    built = []
    for folder, seed in ((first, "1"), (second, "2")):
        inside = folder / "demo"
        path = "care.pol" if from_inside else os.path.relpath(inside / "care.pol", tmp_path)
        done = subprocess.run(
            [*POLICYC, "build", path, "-o", "-"],
            cwd=inside if from_inside else tmp_path,
            env={**base, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
        built.append(done.stdout)
    assert built[0] == built[1]
    assert str(tmp_path).encode() not in built[0]


def test_deciding_by_a_file_loads_no_compiler(tmp_path: Path) -> None:
    data = build([load(sample.write(tmp_path)).program])
    assert isinstance(data, bytes)
    (tmp_path / "care.polc").write_bytes(data)
    script = (
        "import sys, policydsl\n"
        "policy = policydsl.load('care.polc')\n"
        "policy.decide({'as_of': '2026-03-04', 'facts': {}}).to_json()\n"
        "print(*sorted(m for m in sys.modules if m.startswith(('policydsl', 'lark'))))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert done.stderr == ""
    loaded = done.stdout.split()
    assert "policydsl.kernel" in loaded
    unwanted = ("lark", "policydsl.semantics", "policydsl.syntax.parser", "policydsl.syntax.ast")
    assert [each for each in loaded if each.startswith(unwanted)] == []
