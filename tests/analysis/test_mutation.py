"""What mutation testing finds is what the reference evaluator, asked about everything, finds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
import pytest

from policydsl.analysis.mutation import Bench, differing
from policydsl.analysis.mutation_run import Fate, Outcome, Trying, outcomes
from policydsl.core import ir
from policydsl.core.expectations import fails
from policydsl.core.scenario import Scenario
from policydsl.reference import decide
from policydsl.reference.settings import contradictions
from policydsl.semantics import Checked, check
from policydsl.semantics.mutants import Mutants, mutants_of
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import parse

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus" / "clauses"
DECIDED = sorted((CORPUS / "decided").glob("*.pol"))


def read(paths: Iterable[Path]) -> tuple[ast.File, ...]:
    parsed = [parse(Source(path.name, path.read_text(encoding="utf-8"))) for path in paths]
    assert all(not each.diagnostics for each in parsed)
    return tuple(each.file for each in parsed)


def lowered(files: tuple[ast.File, ...]) -> tuple[Checked, ir.Program, Mutants]:
    checked, mutants = check(files), mutants_of(files)
    assert checked.program is not None, checked.diagnostics
    assert mutants is not None
    return checked, checked.program, mutants


def policy(name: str) -> tuple[ast.File, ...]:
    folder = ROOT / "policies" / name
    own = sorted(folder.glob("*.pol"), key=lambda path: path.stem != name)
    # Without its inventory: the statements behind a clause decide nothing.
    files = read([ROOT / "policies" / "therapy.pol", *own])
    items = tuple(item for item in files[1].items if not isinstance(item, ast.SourceItem))
    return (files[0], attrs.evolve(files[1], items=items), *files[2:])


def noticed(program: ir.Program, scenario: Scenario) -> bool:
    """Whether a scenario fails under *program*, decided by the definitions alone."""
    if contradictions(program, scenario.request):
        return True
    return fails(scenario.expect, decide(program, scenario.request))


def hold(files: tuple[ast.File, ...], every: int) -> int:
    """Hold each *every*-th mutant against the reference; return how many there were."""
    checked, program, mutants = lowered(files)
    bench = Bench(program, checked.scenarios)
    passing = [each for each in checked.scenarios if not noticed(program, each)]
    assert [trial.scenario for trial in bench.trials] == passing
    count = 0
    for number in range(0, len(mutants.found), every):
        mutant = mutants.program(number)
        if mutant is None:
            continue
        count += 1
        killer = bench.killer(mutant, differing(program, mutant))
        change = mutants.changes[number]
        if killer is None:
            assert not any(noticed(mutant, each) for each in passing), change
        else:
            assert noticed(mutant, killer.scenario), (change, killer.scenario.title)
    return count


@pytest.mark.parametrize("path", DECIDED, ids=lambda path: path.stem)
def test_a_mutant_is_killed_by_a_scenario_that_fails_and_survives_when_none_does(
    path: Path,
) -> None:
    assert hold(read([CORPUS / "words.pol", path]), every=2)


@pytest.mark.parametrize(("name", "every"), [("hmsa", 9), ("kaiser", 13)])
def test_so_it_is_for_mutants_of_real_policies(name: str, every: int) -> None:
    assert hold(policy(name), every) > 3


# ------------------------------------------------------------------------ the run


def few(files: tuple[ast.File, ...], scenarios: int) -> tuple[Trying, Mutants, ir.Program]:
    """Return a policy with only some of its scenarios, so that much survives."""
    checked, program, mutants = lowered(files)
    return Trying(program, checked.scenarios[:scenarios], mutants), mutants, program


def test_every_case_passes_as_the_policy_is_and_fails_once_it_is_changed() -> None:
    files = policy("hmsa")
    trying, mutants, program = few(files, 3)
    survived = [each for each in outcomes(trying, 1) if each.fate is Fate.SURVIVED]
    cases = [each for each in survived if each.case]
    assert len(cases) > 20
    assert len(cases) >= len(survived) - 1
    for each in cases[::4]:
        parsed = parse(Source("case.pol", each.case))
        assert not parsed.diagnostics, each.case
        (scenario,) = check((*files[:2], parsed.file)).scenarios
        assert not noticed(program, scenario), each.case
        mutant = mutants.program(each.number)
        assert mutant is not None
        assert noticed(mutant, scenario), (mutants.changes[each.number], each.case)


def test_the_outcomes_are_the_same_for_any_number_of_processes() -> None:
    trying, _, _ = few(policy("cms_telehealth"), 12)
    alone = list(outcomes(trying, 1))
    assert [each.number for each in alone] == list(range(len(alone)))
    assert list(outcomes(trying, 3)) == alone


POLICY = """\
policy p "P"

fact a "A"
  yes or no
fact b "B"
  yes or no
fact n "N"
  whole number, from 0 to 9

cover all_of_it "All"
  for n is at least 0

exclude both "Both"
  when a or (a and b)

exclude either "Either"
  when n is more than 5

open question "Which?"
  reading "Both."
  about both, either

scenarios "s"
  as of 2026-01-01
  columns a, b, n, expect
    yes | yes | 1 | not_covered
    no  | yes | 1 | covered
    no  | no  | 5 | covered
    no  | no  | 6 | not_covered
