"""Turn a decision into an explanation: every clause considered, and what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.explain.arithmetic import LimitTrace, PaymentTrace
from policydsl.explain.assumptions import Assumptions
from policydsl.explain.clauses import Clauses
from policydsl.explain.explanation import Explanation
from policydsl.explain.known import Vocabulary
from policydsl.explain.limits import Limits
from policydsl.explain.outline import Outline, place_of
from policydsl.explain.parts import BenefitTrace, MissingTrace, Subject
from policydsl.explain.payment import Payments
from policydsl.explain.steps import Conditions, Found, Read, Remembered, Steps
from policydsl.explain.trace import FactRead, FactState
from policydsl.explain.ways.ground import Ground


def explain(program: ir.Program, request: Request) -> Explanation:
    """Decide *request* and return why; whoever explains many keeps an `Explainer`.

    The request has been validated against the program's facts.  Never raises.
    """
    return Explainer(program).explain(request)


class Explainer:
    """Explains requests to one policy, whose text is laid out once."""

    def __init__(self, program: ir.Program, ground: Ground | None = None) -> None:
        """Take a program; *ground* has what decides by it faster than the reference."""
        self._program = program
        self._ground = ground or Ground(program)
        self._subject = Subject(program.id, program.title, program.issuer, program.edition)
        self._vocabulary = Vocabulary(program)
        outline = Outline(program)
        conditions = Conditions()
        self._clauses = Clauses(outline, conditions)
        self._benefits = tuple(
            _benefit(benefit, conditions.of(outline.scope_by_benefit[benefit.id]))
            for benefit in program.benefits
        )
        self._limits = Limits(outline, conditions)
        self._payments = Payments(program)
        self._assumptions = Assumptions(self._vocabulary, outline, conditions)

    def explain(
        self,
        request: Request,
        decision: Decision | None = None,
        goal: Determination | None = None,
    ) -> Explanation:
        """Return why *request* is decided as it is; *decision* when it has been decided.

        Its data and pages tell what would lead to *goal*, where there is one.
        """
        if decision is None:
            decision = self._ground.decide(request)
        steps = Steps(self._vocabulary, request)
        clauses = self._clauses.looked_at(steps, decision)
        limits = self._limits.of(steps, decision.limits)
        payment = self._payments.of(steps, decision)
        benefits = tuple(map(steps.looking_at, self._benefits))
        missing = tuple(
            [
                MissingTrace(
                    steps.fact(missing.fact), tuple([clauses.of(key) for key in missing.asked_by])
                )
                for missing in decision.missing
            ]
        )
        counted = _counted(limits, payment)
        assumed = [read.fact for read in counted if read.state is FactState.ASSUMED]
        assumptions = self._assumptions.of(steps, clauses.leans_on, assumed)
        return Explanation(
            subject=self._subject,
            decision=decision,
            facts=steps.read(),
            benefits=benefits,
            clauses=clauses.all(),
            limits=limits,
            payment=payment,
            missing=missing,
            assumptions=assumptions,
            program=self._program,
            request=request,
            ground=self._ground,
            goal=goal,
        )


def _benefit(benefit: ir.Benefit, scope: Remembered[Found]) -> Remembered[Read[BenefitTrace]]:
    place = place_of(benefit.span)

    def trace(steps: Steps) -> Read[BenefitTrace]:
        about = scope.of(steps)
        made = BenefitTrace(
            benefit.id, benefit.title, about.step, benefit.lineage, place, benefit.citations
        )
        return Read(made, about.looked_at)

    return Remembered.of_all([scope], trace)


def _counted(limits: Iterable[LimitTrace], paid: PaymentTrace | None) -> Iterator[FactRead]:
    """Yield the facts that limits and payment were worked out from."""
    for limit in limits:
        for amount in (limit.base, limit.granted, limit.used, limit.asked):
            for summand in amount.summands:
                yield from summand.facts
    if paid is not None:
        yield from paid.facts
