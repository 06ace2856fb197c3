"""Level 3: what a change does to a file of requests, row by row, whatever the file's kind."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from policydsl.changes.impact import Paying
from policydsl.cli import main
from policydsl.cli.exits import ExitCode
from policydsl.kernel import compile
from policydsl.solve.contrast import Aspect, Contrast
from tests.diff.editing import described
from tests.diff.real_edits import edits, read
from tests.policy import sample

CASES: list[dict[str, Any]] = [
    {
        "visits_used": used,
        "service": "physical_therapy",
        "approved": True,
        "allowed_amount": "100.00",
    }
    for used in (0, 9, 10, 15, 19, 20)
]
MEMBERS = ["ann", "ann", "bea", "bea", "cal", "cal"]


@pytest.fixture
def versions(tmp_path: Path) -> list[str]:
    """The sample, and the sample with ten visits in place of twenty."""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = sample.write(tmp_path / "old")
    new = Path(sample.write(tmp_path / "new"))
    new.write_text(new.read_text().replace("20 visits per", "10 visits per"))
    return [str(old), str(new)]


def run(versions: list[str], path: Path, *more: str) -> Result:
    words = ["diff", *versions, "--cases", str(path), "--format", "json", *more]
    return CliRunner().invoke(main, words)


def impact(versions: list[str], path: Path, *more: str) -> dict[str, Any]:
    result = run(versions, path, *more)
    assert result.exit_code == ExitCode.FINE, result.stderr
    data = json.loads(result.stdout)
    described(data)
    found: dict[str, Any] = data["impact"]
    return found


def json_lines(path: Path, *bad: str) -> Path:
    lines = [
        json.dumps({"as_of": "2026-03-04", "member_id": member, "facts": facts})
        for member, facts in zip(MEMBERS, CASES, strict=True)
    ]
    path.write_text("\n".join([*lines, *bad]) + "\n")
    return path


def records() -> list[dict[str, Any]]:
    return [
        {"as_of": "2026-03-04", "member_id": member, **facts}
        for member, facts in zip(MEMBERS, CASES, strict=True)
    ]


def test_flips_money_and_members_are_counted(versions: list[str], tmp_path: Path) -> None:
    found = impact(versions, json_lines(tmp_path / "cases.jsonl"))
    assert (found["requests"], found["refused"], found["flips"]) == (6, 0, 3)
    assert found["table"] == [
        {"old": "benefit_exhausted", "new": "benefit_exhausted", "requests": 1},
        {"old": "covered", "new": "benefit_exhausted", "requests": 3},
        {"old": "covered", "new": "covered", "requests": 2},
    ]
    assert found["money"] == {"requests": 5, "before": "400.00", "after": "160.00"}
    assert (found["approved_lost"], found["members_losing"]) == (3, 2)
    assert [each["line"] for each in found["cases"]] == [3, 4, 5]


def test_a_csv_and_a_parquet_file_say_the_same_as_json_lines(
    versions: list[str], tmp_path: Path
) -> None:
    import pyarrow
    from pyarrow import parquet

    with open(tmp_path / "cases.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, list(records()[0]))
        writer.writeheader()
        writer.writerows(each | {"approved": "yes"} for each in records())
    parquet.write_table(pyarrow.Table.from_pylist(records()), tmp_path / "cases.parquet")
    found = impact(versions, json_lines(tmp_path / "cases.jsonl"), "--show", "0")
    for name in ("cases.csv", "cases.parquet"):
        assert impact(versions, tmp_path / name, "--show", "0") == found


def test_requests_come_from_standard_input_too(versions: list[str], tmp_path: Path) -> None:
    path = json_lines(tmp_path / "cases.jsonl")
    words = ["diff", *versions, "--cases", "-", "--format", "json"]
    result = CliRunner().invoke(main, words, input=path.read_text())
    assert json.loads(result.stdout)["impact"] == impact(versions, path)
    refused = CliRunner().invoke(main, ["diff", "-", versions[1], "--cases", "-"], input="")
    assert refused.exit_code == ExitCode.USAGE


def test_bad_rows_are_told_by_their_line_and_the_rest_is_decided(
    versions: list[str], tmp_path: Path
) -> None:
    bad = ["{not json", '{"as_of": "2026-03-04", "facts": {"visits": 3}}', '["no request"]']
    result = run(versions, json_lines(tmp_path / "cases.jsonl", *bad))
    assert result.exit_code == ExitCode.REFUSED
    found = json.loads(result.stdout)["impact"]
    assert (found["requests"], found["refused"]) == (6, 3)
    assert [each["line"] for each in found["bad_rows"]] == [7, 8, 9]
    assert "cases.jsonl:8: $.facts.visits" in result.stderr


def test_without_members_nothing_is_said_of_them(versions: list[str], tmp_path: Path) -> None:
    path = json_lines(tmp_path / "cases.jsonl")
    path.write_text(path.read_text().replace("member_id", "who"))
    assert impact(versions, path, "--member", "who")["members_losing"] == 2
    assert run(versions, path).exit_code == ExitCode.REFUSED  # `who` is no key of a request


def test_without_pyarrow_it_is_said_what_to_install(
    versions: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "cases.parquet").write_bytes(b"")
    result = run(versions, tmp_path / "cases.parquet")
    assert result.exit_code == ExitCode.REFUSED
    assert "pip install policydsl[parquet]" in result.stderr


@pytest.mark.parametrize("name", ["cases.txt", "nowhere.jsonl", "empty.csv", "torn.parquet"])
def test_a_file_that_holds_no_requests_is_refused(
    versions: list[str], tmp_path: Path, name: str
) -> None:
    if not name.startswith("nowhere"):
        (tmp_path / name).write_text("")
    result = run(versions, tmp_path / name)
    assert result.exit_code == ExitCode.REFUSED
    assert result.stderr.startswith("error")


@pytest.mark.parametrize("notation", ["text", "markdown", "html"])
def test_every_format_shows_the_impact(versions: list[str], tmp_path: Path, notation: str) -> None:
    path = json_lines(tmp_path / "cases.jsonl")
    words = ["diff", *versions, "--cases", str(path), "--format", notation, "--show", "1"]
    said = CliRunner().invoke(main, words).stdout
    assert "6 requests decided by both versions" in said
    assert "2 members would lose an approved course" in said


def test_what_is_remembered_of_requests_is_let_go(
    versions: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = json_lines(tmp_path / "cases.jsonl")
    found = impact(versions, path)
    compiled: list[object] = []
    monkeypatch.setattr("policydsl.changes.impact.MOST_DECIDED", 2)
    monkeypatch.setattr(
        "policydsl.changes.sides.compile", lambda p: compiled.append(p) or compile(p)
    )
    assert impact(versions, path) == found
    assert len(compiled) == 2 * 3  # at first, and after each two requests but the last


def test_what_differs_is_what_a_class_would_differ_in() -> None:
    policy = read("kaiser")
    counted = 0
    for _, new in edits(policy, 6, 5):
        changed = compile(new)
        paying = Paying((policy.program, new))
        for request in policy.requests[::7]:
            before, after = policy.kernel.decide(request), changed.decide(request)
            if before.determination is after.determination:
                aspects = set(Contrast(request, before, after).aspects) - {Aspect.REASON}
                assert paying.differ(before, after) == bool(aspects)
                counted += bool(aspects)
    assert counted
