"""Hold a whole explanation, and write it as JSON-ready data.

The data is versioned and only grows.  A rendering for another reader chooses from it;
none of them works anything out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.request import Request
from policydsl.core.values import Kleene
from policydsl.explain.arithmetic import LimitTrace, PaymentTrace
from policydsl.explain.trace import (
    ClauseTrace,
    ExceptionTrace,
    FactRead,
    Place,
    Role,
    Status,
    Step,
)

if TYPE_CHECKING:
    from policydsl.explain.rendering import Rendering
    from policydsl.explain.ways import Ground, Ways

SCHEMA_VERSION = 1


@attrs.frozen
class Subject:
    """The policy that decided, as its head says."""

    id: str
    title: str
    issuer: str
    edition: str | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "issuer": self.issuer,
            "edition": self.edition,
        }


@attrs.frozen
class MissingTrace:
    """A fact or paper to supply, and the clauses that ask for it."""

    read: FactRead
    asked_by: tuple[ClauseTrace, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.read.to_dict(),
            "asked_by": [{"clause": c.key, "title": c.title} for c in self.asked_by],
        }


@attrs.frozen
class AssumptionTrace:
    """A fact that was not given, what it was taken to be, and on what evidence, if on any."""

    read: FactRead
    title: str
    stated: bool  # by the vocabulary, not by an `assume` of the policy
    when: Step | None
    citations: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.read.to_dict(),
            "title": self.title,
            "stated": self.stated,
            "when": self.when and self.when.to_dict(),
            "citations": list(self.citations),
        }


@attrs.frozen
class BenefitTrace:
    """A benefit, and whether the request is about it."""

    id: str
    title: str
    about: Step
    lineage: tuple[str, ...]  # itself, then what it is part of
    place: Place | None
    citations: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "benefit": self.id,
            "title": self.title,
            "for": self.about.to_dict(),
            "lineage": list(self.lineage),
            "place": self.place and self.place.to_dict(),
            "citations": list(self.citations),
        }


@attrs.frozen
class SourceTrace:
    """A statement of a source document that something in the explanation cites."""

    id: str
    document: str
    section: str
    paraphrase: str

    def to_dict(self) -> dict[str, Any]:
        return attrs.asdict(self)


@attrs.frozen
class Competitor:
    """A clause that would have spoken; `beaten_by` are clauses, or addresses of exceptions."""

    clause: ClauseTrace
    beaten_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "clause": self.clause.key,
            "determination": self.clause.determination.value,
            "status": self.clause.status.value,
            "beaten_by": list(self.beaten_by),
        }


@attrs.frozen
class Explanation:
    """A decision with every clause considered and all that made each what it is.

    `reasons` are the keys of the clauses behind the determination, in the decision's
    order; their traces, like those of all other clauses, are in `clauses`.  `goal` is the
    determination for which changes are sought.
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
    goal: Determination = Determination.COVERED

    # TRAP: attrs makes slots for a cached_property, frozen or not (attrs 23.2).
    @cached_property
    def clause_by_key(self) -> dict[str, ClauseTrace]:
        return {clause.key: clause for clause in self.clauses}

    def reasons(self) -> tuple[ClauseTrace, ...]:
        """Return the traces of the decision's reasons, in its order."""
        return tuple(self.clause_by_key[reason.clause] for reason in self.decision.reasons)

    def steps(self) -> Iterator[Step]:
        """Yield every step once, those of shared guards too."""
        seen: set[str] = set()
        for root in self._roots():
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
            yield from clause.guards
            if clause.when is not None:
                yield clause.when
            for exception in clause.exceptions:
                for inner in exception.walk():
                    yield inner.step
        for assumption in self.assumptions:
            if assumption.when is not None:
                yield assumption.when

    # ------------------------------------------------------------ another answer

    def toward(self, goal: Determination) -> Explanation:
        """Return the same explanation, which seeks what would lead to *goal*."""
        return attrs.evolve(self, goal=goal)

    def ways(self) -> Ways:
        """Return the smallest sets of changes that lead to the goal; they are sought once."""
        return self._ways

    @cached_property
    def _ways(self) -> Ways:
        from policydsl.explain.ways import search

        return search(self.ground, self.request, self.goal)

    # ------------------------------------------------------------------ readers

    def for_author(self, *, everything: bool = False) -> Rendering:
        """Tell the author of the policy which way the decision took through its text."""
        from policydsl.explain.author import Options, for_author
        from policydsl.explain.blocks import Reader
        from policydsl.explain.rendering import Rendering

        page = for_author(self, Options(everything))
        return Rendering(Reader.AUTHOR, page, self.to_dict())

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
        found = {id for step in self.steps() for id in step.citations}
        for clause in self.clauses:
            found.update(clause.citations)
            for exception in clause.exceptions:
                for inner in exception.walk():
                    found.update(inner.citations)
        for benefit in self.benefits:
            found.update(benefit.citations)
        return frozenset(found) | self._cited_apart()

    def bears(self) -> frozenset[str]:
        """Return the inventory ids that bear on the decision.

        Those of the reasons and of what they turned on, of exceptions that were looked
        at, of clauses that lost, were lifted or nearly applied, of limits that were
        read or that something given keeps from binding, of payment, advice, assumptions
        and open questions; not those of clauses that played no part.
        """
        found: set[str] = set()
        for reason in (*self.decision.reasons, *self.decision.outranked):
            found.update(reason.citations)
        for clause in self.clauses:
            part = clause.role is not Role.NONE or clause.status in _SET_ASIDE
            if part or (clause.kind not in MUST and clause.nearly):
                found.update(_bearing(clause))
            if clause.kind in _LIMITS and clause.status is Status.GUARDED_OFF:
                # Why no limit is counted: the plan has none.
                found.update(_citations_of(clause.guards[-1]))
            if clause.kind is ir.Kind.SILENCE and clause.role in (Role.DECIDES, Role.OPEN):
                # SPEC 4.9: that no benefit is about the request is said by all of them.
                found.update(id for benefit in self.benefits for id in benefit.citations)
        return frozenset(found) | self._cited_apart()

    def _cited_apart(self) -> frozenset[str]:
        """Return the ids on what is no clause: limits, payment, advice and the like."""
        found: set[str] = set()
        for limit in self.limits:
            found.update(limit.citations, limit.granted.citations)
            if limit.extending is not None:
                found.update(limit.extending.citations)
        if self.payment is not None:
            found.update(self.payment.citations)
        for assumption in self.assumptions:
            found.update(assumption.citations)
            if assumption.when is not None:
                found.update(id for step in assumption.when.walk() for id in step.citations)
        for advisory in self.decision.advisories:
            found.update(advisory.citations)
        for question in self.decision.open_questions:
            found.update(question.citations)
        return frozenset(found)

    def sources(self) -> tuple[SourceTrace, ...]:
        """Return what is cited anywhere, as its inventory has it, in the documents' order."""
        cited = self.cited()
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
            if clause.status in (*_SET_ASIDE, Status.OUTRANKED)
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
            "ways": self.ways().to_dict(),
        }

    def to_json(self) -> str:
        """Return one line of JSON; the same explanation gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))


MUST = (
    ir.Kind.IN_FORCE,
    ir.Kind.APPLIES,
    ir.Kind.REQUIRE,
    ir.Kind.DOCUMENT,
    ir.Kind.AUTHORIZE,
)
"""What has to be met: a clause of these that does not hold is good news."""

_LIMITS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)
_SET_ASIDE = (Status.LIFTED, Status.OVERRIDDEN)


def _beaten_by(clause: ClauseTrace, winners: tuple[str, ...]) -> tuple[str, ...]:
    if clause.status is Status.OUTRANKED:
        return winners
    if clause.status is Status.OVERRIDDEN:
        return tuple(key for key, result in clause.overriders if result is Kleene.YES)
    return tuple(e.step.address for e in clause.exceptions if e.result is Kleene.YES)


def _bearing(clause: ClauseTrace) -> Iterator[str]:
    yield from clause.citations
    for step in (*clause.guards, *((clause.when,) if clause.when else ())):
        yield from _citations_of(step)
    for exception in clause.exceptions:
        yield from _excepting(exception)


def _excepting(exception: ExceptionTrace) -> Iterator[str]:
    for inner in exception.walk():
        yield from inner.citations
        yield from _citations_of(inner.step)


def _citations_of(step: Step) -> Iterator[str]:
    """Yield what stands on the parts that make a step what it is."""
    for part in step.decisive():
        yield from part.citations
