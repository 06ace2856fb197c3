"""`policyc build`, and what the other verbs make of a compiled policy, as a shell sees it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.policy import sample

REQUEST = {"as_of": "2026-03-04", "facts": sample.REQUEST}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sample.write(tmp_path)
    (tmp_path / "request.json").write_text(json.dumps(REQUEST))
    monkeypatch.chdir(tmp_path)
    done = _run("build", "demo", "-o", "care.polc")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.startswith(b"care.polc: demo.care, edition 2026-01-01, ")
    return tmp_path


def _run(*args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "policydsl", *args],
        input=given,
        capture_output=True,
        env=env,
        timeout=60,
    )


@pytest.mark.parametrize(
    "args",
    [
        ("eval", "{}", "--request", "request.json"),
        ("eval", "{}", "--request", "request.json", "--format", "text"),
        ("explain", "{}", "--request", "request.json", "--format", "json"),
        ("diff", "demo", "{}", "--format", "json"),
        ("graph", "{}"),
        ("graph", "{}", "--format", "json"),
        ("schema", "{}"),
        ("schema", "{}", "--format", "python"),
    ],
    ids=" ".join,
)
def test_a_verb_says_of_a_compiled_policy_what_it_says_of_its_source(
    folder: Path, args: tuple[str, ...]
) -> None:
    source = _run(*(each.format("demo") for each in args))
    compiled = _run(*(each.format("care.polc") for each in args))
    assert (source.returncode, source.stderr) == (0, b"")
    # Only the name of the file is kept of a path.
    said = compiled.stdout.replace(b'"care.polc"', b'"demo"')
    assert said == source.stdout.replace(b"demo/care.pol", b"care.pol")
    assert (compiled.returncode, compiled.stderr) == (0, b"")


def test_a_folder_of_editions_is_one_file(folder: Path) -> None:
    first = sample.POLICY.replace("on any date", "from 2025-01-01 to 2026-06-30")
    second = sample.POLICY.replace("on any date", "from 2026-07-01").replace(
        "20 visits", "9 visits"
    )
    (folder / "demo" / "care.pol").write_text(
        first.replace("edition 2026-01-01", "edition 2025-01-01")
    )
    (folder / "demo" / "later.pol").write_text(second)
    assert b"demo.care, 2 editions" in _run("build", "demo", "-o", "care.polc").stderr
    for day in ("2024-01-01", "2026-06-30", "2026-07-01"):
        given = json.dumps({**REQUEST, "as_of": day}).encode()
        assert (
            _run("eval", "care.polc", given=given).stdout
            == _run("eval", "demo", given=given).stdout
        )
    assert _run("check", "care.polc").stdout.count(b"care.polc: demo.care, edition 202") == 2


def test_a_compiled_policy_may_come_from_standard_input_and_go_to_standard_output(
    folder: Path,
) -> None:
    data = (folder / "care.polc").read_bytes()
    assert _run("build", "demo", "-o", "-").stdout == data
    assert _run("build", "care.polc", "-o", "-").stdout == data
    assert _run("schema", "-", given=data).stdout == _run("schema", "demo").stdout


def test_check_says_what_it_holds(folder: Path) -> None:
    done = _run("check", "care.polc", "demo")
    assert done.returncode == 0
    assert b"care.polc: demo.care, edition 2026-01-01, compiled by policyc " in done.stdout
    found = json.loads(_run("check", "care.polc", "--format", "json").stdout)
    receipt = json.loads(_run("eval", "demo", "--request", "request.json").stdout)["receipt"]
    assert found["checked"] == [{"path": "care.polc", "kind": "compiled"}]
    assert found["compiled"][0]["policy_hash"] == receipt["policy_hash"]


@pytest.mark.parametrize("verb", ["test", "fmt"])
def test_a_verb_that_needs_the_source_asks_for_it(folder: Path, verb: str) -> None:
    done = _run(verb, "care.polc")
    assert done.returncode == 3
    assert b"error[POL0012]: `care.polc` is a compiled policy" in done.stderr


@pytest.mark.parametrize("verb", ["check", "schema", "graph", "eval", "explain", "build"])
def test_a_damaged_file_is_refused(folder: Path, verb: str) -> None:
    (folder / "care.polc").write_bytes((folder / "care.polc").read_bytes()[:-1])
    more = {"build": ("-o", "other.polc"), "eval": ("--request", "request.json")}.get(verb, ())
    done = _run(verb, "care.polc", *more, given=b"{}")
    assert done.returncode == 3
    assert b"error[POL0008]: `care.polc` was cut short\nhelp: " in done.stdout + done.stderr
    assert not (folder / "other.polc").exists()


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:4], lambda data: data.replace(b"\r\n", b"\n"), lambda data: data[:-9]],
    ids=["short", "line-ends-mended", "cut"],
)
def test_damage_is_seen_on_standard_input_too(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    done = _run("schema", "-", given=damage((folder / "care.polc").read_bytes()))
    assert done.returncode == 3
    assert b"error[POL0008]: `<stdin>` " in done.stderr


def test_a_file_of_that_name_that_is_something_else_is_refused(folder: Path) -> None:
    (folder / "care.polc").write_text(sample.POLICY)
    done = _run("schema", "care.polc")
    assert done.returncode == 3
    assert b"error[POL0008]: `care.polc` is no compiled policy" in done.stderr


def test_the_name_does_not_matter_when_the_content_does(folder: Path) -> None:
    (folder / "care.polc").rename(folder / "artefact.bin")
    assert _run("schema", "artefact.bin").returncode == 0


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("demo",), 2),
        (("demo", "-o", "demo/care.pol"), 2),
        (("none.pol", "-o", "x.polc"), 3),
        (("demo", "-o", "none/x.polc"), 3),
    ],
    ids=["no-file", "a-source", "no-policy", "no-folder"],
)
def test_what_cannot_be_built_leaves_all_as_it_was(
    folder: Path, args: tuple[str, ...], code: int
) -> None:
    before = (folder / "demo" / "care.pol").read_bytes()
    assert _run("build", *args).returncode == code
    assert (folder / "demo" / "care.pol").read_bytes() == before
    assert sorted(each.name for each in folder.glob("*.polc")) == ["care.polc"]


def test_a_policy_in_error_is_not_built(folder: Path) -> None:
    sample.write(folder, policy=sample.POLICY.replace("is massage", "is masage"))
    before = (folder / "care.polc").read_bytes()
    done = _run("build", "demo", "-o", "care.polc")
    assert done.returncode == 1
    assert b"did you mean `massage`?" in done.stderr
    assert (folder / "care.polc").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes there")
def test_others_may_read_what_was_built_as_the_mask_says(folder: Path) -> None:
    mask = os.umask(0o027)
    try:
        _run("build", "demo", "-o", "new.polc")
    finally:
        os.umask(mask)
    assert (folder / "new.polc").stat().st_mode & 0o777 == 0o640
