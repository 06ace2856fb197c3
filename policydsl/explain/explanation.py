"""Hold a whole explanation, and write it as JSON-ready data.

The data is versioned and only grows.  A rendering for another reader chooses from it;
none of them works anything out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.core.texts import decimal_text
from policydsl.core.values import Kleene
from policydsl.explain import citing
from policydsl.explain.arithmetic import LimitTrace, PaymentTrace
from policydsl.explain.clausetrace import LIMITS, SET_ASIDE, ClauseTrace, Role, Status
from policydsl.explain.parts import (
    AssumptionTrace,
    BenefitTrace,
    Competitor,
    MissingTrace,
    SourceTrace,
    Subject,
)
from policydsl.explain.trace import FactRead, Step

if TYPE_CHECKING:
    from policydsl.explain.rendering import Rendering
    from policydsl.explain.ways import Ground, Ways

SCHEMA_VERSION = 1


@attrs.frozen
class Explanation:
    """A decision with every clause considered and all that made each what it is.

    `reasons` are the keys of the clauses behind the determination, in the decision's
    order; their traces, like those of all other clauses, are in `clauses`.  `goal` is the
    determination for which changes are sought; while it is None, an explanation, its data
    and its pages for authors and reviewers seek none.
    """

    subject: Subject
    decision: Decision
    facts: tuple[FactRead, ...]
    benefits: tuple[BenefitTrace, ...]
    clauses: tuple[ClauseTrace, ...]
    limits: tuple[LimitTrace, ...]
    payment: PaymentTrace | None
    missing: tuple[MissingTrace, ...]
    assumptions: tuple[AssumptionTrace, ...]
    program: ir.Program = attrs.field(eq=False, repr=False)
    request: Request = attrs.field(eq=False, repr=False)
    ground: Ground = attrs.field(eq=False, repr=False)
    goal: Determination | None = None

    # TRAP: attrs makes slots for a cached_property, frozen or not (attrs 23.2).
    @cached_property
    def clause_by_key(self) -> dict[str, ClauseTrace]:
        return {clause.key: clause for clause in self.clauses}

    def reasons(self) -> tuple[ClauseTrace, ...]:
        """Return the traces of the decision's reasons, in its order."""
        return tuple(self.clause_by_key[reason.clause] for reason in self.decision.reasons)

    def partly(self) -> tuple[str, str, str] | None:
        """Return what was asked for, how much of it fits, and the unit, where a limit decides.

        None where it decides on nothing or on all of it: that much is left of a limit says
        nothing where the request is excluded.
        """
        asked, fits = self.decision.asked, self.decision.fits
        if asked is None or not fits or fits >= asked:
            return None
        deciding = {clause.id for clause in self.reasons() if clause.kind in LIMITS}
        limit = next((limit for limit in self.limits if limit.limit in deciding), None)
        if limit is None:
            return None
        said = (decimal_text(number, limit.places) for number in (asked, fits))
        return next(said), next(said), limit.unit

    def steps(self) -> Iterator[Step]:
        """Yield every step once, those of shared guards too."""
        seen: set[str] = set()
        for root in self._roots():
            if root.address in seen:
                continue  # and so is all that is in it
            for step in root.walk():
                if step.address not in seen:
                    seen.add(step.address)
                    yield step

    def step(self, address: str) -> Step | None:
        """Find a step by its address."""
        return self._step_by_address.get(address)

    @cached_property
    def _step_by_address(self) -> dict[str, Step]:
        return {step.address: step for step in self.steps()}

    def _roots(self) -> Iterator[Step]:
        for benefit in self.benefits:
            yield benefit.about
        for clause in self.clauses:
            yield from clause.looked_at()
        for assumption in self.assumptions:
            if assumption.when is not None:
                yield assumption.when

    # ------------------------------------------------------------ another answer

    def toward(self, goal: Determination | None) -> Explanation:
        """Return the same explanation, whose data and pages tell what would lead to *goal*.

        With None those of authors and reviewers leave that out, and spare the search for it.
        """
        return attrs.evolve(self, goal=goal)

    def ways(self) -> Ways:
        """Return the smallest sets of changes that lead to the goal, or else to `covered`.

        They are sought once, the first time that they are asked for, which takes about as
        long as some hundreds of decisions.
        """
        return self._ways

    @cached_property
    def _ways(self) -> Ways:
        from policydsl.explain.ways import search

        return search(self.ground, self.request, self.goal or Determination.COVERED)

    def sought(self) -> Ways | None:
        """Return the ways to the goal; None where no goal was set, and so nothing is sought."""
        return None if self.goal is None else self._ways

    # ------------------------------------------------------------------ readers

    def for_author(self, *, everything: bool = False) -> Rendering:
        """Tell the author of the policy which way the decision took through its text.

        Of the clauses that did not apply it tells few, unless *everything* is wanted.
        """
        from policydsl.explain.author import for_author

        return for_author(self, everything=everything)

    def for_reviewer(self) -> Rendering:
        """Tell a nurse or appeals how the request stands to each criterion."""
        from policydsl.explain.reviewer import for_reviewer

        return for_reviewer(self)

    def for_member(self) -> Rendering:
        """Tell the member in two to six plain sentences, from the texts of the policy."""
        from policydsl.explain.member import for_member

        return for_member(self)

    def for_notice(self, slots: Mapping[str, object] | None = None) -> Rendering:
        """Return the content of an adverse-determination letter, with what the payer fills in.

        Raises `NoticeError` when the determination is not adverse, or a slot is not filled.
        """
        from policydsl.explain.notice import for_notice

        return for_notice(self, slots or {})

    # ---------------------------------------------------------------- citations

    def cited(self) -> frozenset[str]:
        """Return every inventory id that appears anywhere in the explanation."""
        return citing.cited(self)

    def bears(self) -> frozenset[str]:
        """Return the inventory ids that bear on the decision, not those that played no part."""
        return citing.bearing(self)

    def sources(self, among: Collection[str] | None = None) -> tuple[SourceTrace, ...]:
        """Return what is cited anywhere, or *among* these, as its inventory has it.

        They stand in the documents' order.
        """
        cited = self.cited() if among is None else among
        return tuple(
            SourceTrace(provision.id, document.title, provision.section, provision.paraphrase)
            for document in self.program.documents
            for provision in document.provisions
            if provision.id in cited
        )

    def competitors(self) -> tuple[Competitor, ...]:
        """Return the clauses that would have spoken, and what kept each from it."""
        winners = tuple(c.key for c in self.reasons() if c.role is Role.DECIDES)
        return tuple(
            Competitor(clause, _beaten_by(clause, winners))
            for clause in self.clauses
            if clause.status in (*SET_ASIDE, Status.OUTRANKED)
        )

    # --------------------------------------------------------------------- JSON

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON-ready data, keys in a fixed order.

        A guard that several clauses stand under is written once: under `benefits` when it
        is what a benefit is about, else under `guards`.
        """
        guards = {step.address: step for clause in self.clauses for step in clause.guards}
        for benefit in self.benefits:
            guards.pop(benefit.about.address, None)
        return {
            "schema": SCHEMA_VERSION,
            "policy": self.subject.to_dict(),
            "decision": self.decision.to_dict(),
            "reasons": [reason.clause for reason in self.decision.reasons],
            "facts": [read.to_dict() for read in self.facts],
            "benefits": [benefit.to_dict() for benefit in self.benefits],
            "guards": [step.to_dict() for step in guards.values()],
            "clauses": [clause.to_dict() for clause in self.clauses],
            "limits": [limit.to_dict() for limit in self.limits],
            "payment": self.payment and self.payment.to_dict(),
            "missing": [missing.to_dict() for missing in self.missing],
            "assumptions": [assumption.to_dict() for assumption in self.assumptions],
            "competitors": [competitor.to_dict() for competitor in self.competitors()],
            "sources": [source.to_dict() for source in self.sources()],
            "ways": None if (ways := self.sought()) is None else ways.to_dict(),
        }

    def to_json(self) -> str:
        """Return one line of JSON; the same explanation gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))


def _beaten_by(clause: ClauseTrace, winners: tuple[str, ...]) -> tuple[str, ...]:
    if clause.status is Status.OUTRANKED:
        return winners
    if clause.status is Status.OVERRIDDEN:
        return tuple(key for key, result in clause.overriders if result is Kleene.YES)
    return tuple(e.step.address for e in clause.exceptions if e.result is Kleene.YES)
