"""What the tables beside the policies say to go unnoticed does so, and for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.analysis.mutation import Bench, differing
from policydsl.analysis.mutation_run import Fate, Trying
from policydsl.cli.chosen import choose
from policydsl.cli.mutated import mutated
from policydsl.semantics.mutants import mutants_of
from policydsl.workspace.unnoticed import NAME, Reading, unnoticed

ROOT = Path(__file__).parents[2]
WHOLE = ("hmsa", "ny_medicaid")  # the others would take too long to be gone through
TABLES = [p for p in sorted((ROOT / "policies").glob(f"*/{NAME}")) if p.parent.name not in WHOLE]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.parent.name)
def test_what_is_said_to_go_unnoticed_does(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (chosen,) = choose([str(table.parent.relative_to(ROOT))], ()).policies
    said: dict[Reading, str] = {}
    tried: set[Reading] = set()
    for policy, files in chosen.editions:
        mutants = mutants_of(files)
        assert mutants is not None
        names = [change.span.source.name for change in mutants.changes]
        found = unnoticed(names[0], names)
        assert not found.faults
        said |= {entry.change: entry.reason for entry in found.entries}
        bench = Bench(policy.program, policy.scenarios)
        for number, change in enumerate(mutants.changes):
            reading = Reading(change.span.source.name, change.before, change.after)
            if reading in said:
                mutant = mutants.program(number)
                assert mutant is not None, reading
                assert bench.killer(mutant, differing(policy.program, mutant)) is None, reading
                tried.add(reading)
    assert tried == said.keys()
    assert len(said) == len(table.read_text(encoding="utf-8").splitlines()) - 1
    assert all(len(reason.split()) > 8 for reason in said.values())


@pytest.mark.parametrize("name", WHOLE)
def test_of_a_small_policy_all_that_goes_unnoticed_is_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (chosen,) = choose([f"policies/{name}"], ()).policies
    found = mutated(chosen.path, chosen.editions, 1)
    assert found.percent >= 95
    assert not found.stale
    assert {outcome.number for outcome in found.of(Fate.SURVIVED)} == found.reasons.keys()


def test_a_day_that_two_editions_would_share_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (chosen,) = choose(["policies/ny_medicaid"], ()).policies
    (first, files), *later = chosen.editions
    mutants = mutants_of(files)
    assert mutants is not None
    trying = Trying(first.program, first.scenarios, mutants, (later[0][0].program.in_force,))
    until = {
        change.after: trying.outcome(number).fate
        for number, change in enumerate(mutants.changes)
        if change.before == "in force until 2010-12-31"
    }
    assert until == {
        "": Fate.REFUSED,
        "in force until 2011-01-01": Fate.REFUSED,
        "in force until 2010-12-30": Fate.KILLED,
    }
