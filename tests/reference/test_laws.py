"""The laws of a decision (SPEC 4.10), held against brute force over every completion."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.reference.assumptions import resolve
from policydsl.reference.cells import Cells
from policydsl.reference.clauses import PEND, Outcome, Statuses
from policydsl.reference.completions import Completions, Possible
from policydsl.reference.determine import decide
from policydsl.reference.missing import missing
from policydsl.reference.valuation import Valuation
from tests.reference.showing import show
from tests.strategies import AS_OF, completions, domain, programs, requests

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
slow = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def program_and_request(most_unknown: int = 3) -> st.SearchStrategy[tuple[ir.Program, Request]]:
    return programs().flatmap(
        lambda program: st.tuples(st.just(program), requests(program, most_unknown))
    )


def outcome(program: ir.Program, known: dict[str, FactValue], without: frozenset[str]) -> Outcome:
    """D(s): the outcome of a completion; every fact is known, so something decides."""
    front = Statuses(program, Valuation(program.facts, AS_OF, known)).front(without)
    assert front.best is not None
    assert not front.open
    return front.best


def papers(program: ir.Program) -> frozenset[str]:
    return frozenset(clause.key for clause in program.clauses if clause.papers)


def brute_force_possible(program: ir.Program, known: dict[str, FactValue]) -> frozenset[Outcome]:
    found: set[Outcome] = set()
    for complete in completions(program, known):
        best = outcome(program, complete, frozenset())
        found.add(best)
        if best == PEND:
            found.add(outcome(program, complete, papers(program)))
    return frozenset(found)


def brute_force_essential(
    program: ir.Program, known: dict[str, FactValue], lacking: frozenset[str]
) -> set[str]:
    found: set[str] = set()
    names = [name for name in program.facts.by_name if name not in known]
    outcomes = {
        tuple(complete[name] for name in names): outcome(program, complete, lacking)
        for complete in completions(program, known)
    }
    for index, name in enumerate(names):
        for values, best in outcomes.items():
            for other in domain(program.facts[name]):
                if outcomes[(*values[:index], other, *values[index + 1 :])] != best:
                    found.add(name)
                    break
            if name in found:
                break
    return found


def possible_of(program: ir.Program, valuation: Valuation) -> Possible:
    return Completions(program, Cells(program), Statuses(program, valuation)).possible()


@slow
@given(program_and_request())
def test_possible_is_what_brute_force_finds(case: tuple[ir.Program, Request]) -> None:
    program, request = case
    note(show(program, request))
    valuation = resolve(program, request).valuation
    found = possible_of(program, valuation)
    expected = brute_force_possible(program, valuation.known)
    if found.exact:
        assert found.outcomes == expected
    else:
        assert found.outcomes >= expected


@slow
@given(program_and_request())
def test_missing_is_what_the_definition_says(case: tuple[ir.Program, Request]) -> None:
    program, request = case
    note(show(program, request))
    valuation = resolve(program, request).valuation
    state = Statuses(program, valuation)
    done = Completions(program, Cells(program), state)
    asked = missing(program, valuation, state, done, Determination.PEND_DOCUMENTATION)
    if not asked.exact or not decide(program, request).missing:
        return
    front = state.front()
    lacking = frozenset(c.key for c in front.holding if c.papers and front.best == PEND)
    essential = brute_force_essential(program, valuation.known, lacking)
    decision = decide(program, request)
    unknown = {
        m.fact
        for m in decision.missing
        if m.fact not in valuation.known and not lacking & set(m.asked_by)
    }
    # (e): each unknown fact asked can change the outcome once lacking papers are in,
    # or which papers lack.
    open_papers = {f for c in front.open if c.papers for f in state.asks(c)}
    assert unknown <= essential | open_papers


@slow
@given(program_and_request(), st.data())
def test_statuses_that_learn_are_those_of_what_is_known_then(
    case: tuple[ir.Program, Request], data: st.DataObject
) -> None:
    """What is kept from before a fact was known is what reading everything anew would give."""
    program, request = case
    note(show(program, request))
    valuation = resolve(program, request).valuation
    state = Statuses(program, valuation)
    unknown = sorted(set(program.facts.by_name) - valuation.known.keys())
    left = data.draw(st.permutations(unknown))
    while left:
        count = data.draw(st.integers(1, len(left)))
        names, left = left[:count], left[count:]
        facts = {n: data.draw(st.sampled_from(domain(program.facts[n]))) for n in names}
        valuation = attrs.evolve(valuation, known={**valuation.known, **facts})
        state = state.learning(facts)
        fresh = Statuses(program, valuation)
        assert [state.of(each) for each in program.clauses] == list(map(fresh.of, program.clauses))
        assert state.front() == fresh.front()
        assert state.front(papers(program)) == fresh.front(papers(program))
        for clause in fresh.front().open:
            assert state.asks(clause) == fresh.asks(clause)


@slow
@given(program_and_request())
def test_a_b_a_decision_other_than_a_pend_is_possible(case: tuple[ir.Program, Request]) -> None:
    program, request = case
    note(show(program, request))
    decision = decide(program, request)
    if decision.determination is not Determination.PEND_DOCUMENTATION:
        assert decision.determination in decision.possible


@slow
@given(program_and_request(), st.data())
def test_b_learning_a_fact_never_widens_what_is_possible(
    case: tuple[ir.Program, Request], data: st.DataObject
) -> None:
    program, request = case
    note(show(program, request))
    known = resolve(program, request).valuation.known
    unknown = sorted(set(program.facts.by_name) - known.keys())
    assume(unknown)
    name = data.draw(st.sampled_from(unknown))
    value = data.draw(st.sampled_from(domain(program.facts[name])))
    before = possible_of(program, Valuation(program.facts, AS_OF, known))
    after = possible_of(program, Valuation(program.facts, AS_OF, {**known, name: value}))
    if before.exact and after.exact:
        assert after.outcomes <= before.outcomes


@slow
@given(program_and_request())
def test_c_d_missing_is_nonempty_exactly_when_it_pends(case: tuple[ir.Program, Request]) -> None:
    program, request = case
    note(show(program, request))
    decision = decide(program, request)
    pends = decision.determination is Determination.PEND_DOCUMENTATION
    assert bool(decision.missing) == pends
    if decision.possible_exact and decision.settled and not pends:
        assert not decision.missing


@slow
@given(program_and_request())
def test_f_knowing_the_essential_facts_settles_the_outcome(
    case: tuple[ir.Program, Request],
) -> None:
    program, request = case
    note(show(program, request))
    known = resolve(program, request).valuation.known
    essential = brute_force_essential(program, known, papers(program))
    full = next(completions(program, known), None)
    assert full is not None
    settled = {**known, **{name: full[name] for name in essential}}
    outcomes = {
        outcome(program, complete, papers(program)) for complete in completions(program, settled)
    }
    assert len(outcomes) == 1


@slow
@given(program_and_request(), st.randoms(use_true_random=False))
def test_i_order_and_duplicates_change_nothing(
    case: tuple[ir.Program, Request], random: object
) -> None:
    program, request = case
    note(show(program, request))
    shuffled = list(program.clauses)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    copies = [
        attrs.evolve(clause, key=f"copy.{clause.key}", overridden_by=clause.overridden_by)
        for clause in program.clauses[:2]
    ]
    one = decide(program, request)
    other = decide(attrs.evolve(program, clauses=(*shuffled, *copies)), request)
    assert one.determination is other.determination
    if one.possible_exact and other.possible_exact:
        assert one.possible == other.possible
    if one.missing_exact and other.missing_exact:
        assert [m.fact for m in one.missing] == [m.fact for m in other.missing]


@slow
@given(program_and_request())
def test_the_same_input_gives_the_same_bytes(case: tuple[ir.Program, Request]) -> None:
    program, request = case
    note(show(program, request))
    again = Request(request.as_of, dict(reversed(request.facts.items())))
    assert decide(program, request).to_json() == decide(program, again).to_json()
