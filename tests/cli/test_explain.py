"""`policyc explain`: formats, exit codes, and what it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policydsl.cli import main
from policydsl.cli.exits import ExitCode
from tests.policy import sample


@pytest.fixture
def policy(tmp_path: Path) -> str:
    return str(sample.write(tmp_path))


@pytest.fixture
def request_file(tmp_path: Path) -> str:
    path = tmp_path / "request.json"
    path.write_text(json.dumps({"as_of": "2026-03-04", "facts": sample.REQUEST}))
    return str(path)


def test_the_text_begins_with_the_determination(policy: str, request_file: str) -> None:
    result = CliRunner().invoke(main, ["explain", policy, "--request", request_file])
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.startswith("COVERED  Therapy — plan pays 80%, $80.00 of $100.00\n")


def test_a_request_may_be_piped_in(policy: str) -> None:
    given = '{"as_of": "2026-03-04", "facts": {"service": "massage"}}'
    result = CliRunner().invoke(
        main, ["explain", policy, "--request", "-", "--format", "markdown"], input=given
    )
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.startswith("# NOT COVERED: Massage\n")


def test_json_is_the_whole_explanation(policy: str, request_file: str) -> None:
    result = CliRunner().invoke(
        main, ["explain", policy, "--request", request_file, "--format", "json"]
    )
    data = json.loads(result.stdout)
    assert data["schema"] == 1
    assert data["decision"]["determination"] == "covered"
    assert {clause["clause"] for clause in data["clauses"]} >= {"therapy", "massages", "visits"}


def test_a_refused_request_is_exit_3(policy: str) -> None:
    result = CliRunner().invoke(
        main, ["explain", policy], input='{"as_of": "2026-03-04", "facts": {"servise": "massage"}}'
    )
    assert result.exit_code == ExitCode.REFUSED
    assert result.stdout == ""
    assert "servise" in result.stderr


def test_the_policy_and_the_request_are_not_both_standard_input() -> None:
    result = CliRunner().invoke(main, ["explain", "-", "--request", "-"])
    assert result.exit_code == ExitCode.USAGE
