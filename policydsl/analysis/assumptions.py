"""Find clauses that deny a request of which nothing adverse is given, only assumed.

A default is meant for what nearly never matters.  Where one alone makes a requirement fail,
an exclusion hold or a limit seem used up, whoever leaves the fact out is denied and never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from policydsl.analysis import problems_services
from policydsl.analysis.claims import Claim
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Number
from policydsl.core.reading import facts_read, nodes_in
from policydsl.core.values import ABSENT
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import TRUE, Among, AtMost, Contains, Form, Present
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

_DENIES: Final = (
    Determination.NOT_COVERED,
    Determination.BENEFIT_EXHAUSTED,
    Determination.NOT_APPLICABLE,
)
_MADE: Final = (ir.Kind.SILENCE, ir.Kind.IN_FORCE)
_OF_LIMITS: Final = (ir.Kind.LIMIT, ir.Kind.EXTENSION)


def assumptions_that_deny(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each clause that denies by what is assumed alone."""
    assuming = _Assuming(standing)
    stated = {a.fact: a for a in standing.program.assumptions if a.condition is None}
    for stand in standing.stands:
        clause = stand.clause
        if clause.determination not in _DENIES or clause.kind in _MADE or clause.papers:
            continue
        about = _about(standing, stand)
        facts = sorted(facts_read(*(expr for expr, _ in about)) & stated.keys())
        literals = [literal for _, literal in about]
        if not facts or assuming.all_of(literals) is not True:
            continue
        if any(assuming.value(lift.condition) is True for lift in stand.lifts):
            continue
        alone = [name for name in facts if assuming.all_of(literals, without=name) is not True]
        blamed = [stated[name] for name in alone or facts]
        case = _case(standing, stand, about, tuple(each.fact for each in blamed))
        if case is None:
            continue  # something else has to be given, or decides as well

        def told(
            stand: Stand = stand, blamed: list[ir.Assumption] = blamed, case: Case = case
        ) -> Diagnostic:
            return problems_services.denied_by_assumption(stand.clause, blamed, case)

        spans = (clause.span, *(each.span for each in blamed))
        cause = tuple(each.fact for each in blamed)
        yield Finding(catalogue.DENIED_BY_ASSUMPTION, tuple(s for s in spans if s), told, cause)


_About = list[tuple[ir.Truth, Literal]]


def _about(standing: Standing, stand: Stand) -> _About:
    """Return what a clause denies by, with its literals.

    Of a limit that is how much is used, for how long it lasts and who asked for more: all
    that stands behind what says whom it binds, but for how much other limits leave.
    """
    clause = stand.clause
    if clause.kind not in _OF_LIMITS:
        return [(clause.bite, stand.bite)]
    limit = next(each for each in standing.program.limits if each.id == clause.id)
    binding = {id(node) for node in nodes_in(limit.live)}
    guards = list(zip(clause.guards, stand.guards, strict=True))
    behind = [each for each in guards if id(each[0]) not in binding]
    return [*behind[:1], (clause.bite, stand.bite)]


def _case(standing: Standing, stand: Stand, about: _About, blamed: tuple[str, ...]) -> Case | None:
    """Return a request that gives only what brings it to the clause, if that denies it."""
    from policydsl.analysis.cases import case_for

    clause = stand.clause
    denies = standing.gates.all_of([literal for _, literal in about])
    own = {id(expr) for expr, _ in about}
    before = [(g, x) for g, x in zip(clause.guards, stand.guards, strict=True) if id(g) not in own]
    leading = [literal for _, literal in before]
    found = stand.slice.witness(*leading, -denies) or stand.slice.witness(*leading)
    if found is None:
        return None
    read = facts_read(*(expr for expr, _ in before)) - set(blamed)
    given = {name: value for name, value in found.facts.items() if name in read}
    claim = Claim(alone=(clause,), unassumed=(ir.And(tuple(expr for expr, _ in about)),))
    day = standing.finder.day if found.day is None else found.day
    return case_for(standing.program, given, claim, day)


class _Assuming:
    """What literals are when of every fact only its default is known."""

    def __init__(self, standing: Standing) -> None:
        self.gates = standing.gates
        self.defaults = standing.finder.customs.defaults
        self._known: dict[Literal, bool | None] = {}

    def all_of(self, literals: Sequence[Literal], without: str | None = None) -> bool | None:
        """Return whether all of *literals* are true."""
        found = [self.value(literal, without) for literal in literals]
        return False if False in found else None if None in found else True

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
            case AtMost(form=form, bound=bound):
                return self._at_most(form, bound, without)
            case _:
                return None
        match leaf:
            case Among(values=values):
                return value in values
            case Contains(member=member):
                return isinstance(value, frozenset) and member in value
            case _:
                return value is not ABSENT

    def _at_most(self, form: Form, bound: int, without: str | None) -> bool | None:
        """Return whether a sum is at most *bound*, whatever the facts are that are not known."""
        least = most = 0
        for factor, base in form:
            kind = self.gates.facts[base.fact].type if isinstance(base, ir.FactTerm) else None
            if not isinstance(base, ir.FactTerm) or not isinstance(kind, Number):
                return None
            low, high = kind.low, kind.high
            number = self.defaults.get(base.fact)
            if isinstance(number, int) and base.fact != without:
                low = high = number
            least += factor * (low if factor > 0 else high)
            most += factor * (high if factor > 0 else low)
        return True if most <= bound else False if least > bound else None
