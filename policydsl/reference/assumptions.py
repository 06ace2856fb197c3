"""Fill a request's unknown facts from the declared assumptions."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.reference.structure import facts_read
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Resolved, Valuation


def resolve(program: ir.Program, request: Request) -> Resolved:
    """Return what is known once assumptions have supplied what they can (SPEC 4.2).

    An assumption supplies its fact only while the fact is unknown and its
    condition is yes.  Of several for one fact, evidence (`assume`) comes before
    a stated default, and then the first in the program wins.

    INVARIANT: conditions are acyclic (policydsl.semantics refuses cycles), so
    settling the facts of a condition first terminates.
    """
    by_fact: dict[str, list[ir.Assumption]] = {}
    for assumption in sorted(program.assumptions, key=lambda a: a.stated):
        by_fact.setdefault(assumption.fact, []).append(assumption)

    valuation = Valuation(program.facts, request.as_of, dict(request.facts))
    used: dict[str, ir.Assumption] = {}
    settled: set[str] = set()

    def settle(fact: str) -> None:
        if fact in settled:
            return
        settled.add(fact)
        if fact in valuation.known:
            return
        for assumption in by_fact.get(fact, ()):
            if assumption.condition is not None:
                for read in facts_read(assumption.condition):
                    settle(read)
                if truth(assumption.condition, valuation) is not Kleene.YES:
                    continue
            valuation.known[fact] = assumption.value
            used[fact] = assumption
            return

    for fact in by_fact:
        settle(fact)
    return Resolved(valuation, used)
