"""The closed set of determinations, and which of two prevails."""

from __future__ import annotations

import enum


class Determination(enum.Enum):
    """What a decision says; the value is the word in JSON and in scenarios."""

    NOT_APPLICABLE = "not_applicable"
    ROUTE = "route"
    NOT_COVERED = "not_covered"
    REFER = "refer"
    BENEFIT_EXHAUSTED = "benefit_exhausted"
    REVIEW = "review"
    NEEDS_PRIOR_AUTH = "needs_prior_auth"
    PEND_DOCUMENTATION = "pend_documentation"
    NEEDS_EXTENSION = "needs_extension"
    COVERED = "covered"

    @property
    def sends(self) -> bool:
        """Whether the target is part of the outcome."""
        return self in (Determination.ROUTE, Determination.REFER)


# SPEC 3.1: the lowest rank prevails.  Silence (no benefit is about the request)
# also determines `not_applicable`, but ranks after everything.
RANK: dict[Determination, int] = {d: rank for rank, d in enumerate(Determination)}
SILENCE_RANK = len(RANK)
PEND_RANK = RANK[Determination.PEND_DOCUMENTATION]
