"""The analysis answers as z3 does, which was told by someone else what conditions mean."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.analysis.standing import Standing
from policydsl.core import dates, ir
from policydsl.core.dates import Period
from policydsl.core.facts import Day, Fact, FactTable
from policydsl.solve.slice import Answer, Slice
from policydsl.workspace import load
from tests.solve.oracle import Oracle
from tests.strategies import programs, truths

POLICIES = Path(__file__).parents[2] / "policies"
SAID = {Answer.YES: z3.sat, Answer.NO: z3.unsat}


class Both:
    """One program asked in two ways."""

    def __init__(self, program: ir.Program) -> None:
        self.standing = Standing(program, ())
        self.oracle = Oracle(program)
        self.slice: Slice = self.standing.everywhere
        self.maybe = 0
        for clause in program.clauses:
            self.oracle.holds(clause)
        self.solver = self.oracle.solver()

    def agree(self, literals: list[int], formulas: list[Any], about: object) -> None:
        answer = self.slice.can(*literals)
        if answer is Answer.MAYBE:
            self.maybe += 1
            return
        assert self.solver.check(*formulas) == SAID[answer], about


@given(programs())
@settings(max_examples=30, deadline=None)
def test_which_clauses_can_hold_together(program: ir.Program) -> None:
    both = Both(program)
    holds = {
        clause.key: (both.standing.of(clause).holds, both.oracle.holds(clause))
        for clause in program.clauses
    }
    for key, (literal, formula) in holds.items():
        both.agree([literal], [formula], key)
        both.agree([-literal], [z3.Not(formula)], f"not {key}")
    for (one, (a, b)), (other, (c, d)) in itertools.combinations(holds.items(), 2):
        both.agree([a, c], [b, d], (one, other))
        both.agree([a, -c], [b, z3.Not(d)], (one, f"not {other}"))
    assert both.maybe == 0


@given(programs())
@settings(max_examples=40, deadline=None)
def test_which_clauses_can_decide(program: ir.Program) -> None:
    """A clause decides when it holds and nothing stronger does."""
    both = Both(program)
    for clause in program.clauses:
        stronger = [c for c in program.clauses if c.rank < clause.rank]
        none = [z3.Not(both.oracle.holds(other)) for other in stronger]
        literal = both.standing.of(clause).holds
        nothing = [-both.standing.of(other).holds for other in stronger]
        both.agree([literal, *nothing], [both.oracle.holds(clause), *none], clause.key)


@given(programs(), st.lists(truths(("married", "started")), min_size=1, max_size=3))
@settings(max_examples=50, deadline=None)
def test_whether_conditions_hold_together(program: ir.Program, exprs: list[ir.Truth]) -> None:
    absentable = {
        name: Fact(name, name, fact.type, None, False, name in ("married", "started"))
        for name, fact in program.facts.by_name.items()
    }
    standing = Standing(_bare(FactTable(absentable)), ())
    oracle = Oracle(standing.program)
    formulas = [oracle.truth(expr) for expr in exprs]
    literals = [standing.gates.truth(expr) for expr in exprs]
    solver = oracle.solver()
    for signs in itertools.product((1, -1), repeat=len(exprs)):
        answer = standing.everywhere.can(*(s * x for s, x in zip(signs, literals, strict=True)))
        said = [f if s > 0 else z3.Not(f) for s, f in zip(signs, formulas, strict=True)]
        assert solver.check(*said) == SAID[answer]


def _bare(facts: FactTable) -> ir.Program:
    return ir.Program(
        id="bare",
        title="",
        issuer="",
        edition=None,
        in_force=ir.InForce(None, None),
        facts=facts,
        read_facts=tuple(facts.by_name),
        asks_first=(),
        assumptions=(),
        clauses=(),
        benefits=(),
        limits=(),
        payments=(),
        advice=(),
        open_questions=(),
        alternatives=False,
        content_hash="",
    )


# ------------------------------------------------------------- the real policies


@pytest.mark.parametrize("id", ["nwc", "hmsa", "kaiser", "cms_telehealth", "uhc_cs164h"])
def test_what_can_hold_and_decide_in_a_real_policy(id: str) -> None:
    program = load(POLICIES / id / f"{id}.pol").program
    both = Both(program)
    for clause in program.clauses:
        stand, formula = both.standing.of(clause), both.oracle.holds(clause)
        both.agree([stand.holds], [formula], clause.key)
        both.agree([*stand.guards, -stand.bite], _lacking(both, clause), f"not {clause.key}")
        for lift in stand.lifts:
            inside = [*map(both.oracle.truth, (*clause.guards, clause.bite))]
            if len(lift.inside) == len(inside):  # not nested
                applies = both.oracle.truth(lift.exception.condition)
                both.agree([*lift.inside, lift.condition], [*inside, applies], clause.key)
    covers = [clause for clause in program.clauses if clause.kind is ir.Kind.COVER]
    for one, other in itertools.combinations(covers, 2):
        pair = [both.standing.of(clause).holds for clause in (one, other)]
        both.agree(pair, [both.oracle.holds(one), both.oracle.holds(other)], (one.key, other.key))
    assert both.maybe == 0


def _lacking(both: Both, clause: ir.Clause) -> list[Any]:
    truth = both.oracle.truth
    return [*map(truth, clause.guards), z3.Not(truth(clause.bite))]


# --------------------------------------------------------------- the oracle itself

DAYS = [
    datetime.date(2023, 2, 28),
    datetime.date(2024, 2, 29),
    datetime.date(2024, 8, 31),
    datetime.date(2025, 1, 31),
    datetime.date(2028, 2, 29),
]


def _dated(birth: bool) -> Oracle:
    facts = FactTable({"born": Fact("born", "", Day(), None, True, False)})
    return Oracle(_bare(facts)) if birth else Oracle(_bare(FactTable({})))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ir.AgeTerm(ir.FactTerm("born"), False), dates.age_in_years),
        (ir.AgeTerm(ir.FactTerm("born"), True), dates.age_in_months),
        (ir.BirthdayTerm(ir.FactTerm("born"), 3), lambda born, _: dates.birthday(born, 3)),
        (
            ir.AddPeriod(ir.FactTerm("born"), 6, Period.MONTHS),
            lambda born, _: dates.add_months(born, 6),
        ),
        (
            ir.AddPeriod(ir.FactTerm("born"), -2, Period.WEEKS),
            lambda born, _: born - 14,
        ),
        (ir.YearTerm(ir.FactTerm("born")), lambda born, _: dates.year_of(born)),
    ],
    ids=["years", "months", "birthday", "in 6 months", "2 weeks before", "year"],
)
def test_the_oracle_counts_days_as_calendars_do(term: ir.Term, expected: Any) -> None:
    oracle = _dated(birth=True)
    _, value = oracle.term(term)
    born = oracle.value("born")
    solver = oracle.solver()
    for one, other in itertools.product(DAYS, repeat=2):
        if other < one:
            continue
        given = [born == one.toordinal(), oracle.day == other.toordinal()]
        assert solver.check(*given) == z3.sat
        found = solver.model().eval(value).as_long()
        assert found == expected(one.toordinal(), other.toordinal()), (one, other)
