"""A complete edition that is written out keeps the comments, and the scenarios that stay true."""

import subprocess
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from policydsl.source import Source
from policydsl.syntax.printer import format_source
from policydsl.workspace import complete
from tests.semantics.test_amendments import CORPUS

ROOT = Path(__file__).parents[2]
BASE = """\
# The plan of the carpenters.
# Two lines of it.

policy plan.therapy "Therapy"
  edition 2025-01-01
  in force from 2025-01-01 to 2025-12-31
  uses words  # the words of this folder

# ---- Benefits

cover therapy "Therapy" [B-9]
  # who needs it
  for service is physical_therapy
  counts toward yearly  # all of it

# Bulletin 3 says twenty.
limit yearly "Yearly maximum" [B-16]
  # Twenty of a year.
  20 visits per calendar year  # the number
  used visits_used
  asked visits_requested

# No plateau.
exclude plateau "Plateau"  # gone

# Nobody in offices.
exclude offices "Offices"  # offices
  # where it is
  when setting is office
# Behind the offices.

scenario "the last visit"  # one
  as of 2025-05-05
  given
    # why
    service is physical_therapy
    setting is home
    visits_used is 20
  expect benefit_exhausted
"""
SECOND = """\
# What the letter of 2026 says.
amendment second "Second"
  amends plan.therapy edition 2025-01-01
  edition 2026-01-01  # dated
  in force from 2026-01-01
  # More visits.
  change yearly from 20 visits to 40 visits  # forty
  # It was never right.
  remove plateau
  # New.
  add
    exclude massage "No massage"  # none
      # only that
      when service is massage
  add to therapy
    # A letter.
    require prescribed "Prescribed"
  replace
    exclude offices "Offices"
      when setting is hospital  # of another kind

# The scenarios.
scenarios "of both years"
  given like basic
  columns as_of, visits_used, expect
    2025-12-31 | 20 | benefit_exhausted
    # from here on
    2026-01-01 | 20 | covered  # yes
    2026-01-01 | 40 | benefit_exhausted

scenario "later"
  given like later
    visits_used is 41
  expect benefit_exhausted
# Behind all.
"""
CASES = """\
case basic "Basic"
  given
    service is physical_therapy
    setting is home
    prescribed is yes

case later "Later"
  as of 2026-05-05
  given like basic

case nobody "That nobody begins with"
  given
    service is massage
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "words.pol").write_text((CORPUS / "words.pol").read_text(encoding="utf-8"))
    folder = tmp_path / "plan"
    folder.mkdir()
    for name, text in {"base": BASE, "second": SECOND, "cases": CASES}.items():
        (folder / f"{name}.pol").write_text(text, encoding="utf-8")
    return folder


def test_comments_and_scenarios_go_along(plan: Path, golden: SnapshotAssertion) -> None:
    text = complete(str(plan), None).text
    assert text == golden
    assert text is not None
    assert format_source(Source("whole.pol", text)).text == text


def test_what_is_written_passes_its_scenarios(plan: Path) -> None:
    text = complete(str(plan), None).text
    assert text is not None
    alone = plan.parent / "whole.pol"
    alone.write_text(text, encoding="utf-8")
    verb = [sys.executable, "-m", "policydsl", "test", str(alone)]
    done = subprocess.run(verb, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (0, f"{alone}: 3 scenarios, 3 passed\n")


def test_every_comment_of_what_is_left_is_there_once(plan: Path) -> None:
    text = complete(str(plan), None).text or ""
    gone = {"No plateau.", "gone", "where it is", "one", "why"} | {"Behind the offices."}
    for line in (BASE + SECOND).splitlines():
        comment = line.partition("#")[2].strip("# -")
        if comment:
            times = [each.partition("#")[2].strip("# -") for each in text.splitlines()]
            assert times.count(comment) == (0 if comment in gone else 1), comment
