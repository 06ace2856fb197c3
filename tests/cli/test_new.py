"""`policyc new` as a shell sees it: what it starts is sound, and nothing is overwritten."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "policydsl", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        timeout=60,
    )


def _files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _holds_together(folder: str) -> None:
    """What was started checks clean, is laid out, passes its scenarios and decides its request."""
    checked = _run("check", folder, "--fail-level", "warning")
    assert (checked.returncode, checked.stderr) == (0, "no problems\n"), checked.stdout
    assert _run("fmt", "--check", folder).returncode == 0
    tested = _run("test", folder)
    assert tested.returncode == 0, tested.stdout
    assert "6 scenarios, 6 passed" in tested.stdout
    request = f"{folder}/examples/request.json"
    decided = _run("eval", folder, "--request", request, "--format", "text")
    assert decided.stdout.startswith("pend_documentation\n"), decided.stderr


def test_what_is_started_holds_together(folder: Path) -> None:
    done = _run("new", "stride")
    assert (done.returncode, done.stderr) == (0, "")
    assert _files_in(folder / "stride") == {
        "stride.pol",
        "stride.tsv",
        "facts.pol",
        "scenarios.pol",
        "examples/request.json",
    }
    _holds_together("stride")


def test_it_says_what_to_do_next() -> None:
    lines = _run("new", "stride").stdout.splitlines()
    for command in (line.strip() for line in lines if line.startswith("  policyc ")):
        assert _run(*command.split()[1:]).returncode == 0, command


@pytest.mark.parametrize("depth", ["foot", "plans/foot", "plans/2026/foot"])
def test_the_vocabulary_of_the_project_is_used(depth: str, folder: Path) -> None:
    shutil.copy(ROOT / "policies" / "therapy.pol", folder)
    assert _run("new", depth).returncode == 0
    assert not (folder / depth / "facts.pol").exists()
    assert "  uses therapy\n" in (folder / depth / "foot.pol").read_text()
    _holds_together(depth)


def test_facts_that_the_vocabulary_lacks_are_declared_by_the_policy(folder: Path) -> None:
    vocabulary = (
        'vocabulary words "W"\n\nfact service "S"\n  one of {physical_therapy, podiatry}\n'
        '\nfact visits_used "U"\n  visits\n'
    )
    (folder / "words.pol").write_text(vocabulary)
    assert _run("new", "foot").returncode == 0
    text = (folder / "foot" / "foot.pol").read_text()
    assert "fact visits_requested" in text
    assert "fact visits_used" not in text
    _holds_together("foot")


@pytest.mark.parametrize(
    "vocabulary",
    [
        'vocabulary words "W"\n\nfact service "S"\n  yes or no\n',
        "vocabulary other\n",
        "vocabulary\n",
    ],
    ids=["another-type", "another-name", "broken"],
)
def test_a_vocabulary_that_does_not_fit_is_left_alone(vocabulary: str, folder: Path) -> None:
    (folder / "words.pol").write_text(vocabulary)
    assert _run("new", "foot").returncode == 0
    assert "  uses facts\n" in (folder / "foot" / "foot.pol").read_text()
    _holds_together("foot")


def test_the_folder_that_one_is_in_can_be_started_in(folder: Path) -> None:
    here = folder / "2026 Rider, Gold!"
    here.mkdir()
    os.chdir(here)
    assert _run("new", ".").returncode == 2
    assert _run("new", ".", "--id", "gold", "--title", "Gold rider").returncode == 0
    assert (here / "gold.pol").read_text().startswith('policy gold "Gold rider"\n')
    _holds_together(".")


@pytest.mark.parametrize(
    "name", ["stride.tsv", "facts.pol", "scenarios.pol", "examples/request.json"]
)
def test_a_file_that_is_there_is_named_and_nothing_is_written(name: str, folder: Path) -> None:
    path = folder / "stride" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine\n")
    done = _run("new", "stride")
    assert done.returncode == 3
    assert f"{Path('stride') / name} is there already; nothing was written" in done.stderr
    assert _files_in(folder) == {str(Path("stride") / name)}
    assert path.read_text() == "mine\n"


def test_a_folder_with_a_policy_takes_no_second_one(folder: Path) -> None:
    assert _run("new", "stride").returncode == 0
    before = _files_in(folder)
    done = _run("new", "stride", "--id", "other")
    assert done.returncode == 3
    assert "stride.pol is a policy already" in done.stderr
    assert _files_in(folder) == before


@pytest.mark.parametrize(
    "args",
    [
        ["a.txt"],
        ["stride", "--id", "two words"],
        ["stride", "--id", "scenarios"],
        ["facts"],
        ["stride", "--title", 'The "gold" rider'],
        ["stride", "--title", "two\nlines"],
    ],
    ids=["a-file", "no-name", "scenarios", "facts", "quotes", "lines"],
)
def test_a_wrong_call_is_exit_2_and_writes_nothing(args: list[str], folder: Path) -> None:
    (folder / "a.txt").write_text("a file\n")
    assert _run("new", *args).returncode == 2
    assert _files_in(folder) == {"a.txt"}
