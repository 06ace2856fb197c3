"""What analysis says of drawn programs is so in every request that is drawn for them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from policydsl.analysis import analyse
from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.semantics import Checked
from tests.solve.test_finder import drawn
from tests.strategies import programs


def named(program: ir.Program, message: str) -> ir.Clause:
    key = re.findall(r"`(\w+)`", message)[0]
    return next(clause for clause in program.clauses if clause.key == key)


@given(programs(), st.integers(0, 2**16))
@settings(max_examples=100)
def test_a_finding_is_so_in_every_request(program: ir.Program, seed: int) -> None:
    found = analyse(Checked(program, (), (), ())).diagnostics
    assert all(d.case for d in found), [(d.code.id, d.message) for d in found]
    never_hold = [named(program, d.message) for d in found if d.code.id == "POL0605"]
    never_decide = [named(program, d.message) for d in found if d.code.id == "POL0608"]
    for statuses in drawn(program, seed):
        assert not any(statuses.of(clause) is Kleene.YES for clause in never_hold)
        assert not set(never_decide) & set(statuses.front().holding)
        if any(d.code.id == "POL0604" for d in found):
            continue
        sending = {
            (clause.rank, clause.target)
            for clause in program.clauses
            if clause.determination.sends and statuses.of(clause) is Kleene.YES
        }
        assert len({rank for rank, _ in sending}) == len(sending)
