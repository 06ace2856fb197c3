"""A decision whose parts are worked out when they are first read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir
from policydsl.core.decision import (
    Advisory,
    AssumptionUsed,
    Decision,
    LimitReading,
    Missing,
    Pays,
    QuestionPassed,
    Reason,
    Receipt,
)
from policydsl.core.determinations import Determination
from policydsl.kernel.given import Known
from policydsl.kernel.made import Made
from policydsl.kernel.reasons import Chosen
from policydsl.kernel.remembered import Remembering
from policydsl.reference.report import (
    advisories_of,
    assumptions_of,
    limits_of,
    open_questions_of,
    payment_of,
    receipt,
    sent_to,
)

if TYPE_CHECKING:
    from policydsl.kernel.kernel import Scoped

COVERED = Determination.COVERED


class LaterDecision(Decision):
    """A `Decision` in every respect; it holds on to the request until it is let go itself.

    TRAP: attrs (26.1) compares, prints and evolves by `__class__`, so `__class__` says
    `Decision`; pickling and copying make a plain one.  Two threads that read a part for
    the first time both work it out, to equal values.  The reasons are remembered for the scope.
    """

    __slots__ = ("_of", "_parts")

    if TYPE_CHECKING:
        _of: tuple[Scoped, Known, int, int, Made]
        _parts: dict[str, Any]

    def __init__(self, of: tuple[Scoped, Known, int, int, Made]) -> None:
        """Take the scope, the request's facts and day, what they evaluate to, and what follows."""
        _set_of(self, of)

    @property  # type: ignore[override]
    def __class__(self) -> type[Decision]:
        return Decision

    @__class__.setter
    def __class__(self, _: object) -> None:
        raise TypeError("a decision stays a decision")

    def __reduce__(self) -> tuple[type[Decision], tuple[Any, ...]]:
        return Decision, tuple(getattr(self, field.name) for field in attrs.fields(Decision))

    # ------------------------------------------------------------ what is made

    @property
    def determination(self) -> Determination:
        return self._of[4].outcome.determination

    @property
    def missing(self) -> tuple[Missing, ...]:
        return self._of[4].missing

    @property
    def missing_exact(self) -> bool:
        return self._of[4].missing_exact

    @property
    def possible(self) -> tuple[Determination, ...]:
        return self._of[4].possible

    @property
    def possible_exact(self) -> bool:
        return self._of[4].possible_exact

    @property
    def routes_to(self) -> str | None:
        return sent_to(self._of[4].outcome, self._chosen.clauses)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self._chosen.reasons

    # ------------------------------------------------------- what comes later

    def _part(self, name: str, work_out: Callable[[], Any]) -> Any:
        try:
            parts = self._parts
        except AttributeError:
            parts = {}
            _set_parts(self, parts)
        if name not in parts:
            parts[name] = work_out()
        return parts[name]

    @property
    def _chosen(self) -> Chosen:
        scoped, facts, as_of, bits, made = self._of
        return scoped.reasons.chosen(bits, made, facts, as_of)

    @property
    def _program(self) -> ir.Program:
        return self._of[0].kernel.program

    @property
    def _telling(self) -> Remembering:
        found: Remembering = self._part(
            "telling",
            lambda: self._of[0].kernel.remembered.telling(self._of[2], self._of[1].known()),
        )
        return found

    @property
    def pays(self) -> Pays | None:
        found: Pays | None = self._part("pays", self._paid)
        return found

    def _paid(self) -> Pays | None:
        outcome = self._of[4].outcome
        # Of what is covered no clause says what is paid, so that none has to be worked out.
        asking = () if outcome.determination is COVERED else self._chosen.clauses
        return payment_of(self._program, self._telling, outcome, asking)

    @property
    def _limits(self) -> tuple[tuple[LimitReading, ...], int | None, int | None]:
        found: tuple[tuple[LimitReading, ...], int | None, int | None] = self._part(
            "limits",
            lambda: limits_of(self._program, self._telling, self._of[0].unlimited(self._of[3])),
        )
        return found

    @property
    def limits(self) -> tuple[LimitReading, ...]:
        return self._limits[0]

    @property
    def asked(self) -> int | None:
        return self._limits[1]

    @property
    def fits(self) -> int | None:
        return self._limits[2]

    @property
    def _lost(self) -> Chosen:
        scoped, facts, as_of, bits, made = self._of
        return scoped.reasons.lost(bits, made, facts, as_of)

    @property
    def outranked(self) -> tuple[Reason, ...]:
        return self._lost.reasons

    @property
    def assumptions(self) -> tuple[AssumptionUsed, ...]:
        found: tuple[AssumptionUsed, ...] = self._part(
            "assumptions",
            lambda: assumptions_of(
                self._program, self._assumed(), self._telling, self._of[4].outcome
            ),
        )
        return found

    def _assumed(self) -> dict[str, ir.Assumption]:
        """Return the facts that were not given but are known, with what supplied them."""
        scoped, facts, as_of, _, _ = self._of
        return scoped.kernel.given.evidence.used(
            facts.request.facts, self._telling.valuation.known, as_of
        )

    @property
    def advisories(self) -> tuple[Advisory, ...]:
        found: tuple[Advisory, ...] = self._part(
            "advisories", lambda: advisories_of(self._program, self._telling)
        )
        return found

    @property
    def open_questions(self) -> tuple[QuestionPassed, ...]:
        found: tuple[QuestionPassed, ...] = self._part("open_questions", self._passed)
        return found

    def _passed(self) -> tuple[QuestionPassed, ...]:
        keys = {clause.key for clause in (*self._chosen.clauses, *self._lost.clauses)}
        keys |= {advice.id for advice in self.advisories}
        return open_questions_of(self._program, keys, self.reasons, self.limits, self.pays)

    @property
    def receipt(self) -> Receipt:
        found: Receipt = self._part("receipt", lambda: receipt(self._program, self._of[1].request))
        return found


# The slots' own setters: the class is frozen, and these are the quickest way in.
_set_of = LaterDecision.__dict__["_of"].__set__
_set_parts = LaterDecision.__dict__["_parts"].__set__
