"""The group of verbs: exit codes, start-up, colour, and what happens when all goes wrong."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from policydsl import __version__
from policydsl.cli import VERBS, main, output
from policydsl.cli.exits import ExitCode
from policydsl.diagnostics import Code, Severity

HMSA = Path(__file__).parents[2] / "policies" / "hmsa" / "hmsa.pol"
POLICYC = [sys.executable, "-m", "policydsl"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_module_of_its_name(verb: str) -> None:
    assert importlib.util.find_spec(f"policydsl.cli.{verb}") is not None
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    assert command.name == verb


def test_the_version_is_the_package_s() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"policyc {__version__}\n"


@pytest.mark.parametrize(
    "args", [["chek"], ["--no-such"], ["rule"], ["rule", "POL0000"]], ids=" ".join
)
def test_a_wrong_command_line_is_exit_2(args: list[str]) -> None:
    result = CliRunner().invoke(main, args)
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""


def test_a_mistyped_verb_is_answered_with_the_near_one() -> None:
    assert "did you mean `check`?" in CliRunner().invoke(main, ["chek"]).stderr


def test_listing_the_verbs_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom policydsl.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "explain" in done.stdout
    assert not {"lark", "networkx", "rich", "numpy", "attrs"} & set(done.stderr.split())


def test_what_was_checked_before_loads_no_compiler(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    environment.pop("POLICYDSL_NO_CACHE", None)
    process = [sys.executable, "-X", "importtime", "-m", "policydsl", "check", str(HMSA)]
    for _ in range(2):
        done = subprocess.run(process, capture_output=True, text=True, env=environment, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "policydsl.workspace.memory" in loaded
    needless = ("core", "syntax", "semantics", "analysis", "policy", "compiled.reading")
    assert not [name for name in loaded for part in needless if f"policydsl.{part}." in f"{name}."]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> type[Exception]:
    class SurpriseError(Exception):
        pass

    @click.command()
    def rule() -> None:
        raise SurpriseError("no such branch\nsecond line")

    monkeypatch.setattr("policydsl.cli.rule.rule", rule)
    return SurpriseError


def test_a_surprise_is_our_bug_without_a_trace(failing: type[Exception]) -> None:
    result = CliRunner().invoke(main, ["rule"], env={"POLICYDSL_TRACEBACK": None})
    assert result.exit_code == ExitCode.OUR_BUG
    assert result.stderr.startswith("error[POL9901]: policyc itself failed (SurpriseError: no su")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_trace_is_shown_when_asked_for(failing: type[Exception]) -> None:
    result = CliRunner().invoke(main, ["rule"], env={"POLICYDSL_TRACEBACK": "1"})
    assert result.exit_code == ExitCode.OUR_BUG
    assert "Traceback" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("args", [["--help"], ["rule", "POL0001"]], ids=" ".join)
def test_a_reader_that_leaves_is_no_finding_and_no_noise(args: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*POLICYC, *args], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no disk is full here")
def test_a_disk_that_is_full_is_no_success() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*POLICYC, "rule", "POL0001"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode not in (0, ExitCode.FINDINGS)
    assert b"No space left" in done.stderr


def test_all_is_written_before_the_process_ends() -> None:
    for code, args in ((0, ["rule", "POL0001"]), (2, ["rule", "POL0000"])):
        done = subprocess.run([*POLICYC, *args], capture_output=True)
        here = CliRunner().invoke(main, args, prog_name="policyc")
        assert (done.returncode, done.stdout.decode()) == (code, here.stdout)
        assert done.stderr.decode() == here.stderr


def test_results_are_utf_8_under_every_locale() -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run([*POLICYC, "rule", "POL0001"], capture_output=True, env=env)
    assert "§" in done.stdout.decode("utf-8")


def test_colour_is_for_terminals_whose_owner_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.wants_colour(Terminal())
    assert not output.wants_colour(sys.__stdin__)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not output.wants_colour(Terminal())


def test_findings_fail_at_the_level_asked_for() -> None:
    warning = Code("POL0401", "old", Severity.WARNING).at(None, "old")
    assert output.exit_code([warning], Severity.ERROR) is ExitCode.FINE
    assert output.exit_code([warning], Severity.WARNING) is ExitCode.FINDINGS
    assert output.exit_code([], Severity.WARNING) is ExitCode.FINE


@pytest.mark.parametrize("format", output.Format)
def test_every_format_can_be_written(
    format: output.Format, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Code("POL0312", "clash").at(None, "cannot compare")]
    output.write_findings(found, format, ["a.pol"])
    written = capsys.readouterr()
    assert "cannot compare" in written.out
    assert written.err == ("1 error\n" if format is output.Format.TEXT else "")
