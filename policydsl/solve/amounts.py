"""Name the classes of requests that two programs decide alike but for an amount.

What is paid follows from the first `pays` line that holds; how much of a quantity fits,
where a limit decides, from what the limits in force have left.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.contrast import Aspect, Direction
from policydsl.solve.fitting import Fitting
from policydsl.solve.queries import Class, Query
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side
from policydsl.solve.steps import Steps, amount_of

COVERED = Outcome(Determination.COVERED)
NOTHING = ir.Constant(0)


class Amounts:
    """The amounts of two programs side by side."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.gates = old.gates
        self.steps = Steps(old, new)

    def queries(self) -> Iterator[Query]:
        if COVERED in self.old.outcomes and COVERED in self.new.outcomes:
            yield from self._paid()
        yield from self._all_by_member()
        yield from Fitting(self.steps).queries()

    # ----------------------------------------------------------------- payment

    def _paid(self) -> Iterator[Query]:
        if self.steps.alike and self.old.program.payments == self.new.program.payments:
            return
        covered = [self.old.outcomes[COVERED], self.new.outcomes[COVERED]]
        before, after = _paying(self.old), _paying(self.new)
        for here, one, held in before:
            for there, other, also in after:
                for way, apart in self._pays_otherwise(one, other):
                    yield Class(Aspect.AMOUNT, here, there, way), [*covered, held, also, apart]

    def _pays_otherwise(
        self, one: ir.Payment | None, other: ir.Payment | None
    ) -> Iterator[tuple[Direction, Literal]]:
        """Yield when the plan pays more, when it pays less, and when that cannot be said."""
        always, otherwise = self.gates.all_of([]), Direction.OTHERWISE
        if one is None or other is None:
            if one is not other:
                yield otherwise, always
            return
        if one.nothing and other.nothing:
            yield otherwise, self.steps.apart(one.basis, other.basis)
            return
        if one.nothing != other.nothing:
            yield (Direction.NARROWER if other.nothing else Direction.BROADER), always
            return
        rates = self.steps.between(one.rate, other.rate)
        shares = [
            self.steps.between(one.copay or NOTHING, other.copay or NOTHING),
            self.steps.between(one.copay_times, other.copay_times),
            self.steps.between(one.deductible or NOTHING, other.deductible or NOTHING),
        ]
        # A share of the member's shows in an amount alone, which takes a charge that is known.
        charged = [_charged(self.old, one), _charged(self.new, other)]
        shares = [each.where(self.gates, self.gates.any_of(charged)) for each in shares]
        # What the member pays more the plan pays less.
        more = self.gates.any_of([rates.more, *(each.less for each in shares)])
        less = self.gates.any_of([rates.less, *(each.more for each in shares)])
        yield Direction.BROADER, self.gates.all_of([more, -less])
        yield Direction.NARROWER, self.gates.all_of([less, -more])
        rest = [self.steps.apart(one.basis, other.basis), rates.unclear]
        rest += [each.unclear for each in shares]
        if one.rounding != other.rounding:
            rest.append(always)
        unclear = self.gates.any_of([self.gates.all_of([more, less]), *rest])
        yield otherwise, self.gates.all_of([unclear, *self._not_only(more, less)])

    def _not_only(self, more: Literal, less: Literal) -> list[Literal]:
        """Return that it has not been said already that more is paid, or less."""
        gates = self.gates
        return [-gates.all_of([more, -less]), -gates.all_of([less, -more])]

    def _all_by_member(self) -> Iterator[Query]:
        """Yield requests that both deny, and of which one says that the member pays all."""
        for outcome in sorted(self.old.outcomes.keys() & self.new.outcomes.keys()):
            before, after = _by_member(self.old, outcome), _by_member(self.new, outcome)
            both = [self.old.outcomes[outcome], self.new.outcomes[outcome]]
            for here, there in ((before, -after), (-before, after)):
                lead = Lead(outcome, None)
                yield Class(Aspect.AMOUNT, lead, lead, Direction.OTHERWISE), [*both, here, there]


Paying = tuple[Lead, ir.Payment | None, Literal]


def _paying(side: Side) -> list[Paying]:
    """Return which `pays` line pays and when; None of them: nothing is said, or not yet."""
    gates, lowering = side.gates, side.lowering
    found: list[Paying] = []
    before: list[Literal] = []
    lines: dict[str | None, int] = {}
    for payment in side.program.payments:
        rails = lowering.all_of(lowering.truth(guard) for guard in payment.guards)
        lines[payment.benefit] = line = lines.get(payment.benefit, 0) + 1
        lead = Lead(COVERED, payment.benefit, line=line)
        found.append((lead, payment, gates.all_of([*before, rails.yes])))
        before = [gates.all_of([*before, rails.no])]
    paying = gates.any_of(held for _, _, held in found)
    return [*found, (Lead(COVERED, None), None, -paying)]


def _charged(side: Side, payment: ir.Payment) -> Literal:
    if payment.basis is None:
        return side.gates.any_of([])
    return amount_of(side, payment.basis).known


def _by_member(side: Side, outcome: Outcome) -> Literal:
    return side.gates.any_of(
        side.of(clause).yes
        for clause in side.program.clauses
        if clause.member_pays and outcome_of(clause) == outcome
    )
