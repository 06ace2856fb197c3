"""Name the classes of requests that two programs decide alike but for an amount.

What is paid follows from the first `pays` line that holds; how much of a quantity fits,
where a limit decides, from what the limits in force have left.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.reading import facts_read
from policydsl.frozen import frozen
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.contrast import Aspect, Direction
from policydsl.solve.ends import as_given, gone
from policydsl.solve.gates import Gates
from policydsl.solve.queries import Class, Query
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side, name_of

COVERED = Outcome(Determination.COVERED)
NOTHING = ir.Constant(0)


class Amounts:
    """The amounts of two programs side by side."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.gates = old.gates
        self._alike = old.lowering is new.lowering

    def queries(self) -> Iterator[Query]:
        if COVERED in self.old.outcomes and COVERED in self.new.outcomes:
            yield from self._paid()
        yield from self._all_by_member()
        if not (self._alike and self.old.program.limits == self.new.program.limits):
            yield from self._fitting()

    # ----------------------------------------------------------------- payment

    def _paid(self) -> Iterator[Query]:
        if self._alike and self.old.program.payments == self.new.program.payments:
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
            yield otherwise, self._apart(one.basis, other.basis)
            return
        if one.nothing != other.nothing:
            yield (Direction.NARROWER if other.nothing else Direction.BROADER), always
            return
        rates = self._more_or_less(one.rate, other.rate)
        shares = [
            self._more_or_less(one.copay or NOTHING, other.copay or NOTHING),
            self._more_or_less(one.copay_times, other.copay_times),
            self._more_or_less(one.deductible or NOTHING, other.deductible or NOTHING),
        ]
        # A share of the member's shows in an amount alone, which takes a charge that is known.
        charged = [self._charged(self.old, one), self._charged(self.new, other)]
        shares = [each.where(self.gates, self.gates.any_of(charged)) for each in shares]
        # What the member pays more the plan pays less.
        more = self.gates.any_of([rates.more, *(each.less for each in shares)])
        less = self.gates.any_of([rates.less, *(each.more for each in shares)])
        yield Direction.BROADER, self.gates.all_of([more, -less])
        yield Direction.NARROWER, self.gates.all_of([less, -more])
        rest = [self._apart(one.basis, other.basis), rates.unclear]
        rest += [each.unclear for each in shares]
        if one.rounding != other.rounding:
            rest.append(always)
        unclear = self.gates.any_of([self.gates.all_of([more, less]), *rest])
        yield otherwise, self.gates.all_of([unclear, *self._not_only(more, less)])

    def _charged(self, side: Side, payment: ir.Payment) -> Literal:
        never = self.gates.any_of([])
        return never if payment.basis is None else self._known(side, payment.basis)

    def _not_only(self, more: Literal, less: Literal) -> list[Literal]:
        """Return that it has not been said already that more is paid, or less."""
        gates = self.gates
        return [-gates.all_of([more, -less]), -gates.all_of([less, -more])]

    def _more_or_less(self, one: ir.Term | None, other: ir.Term | None) -> _Step:
        """Compare two terms of which none, where there is no term, is as good as zero."""
        gates = self.gates
        never = gates.any_of([])
        if one is None and other is None:
            return _Step(never, never, never)
        if one is None or other is None:
            return _Step(never, never, gates.all_of([]))
        if one == other and self._alike:
            return _Step(never, never, never)
        known = self._known(self.old, one), self._known(self.new, other)
        left, right = as_given(self.old.lowering, one), as_given(self.new.lowering, other)
        both = gates.all_of(known)
        more = gates.truth(ir.Compare(left, ir.Order.LESS, right))
        less = gates.truth(ir.Compare(right, ir.Order.LESS, left))
        unclear = [gates.all_of([known[0], -known[1]]), gates.all_of([-known[0], known[1]])]
        # A table may have no row for what is known.
        nothing = gone(self.old.lowering, one), gone(self.new.lowering, other)
        unclear += [gates.all_of([both, here, -there]) for here, there in (nothing, nothing[::-1])]
        return _Step(gates.all_of([both, more]), gates.all_of([both, less]), gates.any_of(unclear))

    def _apart(self, one: ir.Term | None, other: ir.Term | None) -> Literal:
        """Return that two terms are different, or that one alone is known."""
        step = self._more_or_less(one, other)
        return self.gates.any_of([step.more, step.less, step.unclear])

    def _known(self, side: Side, term: ir.Term) -> Literal:
        facts = sorted(facts_read(term))
        return self.gates.all_of(-side.lowering.knowing(fact).unknown for fact in facts)

    def _all_by_member(self) -> Iterator[Query]:
        """Yield requests that both deny, and of which one says that the member pays all."""
        for outcome in sorted(self.old.outcomes.keys() & self.new.outcomes.keys()):
            before, after = _by_member(self.old, outcome), _by_member(self.new, outcome)
            both = [self.old.outcomes[outcome], self.new.outcomes[outcome]]
            for here, there in ((before, -after), (-before, after)):
                lead = Lead(outcome, None)
                yield Class(Aspect.AMOUNT, lead, lead, Direction.OTHERWISE), [*both, here, there]

    # ------------------------------------------------------------------ limits

    def _fitting(self) -> Iterator[Query]:
        """Yield requests to which both set a limit, with different amounts left.

        INVARIANT: a limit decides only where what is asked is more than it has left, and no
        limit has less (policydsl.semantics): what fits is then what it has left.
        """
        before = {limit.id: limit.remaining for limit in self.old.program.limits}
        after = {limit.id: limit.remaining for limit in self.new.program.limits}
        for outcome in sorted(self.old.outcomes.keys() & self.new.outcomes.keys()):
            limits = _limiting(self.old, outcome), _limiting(self.new, outcome)
            both = [self.old.outcomes[outcome], self.new.outcomes[outcome]]
            for here, held in limits[0].items():
                for there, also in limits[1].items():
                    step = self._more_or_less(before[here], after[there])
                    leads = Lead(outcome, here), Lead(outcome, there)
                    for way, apart in (
                        (Direction.BROADER, step.more),
                        (Direction.NARROWER, step.less),
                        (Direction.OTHERWISE, step.unclear),
                    ):
                        yield Class(Aspect.AMOUNT, *leads, way), [*both, held, also, apart]


@frozen
class _Step:
    """When the newer of two amounts is more, when less, and when that cannot be said."""

    more: Literal
    less: Literal
    unclear: Literal

    def where(self, gates: Gates, held: Literal) -> _Step:
        """Return the same, only where *held* holds."""
        return _Step(
            gates.all_of([held, self.more]),
            gates.all_of([held, self.less]),
            gates.all_of([held, self.unclear]),
        )


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


def _by_member(side: Side, outcome: Outcome) -> Literal:
    return side.gates.any_of(
        side.of(clause).yes
        for clause in side.program.clauses
        if clause.member_pays and outcome_of(clause) == outcome
    )


def _limiting(side: Side, outcome: Outcome) -> dict[str, Literal]:
    """Return which limit decides for *outcome*, and when."""
    found: dict[str, list[Literal]] = {}
    for clause in side.program.clauses:
        if clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION) and outcome_of(clause) == outcome:
            found.setdefault(name_of(clause), []).append(side.of(clause).yes)
    return {name: side.gates.any_of(yes) for name, yes in found.items()}
