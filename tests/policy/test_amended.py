"""A folder with amendments loads, decides, explains and prints as one policy in editions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import policydsl
from policydsl.workspace import complete, load, verdicts
from tests.semantics.test_amendments import CORPUS

AMENDMENT = """\
amendment second "Second amendment" [S-0]
  amends plan.therapy edition 2025-01-01
  edition 2026-01-01
  in force from 2026-01-01 [S-0]
  change yearly from 30 visits to 40 visits [S-1]
  change therapy.few from (all_visits is at most 100 visits) to (all_visits is at most 50 visits)
  remove plateau [S-2]

source letter "The letter"
  inventory "letter.tsv"

scenarios "the thirtieth visit, and the fortieth"
  given
    service is physical_therapy
    member_state is OH
    setting is office
    prescribed is yes
    plan_signed_on is 2025-01-01
    notified is yes
    birth_date is 2015-01-01
    network is inside
    prevents_decline is no
  columns as_of, visits_used, plateau, expect, because
    2025-12-31 | 29 | no  | covered           | therapy
    2025-12-31 | 30 | no  | benefit_exhausted | yearly
    2025-12-31 | 29 | yes | not_covered       | plateau
    2026-01-01 | 39 | yes | covered           | therapy
    2026-01-01 | 40 | yes | benefit_exhausted | yearly
