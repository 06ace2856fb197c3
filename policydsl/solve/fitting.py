"""Name the classes of requests that two programs decide alike but for how much fits.

INVARIANT: a limit decides only where what is asked is more than it has left, and no limit has
less (policydsl.semantics): what fits is then what it has left, where all that are in force
have a known amount left (policydsl.reference.report).
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.facts import least_endless
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.contrast import Aspect, Direction
from policydsl.solve.queries import Class, Query
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side, name_of
from policydsl.solve.steps import Amount, Steps, amount_of


class Fitting:
    """What fits by two programs, side by side."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.gates = steps.gates
        self._sides = (steps.old, steps.new)
        self._known = (_fit_is_known(steps.old), _fit_is_known(steps.new))

    def queries(self) -> Iterator[Query]:
        """Yield requests to which both set a limit, with different amounts left, or one alone."""
        old, new = self._sides
        alike = self.steps.alike and old.program.limits == new.program.limits
        for outcome in sorted(old.outcomes.keys() & new.outcomes.keys()):
            deciding = _limiting(old, outcome), _limiting(new, outcome)
            both = [old.outcomes[outcome], new.outcomes[outcome]]
            if not alike:
                yield from self._otherwise(outcome, deciding, both)
            yield from self._alone(outcome, deciding, both)

    def _otherwise(
        self, outcome: Outcome, deciding: tuple[Deciding, Deciding], both: list[Literal]
    ) -> Iterator[Query]:
        before, after = (
            {limit.id: limit.remaining for limit in side.program.limits} for side in self._sides
        )
        for here, held in deciding[0].items():
            one = Amount(self._known[0], amount_of(self.steps.old, before[here]).term)
            for there, also in deciding[1].items():
                other = Amount(self._known[1], amount_of(self.steps.new, after[there]).term)
                step = self.steps.compared(one, other)
                leads = Lead(outcome, here), Lead(outcome, there)
                for way, apart in (
                    (Direction.BROADER, step.more),
                    (Direction.NARROWER, step.less),
                    (_OTHERWISE, step.unclear),
                ):
                    yield Class(Aspect.AMOUNT, *leads, way), [*both, held, also, apart]

    def _alone(
        self, outcome: Outcome, deciding: tuple[Deciding, Deciding], both: list[Literal]
    ) -> Iterator[Query]:
        """Yield requests of which one version alone says how much fits."""
        for name, held in deciding[0].items():
            none = -self.gates.any_of(deciding[1].values())
            class_ = Class(Aspect.AMOUNT, Lead(outcome, name), Lead(outcome, None), _OTHERWISE)
            yield class_, [*both, held, none, self._known[0]]
        for name, held in deciding[1].items():
            none = -self.gates.any_of(deciding[0].values())
            class_ = Class(Aspect.AMOUNT, Lead(outcome, None), Lead(outcome, name), _OTHERWISE)
            yield class_, [*both, held, none, self._known[1]]


_OTHERWISE = Direction.OTHERWISE

Deciding = dict[str, Literal]
"""By limit, when it decides."""


def _limiting(side: Side, outcome: Outcome) -> Deciding:
    """Return which limit decides for *outcome*, and when."""
    found: dict[str, list[Literal]] = {}
    for clause in side.program.clauses:
        if clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION) and outcome_of(clause) == outcome:
            found.setdefault(name_of(clause), []).append(side.of(clause).yes)
    return {name: side.gates.any_of(yes) for name, yes in found.items()}


def _fit_is_known(side: Side) -> Literal:
    """Return that each limit in force has a known amount left, and that it is known what is asked.

    What is asked is that of the first; an amount without end need not be known.
    """
    gates = side.gates
    parts: list[Literal] = []
    none_before = gates.all_of([])
    for limit in side.program.limits:
        live = side.lowering.truth(limit.live).yes
        if not limit.unlimited:
            left = amount_of(side, limit.remaining).known
            parts.append(gates.any_of([-live, left, _is_endless(side, limit)]))
        asked = amount_of(side, limit.asked).known
        parts.append(-gates.all_of([none_before, live, -asked]))
        none_before = gates.all_of([none_before, -live])
    return gates.all_of(parts)


def _is_endless(side: Side, limit: ir.Limit) -> Literal:
    base = amount_of(side, limit.base)
    ends = ir.Constant(least_endless(limit.places))
    endless = side.gates.truth(ir.Compare(ends, ir.Order.AT_MOST, base.term))
    return side.gates.all_of([base.known, endless])
