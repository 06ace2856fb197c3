"""What other projects take from here runs: the hooks, the action, the lines of docs/ci.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from policydsl.cli.exits import ExitCode
from tests.policy import sample

ROOT = Path(__file__).parents[1]
BROKEN = sample.POLICY.replace("is massage", "is masage")
LOOSE = sample.POLICY.replace("cover therapy", "cover  therapy")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are of a POSIX shell")


def _yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


HOOKS = {hook["id"]: hook for hook in _yaml(".pre-commit-hooks.yaml")}
STEPS = _yaml("action.yml")["runs"]["steps"]
EXAMPLES = [
    yaml.safe_load(text)
    for text in re.findall(
        r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.M | re.S
    )
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a project out in which `policyc` is a command, and go there."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "policyc"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m policydsl "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "policies").mkdir(parents=True)
    sample.write(folder / "policies")
    monkeypatch.chdir(folder)
    return folder


def _sh(script: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **env},
        timeout=60,
    )


# ---------------------------------------------------------------- pre-commit


def _hook(id: str, args: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does, on all files of the project."""
    hook = HOOKS[id]
    every = sorted(str(p) for p in Path("policies").rglob("*") if re.search(hook["files"], str(p)))
    assert every
    given = every if hook.get("pass_filenames", True) else []
    call = [*hook["entry"].split(), *(hook.get("args", []) if args is None else args), *given]
    return _sh(" ".join(call))


@pytest.mark.parametrize("id", HOOKS)
def test_a_hook_passes_on_a_project_that_is_fine(project: Path, id: str) -> None:
    assert _hook(id).returncode == 0
    assert _hook(id, ["policies"] if id != "policyc-fmt" else None).returncode == 0


@pytest.mark.parametrize(
    ("id", "policy"),
    [("policyc-check", BROKEN), ("policyc-test", BROKEN), ("policyc-fmt", BROKEN + "(")],
)
def test_a_hook_fails_where_something_is_wrong(project: Path, id: str, policy: str) -> None:
    sample.write(project / "policies", policy=policy)
    done = _hook(id)
    assert done.returncode == ExitCode.FINDINGS
    assert "error[POL" in done.stdout + done.stderr


def test_the_formatting_hook_changes_the_file_and_names_it(project: Path) -> None:
    path = sample.write(project / "policies", policy=LOOSE)
    # pre-commit fails a hook that changes a file.
    assert "laid out policies/demo/care.pol\n" in _hook("policyc-fmt").stderr
    assert path.read_text() == sample.POLICY


@pytest.mark.parametrize("id", HOOKS)
def test_a_hook_looks_when_what_it_rests_on_changes(id: str) -> None:
    files = re.compile(HOOKS[id]["files"])
    assert files.search("policies/demo/care.pol")
    assert bool(files.search("policies/demo/book.tsv")) == (id != "policyc-fmt")
    assert not files.search("policies/notes.polc")


def test_the_page_uses_every_hook() -> None:
    (used,) = EXAMPLES[0]["repos"]
    assert {hook["id"] for hook in used["hooks"]} == set(HOOKS)


# --------------------------------------------------------------------- GitHub


def _action(**inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the action with its inputs as GitHub gives them."""
    declared = _yaml("action.yml")["inputs"]
    values = {name: spec["default"] for name, spec in declared.items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in STEPS[-1]["env"].items()
    }
    return _sh(STEPS[-1]["run"], **env)


def test_the_action_passes_on_a_project_that_is_fine(project: Path) -> None:
    done = _action()
    assert (done.returncode, "::error" in done.stdout) == (0, False), done.stderr


def test_the_action_annotates_what_is_wrong_and_fails(project: Path) -> None:
    sample.write(project / "policies", policy=BROKEN)
    done = _action(paths="policies\n", sarif_file="out.sarif")
    assert done.returncode == ExitCode.FINDINGS
    assert "::error file=policies/demo/care.pol,line=13,col=" in done.stdout
    log = json.loads((project / "out.sarif").read_text(encoding="utf-8"))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["POL0205"]


def test_the_action_takes_what_its_inputs_say(project: Path) -> None:
    sample.write(
        project / "policies", policy=LOOSE, inventory=f"{sample.INVENTORY}D-8\tx\ty\tyes\n"
    )
    assert _action(paths="policies").returncode == ExitCode.FINDINGS
    assert _action(paths="policies", fmt="false").returncode == 0
    warned = _action(paths="policies", fmt="false", fail_level="warning", test="false")
    assert warned.returncode == ExitCode.FINDINGS
    assert "::warning" in warned.stdout
    assert "scenario" not in warned.stdout + warned.stderr


def test_a_path_is_never_a_command(project: Path) -> None:
    (project / "a b").mkdir()
    sample.write(project / "a b")
    assert _action(paths="policies\na b").returncode == 0
    assert _action(paths="$(touch hit)\n; touch hit").returncode != 0
    assert not (project / "hit").exists()


def test_the_page_uses_inputs_that_there_are() -> None:
    declared = _yaml("action.yml")["inputs"]
    used = EXAMPLES[1]["jobs"]["policies"]["steps"][1]["with"]
    assert used.keys() <= declared.keys()
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| .* \| .* \|$", text, re.M) == list(declared)


# --------------------------------------------------------------------- GitLab


def test_the_lines_for_gitlab_run_and_leave_their_reports(project: Path) -> None:
    job = EXAMPLES[2]["policies"]
    done = _sh("\n".join(job["script"]))
    assert done.returncode == 0, done.stderr
    for report in job["artifacts"]["reports"]["junit"]:
        assert (project / report).read_text(encoding="utf-8").startswith("<testsuites>")
    sample.write(project / "policies", policy=BROKEN)
    assert _sh("\n".join(job["script"])).returncode == ExitCode.FINDINGS
    assert "POL0205" in (project / "check.xml").read_text(encoding="utf-8")
