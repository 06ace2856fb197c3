"""Hold what an explanation says beside its clauses: whose it is, what it lacks or assumes."""

from __future__ import annotations

from typing import Any

import attrs

from policydsl.explain.clausetrace import ClauseTrace
from policydsl.explain.trace import FactRead, Place, Step


@attrs.frozen
class Subject:
    """The policy that decided, as its head says."""

    id: str
    title: str
    issuer: str
    edition: str | None

    @property
    def heading(self) -> str:
        return ", ".join(part for part in (self.title, self.issuer) if part)

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