"""


def fates(text: str) -> dict[tuple[str, str], Outcome]:
    """Return what became of each change, by the line before and after."""
    parsed = parse(Source("p.pol", text))
    checked, program, mutants = lowered((parsed.file,))
    trying = Trying(program, checked.scenarios, mutants)
    return {
        (mutants.changes[each.number].before, mutants.changes[each.number].after): each
        for each in outcomes(trying, 1)
    }


def test_what_changes_no_decision_is_told_apart() -> None:
    found = fates(POLICY)
    # No `n` is below 0, or above 9.
    assert found["for n is at least 0", "for n is at least -1"].fate is Fate.EQUIVALENT
    assert found["for n is at least 0", "for n is less than 0"].fate is Fate.KILLED
    said = "when a or (a and b)"
    assert found[said, "when (a and b)"].fate is Fate.SURVIVED
    assert "b is no" in found[said, "when (a and b)"].case
    assert found[said, "when not a or (a and b)"].fate is Fate.KILLED


def test_a_number_at_its_bound_is_killed_from_both_sides() -> None:
    found = fates(POLICY)
    said = "when n is more than 5"
    for after in ("when n is more than 6", "when n is more than 4", "when n is at least 5"):
        assert found[said, after].fate is Fate.KILLED
        assert found[said, after].killer.startswith("s, row")


def test_a_clause_that_a_question_is_about_can_be_left_out() -> None:
    assert fates(POLICY)['exclude either "Either"', ""].fate is Fate.KILLED


VOCABULARY = """\
vocabulary v "V"

fact read "Read"
  visits, at least 0 visits, unknown means 0 visits
fact not_read "Not read"
  visits, at least 0 visits, unknown means 0 visits
"""
OVER_IT = """\
policy p "P"
  uses v

cover few "Few"
  for read is at most 1 visit

scenario "nothing is said of it"
  as of 2026-01-01
  given
    read is unknown
  expect covered
"""


def test_what_a_vocabulary_assumes_is_changed_of_the_facts_that_are_read() -> None:
    files = tuple(parse(Source(f"{n}.pol", t)).file for n, t in (("v", VOCABULARY), ("p", OVER_IT)))
    checked, program, mutants = lowered(files)
    found = zip(
        mutants.changes, outcomes(Trying(program, checked.scenarios, mutants), 1), strict=True
    )
    told = [
        (change.after, outcome.fate, outcome.case)
        for change, outcome in found
        if change.span.source.name == "v.pol"
    ]
    assert [(after, fate) for after, fate, _ in told] == [
        ("read: visits, at least 0 visits", Fate.KILLED),
        ("read: visits, at least 0 visits, unknown means 1 visit", Fate.SURVIVED),
        ("read: visits, at least 0 visits, unknown means -1 visits", Fate.REFUSED),
    ]
    assert "assumes read is 0 visits" in told[1][2]


def test_what_the_checker_refuses_is_no_change_that_could_be_missed() -> None:
    guarded = POLICY.replace("  when a or (a and b)", "  for a or (a and b)")
    found = fates(guarded)
    assert found["for a or (a and b)", ""].fate is Fate.REFUSED


BESIDE = """\
policy p "P"
  asks first kind

fact kind "Kind"
  one of {x, y}
fact a "A"
  yes or no, unknown means no
fact b "B"
  yes or no, asked of clinical
fact c "C"
  yes or no, unknown means no

cover all_of_it "All"
  for kind is x

exclude never "Never"
  when a

require b "A paper"
  for a
  otherwise pend

advise hint "A hint" when c

scenarios "s"
  as of 2026-01-01
  given
    kind is x
  columns a, b, expect
    no  | no  | covered
    yes | yes | not_covered
"""


def test_what_is_told_beside_a_decision_is_no_less_of_a_change() -> None:
    found = fates(BESIDE)
    # Whatever lacks a paper is denied: the requirement is only ever outranked.
    left_out = found['require b "A paper"', ""]
    assert left_out.fate is Fate.SURVIVED
    assert "outranked b" in left_out.case
    hint = found['advise hint "A hint" when c', 'advise hint "A hint" when not c']
    assert "advises" in hint.case
    assumed = [each for (before, _), each in found.items() if "unknown means" in before]
    assert [each.fate for each in assumed].count(Fate.EQUIVALENT) == 0


def test_what_is_asked_for_first_anyway_is_proved_to_change_nothing() -> None:
    assert fates(BESIDE)["asks first kind", ""].fate is Fate.EQUIVALENT
    known = BESIDE.replace("unknown means no", "asked of clinical")
    asked = known.replace("  for kind is x", "  for kind is x or b")
    assert fates(asked)["asks first kind", ""].fate is Fate.SURVIVED


ASSUMED = """\
policy p "P"

fact e "E"
  one of {one, two, none}
fact s "S"
  yes or no, unknown means no
fact met "M"
  yes or no

cover all_of_it "All"
  for met

assume met is yes "Told by the first, or by the second with support"
  when e is one or (e is two and s)

assume met is no "Told by nothing, or by the second without support"
  when e is none or (e is two and not s)

scenarios "s"
  as of 2026-01-01
  columns e, s, expect
    one  | any | covered
    two  | yes | covered
    two  | no  | not_applicable
    none | any | not_applicable
"""


def test_an_assumption_that_another_comes_before_is_proved_to_change_nothing() -> None:
    said, found = "when e is none or (e is two and not s)", fates(ASSUMED)
    assert found[said, "when e is none or (e is two)"].fate is Fate.EQUIVALENT
    assert found[said, "when e is none"].fate is Fate.KILLED
