"""What was lowered decides as its author says: every scenario of these policies holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.policy.scenarios import Evaluators, run
from policydsl.reference import decide
from policydsl.semantics import check
from policydsl.source import Source
from policydsl.syntax.parser import parse

CORPUS = Path(__file__).parents[1] / "corpus" / "clauses"


@pytest.mark.parametrize(
    "path", sorted((CORPUS / "decided").glob("*.pol")), ids=lambda path: path.stem
)
def test_every_scenario_holds(path: Path) -> None:
    sources = [Source(p.name, p.read_text()) for p in (CORPUS / "words.pol", path)]
    parsed = [parse(source) for source in sources]
    assert [one.diagnostics for one in parsed] == [(), ()]
    result = check(tuple(one.file for one in parsed))
    program = result.program
    assert program is not None, result.diagnostics
    assert result.scenarios
    evaluators = Evaluators(lambda request: decide(program, request), None)
    failed = [
        f"{scenario.title}: {check.what} is {check.actual}, not {check.expected}"
        for scenario in result.scenarios
        for check in run(scenario, evaluators).failures
    ]
    assert failed == []
