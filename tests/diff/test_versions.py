"""What a user may call a version: a path, a revision, a day."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import policydsl
from policydsl.cli import main
from policydsl.policy import PolicyError
from policydsl.workspace.versions import load_version, parsed
from tests.policy import sample

ME = ("-c", "user.name=A", "-c", "user.email=a@example.com")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *ME, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of two commits: more visits, and another vocabulary."""
    policy = sample.write(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    path = Path(policy)
    path.write_text(path.read_text().replace("20 visits", "30 visits"))
    vocabulary = next(tmp_path.rglob("demo.pol"))
    vocabulary.write_text(vocabulary.read_text().replace('"A doctor approves"', '"Approved"'))
    git(tmp_path, "commit", "-qam", "two")
    return path


def test_a_revision_is_read_with_its_vocabulary(repository: Path) -> None:
    old = load_version(f"{repository}@HEAD~1")
    assert old.program.facts["approved"].label == "A doctor approves"
    changes = policydsl.diff(f"{repository}@HEAD~1", repository)
    assert [each.name for each in changes.items if each.weighs] == ["visits"]
    assert not changes.is_equivalent


def test_a_folder_and_a_place_below_it_have_revisions_too(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)
    assert policydsl.diff(f"{repository.name}@HEAD~1", ".@HEAD").goes
    assert policydsl.diff(".@HEAD", repository.name).is_equivalent


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("@nowhere", "POL0014"),
        ("@--output=x", "POL0014"),
        ("@HEAD~9", "POL0014"),
    ],
    ids=["unknown", "an-option", "before-the-first"],
)
def test_a_revision_that_is_not_there_is_refused(repository: Path, name: str, code: str) -> None:
    with pytest.raises(PolicyError) as error:
        load_version(f"{repository}{name}")
    assert [each.code.id for each in error.value.diagnostics] == [code]


def test_a_compiled_policy_has_revisions_too(repository: Path) -> None:
    folder = repository.parent
    compiled = folder / "care.polc"
    assert CliRunner().invoke(main, ["build", str(repository), "-o", str(compiled)]).exit_code == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "three")
    compiled.write_bytes(b"")
    assert policydsl.diff(f"{compiled}@HEAD", repository).is_equivalent
    assert not policydsl.diff(f"{repository}@HEAD~2", f"{compiled}@HEAD").is_equivalent
    with pytest.raises(PolicyError, match="no such file in this revision"):
        load_version(f"{compiled}@HEAD~1")


def test_outside_a_repository_there_are_no_revisions(tmp_path: Path) -> None:
    policy = sample.write(tmp_path)
    with pytest.raises(PolicyError, match="not a git repository"):
        load_version(f"{policy}@HEAD")


def test_a_file_with_an_at_sign_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "care@home.pol"
    path.write_text("")
    assert parsed(str(path)) == (str(path), None, None)


def test_a_day_names_an_edition() -> None:
    folder = Path(__file__).parents[2] / "policies" / "ny_medicaid"
    assert load_version(f"{folder}@2012-03-01").edition == "2011-01-01"
    changes = policydsl.diff(f"{folder}@2012-03-01", f"{folder}@2019-03-01")
    assert {each.benefit: each.verdict.value for each in changes.decided.benefits} == {
        "physical_therapy": "broader",
        "occupational_therapy": "equivalent",
        "speech_therapy": "equivalent",
    }


def test_of_several_editions_one_has_to_be_named() -> None:
    folder = Path(__file__).parents[2] / "policies" / "ny_medicaid"
    with pytest.raises(PolicyError, match="4 editions"):
        policydsl.diff(folder, f"{folder}@2019-03-01")
