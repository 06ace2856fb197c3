"""Name the classes of requests that two programs decide alike but for an amount.

What is paid follows from the first `pays` line that holds; how much of a quantity fits,
where a limit decides, from what the limits in force have left.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.reading import facts_read
from policydsl.reference.clauses import Outcome, outcome_of
from policydsl.solve.contrast import Aspect
from policydsl.solve.ends import as_given
from policydsl.solve.queries import Class, Query
from policydsl.solve.sat import Literal
from policydsl.solve.side import Lead, Side, name_of

COVERED = Outcome(Determination.COVERED)


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
                apart = self._pays_otherwise(one, other)
                yield Class(Aspect.AMOUNT, here, there), [*covered, held, also, apart]

    def _pays_otherwise(self, one: ir.Payment | None, other: ir.Payment | None) -> Literal:
        always = self.gates.all_of([])
        if one is None or other is None:
            return -always if one is other else always
        if one.nothing and other.nothing:
            return self._apart(one.basis, other.basis)
        if one.nothing != other.nothing:
            return always
        parts = [
            self._apart(one.rate, other.rate),
            self._apart(one.basis, other.basis),
            self._apart(one.copay, other.copay),
            self._apart(one.copay_times, other.copay_times),
            self._apart(one.deductible, other.deductible),
        ]
        if one.rounding != other.rounding:
            parts.append(always)
        return self.gates.any_of(parts)

    def _apart(self, one: ir.Term | None, other: ir.Term | None) -> Literal:
        """Return that two terms are known to be different, or that one alone is known."""
        gates = self.gates
        if one is None or other is None:
            return gates.any_of([]) if one is other else gates.all_of([])
        if one == other and self._alike:
            return gates.any_of([])
        known = self._known(self.old, one), self._known(self.new, other)
        left, right = as_given(self.old.lowering, one), as_given(self.new.lowering, other)
        same = gates.truth(ir.Compare(left, ir.Order.EQUAL, right))
        return gates.any_of(
            [
                gates.all_of([*known, -same]),
                gates.all_of([known[0], -known[1]]),
                gates.all_of([-known[0], known[1]]),
            ]
        )

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
                yield Class(Aspect.AMOUNT, lead, lead), [*both, here, there]

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
                    apart = self._apart(before[here], after[there])
                    leads = Lead(outcome, here), Lead(outcome, there)
                    yield Class(Aspect.AMOUNT, *leads), [*both, held, also, apart]


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
