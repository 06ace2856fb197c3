"""`check`, `eval` and `schema` as a shell sees them: output, errors, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy import sample

REQUEST = {"as_of": "2026-03-04", "facts": sample.REQUEST}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sample.write(tmp_path)
    (tmp_path / "request.json").write_text(json.dumps(REQUEST, indent=2))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*args: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "policydsl", *args],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        timeout=60,
    )


# --------------------------------------------------------------------- check


def test_a_sound_policy_shows_what_it_encodes(folder: Path) -> None:
    done = _run("check", "demo/care.pol")
    assert (done.returncode, done.stderr) == (0, "no problems\n")
    assert done.stdout == "book: 6 of 6 deciding rows cited\n"


def test_an_error_is_a_finding_at_its_place(folder: Path) -> None:
    sample.write(folder, policy=sample.POLICY.replace("is massage", "is masage"))
    done = _run("check", ".")
    assert done.returncode == 1
    assert "--> demo/care.pol:13:" in done.stdout
    assert "did you mean `massage`?" in done.stdout


def test_a_warning_is_a_finding_when_it_is_asked_for(folder: Path) -> None:
    sample.write(folder, inventory=sample.INVENTORY + "D-8\tCost\tAnd more.\tyes\n")
    assert _run("check", "demo", "--fail-level", "warning").returncode == 1


def test_check_writes_json_with_what_was_checked(folder: Path) -> None:
    done = _run("check", ".", "--format", "json")
    found = json.loads(done.stdout)
    assert found["diagnostics"] == []
    assert found["checked"] == [
        {"path": "demo.pol", "kind": "vocabulary"},
        {"path": "demo/care.pol", "kind": "policy"},
    ]
    assert found["coverage"][0]["cited"] == 6


@pytest.mark.parametrize("format", ["sarif", "github", "junit"])
def test_check_writes_what_build_servers_read(folder: Path, format: str) -> None:
    assert _run("check", ".", "--format", format).returncode == 0


@pytest.mark.parametrize("verb", ["check", "test"])
def test_what_cannot_be_read_is_exit_3(folder: Path, verb: str) -> None:
    done = _run(verb, "demo", "none.pol")
    assert done.returncode == 3
    assert "POL0004" in done.stdout + done.stderr


@pytest.mark.parametrize("args", [["check"], ["test"], ["eval"], ["schema", "demo", "--of", "x"]])
def test_a_wrong_call_is_exit_2(folder: Path, args: list[str]) -> None:
    assert _run(*args).returncode == 2


def test_a_policy_can_come_from_standard_input(folder: Path) -> None:
    done = _run("check", "-", given=sample.POLICY.replace('  inventory "book.tsv"\n', ""))
    assert (done.returncode, done.stderr) == (0, "no problems\n"), done.stdout


# ---------------------------------------------------------------------- eval


def test_a_decision_is_one_object_whatever_it_says(folder: Path) -> None:
    done = _run("eval", "demo", "--request", "request.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["determination"] == "covered"
    massage = json.dumps({"as_of": "2026-03-04", "facts": {"service": "massage"}})
    done = _run("eval", "demo", given=massage)
    assert done.returncode == 0
    assert json.loads(done.stdout)["determination"] == "not_covered"


def test_a_decision_can_be_read(folder: Path) -> None:
    done = _run("eval", "demo", "--request", "request.json", "--format", "text")
    assert done.stdout.startswith("covered\n  because       ")
    assert "visits: 20 of 20 visits left [D-5]" in done.stdout


def test_a_refused_request_is_exit_3_with_every_fault(folder: Path) -> None:
    done = _run("eval", "demo", given='{"as_of": "today", "facts": {"servcie": 1}}')
    assert (done.returncode, done.stdout) == (3, "")
    assert "error[POL0712]: $.as_of" in done.stderr
    assert "error[POL0708]: $.facts.servcie" in done.stderr


def test_lines_in_are_lines_out_and_a_bad_one_does_not_stop_the_rest(folder: Path) -> None:
    good = json.dumps(REQUEST)
    done = _run("eval", "demo", "--request", "-", given=f"{good}\nnonsense\n\n{good}\n")
    assert done.returncode == 3
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == third
    assert second["refused"]["line"] == 2
    assert "error[POL0701]: line 2: $" in done.stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["none.pol"], 3),
        (["demo", "--request", "none.json"], 3),
        (["demo", "--request", "demo"], 3),
        (["-", "--request", "-"], 2),
        (["demo.pol"], 3),
    ],
)
def test_eval_says_what_it_cannot_work_on(folder: Path, args: list[str], code: int) -> None:
    done = _run("eval", *args)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr


# -------------------------------------------------------------------- schema


def test_the_schema_is_json_and_the_types_are_python(folder: Path) -> None:
    assert json.loads(_run("schema", "demo").stdout)["required"] == ["as_of", "facts"]
    assert json.loads(_run("schema", "demo", "--decision").stdout)["title"] == "A decision"
    compile(_run("schema", "demo", "--format", "python").stdout, "types", "exec")
