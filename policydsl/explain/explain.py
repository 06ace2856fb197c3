"""Turn a decision into an explanation: every clause considered, and what decided it."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.request import Request
from policydsl.explain.clauses import Clauses
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
from policydsl.explain.trace import FactRead
from policydsl.reference import decide
from policydsl.reference.assumptions import resolve


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
        explained = Explanation(
            subject=Subject(program.id, program.title, program.issuer, program.edition),
            decision=decision,
            facts=(),
            benefits=tuple(self._benefit(benefit, steps) for benefit in program.benefits),
            clauses=traces,
            limits=limits(self._outline, steps, decision.limits, traces),
            payment=payment(program, steps, decision),
            missing=tuple(
                MissingTrace(
                    steps.fact(missing.fact), tuple(clauses.of(key) for key in missing.asked_by)
                )
                for missing in decision.missing
            ),
            assumptions=self._assumptions(decision, steps),
        )
        # Only now have all facts been read that are read at all.
        return attrs.evolve(explained, facts=self._in_order(steps))

    def _benefit(self, benefit: ir.Benefit, steps: Steps) -> BenefitTrace:
        about = steps.of(self._outline.scope_by_benefit[benefit.id])
        return BenefitTrace(
            benefit.id, benefit.title, about, place_of(benefit.span), benefit.citations
        )

    def _assumptions(self, decision: Decision, steps: Steps) -> tuple[AssumptionTrace, ...]:
        used = steps.resolved.used
        found = []
        for assumed in decision.assumptions:
            assumption = used[assumed.fact]
            condition = self._outline.assumptions.get(id(assumption))
            found.append(
                AssumptionTrace(
                    steps.fact(assumed.fact),
                    assumption.title,
                    assumption.stated,
                    steps.of(condition) if condition else None,
                    assumption.citations,
                )
            )
        return tuple(found)

    def _in_order(self, steps: Steps) -> tuple[FactRead, ...]:
        """Return every fact that was read, in the order in which the policy declares them."""
        return tuple(
            steps.facts[name] for name in self._program.facts.by_name if name in steps.facts
        )
