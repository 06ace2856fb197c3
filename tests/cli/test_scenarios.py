"""`test` as a shell sees it: what ran, what failed and why, what machines read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from policydsl.cli import main
from tests.policy import sample

FAILING = """\
case first_visit "A first visit"
  as of 2026-03-04
  given
    service is physical_therapy
    approved is yes
    allowed_amount is $100.00

scenario "the wrong determination"
  given like first_visit
    approved is no
  expect covered because therapy
    remaining 20

scenario "the wrong reason"
  given like first_visit
    service is massage
  expect not_covered because therapy.approved

scenario "the wrong silence"
  given like first_visit
    approved is unknown
  expect pend_documentation
    missing service

scenario "the wrong numbers, and a statement that plays no part"
  given like first_visit
    visits_used is 3 visits
  expect covered [D-2]
    visits.remaining is 18
    pays 80%, $90.00
    assumes visits_used
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sample.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*args: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "policydsl", "test", *args],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        timeout=60,
    )


def _called(*args: str) -> Result:
    """Run the verb in this process, which is quicker."""
    return CliRunner().invoke(main, ["test", *args], env={"NO_COLOR": "1"})


def test_scenarios_that_pass_are_exit_0(folder: Path) -> None:
    for path in ("demo", "demo/care.pol", "demo/scenarios.pol", "."):
        done = _run(path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "demo/care.pol: 2 scenarios, 2 passed\n"


def test_a_failure_shows_both_sides_and_what_made_the_difference(
    folder: Path, golden: SnapshotAssertion
) -> None:
    sample.write(folder, scenarios=FAILING)
    done = _run("demo")
    assert done.returncode == 1
    assert done.stdout == golden


def test_failures_are_told_to_machines_with_their_reasons(folder: Path) -> None:
    sample.write(folder, scenarios=FAILING)
    (policy,) = json.loads(_run("demo", "--format", "json").stdout)["policies"]
    assert [each["passed"] for each in policy["scenarios"]] == [False] * 4
    first = policy["scenarios"][0]
    assert first["at"] == "demo/scenarios.pol:8"
    assert first["checks"][0] == {
        "what": "determination",
        "expected": "covered",
        "actual": "not_covered",
        "verdict": "failed",
    }
    assert "  therapy.approved holds [D-4]" in first["why"]
    suites = ElementTree.fromstring(_run("demo", "--format", "junit").stdout)
    (suite,) = suites
    assert (suite.get("tests"), suite.get("failures")) == ("4", "4")
    failure = suite[0][0]
    assert failure.get("message") == "determination: expected covered, actual not_covered"
    assert "approved is no" in (failure.text or "")


def test_a_file_of_scenarios_runs_those_in_it(folder: Path) -> None:
    sample.write(folder, more=sample.SCENARIOS.replace('scenario "', 'scenario "another '))
    assert _run("demo/more.pol").stdout == "demo/care.pol: 2 scenarios, 2 passed\n"
    assert _run("demo/more.pol", "demo/scenarios.pol").stdout.endswith("4 scenarios, 4 passed\n")
    assert _run("demo/more.pol", "demo").stdout.endswith("4 scenarios, 4 passed\n")


@pytest.mark.parametrize(
    ("filters", "ran"),
    [
        (["-k", "A FIRST"], 1),
        (["-k", "first", "--filter", "twenty"], 2),
        (["-k", "scenarios.pol:9"], 1),
        (["-k", "t"], 2),
    ],
)
def test_a_filter_runs_what_it_finds(folder: Path, filters: list[str], ran: int) -> None:
    done = _called("demo", *filters)
    plural = "s" if ran > 1 else ""
    assert done.exit_code == 0
    assert done.stdout == f"demo/care.pol: {ran} scenario{plural}, {ran} passed\n"


def test_a_filter_that_finds_nothing_is_a_failure(folder: Path) -> None:
    done = _run("demo", "-k", "frist", "-k", "xyz")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "no scenario has `frist` or `xyz` in its title or place; there are 2 without the filter\n"
    )


def test_no_scenario_is_a_failure(folder: Path) -> None:
    (folder / "demo" / "scenarios.pol").unlink()
    done = _run("demo")
    assert (done.returncode, done.stderr) == (1, "no scenarios\n")
    done = _run("demo.pol")
    assert (done.returncode, done.stderr) == (
        1,
        "no scenarios: demo.pol declares facts and decides nothing\n",
    )


def test_scenarios_of_a_policy_in_error_do_not_pass(folder: Path) -> None:
    sample.write(folder, policy=sample.POLICY.replace("is massage", "is masage"))
    done = _run("demo")
    assert done.returncode == 1
    assert "did you mean `massage`?" in done.stderr


@pytest.mark.parametrize(("args", "code"), [(["none.pol"], 3), ([], 2), (["demo", "-k"], 2)])
def test_what_cannot_be_run_says_so(folder: Path, args: list[str], code: int) -> None:
    done = _run(*args)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr


# ---------------------------------------------------------- coverage and changes


def test_coverage_shows_what_was_never_seen_both_ways(
    folder: Path, golden: SnapshotAssertion
) -> None:
    done = _run("demo", "--coverage")
    assert done.returncode == 0
    assert done.stdout == golden


