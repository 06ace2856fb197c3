"""To take a fact from a request comes to what judging the smaller request does."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core.request import Request
from policydsl.solve.differing import Comparison
from policydsl.solve.judging import Judging
from policydsl.solve.showing import Showing
from tests.solve.test_differing import edits
from tests.strategies import AS_OF, programs, requests


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_fact_is_left_out_where_the_literals_stay_true(data: st.DataObject) -> None:
    old = data.draw(programs())
    comparison = Comparison(old, data.draw(edits(old)), AS_OF)
    showing = Showing(comparison.slice, (comparison.old, comparison.new), None)
    request = data.draw(requests(old))

    def judging(facts: dict[str, object]) -> Judging:
        return showing.judging(attrs.evolve(request, facts=facts))

    literals = [*comparison.old.outcomes.values(), *comparison.new.outcomes.values()]
    taking = judging(dict(request.facts))
    true = [literal if taking.holds(literal) else -literal for literal in literals]
    wanted = data.draw(st.lists(st.sampled_from(true), min_size=1, max_size=2))
    facts = dict(request.facts)
    for name in list(facts):
        fewer = {other: value for other, value in facts.items() if other != name}
        stays = all(map(judging(fewer).holds, wanted))
        assert taking.can_do_without(name, wanted) is stays
        facts = fewer if stays else facts
        fresh = judging(facts)
        assert [taking.holds(x) for x in literals] == [fresh.holds(x) for x in literals]


def test_what_is_left_cannot_be_left_out() -> None:
    """The smallest case gives no fact without which it would be of the class too."""
    from tests.diff.editing import checked, edited
    from tests.policy import sample

    old = checked().program
    new = checked(edited(sample.POLICY, ("20 visits per", "30 visits per"))).program
    assert old is not None
    assert new is not None
    comparison = Comparison(old, new, AS_OF)
    for found in comparison.found():
        request = found.case.request  # type: ignore[union-attr]
        for name in request.facts:
            fewer = {n: v for n, v in request.facts.items() if n != name}
            assert found.name not in comparison.classes_of(Request(request.as_of, fewer))
