"""Find clauses that deny a request of which nothing adverse is given, only assumed.

A default is meant for what nearly never matters.  Where one alone makes a requirement fail
or an exclusion hold, whoever leaves the fact out is denied and never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from policydsl.analysis import problems
from policydsl.analysis.claims import Claim
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.reading import facts_read
from policydsl.core.values import ABSENT
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import TRUE, Among, AtMost, Contains, Present
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

_DENIES: Final = (
    Determination.NOT_COVERED,
    Determination.BENEFIT_EXHAUSTED,
    Determination.NOT_APPLICABLE,
)
_MADE: Final = (ir.Kind.SILENCE, ir.Kind.IN_FORCE, ir.Kind.LIMIT, ir.Kind.EXTENSION)


def assumptions_that_deny(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each clause that denies by what is assumed alone."""
    assuming = _Assuming(standing)
    stated = {a.fact: a for a in standing.program.assumptions if a.condition is None}
    for stand in standing.stands:
        clause = stand.clause
        if clause.determination not in _DENIES or clause.kind in _MADE or clause.papers:
            continue
        facts = sorted(facts_read(clause.bite) & stated.keys())
        if not facts or assuming.value(stand.bite) is not True:
            continue
        if any(assuming.value(lift.condition) is True for lift in stand.lifts):
            continue
        alone = [name for name in facts if assuming.value(stand.bite, without=name) is not True]
        blamed = [stated[name] for name in alone or facts]
        case = _case(standing, stand, tuple(each.fact for each in blamed))
        if case is None:
            continue  # something else has to be given, or decides as well

        def told(
            stand: Stand = stand, blamed: list[ir.Assumption] = blamed, case: Case = case
        ) -> Diagnostic:
            return problems.denied_by_assumption(stand.clause, blamed, case)

        spans = (clause.span, *(each.span for each in blamed))
        cause = tuple(each.fact for each in blamed)
        yield Finding(catalogue.DENIED_BY_ASSUMPTION, tuple(s for s in spans if s), told, cause)


def _case(standing: Standing, stand: Stand, blamed: tuple[str, ...]) -> Case | None:
    """Return a request that gives only what brings it to the clause, if that denies it."""
    from policydsl.analysis.cases import case_for

    clause = stand.clause
    found = stand.slice.witness(*stand.guards, -stand.bite) or stand.slice.witness(*stand.guards)
    if found is None:
        return None
    before = facts_read(*clause.guards) - set(blamed)
    given = {name: value for name, value in found.facts.items() if name in before}
    claim = Claim(alone=(clause,), unassumed=(clause.bite,))
    day = standing.finder.day if found.day is None else found.day
    return case_for(standing.program, given, claim, day)


class _Assuming:
    """What literals are when of every fact only its default is known."""

    def __init__(self, standing: Standing) -> None:
        self.gates = standing.gates
        self.defaults = standing.finder.customs.defaults
        self._known: dict[Literal, bool | None] = {}

    def value(self, literal: Literal, without: str | None = None) -> bool | None:
        """Return whether *literal* is true; None: it depends on more, or on *without*."""
        known = self._known if without is None else {}
        return self._value(literal, without, known)

    def _value(
        self, literal: Literal, without: str | None, known: dict[Literal, bool | None]
    ) -> bool | None:
        variable = abs(literal)
        if variable not in known:
            inputs = self.gates.joined.get(variable)
            if inputs is None:
                known[variable] = self._leaf(variable, without)
            else:
                parts = [self._value(each, without, known) for each in inputs]
                known[variable] = False if False in parts else None if None in parts else True
        value = known[variable]
        return value if literal > 0 or value is None else not value

    def _leaf(self, variable: int, without: str | None) -> bool | None:
        if variable == TRUE:
            return True
        leaf = self.gates.leaves.get(variable)
        match leaf:
            case Present(fact=fact) | Among(fact=fact) | Contains(fact=fact):
                if fact not in self.defaults or fact == without:
                    return None
                value = self.defaults[fact]
            case AtMost(form=((1, ir.FactTerm(fact)),), bound=bound):
                number = self.defaults.get(fact)
                if not isinstance(number, int) or fact == without:
                    return None
                return number <= bound
            case _:
                return None
        match leaf:
            case Among(values=values):
                return value in values
            case Contains(member=member):
                return isinstance(value, frozenset) and member in value
            case _:
                return value is not ABSENT
