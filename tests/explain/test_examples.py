"""The explanation of every worked example of the real plans names what bears on it."""

from statistics import median

import pytest

from tests.explain.plans import PLANS, explained


@pytest.mark.parametrize("name", PLANS)
def test_what_a_scenario_cites_bears_on_its_decision(name: str) -> None:
    lacking, sizes = {}, []
    for scenario, explanation in explained(name):
        bears = explanation.bears()
        left_out = set(scenario.expect.citations or ()) - bears
        if left_out:
            lacking[scenario.title] = left_out
        assert bears <= explanation.cited()
        sizes.append(len(bears))
    assert not lacking
    # Naming everything would be no explanation: there are about a hundred rows.
    assert median(sizes) < 25


@pytest.mark.parametrize("name", PLANS)
def test_pages_keep_to_their_width(name: str) -> None:
    for _, explanation in explained(name)[::5]:
        for everything in (False, True):
            told = explanation.for_author(everything=everything)
            assert max(map(len, told.to_text().splitlines())) <= 80
            assert told.to_markdown().startswith("# ")
