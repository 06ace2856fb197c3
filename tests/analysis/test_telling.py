"""What is found is told once for a cause, up to a bound, and not at all when it is accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from policydsl.analysis.findings import MOST_SHOWN
from policydsl.cli import main
from tests.analysis.analysing import findings, replay

HEAD = """\
policy p "P"
  in force on any date

fact service "Service"
  one of {therapy, massage}

fact urgent "Urgent"
  yes or no

cover therapy "Therapy"
  for service is therapy
"""
IDLE = """
exclude idle_{0} "Number {0}"
  when urgent
  except when not urgent
"""
ACCEPTED = '    accept POL0607 "The plan has not said yet whom it is for."\n'


def test_past_the_bound_it_is_told_how_many_there_are() -> None:
    text = HEAD + "".join(IDLE.format(number) for number in range(MOST_SHOWN + 2))
    found = [d for d in findings(text) if d.code.id == "POL0607"]
    assert len(found) == MOST_SHOWN
    assert [d.message.partition("; ")[2] for d in found] == [""] * (MOST_SHOWN - 1) + [
        "2 more like this"
    ]


def test_one_cause_is_told_once_with_the_places_of_the_others() -> None:
    requirements = "".join(f'  require r{n} "R{n}"\n    met when urgent\n' for n in range(3))
    text = f'{HEAD}{requirements}\nexclude all_therapy "None"\n  when service is therapy\n'
    (found,) = findings(text)
    assert found.code.id == "POL0608"
    assert found.message.startswith("`therapy` never decides: `all_therapy` is stronger")
    assert found.case is not None
    replay(text, found.case)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "p.pol"
    path.write_text(HEAD + IDLE.format(1) + ACCEPTED, encoding="utf-8")
    return path


@pytest.mark.parametrize("turn", ["anew", "remembered"])
def test_what_is_accepted_is_in_every_format_that_has_a_place_for_it(path: Path, turn: str) -> None:
    run = CliRunner().invoke
    if turn == "remembered":
        assert run(main, ["check", str(path)]).exit_code == 0
    told = run(main, ["check", str(path), "--fail-level", "warning"])
    assert told.exit_code == 0
    assert told.stderr == "no problems, 1 accepted\n"
    found = json.loads(run(main, ["check", str(path), "--format", "json"]).stdout)
    assert found["diagnostics"] == []
    (accepted,) = found["accepted"]
    assert accepted["code"] == "POL0607"
    assert accepted["reason"] == "The plan has not said yet whom it is for."
    log = json.loads(run(main, ["check", str(path), "--format", "sarif"]).stdout)
    (result,) = log["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == accepted["reason"]


def test_without_the_line_it_is_told(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(ACCEPTED, ""), encoding="utf-8")
    told = CliRunner().invoke(main, ["check", str(path), "--fail-level", "warning"])
    assert told.exit_code == 1
    assert "POL0607" in told.stdout
