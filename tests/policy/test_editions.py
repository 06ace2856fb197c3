"""A folder of editions is one policy: the service date chooses, and everything else is as ever."""

import datetime
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import policydsl
from policydsl.policy.dated import DatedPolicy, SeveralEditionsError
from policydsl.workspace import examine, load, verdicts
from tests.policy.json_schema import allows

FIRST = """\
policy demo.visits "Visits"
  edition 2010-01-01
  in force from 2010-01-01 to 2010-12-31 [A-1]

fact service "Service"
  one of {pt, ot}

cover therapy "Therapy"
  for service is pt

scenario "in the first"
  as of 2010-05-05
  given
    service is pt
  expect covered
"""
SECOND = """\
policy demo.visits "Visits, limited"
  edition 2011-01-01
  in force from 2011-01-01 to 2011-12-31

fact service "Service"
  one of {pt, ot, st}

fact used "Visits used"
  visits, at least 0 visits, unknown means 0 visits

cover therapy "Therapy"
  for service is pt
  counts toward cap

limit cap "Cap"
  20 visits per calendar year
  used used
  asked 1 visit

scenario "before all of them"
  as of 2009-05-05
  given
    service is pt
  expect not_applicable because in_force
"""
SCENARIOS = """\
scenarios "over the years"
  given
    service is pt
  columns as_of, used, expect, because
    2010-12-31 | any | covered           | any
    2011-01-01 | 19  | covered           | any
    2011-01-01 | 20  | benefit_exhausted | cap
    2012-01-01 | any | not_applicable    | in_force
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "plan"
    folder.mkdir()
    for name, text in (("b.pol", FIRST), ("a.pol", SECOND), ("s.pol", SCENARIOS)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _asked(day: str, **facts: Any) -> dict[str, Any]:
    return {"as_of": day, "facts": {"service": "pt", **facts}}


def _edition(policy: policydsl.Policy, day: str, **facts: Any) -> str | None:
    return policy.decide(_asked(day, **facts)).receipt.edition


# ------------------------------------------------------------------- choosing


@pytest.mark.parametrize(
    ("day", "edition", "determination"),
    [
        ("2009-12-31", "2010-01-01", "not_applicable"),
        ("2010-01-01", "2010-01-01", "covered"),
        ("2010-12-31", "2010-01-01", "covered"),
        ("2011-01-01", "2011-01-01", "covered"),
        ("2011-12-31", "2011-01-01", "covered"),
        ("2012-01-01", "2011-01-01", "not_applicable"),
    ],
)
def test_the_service_date_chooses(plan: Path, day: str, edition: str, determination: str) -> None:
    policy = load(plan)
    decision = policy.decide(_asked(day))
    assert decision.receipt.edition == edition
    assert decision.determination.value == determination
    assert policy.decide(json.dumps(_asked(day))) == decision
    assert policy.explain(_asked(day)).to_dict()["decision"] == decision.to_dict()
    assert policy.at(day).decide(_asked(day)) == decision
    assert policy.at(datetime.date.fromisoformat(day)).edition == edition


def test_outside_every_edition_the_line_is_cited(plan: Path) -> None:
    (reason,) = load(plan).decide(_asked("2009-12-31")).reasons
    assert (reason.clause, reason.citations) == ("in_force", ("A-1",))


def test_in_a_hole_the_edition_before_it_answers(plan: Path) -> None:
    (plan / "b.pol").write_text(FIRST.replace("to 2010-12-31", "to 2010-11-30"))
    policy = load(plan)
    assert [each.code.id for each in policy.diagnostics] == ["POL0802"]
    decision = policy.decide(_asked("2010-12-01"))
    assert decision.determination.value == "not_applicable"
    assert decision.receipt.edition == "2010-01-01"


# ------------------------------------------------------------- as one policy


def test_several_editions_have_what_one_has(plan: Path) -> None:
    policy, one = load(plan), load(plan / "a.pol")
    assert isinstance(policy, policydsl.Policy)
    assert [each.edition for each in policy.editions] == ["2010-01-01", "2011-01-01"]
    assert [each.in_force.end for each in policy.editions] == [
        datetime.date(2010, 12, 31),
        datetime.date(2011, 12, 31),
    ]
    assert datetime.date(2010, 6, 1) in policy.in_force
    assert datetime.date(2012, 1, 1) not in policy.in_force
    assert (policy.id, policy.title, policy.edition) == ("demo.visits", "Visits, limited", None)
    assert one.editions == (one,)
    assert one.at("1999-01-01") is one
    assert [ran.passed for ran in policy.test()] == [True] * 6
    copy = pickle.loads(pickle.dumps(policy))
    assert copy.decide(_asked("2011-02-02")) == policy.decide(_asked("2011-02-02"))


def test_nothing_of_a_policy_is_left_to_one_edition_unseen() -> None:
    public = {name for name in vars(policydsl.Policy) if not name.startswith("_")}
    assert public - vars(DatedPolicy).keys() == {"of"}  # which makes one of a program


@pytest.mark.parametrize("what", ["program", "checked", "graph"])
def test_what_only_one_edition_has_is_refused_by_name(plan: Path, what: str) -> None:
    with pytest.raises(SeveralEditionsError, match=f"2 editions, and each its own `{what}`"):
        getattr(load(plan), what)


@pytest.mark.parametrize("day", ["2010-2-2", "yesterday", "2010-02-30"])
def test_a_day_that_is_none_is_no_day_of_an_edition(plan: Path, day: str) -> None:
    for policy in (load(plan), load(plan / "a.pol")):
        with pytest.raises(ValueError, match="not a day"):
            policy.at(day)


# ----------------------------------------------------------------------- facts


def test_a_fact_of_another_edition_may_be_sent_and_is_not_read(plan: Path) -> None:
    policy = load(plan)
    with_it, without = (policy.decide(_asked("2010-02-02", **f)) for f in ({"used": 30}, {}))
    assert with_it == without
    assert policy.decide(json.dumps(_asked("2010-02-02", used=30))) == without
    assert policy.request(_asked("2010-02-02", used=30)).facts == {"service": "pt"}
    assert policy.explain(_asked("2010-02-02", used=30)).decision == without


def test_a_fact_of_another_edition_is_checked_all_the_same(plan: Path) -> None:
    bad = _asked("2010-02-02", used=-1, service="st", nothing=1)
    with pytest.raises(policydsl.RequestError) as caught:
        load(plan).decide(bad)
    assert {fault.path for fault in caught.value.faults} == {
        "$.facts.used",
        "$.facts.service",  # `st` came with the second edition
        "$.facts.nothing",
    }


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        ("[]", ["POL0703"]),
        ("{", ["POL0701"]),
        ('{"facts": {}}', ["POL0705"]),
        ('{"as_of": "2010-13-01", "facts": {"used": 1}}', ["POL0712"]),
        ('{"as_of": "2010-02-02", "facts": {"used": 1, "used": 2}}', ["POL0706"]),
        ('{"as_of": "2010-02-02", "facts": 3}', ["POL0703"]),
    ],
)
def test_an_unsound_request_is_refused_as_ever(plan: Path, request_: str, codes: list[str]) -> None:
    with pytest.raises(policydsl.RequestError) as caught:
        load(plan).decide(request_)
    assert [fault.code.id for fault in caught.value.faults] == codes


def test_the_schema_takes_what_some_edition_takes(plan: Path) -> None:
    policy = load(plan)
    schema = policy.schema()
    for facts in ({"service": "pt"}, {"service": "st"}, {"used": 3}):
        assert allows(schema, {"as_of": "2011-03-03", "facts": facts})
    assert not allows(schema, {"as_of": "2011-03-03", "facts": {"service": "xt"}})
    assert "editions 2010-01-01 and 2011-01-01" in schema["description"]


# ------------------------------------------------------------------- workspace


def test_one_file_of_several_is_that_edition_with_the_scenarios_of_its_days(plan: Path) -> None:
    policy = load(plan / "b.pol")
    assert policy.edition == "2010-01-01"
    titles = [scenario.title for scenario in policy.scenarios]
    assert titles == ["in the first", "before all of them", "over the years, row 1"]
    assert all(ran.passed for ran in policy.test())


def test_a_scenario_may_name_what_only_its_own_edition_has(plan: Path) -> None:
    (plan / "s.pol").write_text(SCENARIOS.replace("| any | covered", "| 19 | covered"))
    with pytest.raises(policydsl.PolicyError, match="used"):
        load(plan)


@pytest.mark.parametrize("paths", [["plan"], ["plan", "plan/a.pol"], ["plan/s.pol"], ["."]])
def test_a_folder_of_editions_is_checked_as_one(
    plan: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    monkeypatch.chdir(plan.parent)
    (found,), unread = verdicts(paths)
    assert (found.path, found.diagnostics, unread) == ("plan", (), ())
    assert [os.path.basename(name) for name in found.files] == ["b.pol", "a.pol"]
    (examined,), _ = examine(paths)
    # A file of scenarios that is named is run alone.
    alone = paths == ["plan/s.pol"]
    assert [len(each.scenarios) for each in examined.editions] == ([1, 3] if alone else [3, 3])


def test_two_policies_may_have_their_editions_in_one_folder(plan: Path) -> None:
    (plan / "other.pol").write_text(FIRST.replace("demo.visits", "demo.other"))
    found, _ = verdicts([str(plan)])
    assert [len(each.files) for each in found] == [2, 1]
    with pytest.raises(policydsl.PolicyError, match="several policies"):
        load(plan)


def test_an_edition_that_appears_is_seen(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(plan.parent / "cache"))
    monkeypatch.delenv("POLICYDSL_NO_CACHE", raising=False)

    def codes() -> list[str]:
        (found,), _ = verdicts([str(plan)])
        return [each.code.id for each in found.diagnostics]

    assert codes() == []
    (plan / "c.pol").write_text(FIRST.replace("2010", "2011").replace("in the first", "again"))
    assert sorted(codes()) == ["POL0801", "POL0803"]
    (plan / "c.pol").unlink()
    assert codes() == []


# ------------------------------------------------------------------------ verbs


def _run(folder: Path, *args: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "policydsl", *args]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, env=env, cwd=folder, timeout=60
    )


def test_every_verb_takes_the_folder(plan: Path) -> None:
    home, request = plan.parent, json.dumps(_asked("2010-03-03"))
    assert _run(home, "test", "plan").stdout == "plan: 6 scenarios, 6 passed\n"
    assert json.loads(_run(home, "eval", "plan", given=request).stdout)["receipt"]["edition"] == (
        "2010-01-01"
    )
    assert "edition 2010-01-01" in _run(home, "explain", "plan", given=request).stdout
    drawn = _run(home, "graph", "plan")
    assert "Cap" in drawn.stdout
    assert drawn.stderr == (
        "this is edition 2011-01-01, the last of 2; `--as-of` and a day give another\n"
    )
    earlier = _run(home, "graph", "plan", "--as-of", "2010-06-01")
    assert ("Cap" in earlier.stdout, earlier.stderr) == (False, "")
    assert _run(home, "graph", "plan", "--as-of", "June").returncode == 2
    assert "used" in _run(home, "schema", "plan", "--format", "python").stdout
    assert "used" not in _run(home, "schema", "plan", "--as-of", "2010-06-01").stdout


def test_an_overlap_is_an_error_with_both_places(plan: Path) -> None:
    (plan / "b.pol").write_text(FIRST.replace("to 2010-12-31", "to 2011-03-31"))
    done = _run(plan.parent, "check", "plan")
    assert done.returncode == 1
    assert "two editions are in force on 2011-01-01" in done.stdout
    assert "--> plan/a.pol:3:3" in done.stdout
    assert "--> plan/b.pol:3:3" in done.stdout
    assert "help: let the earlier one end `to 2010-12-31`" in done.stdout


def _overlaps(*paths: Path) -> list[str]:
    found = [d for verdict in verdicts(map(str, paths))[0] for d in verdict.diagnostics]
    return [found.message for found in found if found.code.id == "POL0801"]


def test_a_file_named_alone_is_held_against_its_sisters(plan: Path) -> None:
    first, second = plan / "b.pol", plan / "a.pol"
    second.write_text(SECOND.replace("from 2011-01-01 to 2011-12-31", "from 2010-12-31"))
    told = ["two editions are in force on 2010-12-31"]
    assert _overlaps(second) == _overlaps(first) == _overlaps(first, second) == told
    first.unlink()
    assert not _overlaps(second)


def test_an_edition_without_a_first_day_is_told_how_to_end(plan: Path) -> None:
    first = plan / "b.pol"
    first.write_text(FIRST.replace("from 2010-01-01 to 2010-12-31", "on any date"))
    (verdict,), _ = verdicts([str(plan)])
    (found,) = (d for d in verdict.diagnostics if d.code.id == "POL0801")
    assert found.help == "let the earlier one end with `in force until 2010-12-31`"
