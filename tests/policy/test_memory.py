"""What was checked is not checked again until something that it rests on changes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policydsl import cache
from policydsl.diagnostics.text import render
from policydsl.semantics import Checked
from policydsl.workspace import Verdict, verdicts
from policydsl.workspace.gathering import Bundle
from policydsl.workspace.policies import checked as checked_by_compiler
from tests.policy import sample

POLICYC = [sys.executable, "-m", "policydsl", "check"]
BROKEN = sample.POLICY + '\nexclude a "A"\n  when nobody_knows\n'


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("POLICYDSL_NO_CACHE", raising=False)
    return tmp_path / "cache" / "policydsl"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    return sample.write(folder)


class Compilations:
    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> Compilations:
    counted = Compilations()

    def counting(bundle: Bundle) -> Checked:
        counted.count += 1
        return checked_by_compiler(bundle)

    monkeypatch.setattr("policydsl.workspace.policies.checked", counting)
    return counted


def checked(path: Path) -> Verdict:
    (found,), unread = verdicts([str(path)])
    assert unread == ()
    return found


def entries(kept: Path) -> list[Path]:
    return sorted(kept.glob("*.verdict"))


@pytest.mark.parametrize("text", [sample.POLICY, BROKEN], ids=["sound", "broken"])
def test_what_has_not_changed_is_not_compiled_again(
    policy: Path, compilations: Compilations, text: str
) -> None:
    policy.write_text(text)
    first, second = checked(policy), checked(policy)
    assert first == second
    assert render(first.diagnostics) == render(second.diagnostics)
    assert compilations.count == 1


EDITS: dict[str, Callable[[Path], object]] = {
    "the policy": lambda p: p.write_text(BROKEN),
    "its vocabulary": lambda p: (p.parents[1] / "demo.pol").write_text("vocabulary demo\n"),
    "a vocabulary nearer by": lambda p: (p.parent / "demo.pol").write_text("vocabulary demo\n"),
    "an inventory": lambda p: (p.parent / "book.tsv").write_text("id\tsection\n"),
    "no inventory": lambda p: (p.parent / "book.tsv").unlink(),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_every_edit_is_seen(policy: Path, edit: Callable[[Path], object]) -> None:
    assert checked(policy).diagnostics == ()
    edit(policy)
    assert checked(policy).diagnostics != ()


def test_scenarios_that_appear_are_seen(policy: Path) -> None:
    def wrong() -> int:
        return sum(len(each.diagnostics) for each in verdicts([str(policy.parent)])[0])

    assert wrong() == 0
    (policy.parent / "more.pol").write_text('scenario "torn"\n')
    assert wrong() > 0
    assert checked(policy).diagnostics == ()


@pytest.mark.parametrize(
    "damage",
    [lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b[:-1] + b"x", lambda b: b"\0" * 99],
    ids=["empty", "torn", "changed", "zeros"],
)
def test_a_damaged_entry_is_made_anew(
    policy: Path, kept: Path, compilations: Compilations, damage: Callable[[bytes], bytes]
) -> None:
    first = checked(policy)
    (entry,) = entries(kept)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert checked(policy) == first
    assert compilations.count == 2
    assert entry.read_bytes() == whole


def test_another_compiler_recalls_nothing(
    policy: Path, compilations: Compilations, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(policy)
    monkeypatch.setattr(cache, "compiler", lambda: "another")
    checked(policy)
    assert compilations.count == 2


def test_another_version_recalls_nothing(
    policy: Path, compilations: Compilations, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(policy)
    monkeypatch.setattr(cache, "__version__", "999")
    checked(policy)
    assert compilations.count == 2


def test_without_a_folder_everything_works(
    policy: Path, kept: Path, compilations: Compilations
) -> None:
    kept.parent.write_text("a file where the folder should be")
    assert checked(policy) == checked(policy)
    assert compilations.count == 2


@pytest.mark.skipif(os.name != "posix", reason="folders have no such modes here")
def test_a_folder_of_others_is_not_trusted(
    policy: Path, kept: Path, compilations: Compilations
) -> None:
    checked(policy)
    kept.chmod(0o777)
    checked(policy)
    assert compilations.count == 2


def test_who_wants_no_cache_has_none(
    policy: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYDSL_NO_CACHE", "1")
    checked(policy)
    assert not kept.exists()


def test_what_could_not_be_read_is_not_remembered(policy: Path, kept: Path) -> None:
    (policy.parent / "book.tsv").write_bytes(b"\xff")
    assert [each.code.id for each in checked(policy).diagnostics][:1] == ["POL0001"]
    assert entries(kept) == []


def test_two_processes_at_once_say_the_same(policy: Path, kept: Path) -> None:
    policy.write_text(BROKEN)
    command = [*POLICYC, str(policy)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    said = {process.communicate() for process in running}
    said.add(_said(command))
    assert len(said) == 1
    assert {process.returncode for process in running} == {1}
    assert len(entries(kept)) == 1
    assert [name for name in os.listdir(kept) if name.startswith(".")] == []


def test_the_folder_may_be_deleted_while_it_is_used(policy: Path, kept: Path) -> None:
    policy.write_text(BROKEN)
    command = [*POLICYC, str(policy)]
    expected = _said(command)
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    while any(process.poll() is None for process in running):
        shutil.rmtree(kept, ignore_errors=True)
    assert {process.communicate() for process in running} == {expected}
    shutil.rmtree(kept, ignore_errors=True)
    assert _said(command) == _said(command) == expected
    assert len(entries(kept)) == 1


def _said(command: list[str]) -> tuple[bytes, bytes]:
    done = subprocess.run(command, capture_output=True)
    return done.stdout, done.stderr


def test_the_older_half_goes_when_there_are_too_many(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 4)
    for number in range(5):
        cache.keep("verdict", str(number), number)
        for entry in entries(kept):
            os.utime(entry, (entry.stat().st_mtime - 10,) * 2)
    assert len(entries(kept)) == 2
    assert cache.kept("verdict", "0") is None
    assert cache.kept("verdict", "4") == 4
