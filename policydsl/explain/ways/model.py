"""Hold the ways from a decision to another determination, as data that every rendering reads."""

from __future__ import annotations

import enum
from typing import Any

import attrs

from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination


class Kind(enum.Enum):
    """Whether a fact would have to be another than it is, or come to be known."""

    CHANGED = "changed"
    LEARNED = "learned"


@attrs.frozen
class Change:
    """One fact of a way.

    `value` is as in a request's JSON, `words` for people.  `was` is what the fact is now, or
    is assumed to be, None where it is not known.  `any_of` are all the values that would do
    beside the other changes of the way, in words; a range is one of them.
    """

    fact: str
    label: str
    kind: Kind
    was: str | None
    value: Any
    words: str
    any_of: tuple[str, ...]
    supplier: str | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "label": self.label,
            "kind": self.kind.value,
            "was": self.was,
            "value": self.value,
            "words": self.words,
            "any_of": list(self.any_of),
            "supplier": self.supplier,
        }


@attrs.frozen
class Way:
    """A smallest set of changes, and the decision that it leads to.

    No part of the set alone is enough; that the set is was held by the reference evaluator.
    """

    changes: tuple[Change, ...]
    decision: Decision

    @property
    def facts(self) -> frozenset[str]:
        return frozenset(change.fact for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        decided = self.decision.to_dict()
        return {
            "changes": [change.to_dict() for change in self.changes],
            "determination": decided["determination"],
            "asked": decided["asked"],
            "fits": decided["fits"],
            "remaining": decided["remaining"],
            "pays": decided["pays"],
            "member_pays": decided["member_pays"],
        }


@attrs.frozen
class Ways:
    """What would change the answer to `toward`.

    `ways` go by size; last come, where no other does, those that leave what the request is
    about as it is.  `smallest` is the size of the first, proved to be the least unless
    `exact` is false; without ways, an exact search has proved that there are none.
    `complete`: there are no other sets of which no part is enough.  `reached`: it is the
    answer already, and nothing was sought.
    """

    toward: Determination
    reached: bool
    ways: tuple[Way, ...]
    exact: bool
    complete: bool

    @property
    def smallest(self) -> int | None:
        return len(self.ways[0].changes) if self.ways else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "toward": self.toward.value,
            "reached": self.reached,
            "ways": [way.to_dict() for way in self.ways],
            "smallest": self.smallest,
            "exact": self.exact,
            "complete": self.complete,
        }
