"""What the tables beside the policies say to go unnoticed does so, and for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.analysis.mutation import Bench, differing
from policydsl.cli.chosen import choose
from policydsl.semantics.mutants import mutants_of
from policydsl.workspace.unnoticed import NAME, Reading, unnoticed

ROOT = Path(__file__).parents[2]
TABLES = sorted((ROOT / "policies").glob(f"*/{NAME}"))


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
