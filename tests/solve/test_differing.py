"""What two programs decide differently is found, whatever was changed, and nothing else is."""

from __future__ import annotations

import attrs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.determinations import RANK, Determination
from policydsl.solve.contrast import Aspect, contrast
from policydsl.solve.differing import Comparison, Difference, differences, first_difference
from tests.strategies import AS_OF, completions, programs, requests, truths

WEIGHTY = {Aspect.DETERMINATION, Aspect.TARGET, Aspect.MISSING, Aspect.AMOUNT}


@st.composite
def edits(draw: st.DrawFn, program: ir.Program) -> ir.Program:
    """Change one clause of *program*, its condition, guards or outcome, or what it is about."""
    *clauses, cover, silence = program.clauses
    place = draw(st.integers(0, len(clauses)))
    if place == len(clauses):
        scope = draw(truths())
        cover = attrs.evolve(cover, bite=scope)
        silence = attrs.evolve(silence, bite=ir.Not(scope))
        return attrs.evolve(program, clauses=(*clauses, cover, silence))
    clause = clauses[place]
    match draw(st.integers(0, 4)):
        case 0:
            changed = attrs.evolve(clause, bite=draw(truths()))
        case 1:
            changed = attrs.evolve(clause, guards=(*clause.guards, draw(truths())))
        case 2:
            options = [d for d in Determination if not d.sends and d is not _PEND]
            outcome = draw(st.sampled_from(options))
            changed = attrs.evolve(
                clause, determination=outcome, rank=RANK[outcome], papers=False, target=None
            )
        case 3:
            changed = attrs.evolve(clause, bite=ir.Not(ir.Not(clause.bite)))
        case _:
            changed = attrs.evolve(clause, bite=ir.Truism(False))
    clauses[place] = changed
    return attrs.evolve(program, clauses=(*clauses, cover, silence))


_PEND = Determination.PEND_DOCUMENTATION


@given(st.data())
@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
def test_a_request_that_is_decided_differently_is_in_a_class_that_is_found(
    data: st.DataObject,
) -> None:
    old = data.draw(programs())
    new = data.draw(edits(old))
    comparison = Comparison(old, new, AS_OF)
    found = list(comparison.found())
    named = {each.name for each in found}
    for each in found:
        if isinstance(each, Difference):
            assert each.name.aspect in each.case.aspects
    for _ in range(6):
        request = data.draw(requests(old))
        case = contrast(old, new, request)
        assert case is not None
        if not WEIGHTY & set(case.aspects):
            continue
        assert found
        classes = set(comparison.classes_of(request))
        if classes & named:
            continue
        # Kleene's logic cannot tell: what the request can still become is in a class.
        whole = [attrs.evolve(request, facts=f) for f in completions(old, request.facts)]
        reached = {name for each in whole for name in comparison.classes_of(each)}
        assert reached & named, (case.aspects, classes, named)


@given(programs())
@settings(max_examples=25)
def test_a_program_is_proved_to_decide_as_it_does_itself(program: ir.Program) -> None:
    assert first_difference(program, program, AS_OF) is None


@given(st.data())
@settings(max_examples=25)
def test_the_order_of_clauses_makes_no_difference(data: st.DataObject) -> None:
    program = data.draw(programs())
    clauses = data.draw(st.permutations(program.clauses))
    other = attrs.evolve(program, clauses=tuple(clauses))
    assert list(differences(program, other, AS_OF)) == []
