"""Every verb ends by one of the exit codes, as the shell sees them: real processes throughout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policydsl.cli import VERBS
from tests.policy import sample

ROOT = Path(__file__).parents[2]
BROKEN = sample.POLICY.replace("is massage", "is masage")
FINE, FINDINGS, USAGE, REFUSED, OUR_BUG = 0, 1, 2, 3, 70

# What each verb is given for each code that it can end by; `rule` and `schema` find nothing.
CALLS: dict[str, dict[int, list[str]]] = {
    "check": {
        FINE: ["demo"],
        FINDINGS: ["broken.pol"],
        USAGE: [],
        REFUSED: ["none.pol"],
    },
    "fmt": {
        FINE: ["--check", "demo"],
        FINDINGS: ["--check", "loose.pol"],
        USAGE: [],
        REFUSED: ["none.pol"],
    },
    "test": {
        FINE: ["demo"],
        FINDINGS: ["failing"],
        USAGE: [],
        REFUSED: ["none.pol"],
    },
    "eval": {
        FINE: ["demo", "--request", "request.json"],
        FINDINGS: ["broken.pol", "--request", "request.json"],
        USAGE: ["-", "--request", "-"],
        REFUSED: ["demo", "--request", "unsound.json"],
    },
    "explain": {
        FINE: ["demo", "--request", "request.json"],
        FINDINGS: ["broken.pol", "--request", "request.json"],
        USAGE: ["demo", "--for", "nobody"],
        REFUSED: ["demo", "--request", "unsound.json"],
    },
    "diff": {
        FINE: ["demo", "changed.pol"],
        FINDINGS: ["demo", "changed.pol", "--fail-on", "any"],
        USAGE: ["-", "-"],
        REFUSED: ["demo", "none.pol"],
    },
    "build": {
        FINE: ["demo", "-o", "care.polc"],
        FINDINGS: ["broken.pol", "-o", "care.polc"],
        USAGE: ["demo"],
        REFUSED: ["none.pol", "-o", "care.polc"],
    },
    "graph": {
        FINE: ["demo"],
        FINDINGS: ["broken.pol"],
        USAGE: ["demo", "--clause", "none"],
        REFUSED: ["none.pol"],
    },
    "schema": {
        FINE: ["demo"],
        FINDINGS: ["broken.pol"],
        USAGE: ["demo", "--format", "none"],
        REFUSED: ["none.pol"],
    },
    "rule": {FINE: ["POL0312"], USAGE: ["POL0000"]},
    "new": {FINE: ["fresh"], USAGE: [], REFUSED: ["demo"]},
}
READS_STDIN = {
    "check": ["-"],
    "fmt": ["-"],
    "test": ["-"],
    "eval": ["demo"],
    "explain": ["demo"],
    "diff": ["demo", "-"],
    "build": ["-", "-o", "care.polc"],
    "graph": ["-"],
    "schema": ["-"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sample.write(tmp_path)
    (tmp_path / "broken.pol").write_text(BROKEN)
    changed = sample.POLICY.replace("20 visits", "25 visits")
    (tmp_path / "changed.pol").write_text(changed)
    (tmp_path / "book.tsv").write_text(sample.INVENTORY)
    (tmp_path / "loose.pol").write_text('cover  a   "A"\n')
    failing = sample.SCENARIOS.replace("remaining 20", "remaining 19")
    (tmp_path / "failing").mkdir()
    (tmp_path / "failing" / "care.pol").write_text(f"{sample.POLICY}\n{failing}")
    (tmp_path / "failing" / "book.tsv").write_text(sample.INVENTORY)
    request = {"as_of": "2026-03-04", "facts": sample.REQUEST}
    (tmp_path / "request.json").write_text(json.dumps(request))
    (tmp_path / "unsound.json").write_text('{"as_of": "today"}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def _policyc(*args: str) -> list[str]:
    return [sys.executable, "-m", "policydsl", *args]


def _named(verb: str) -> dict[int, list[str]]:
    assert verb in CALLS, f"say in CALLS by which codes `policyc {verb}` can end"
    return CALLS[verb]


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_ends_by_its_codes(folder: Path, verb: str) -> None:
    for code, args in _named(verb).items():
        done = subprocess.run(_policyc(verb, *args), capture_output=True, input=b"", timeout=60)
        assert done.returncode == code, (args, done.stderr)
        # Whoever fails says why, and not among the results of whoever asked for a result.
        if code in (USAGE, REFUSED) and verb != "check":
            assert done.stderr
            assert not done.stdout or verb in ("test", "eval")


@pytest.mark.parametrize("verb", VERBS)
def test_a_bug_of_ours_is_70_in_every_verb(folder: Path, verb: str) -> None:
    script = (
        "import importlib\n"
        f"command = getattr(importlib.import_module('policydsl.cli.{verb}'), '{verb}')\n"
        "def fail(**given): raise LookupError('no such thing')\n"
        "command.callback = fail\n"
        "from policydsl.__main__ import main\n"
        "main()"
    )
    args = [sys.executable, "-c", script, verb, *_named(verb)[FINE]]
    done = subprocess.run(args, capture_output=True, input=b"", timeout=60)
    assert (done.returncode, done.stdout) == (OUR_BUG, b"")
    assert b"error[POL9901]: policyc itself failed (LookupError" in done.stderr
    assert b"Traceback" not in done.stderr


posix = pytest.mark.skipif(sys.platform == "win32", reason="streams and signals differ there")


@posix
@pytest.mark.parametrize(
    ("verb", "closed"),
    [*((verb, ">&-") for verb in VERBS), ("check", "2>&-"), ("test", "<&- >&- 2>&-")],
)
def test_closed_streams_change_no_code(folder: Path, verb: str, closed: str) -> None:
    shell = ["sh", "-c", f'"$@" {closed}', "sh", *_policyc(verb, *_named(verb)[FINE])]
    done = subprocess.run(shell, capture_output=True, input=b"", timeout=60)
    assert done.returncode == FINE
    assert b"POL9901" not in done.stderr + done.stdout
    assert b"Traceback" not in done.stderr + done.stdout


@posix
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "fmt"])
def test_a_reader_that_leaves_ends_a_verb_quietly(folder: Path, verb: str) -> None:
    args = _named(verb)[FINE]
    args = [*args[:-1], "-"] if verb == "build" else args
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(_policyc(verb, *args), stdout=writer, stderr=subprocess.PIPE, input=b"")
    os.close(writer)
    assert done.returncode == 128 + signal.SIGPIPE
    assert b"rror" not in done.stderr


@posix
def test_a_reader_of_complaints_that_leaves_ends_a_verb_quietly(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(_policyc("schema", "none.pol"), stdout=subprocess.PIPE, stderr=writer)
    os.close(writer)
    assert (done.returncode, done.stdout) == (128 + signal.SIGPIPE, b"")


@posix
def test_ctrl_c_ends_every_verb_quietly(folder: Path) -> None:
    assert READS_STDIN.keys() == VERBS.keys() - {"rule", "new"}, "say how a verb reads stdin"
    pipe = subprocess.PIPE
    running = {
        verb: subprocess.Popen(
            _policyc(verb, *args), stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=_heed_interrupts
        )
        for verb, args in READS_STDIN.items()
    }
    for process in running.values():
        _wait_until_it_waits(process.pid)
        process.send_signal(signal.SIGINT)
    for verb, process in running.items():
        out, err = process.communicate(timeout=60)
        assert (verb, process.returncode) == (verb, 128 + signal.SIGINT)
        assert (out, err.strip()) == (b"", b"")
    assert not (folder / "care.polc").exists()


def _heed_interrupts() -> None:
    """Undo what a shell does to jobs in the background: they would never hear of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_until_it_waits(pid: int) -> None:
    """Wait until a process sleeps for its input, or long enough where that cannot be told.

    Where the kernel names what a process sleeps for, that says so; elsewhere it is asleep a while.
    """
    about = Path(f"/proc/{pid}")
    asleep = 0
    for _ in range(600):
        time.sleep(0.05)
        if not about.exists():
            break
        where = (about / "wchan").read_text().strip()
        state = (about / "stat").read_text().rpartition(")")[2].split()[0]
        asleep = asleep + 1 if state == "S" and ("pipe" in where or where in ("", "0")) else 0
        if asleep == 8:
            break