"""
LETTER = """\
id\tsection\tparaphrase\tdecides
S-0\tHead\tHolds from 2026 on.\tyes
S-1\tLimits\tForty visits.\tyes
S-2\tExclusions\tA plateau no longer ends it.\tyes
"""
REQUEST = {
    "service": "physical_therapy",
    "member_state": "OH",
    "setting": "office",
    "prescribed": True,
    "plan_signed_on": "2025-01-01",
    "notified": True,
    "birth_date": "1980-01-01",
    "network": "inside",
    "visits_used": 60,
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "words.pol").write_text((CORPUS / "words.pol").read_text(encoding="utf-8"))
    folder = tmp_path / "plan"
    folder.mkdir()
    base = (CORPUS / "base.pol").read_text(encoding="utf-8")
    base = base.replace("  updated 2025-01-01\n", '  updated 2025-01-01\n  inventory "book.tsv"\n')
    rows = "".join(f"B-{number}\tS\tText.\tyes\n" for number in range(1, 20))
    files = {
        "base.pol": base,
        "book.tsv": f"id\tsection\tparaphrase\tdecides\n{rows}",
        "second.pol": AMENDMENT,
        "letter.tsv": LETTER,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_amendment_makes_an_edition(plan: Path) -> None:
    policy = load(plan)
    assert policy.diagnostics == ()
    assert [each.edition for each in policy.editions] == ["2025-01-01", "2026-01-01"]
    failed = [ran.failures for ran in policy.test() if not ran.passed]
    assert not failed
    assert len(policy.scenarios) == 5


def test_an_amendment_named_by_itself_is_its_edition(plan: Path) -> None:
    second, whole = load(plan / "second.pol"), load(plan)
    request = {"as_of": "2026-05-05", "facts": REQUEST}
    assert second.edition == "2026-01-01"
    assert second.decide(request) == whole.decide(request)
    assert len(second.scenarios) == 2
    assert load(plan / "base.pol").edition == "2025-01-01"


def test_explanations_point_to_where_it_was_said(plan: Path) -> None:
    found = load(plan).explain({"as_of": "2026-05-05", "facts": REQUEST}).to_dict()
    text = str(found)
    assert "all_visits is at most 50 visits" in text
    assert "at most 100 visits" not in text
    clauses = {each["clause"]: each for each in found["clauses"]}
    few = clauses["therapy.few"]
    assert (few["place"]["file"], few["place"]["line"]) == (str(plan / "base.pol"), 51)
    assert str({"file": str(plan / "second.pol"), "line": 6}) in str(few)


def test_each_source_is_counted_in_its_editions(plan: Path) -> None:
    (found,), _ = verdicts([str(plan)])
    assert found.diagnostics == ()
    assert [(c.edition, c.source, c.cited, c.deciding) for c in found.coverage] == [
        ("2025-01-01", "book", 18, 19),
        ("2026-01-01", "book", 15, 19),
        ("2026-01-01", "letter", 3, 3),
    ]


def test_a_statement_that_an_amendment_supersedes_is_not_forgotten(plan: Path) -> None:
    (found,), _ = verdicts([str(plan)])
    assert [each.message for each in found.diagnostics] == []
    told = {(c.edition, c.source): (c.cited, set(c.not_encoded)) for c in found.coverage}
    assert told["2025-01-01", "book"] == (18, {"B-19"})
    assert told["2026-01-01", "book"] == (15, {"B-1", "B-4", "B-5", "B-19"})


def test_what_cannot_be_read_is_told_once_and_nothing_that_follows(plan: Path) -> None:
    base = (plan / "base.pol").read_text().replace("limit yearly", "limt yearly")
    (plan / "base.pol").write_text(base)
    (found,), _ = verdicts([str(plan)])
    assert [each.code.id for each in found.diagnostics] == ["POL0102"]


def test_what_an_amendment_brings_about_elsewhere_is_told_with_it(plan: Path) -> None:
    text = AMENDMENT.replace("remove plateau [S-2]", "change never.massage from massage to surgery")
    (plan / "second.pol").write_text(text)
    (found,), _ = verdicts([str(plan)])
    assert found.diagnostics
    for each in found.diagnostics:
        places = [label.span.source.name for label in each.also]
        places += [each.span.source.name] if each.span else []
        assert any(name.endswith(("second.pol", "letter.tsv")) for name in places), each


def test_an_edit_of_what_is_amended_is_seen(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(plan.parent / "cache"))
    monkeypatch.delenv("POLICYDSL_NO_CACHE", raising=False)

    def codes(path: Path) -> list[str]:
        (found,), _ = verdicts([str(path)])
        return [each.code.id for each in found.diagnostics]

    for path in (plan, plan / "second.pol"):
        assert codes(path) == codes(path) == []
    base = (plan / "base.pol").read_text()
    (plan / "base.pol").write_text(base.replace("  30 visits", "  31 visits"))
    for path in (plan, plan / "second.pol"):
        assert "POL0807" in codes(path)


# -------------------------------------------------------------------- printing


def test_the_complete_edition_stands_in_a_folder_of_its_own(plan: Path) -> None:
    found = complete(str(plan / "second.pol"))
    assert found.text is not None
    assert found.text.startswith(
        "# Edition 2026-01-01, complete: made of base.pol and second.pol.\n"
    )
    home = plan.parent / "printed"
    home.mkdir()
    (home / "whole.pol").write_text(found.text)
    for name in ("letter.tsv", "book.tsv"):
        (home / name).write_text((plan / name).read_text())
    printed, made = load(home), load(plan).editions[-1]
    assert printed.diagnostics == ()
    assert printed.program.content_hash == made.program.content_hash
    request = {"as_of": "2026-05-05", "facts": REQUEST}
    assert printed.decide(request) == made.decide(request)


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "policydsl", *args]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=folder, timeout=60)


def test_fmt_writes_complete_editions(plan: Path) -> None:
    home = plan.parent
    last = _run(home, "fmt", "--complete", "plan")
    assert (last.returncode, last.stderr) == (0, "")
    assert "  40 visits per calendar year [S-1]\n" in last.stdout
    first = _run(home, "fmt", "--complete", "plan", "--as-of", "2025-06-01")
    assert first.stdout == (plan / "base.pol").read_text()
    assert _run(home, "fmt", "--complete", "plan/second.pol").stdout == last.stdout
    for wrong in (["--check"], ["--as-of", "June"], ["plan"]):
        assert _run(home, "fmt", "--complete", "plan", *wrong).returncode == 2
    assert _run(home, "fmt", "plan", "--as-of", "2025-06-01").returncode == 2
    (plan / "second.pol").write_text(AMENDMENT.replace("from 30 visits", "from 20 visits"))
    broken = _run(home, "fmt", "--complete", "plan")
    assert (broken.returncode, broken.stdout) == (1, "")
    assert "`yearly` does not say `20 visits`, but `30 visits`" in broken.stderr


def test_an_amendment_without_its_policy_is_refused(plan: Path) -> None:
    (plan / "base.pol").unlink()
    with pytest.raises(policydsl.PolicyError, match="no edition 2025-01-01 of"):
        load(plan)
    done = _run(plan.parent, "check", "plan/second.pol")
    assert done.returncode == 1
    assert "put the amendment into the folder of the policy" in done.stdout