def test_changes_are_shown_with_the_scenarios_that_would_notice(
    folder: Path, golden: SnapshotAssertion
) -> None:
    done = _run("demo", "--mutate", "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == golden
    assert _run("demo", "--mutate", "--jobs", "2").stdout == done.stdout


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["--coverage", "--fail-under", "62.5"], 0),
        (["--coverage", "--fail-under", "95"], 1),
        (["--mutate", "--fail-under", "30"], 0),
        (["--mutate", "--fail-under", "99.5"], 1),
        (["--coverage", "--mutate", "--fail-under", "60"], 1),
        (["--fail-under", "50"], 2),
        (["--coverage", "--fail-under", "101"], 2),
        (["--mutate", "--jobs", "0"], 2),
    ],
)
def test_less_than_was_asked_for_is_a_failure(folder: Path, asked: list[str], code: int) -> None:
    assert _called("demo", *asked).exit_code == code


def test_what_is_measured_is_told_to_machines(folder: Path) -> None:
    asked = ("demo", "--coverage", "--mutate", "--format")
    (policy,) = json.loads(_run(*asked, "json").stdout)["policies"]
    coverage, mutation = policy["coverage"], policy["mutation"]
    assert coverage["sides"] <= coverage["of"]
    assert [each["clause"] for each in coverage["clauses"]] == [
        "massages", "therapy", "therapy.approved", "visits",
    ]  # fmt: skip
    approved = coverage["clauses"][2]
    assert approved["conditions"][0]["words"] == "approved"
    assert approved["conditions"][0]["yes"] == ["a first visit", "the twenty-first"]
    fates = [each["fate"] for each in mutation["mutants"]]
    assert fates.count("killed") == mutation["killed"]
    assert fates.count("survived") == mutation["tried"] - mutation["killed"]
    assert all(each["case"] for each in mutation["mutants"] if each["fate"] == "survived")
    (first,) = [each for each in mutation["mutants"] if each["before"] == "asks first service"]
    assert first["fate"] == "equivalent"
    suites = ElementTree.fromstring(_run(*asked, "junit").stdout)
    names = [suite.get("name") for suite in suites]
    assert names == ["demo/care.pol", "demo/care.pol: coverage", "demo/care.pol: changes"]
    assert suites[2].get("failures") == str(fates.count("survived"))


def test_a_policy_whose_scenarios_fail_is_not_measured(folder: Path) -> None:
    sample.write(folder, scenarios=FAILING)
    done = _run("demo", "--coverage", "--mutate")
    assert done.returncode == 1
    assert done.stdout.endswith("demo/care.pol: 4 scenarios, 0 passed, 4 failed\n")


def test_a_pasted_case_notices_the_change_that_it_was_proposed_for(folder: Path) -> None:
    asked = ("demo", "--mutate", "--format", "json")
    (policy,) = json.loads(_run(*asked).stdout)["policies"]
    cases = {each["case"] for each in policy["mutation"]["mutants"] if each["case"]}
    sample.write(folder, proposed="\n\n".join(sorted(cases)) + "\n")
    (policy,) = json.loads(_run(*asked).stdout)["policies"]
    assert not [each for each in policy["mutation"]["mutants"] if each["case"]]


def _table(*rows: tuple[str, ...]) -> str:
    lines = (("file", "before", "after", "reason"), *rows)
    return "".join("\t".join(line) + "\n" for line in lines)


def test_what_goes_unnoticed_for_a_reason_is_told_with_it_and_counts_all_the_same(
    folder: Path,
) -> None:
    left_out = ("care.pol", 'exclude massages "Massage"', "")
    (folder / "demo" / "unnoticed.tsv").write_text(_table((*left_out, "Nobody asks for one.")))
    done = _called("demo", "--mutate", "--fail-under", "30")
    assert done.exit_code == 0
    assert "known to go unnoticed: a clause is left out\n   --> demo/care.pol:" in done.output
    assert "     because: Nobody asks for one.\n" in done.output
    assert "(1 with a reason)" in done.output
    (policy,) = json.loads(_run("demo", "--mutate", "--format", "json").stdout)["policies"]
    (told,) = [each for each in policy["mutation"]["mutants"] if each["reason"]]
    assert (told["before"], told["fate"]) == (left_out[1], "survived")
    suite = ElementTree.fromstring(_run("demo", "--mutate", "--format", "junit").stdout)[1]
    assert suite.get("skipped") == "1"
    assert suite.get("failures") == str(
        policy["mutation"]["tried"] - policy["mutation"]["killed"] - 1
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("care.pol", "20 visits", "21 visits", "So."), "2: no change reads so"),
        (
            ("care.pol", "20 visits per calendar year", "21 visits per calendar year", "So."),
            '2: a scenario notices it: "the twenty-first"',
        ),
        (("care.pol", "asks first service", "", "So."), "2: it is proved to change no decision"),
        (("care.pol", "asks first service", "", ""), "2: a file, a line before, one after, and"),
        (("cure.pol", "asks first service", "", "So."), "2: no file of this name is changed"),
    ],
)
def test_a_reason_for_what_is_not_so_is_told_and_fails(
    folder: Path, row: tuple[str, ...], told: str
) -> None:
    (folder / "demo" / "unnoticed.tsv").write_text(_table(row))
    done = _called("demo", "--mutate", "--fail-under", "30")
    assert f"demo/unnoticed.tsv:{told}" in done.output
    assert done.exit_code == 1
    assert _called("demo", "--mutate").exit_code == 0
