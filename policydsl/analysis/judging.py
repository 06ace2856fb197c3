"""Decide a request by a program of which little differs from one that has decided it before.

The definitions are the reference's.  What is saved: a condition that several clauses share
is worked out once, clauses that did not change keep their status, and clauses that do not
hold whatever becomes known are not looked at again when completions are searched.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from functools import cached_property

import attrs

from policydsl.core import ir
from policydsl.core.decision import Decision, LimitReading, Receipt
from policydsl.core.scenario import Expectation
from policydsl.core.values import Kleene
from policydsl.reference.cells import Cells
from policydsl.reference.clauses import PEND, Statuses
from policydsl.reference.completions import Completions, Possible
from policydsl.reference.determine import determined
from policydsl.reference.missing import NOTHING, Asked, missing
from policydsl.reference.reasons import outranked, reason, reasons_for
from policydsl.reference.report import (
    advisories_of,
    assumptions_of,
    determinations_of,
    limit_keys,
    limits_of,
    missing_of,
    open_questions_of,
    payment_of,
    sent_to,
)
from policydsl.reference.telling import Telling
from policydsl.reference.truths import asked, truth
from policydsl.reference.valuation import Resolved, Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


class Judged(Statuses):
    """The statuses of clauses, each part that conditions share worked out once."""

    def __init__(
        self, program: ir.Program, valuation: Valuation, known: dict[str, Kleene] | None = None
    ) -> None:
        """Take the statuses in *known* as they are."""
        super().__init__(program, valuation)
        self._status = {} if known is None else known

    @property
    def telling(self) -> Telling:
        """Tell of conditions, as far as they were worked out already without doing so again."""
        return _Telling(self)

    def asks(self, clause: ir.Clause) -> Set[str]:
        for part in (*clause.guards, clause.bite):
            if self.held(part) is UNKNOWN:
                return asked(part, self.valuation, self.held)
        return super().asks(clause)

    def _held(self, expr: ir.Truth) -> Kleene:
        match expr:
            case ir.And():
                return self._joined(expr.operands, NO, YES)
            case ir.Or():
                return self._joined(expr.operands, YES, NO)
            case ir.Not():
                return ~self.held(expr.operand)
            case ir.Cited() | ir.Named():
                return self.held(expr.operand)
            case _:
                return truth(expr, self.valuation)

    def _joined(self, operands: tuple[ir.Truth, ...], settles: Kleene, else_: Kleene) -> Kleene:
        found = else_
        for operand in operands:
            held = self.held(operand)
            if held is settles:
                return settles
            if held is UNKNOWN:
                found = UNKNOWN
        return found


class _Telling(Telling):
    """What conditions come to, as far as it was worked out already."""

    def __init__(self, state: Judged) -> None:
        super().__init__(state.valuation)
        self.state = state

    def truth(self, expr: ir.Truth) -> Kleene:
        return self.state.held(expr)


@attrs.frozen
class Needs:
    """The parts of a decision beside what is determined, possible and missing."""

    reasons: bool
    outranked: bool
    limits: bool
    payments: bool
    assumptions: bool
    advice: bool
    questions: bool

    @property
    def anything(self) -> bool:
        return any(attrs.astuple(self))


def needs_of(expect: Expectation) -> Needs:
    """Return the parts of a decision that *expect* is held against."""
    questions = expect.open_questions is not None
    paid = expect.unstated or (expect.rate, expect.amount, expect.member_pays) != (None,) * 3
    return Needs(
        # Where one is sent, and that the member pays all, is said by the clauses that decide.
        reasons=bool(expect.because) or expect.routes_to is not None or paid or questions,
        outranked=expect.outranked is not None or questions,
        limits=bool(expect.readings)
        or expect.no_effects
        or (expect.asked, expect.fits) != (None, None)
        or questions,
        payments=paid or questions,
        assumptions=expect.assumes is not None,
        advice=expect.advises is not None or questions,
        questions=questions,
    )


class Judgement:
    """What is determined of a request, and all that its decision is put together from."""

    def __init__(
        self,
        program: ir.Program,
        resolved: Resolved,
        state: Judged,
        completions: Completions | None,
    ) -> None:
        """Take no completions where nothing is open, and so nothing asked for."""
        self.program = program
        self.resolved = resolved
        self.state = state
        self._completions = completions
        front = state.front()
        if completions is None:
            assert front.best is not None
            self.possible = Possible(frozenset({front.best}), exact=True)
            self.outcome = front.best
        else:
            self.possible = completions.possible()
            self.outcome = determined(front, self.possible)

    @cached_property
    def asked(self) -> Asked:
        if self._completions is None:
            return NOTHING
        valuation, determination = self.resolved.valuation, self.outcome.determination
        return missing(self.program, valuation, self.state, self._completions, determination)

    def decision(self, needs: Needs) -> Decision:
        """Return the decision with the parts that are needed; the others are left empty."""
        chosen = reasons_for(self.state, self.outcome, self.asked) if needs.reasons else ()
        clauses = [clause for clause, _ in chosen]
        reasons = tuple(told for _, told in chosen)
        program, state, outcome = self.program, self.state, self.outcome
        telling = state.telling
        limits: tuple[LimitReading, ...] = ()
        asked = fits = None
        if needs.limits:
            otherwise = state.front(limit_keys(program))
            limits, asked, fits = limits_of(program, telling, otherwise)
        lost = outranked(state, outcome) if needs.outranked else []
        pays = payment_of(program, telling, outcome, clauses) if needs.payments else None
        advisories = advisories_of(program, telling) if needs.advice else ()
        passed = {clause.key for clause in (*clauses, *lost)} | {each.id for each in advisories}
        questions = (
            open_questions_of(program, passed, reasons, limits, pays) if needs.questions else ()
        )
        return Decision(
            determination=outcome.determination,
            reasons=reasons,
            missing=missing_of(program.facts, self.asked),
            missing_exact=self.asked.exact,
            possible=determinations_of(self.possible),
            possible_exact=self.possible.exact,
            routes_to=sent_to(outcome, clauses),
            pays=pays,
            limits=limits,
            asked=asked,
            fits=fits,
            outranked=tuple(reason(state, clause) for clause in lost),
            assumptions=assumptions_of(program, self.resolved.used, telling, outcome)
            if needs.assumptions
            else (),
            advisories=advisories,
            open_questions=questions,
            receipt=_NO_RECEIPT,
        )


_NO_RECEIPT = Receipt("", None, "", "", "", "")


def judged(
    program: ir.Program, resolved: Resolved, state: Judged, *, whole: bool = False
) -> Judgement:
    """Determine a request; *whole*: search completions with all clauses, as the reference does."""
    front = state.front()
    if not front.open and front.best is not None and front.best != PEND:
        return Judgement(program, resolved, state, None)
    part = program if whole else sliced(program, state)
    completions = Completions(part, Cells(part), Judged(part, resolved.valuation))
    return Judgement(program, resolved, state, completions)


def sliced(program: ir.Program, state: Statuses) -> ir.Program:
    """Return *program* without the clauses that no completion can make hold.

    A clause that does not hold beats nothing either, so it can go from what it overrides.
    """
    alive = {clause.key for clause in program.clauses if state.of(clause) is not NO}
    kept = (clause for clause in program.clauses if clause.key in alive)
    return attrs.evolve(program, clauses=tuple(_beaten_by(clause, alive) for clause in kept))


def _beaten_by(clause: ir.Clause, alive: Collection[str]) -> ir.Clause:
    left = tuple(key for key in clause.overridden_by if key in alive)
    if len(left) == len(clause.overridden_by):
        return clause
    return attrs.evolve(clause, overridden_by=left)
