"""The finder answers as brute force does, and its witnesses are such that the reference agrees."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.analysis.standing import Standing
from policydsl.core import ir
from policydsl.core.values import FactValue, Kleene
from policydsl.reference.clauses import Statuses
from policydsl.reference.valuation import Valuation
from policydsl.solve.slice import Answer
from tests.strategies import AS_OF, domain, programs

TRIED = 60


def drawn(program: ir.Program, seed: int) -> Iterator[Statuses]:
    """Yield the statuses of clauses under completions drawn from the whole domain."""
    dice = random.Random(seed)
    domains = {name: domain(fact) for name, fact in program.facts.by_name.items()}
    for _ in range(TRIED):
        known = {name: dice.choice(values) for name, values in domains.items()}
        yield Statuses(program, Valuation(program.facts, AS_OF, known))


@given(programs(), st.integers(0, 2**16))
@settings(max_examples=150)
def test_what_holds_in_some_request_is_never_said_to_hold_in_none(
    program: ir.Program, seed: int
) -> None:
    standing = Standing(program, ())
    slice = standing.everywhere
    for statuses in drawn(program, seed):
        held = [c for c in program.clauses if statuses.of(c) is Kleene.YES]
        literals = [standing.of(clause).holds for clause in held]
        # All that hold and, at once, none of the others.
        literals += [-standing.of(c).holds for c in program.clauses if c not in held]
        assert slice.can(*literals) is not Answer.NO
        for clause in statuses.front().holding:
            stand = standing.of(clause)
            stronger = [-other.holds for other in standing.stronger(stand)]
            assert slice.can(stand.holds, *stronger) is not Answer.NO


@given(programs(), st.integers(0, 2**16))
@settings(max_examples=150)
def test_a_witness_shows_what_it_was_asked_for_however_it_is_completed(
    program: ir.Program, seed: int
) -> None:
    standing = Standing(program, ())
    slice = standing.everywhere
    dice = random.Random(seed)
    for clause in program.clauses:
        for literal, wanted in (
            (standing.of(clause).holds, Kleene.YES),
            (-standing.of(clause).holds, Kleene.NO),
        ):
            found = slice.witness(literal)
            if found is None:
                continue
            assert slice.can(literal) is Answer.YES
            for _ in range(5):
                known: dict[str, FactValue] = {
                    name: found.facts.get(name, dice.choice(domain(fact)))
                    for name, fact in program.facts.by_name.items()
                }
                day = AS_OF if found.day is None else found.day
                statuses = Statuses(program, Valuation(program.facts, day, known))
                assert statuses.of(clause) is wanted


@given(programs())
@settings(max_examples=150)
def test_small_programs_are_answered(program: ir.Program) -> None:
    """Nothing in these programs is past a bound: each answer is yes or no, with a witness."""
    standing = Standing(program, ())
    slice = standing.everywhere
    for clause in program.clauses:
        literal = standing.of(clause).holds
        answer = slice.can(literal)
        assert answer is not Answer.MAYBE
        assert (answer is Answer.YES) == (slice.witness(literal) is not None)
