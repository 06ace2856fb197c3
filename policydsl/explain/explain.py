"""Turn a decision into an explanation: every clause considered, and what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.explain.arithmetic import LimitTrace, PaymentTrace
from policydsl.explain.clauses import Clauses, leaned_on
from policydsl.explain.explanation import (
    AssumptionTrace,
    BenefitTrace,
    Explanation,
    MissingTrace,
    Subject,
)
from policydsl.explain.limits import limits
from policydsl.explain.outline import Outline, place_of
from policydsl.explain.payment import payment
from policydsl.explain.steps import Steps
from policydsl.explain.trace import ClauseTrace, FactRead, FactState
from policydsl.reference.assumptions import resolve
from policydsl.reference.determine import decide


def explain(program: ir.Program, request: Request) -> Explanation:
    """Decide *request* and return why; whoever explains many keeps an `Explainer`.

    The request has been validated against the program's facts.  Never raises.
    """
    return Explainer(program).explain(request)


class Explainer:
    """Explains requests to one policy, whose text is laid out once."""

    def __init__(self, program: ir.Program) -> None:
        self._program = program
        self._outline = Outline(program)

    def explain(self, request: Request, decision: Decision | None = None) -> Explanation:
        """Return why *request* is decided as it is; *decision* when it has been decided."""
        program = self._program
        if decision is None:
            decision = decide(program, request)
        steps = Steps(resolve(program, request))
        clauses = Clauses(self._outline, steps, decision)
        traces = clauses.all()
        sums = limits(self._outline, steps, decision.limits, traces)
        paid = payment(program, steps, decision)
        explained = Explanation(
            subject=Subject(program.id, program.title, program.issuer, program.edition),
            decision=decision,
            facts=(),
            benefits=tuple(self._benefit(benefit, steps) for benefit in program.benefits),
            clauses=traces,
            limits=sums,
            payment=paid,
            missing=tuple(
                MissingTrace(
                    steps.fact(missing.fact), tuple(clauses.of(key) for key in missing.asked_by)
                )
                for missing in decision.missing
            ),
            assumptions=self._assumptions(traces, _counted(sums, paid), steps),
            program=program,
            request=request,
        )
        # Only now have all facts been read that are read at all.
        return attrs.evolve(explained, facts=self._in_order(steps))

    def _benefit(self, benefit: ir.Benefit, steps: Steps) -> BenefitTrace:
        about = steps.of(self._outline.scope_by_benefit[benefit.id])
        return BenefitTrace(
            benefit.id,
            benefit.title,
            about,
            benefit.lineage,
            place_of(benefit.span),
            benefit.citations,
        )

    def _assumptions(
        self, clauses: tuple[ClauseTrace, ...], counted: Iterable[FactRead], steps: Steps
    ) -> tuple[AssumptionTrace, ...]:
        """Return what the clauses took for known (SPEC 4.2), then what only the sums did."""
        used = steps.resolved.used
        if not used:
            return ()
        names = sorted(leaned_on(clauses) & used.keys())
        names += [read.fact for read in counted if read.state is FactState.ASSUMED]
        return tuple(self._assumption(used[name], steps) for name in dict.fromkeys(names))

    def _assumption(self, assumption: ir.Assumption, steps: Steps) -> AssumptionTrace:
        condition = self._outline.assumptions.get(id(assumption))
        return AssumptionTrace(
            steps.fact(assumption.fact),
            assumption.title,
            assumption.stated,
            steps.of(condition) if condition else None,
            assumption.citations,
        )

    def _in_order(self, steps: Steps) -> tuple[FactRead, ...]:
        """Return every fact that was read, in the order in which the policy declares them."""
        return tuple(
            steps.facts[name] for name in self._program.facts.by_name if name in steps.facts
        )


def _counted(limits: Iterable[LimitTrace], paid: PaymentTrace | None) -> Iterator[FactRead]:
    """Yield the facts that limits and payment were worked out from."""
    for limit in limits:
        for amount in (limit.base, limit.granted, limit.used, limit.asked):
            for summand in amount.summands:
                yield from summand.facts
    if paid is not None:
        yield from paid.facts
