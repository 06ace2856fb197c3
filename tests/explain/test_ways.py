"""What would change an answer is the least that does, by brute force over whole domains."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import FactTable, Supplier
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.explain.ways import Ground, Kind, search
from policydsl.explain.ways.search import Options
from policydsl.reference import decide
from policydsl.reference.assumptions import resolve
from tests.strategies import domain, programs, requests

SIZES = (1, 2)
PAYERS = (Supplier.REVIEWER, Supplier.PAYER_SYSTEM)
REACHABLE = [d for d in Determination if d is not Determination.PEND_DOCUMENTATION]


@st.composite
def cases(draw: st.DrawFn) -> tuple[ir.Program, Request, Determination]:
    """Draw a program in which some facts are fixed, or supplied by the payer or a reviewer."""
    program = draw(programs())
    fixed = draw(st.sets(st.sampled_from(sorted(program.facts.by_name)), max_size=3))
    judged = draw(st.sets(st.sampled_from(sorted(program.facts.by_name)), max_size=3))
    facts = {
        name: attrs.evolve(
            fact,
            fixed=name in fixed,
            supplier=draw(st.sampled_from(PAYERS)) if name in judged else fact.supplier,
        )
        for name, fact in program.facts.by_name.items()
    }
    program = attrs.evolve(program, facts=FactTable(facts))
    request = draw(requests(program, most_unknown=4))
    toward = draw(st.one_of(st.just(Determination.COVERED), st.sampled_from(REACHABLE)))
    return program, request, toward


def may_be_set(program: ir.Program, request: Request, name: str) -> bool:
    fact = program.facts[name]
    if name not in resolve(program, request).valuation.known:
        return True
    if name not in request.facts:
        return fact.supplier is not Supplier.PAYER_SYSTEM
    return not fact.fixed and fact.supplier not in (Supplier.REVIEWER, Supplier.PAYER_SYSTEM)


def reaching(
    program: ir.Program, request: Request, toward: Determination, size: int
) -> Iterator[frozenset[str]]:
    """Yield the sets of *size* facts of which some values lead to *toward*."""
    free = [name for name in program.read_facts if may_be_set(program, request, name)]
    for names in itertools.combinations(free, size):
        for values in itertools.product(*(domain(program.facts[name]) for name in names)):
            changed = Request(
                request.as_of, {**request.facts, **dict(zip(names, values, strict=True))}
            )
            if decide(program, changed).determination is toward:
                yield frozenset(names)
                break


@settings(max_examples=45)
@given(cases())
def test_the_least_is_found(case: tuple[ir.Program, Request, Determination]) -> None:
    program, request, toward = case
    ways = search(Ground(program), request, toward, options=Options(most=50))
    assert ways.reached == (decide(program, request).determination is toward)
    if ways.reached or not ways.exact:
        return
    for size in SIZES:
        found = {frozenset(c.fact for c in way.changes) for way in ways.ways}
        small = {names for names in found if len(names) < size}
        minimal = {
            names
            for names in reaching(program, request, toward, size)
            if not any(smaller <= names for smaller in small)
        }
        if ways.complete and (ways.smallest is None or size <= ways.smallest + 1):
            assert {names for names in found if len(names) == size} == minimal
        elif ways.smallest is not None and size <= ways.smallest:
            assert bool(minimal) == (size == ways.smallest)


@settings(max_examples=40)
@given(cases())
def test_a_way_leads_there_and_changes_only_what_a_person_can(
    case: tuple[ir.Program, Request, Determination],
) -> None:
    program, request, toward = case
    for way in search(Ground(program), request, toward).ways:
        assert way.decision.determination is toward
        chosen: dict[str, FactValue] = {}
        for change in way.changes:
            fact = program.facts[change.fact]
            assert (change.kind is Kind.LEARNED) == (change.fact not in request.facts)
            assert may_be_set(program, request, change.fact)
            chosen[change.fact] = next(v for v in domain(fact) if _json(v) == change.value)
        replayed = decide(program, Request(request.as_of, {**request.facts, **chosen}))
        assert replayed == way.decision


def _json(value: FactValue) -> object:
    import datetime

    from policydsl.core.values import ABSENT

    if value is ABSENT:
        return None
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 1000:
        return datetime.date.fromordinal(value).isoformat()
    return value
