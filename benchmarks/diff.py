"""All classes in which two 300-clause versions decide differently, each with a case; z3 beside it.

z3 is asked the same question on the same policies: for each pair of clauses that could lead on
the two sides, whether a request in which every fact is known leads to both, and one that does.
It is asked nothing of requests that leave facts out, of smallest cases, or of a replay, which
are in our time.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import attrs

from benchmarks.growth import program
from policydsl.core import ir
from policydsl.core.determinations import RANK, Determination
from policydsl.core.facts import Choice, Number, YesNo
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.differing import Difference, differences

BENEFITS = 21
DAY = 739_000
ROUNDS = 3


def versions(edits: int) -> tuple[ir.Program, ir.Program]:
    """Return a policy of 295 clauses, and the same with so many clauses changed."""
    old = program(BENEFITS)
    rng = random.Random(7)
    clauses = list(old.clauses)
    places = [i for i, c in enumerate(clauses) if c.kind is ir.Kind.REQUIRE]
    for turn, place in enumerate(rng.sample(places, edits)):
        clause = clauses[place]
        match turn % 4:
            case 0:  # the requirement is gone
                changed = attrs.evolve(clause, bite=ir.Truism(False))
            case 1:  # it asks for another determination
                word = Determination.NEEDS_PRIOR_AUTH
                changed = attrs.evolve(clause, determination=word, rank=RANK[word])
            case 2:  # it is a paper that can be sent in later
                word = Determination.PEND_DOCUMENTATION
                changed = attrs.evolve(clause, determination=word, rank=RANK[word], papers=True)
            case _:  # it binds from the eleventh visit on
                used = ir.FactTerm(f"used{clause.key.removeprefix('service').partition('.')[0]}")
                more = ir.Compare(ir.Constant(10), ir.Order.LESS, used)
                changed = attrs.evolve(clause, bite=ir.And((clause.bite, more)))
        clauses[place] = changed
    return old, attrs.evolve(old, clauses=tuple(clauses))


# --------------------------------------------------------------------------- z3


class Rival:
    """The same two policies as formulas of z3, without slices or sharing of our making."""

    def __init__(self, old: ir.Program, new: ir.Program) -> None:
        import z3

        self.z3 = z3
        self.solver = z3.Solver()
        self.facts: dict[str, Any] = {}
        for name, fact in old.facts.by_name.items():
            match fact.type:
                case YesNo():
                    self.facts[name] = z3.Bool(name)
                case Choice(members):
                    self.facts[name] = variable = z3.Int(name)
                    self.solver.add(variable >= 0, variable < len(members))
                case Number(low=low, high=high):
                    self.facts[name] = variable = z3.Int(name)
                    self.solver.add(variable >= low, variable <= high)
                case _:
                    raise AssertionError(name)
        self.members = {
            name: fact.type.members
            for name, fact in old.facts.by_name.items()
            if isinstance(fact.type, Choice)
        }
        self.sides = (self._leads(old), self._leads(new))

    def classes(self) -> int:
        """Count the classes, by blocking each one that is found."""
        z3, found = self.z3, 0
        (old, mine), (new, theirs) = self.sides
        apart = [z3.And(old[o], z3.Not(new.get(o, z3.BoolVal(False)))) for o in old]
        self.solver.add(z3.Or(apart))
        while self.solver.check() == z3.sat:
            model = self.solver.model()
            here = next(x for x in mine if z3.is_true(model.eval(x, model_completion=True)))
            there = next(x for x in theirs if z3.is_true(model.eval(x, model_completion=True)))
            self.solver.add(z3.Not(z3.And(here, there)))
            found += 1
        return found

    def _leads(self, policy: ir.Program) -> tuple[dict[Outcome, Any], list[Any]]:
        z3 = self.z3
        holds = [(c, self._holds(c)) for c in policy.clauses]
        outcomes: dict[Outcome, Any] = {}
        leads: list[Any] = []
        stronger: list[Any] = []
        for rank in sorted({c.rank for c, _ in holds}):
            level = [(c, held) for c, held in holds if c.rank == rank]
            before: list[Any] = []
            for clause, held in level:
                lead = z3.And(held, *[z3.Not(x) for x in (*stronger, *before)])
                leads.append(lead)
                before.append(held)
                outcome = outcome_of(clause)
                outcomes[outcome] = z3.Or(outcomes.get(outcome, z3.BoolVal(False)), lead)
            stronger += before
        return outcomes, leads

    def _holds(self, clause: ir.Clause) -> Any:
        return self.z3.And(*(self._truth(each) for each in (*clause.guards, clause.bite)))

    def _truth(self, expr: ir.Truth) -> Any:
        z3 = self.z3
        match expr:
            case ir.Truism():
                return z3.BoolVal(expr.value)
            case ir.Not():
                return z3.Not(self._truth(expr.operand))
            case ir.And():
                return z3.And(*map(self._truth, expr.operands))
            case ir.Or():
                return z3.Or(*map(self._truth, expr.operands))
            case ir.MemberIs() if expr.fact in self.members:
                fact, members = self.facts[expr.fact], self.members[expr.fact]
                return z3.Or(*(fact == members.index(str(value)) for value in expr.values))
            case ir.MemberIs():
                fact = self.facts[expr.fact]
                return fact if True in expr.values else z3.Not(fact)
            case ir.Compare(left=ir.Constant(value), right=ir.FactTerm(name)):
                return z3.IntVal(value) < self.facts[name]
            case _:
                raise AssertionError(expr)


# -------------------------------------------------------------------- measuring


def timed(edits: int) -> Iterator[str]:
    """Yield the figures of one pair of versions, both rivals in turns."""
    old, new = versions(edits)
    ours, theirs = [], []
    found, counted = 0, 0
    for _ in range(ROUNDS):
        gc.collect()  # so that neither clears away what the other left
        start = time.process_time()
        found = sum(isinstance(each, Difference) for each in differences(old, new, DAY))
        ours.append(time.process_time() - start)
        gc.collect()
        start = time.process_time()
        counted = Rival(old, new).classes()
        theirs.append(time.process_time() - start)
    yield (
        f"  {edits:>3} edits   ours {min(ours):.2f} s, {found} classes with cases"
        f"   z3 {min(theirs):.2f} s, {counted} classes of known facts alone"
    )


def main() -> None:
    out = sys.stdout.write
    out(f"diff of two versions of {len(program(BENEFITS).clauses)} clauses, best of {ROUNDS}\n")
    for edits in (3, 20):
        for line in timed(edits):
            out(f"{line}\n")


if __name__ == "__main__":
    main()
