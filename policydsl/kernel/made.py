"""What a decision says apart from its reasons: the part that whole classes of requests share."""

from __future__ import annotations

from typing import Any

import attrs

from policydsl.core.decision import Missing
from policydsl.core.determinations import Determination
from policydsl.reference.clauses import Outcome


@attrs.frozen
class Made:
    """`asking` is a mask of the clauses behind a pend; None: those that ask for the outcome."""

    outcome: Outcome
    possible: tuple[Determination, ...]
    possible_exact: bool
    missing: tuple[Missing, ...]
    missing_exact: bool
    asking: int | None
    # What has been found of this class's reasons, by the bits that they turn on.
    groups: dict[int, Any] = attrs.field(factory=dict, eq=False, repr=False)
