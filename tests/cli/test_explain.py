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


DENIED = '{"as_of": "2026-03-04", "facts": {"service": "massage"}}'
SLOTS = {
    name: f"about {name}"
    for name in (
        *("notice_date", "member", "claim", "provider", "review_procedure", "review_deadline"),
        *("decision_time", "expedited_review", "external_review", "documents", "contact"),
        *("assistance",),
    )
}


@pytest.mark.parametrize("reader", ["author", "reviewer", "member"])
@pytest.mark.parametrize("notation", ["text", "markdown", "html", "json"])
def test_every_reader_has_every_format(
    policy: str, request_file: str, reader: str, notation: str
) -> None:
    result = CliRunner().invoke(
        main,
        ["explain", policy, "--request", request_file, "--for", reader, "--format", notation],
    )
    assert result.exit_code == ExitCode.FINE, result.output
    assert result.stderr == ""
    if notation == "json":
        assert json.loads(result.stdout)["policy"]["id"] == "demo.care"
    else:
        assert result.stdout.startswith("<!doctype html>") == (notation == "html")


def test_lines_in_are_lines_out(policy: str, tmp_path: Path) -> None:
    lines = tmp_path / "requests.jsonl"
    lines.write_text(f'{DENIED}\n\n{{"as_of": "2026-03-04"}}\n{DENIED}\n')
    result = CliRunner().invoke(
        main,
        ["explain", policy, "--request", str(lines), "--for", "member", "--format", "json"],
    )
    assert result.exit_code == ExitCode.REFUSED
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert first == third
    assert first["reader"] == "member"
    assert second["refused"]["line"] == 3
    assert "line 3" in result.stderr


def test_text_of_several_requests_names_their_lines(policy: str, tmp_path: Path) -> None:
    lines = tmp_path / "requests.jsonl"
    lines.write_text(f'{DENIED}\n{{"facts": {{}}}}\n')
    result = CliRunner().invoke(
        main, ["explain", policy, "--request", str(lines), "--for", "member"]
    )
    assert result.exit_code == ExitCode.REFUSED
    assert result.stdout.startswith("line 1\n\n")
    assert result.stdout.endswith("line 2: refused\n\n")


@pytest.mark.parametrize("options", [["--format", "html"], ["--for", "notice"]])
def test_a_page_or_a_notice_is_about_one_request(
    policy: str, tmp_path: Path, options: list[str]
) -> None:
    lines = tmp_path / "requests.jsonl"
    lines.write_text(f"{DENIED}\n{DENIED}\n")
    result = CliRunner().invoke(main, ["explain", policy, "--request", str(lines), *options])
    assert result.exit_code == ExitCode.USAGE
    assert "is about one request" in result.stderr


def test_a_notice_takes_its_slots_from_a_file_and_from_options(policy: str, tmp_path: Path) -> None:
    file = tmp_path / "slots.toml"
    file.write_text("".join(f'{name} = "{text}"\n' for name, text in SLOTS.items()))
    result = CliRunner().invoke(
        main,
        ["explain", policy, "--for", "notice", "--slots", str(file), "--slot", "claim=A=17"],
        input=DENIED,
    )
    assert result.exit_code == ExitCode.FINE, result.output
    assert "Claim or request: A=17\n" in result.stdout
    assert "Contact: about contact\n" in result.stdout


def test_a_notice_that_lacks_slots_is_refused(policy: str) -> None:
    result = CliRunner().invoke(main, ["explain", policy, "--for", "notice"], input=DENIED)
    assert result.exit_code == ExitCode.REFUSED
    assert result.stdout == ""
    assert "error[POL0732]" in result.stderr
    assert all(f"`{name}`" in result.stderr for name in SLOTS)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("slots.json", "[]", "POL0734"),
        ("slots.json", "{", "POL0734"),
        ("slots.toml", "claim = ", "POL0734"),
        ("slots.json", '{"claim": 17}', "POL0734"),
        ("slots.json", '{"claims": "17"}', "POL0733"),
    ],
)
def test_slots_that_cannot_be_read_are_refused(
    policy: str, tmp_path: Path, name: str, text: str, code: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    result = CliRunner().invoke(
        main, ["explain", policy, "--for", "notice", "--slots", str(file)], input=DENIED
    )
    assert result.exit_code == ExitCode.REFUSED
    assert f"error[{code}]" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--slot", "claim"],
        ["--for", "member", "--slot", "claim=1"],
        ["--for", "member", "--all"],
        ["--toward", "pend_documentation"],
    ],
)
def test_options_that_make_no_sense_are_usage_errors(policy: str, options: list[str]) -> None:
    result = CliRunner().invoke(main, ["explain", policy, *options], input=DENIED)
    assert result.exit_code == ExitCode.USAGE


def test_changes_are_sought_toward_what_is_asked_for(policy: str, request_file: str) -> None:
    def ways(*options: str) -> dict[str, object]:
        result = CliRunner().invoke(
            main,
            ["explain", policy, "--request", request_file, "--format", "json", *options],
        )
        found: dict[str, object] = json.loads(result.stdout)["ways"]
        return found

    assert ways()["reached"] is True
    toward = ways("--toward", "not_covered")
    assert toward["reached"] is False
    assert toward["smallest"] == 1


@pytest.mark.parametrize("reader", ["author", "reviewer", "member", "notice"])
def test_the_schema_of_an_explanation_is_published(policy: str, reader: str) -> None:
    result = CliRunner().invoke(main, ["schema", policy, "--explanation", reader])
    assert result.exit_code == ExitCode.FINE
    assert json.loads(result.stdout)["$id"] == f"urn:policydsl:explanation:{reader}:1"


def test_one_thing_is_described_at_a_time(policy: str) -> None:
    result = CliRunner().invoke(main, ["schema", policy, "--explanation", "member", "--decision"])
    assert result.exit_code == ExitCode.USAGE
