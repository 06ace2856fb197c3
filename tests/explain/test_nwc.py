"""The explanation of every worked example of a real plan names what bears on it."""

from functools import cache
from pathlib import Path
from statistics import median

import policydsl
from policydsl.explain import Explainer
from policydsl.explain.author import Options, for_author
from policydsl.explain.markdown import as_markdown
from policydsl.explain.text import as_text

NWC = Path(__file__).parents[2] / "policies" / "nwc" / "nwc.pol"


@cache
def nwc() -> policydsl.Policy:
    return policydsl.load(str(NWC))


@cache
def explainer() -> Explainer:
    return Explainer(nwc().program)


def test_what_a_scenario_cites_bears_on_its_decision() -> None:
    lacking = {}
    for scenario in nwc().scenarios:
        bears = explainer().explain(scenario.request).bears()
        if not set(scenario.expect.citations) <= bears:
            lacking[scenario.title] = set(scenario.expect.citations) - bears
    assert not lacking


def test_what_bears_is_a_part_of_what_is_cited() -> None:
    sizes = []
    for scenario in nwc().scenarios:
        explanation = explainer().explain(scenario.request)
        assert explanation.bears() <= explanation.cited()
        sizes.append(len(explanation.bears()))
    # Naming everything would be no explanation: there are about a hundred rows.
    assert median(sizes) < 25


def test_pages_keep_to_their_width() -> None:
    for scenario in nwc().scenarios:
        explanation = explainer().explain(scenario.request)
        for options in (Options(), Options(everything=True)):
            page = for_author(explanation, options)
            assert max(map(len, as_text(page).splitlines())) <= 80
            assert as_markdown(page).startswith("# ")
