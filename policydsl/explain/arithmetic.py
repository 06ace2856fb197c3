"""Hold limits and payment as sums that a person can follow, and the rest of an explanation."""

from __future__ import annotations

from typing import Any

import attrs

from policydsl.core.decision import decimal_string
from policydsl.core.values import Kleene
from policydsl.explain.trace import WORD_OF, FactRead, Place


@attrs.frozen
class Summand:
    """One part of a sum: what it is, how much, and why it counts."""

    words: str
    value: int | None
    citations: tuple[str, ...]
    facts: tuple[FactRead, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "value": self.value,
            "citations": list(self.citations),
            "facts": [read.fact for read in self.facts],
        }


@attrs.frozen
class Amount:
    """A number with its parts; `value` None while a fact that it reads is unknown."""

    value: int | None
    summands: tuple[Summand, ...]

    @property
    def citations(self) -> tuple[str, ...]:
        """The citations of every part that is not nothing."""
        found = [id for part in self.summands if part.value != 0 for id in part.citations]
        return tuple(dict.fromkeys(found))

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "summands": [part.to_dict() for part in self.summands]}


@attrs.frozen
class WindowTrace:
    """A limit's period; `start` and `end` are inclusive ISO dates where it has an anchor."""

    words: str
    start: str | None
    end: str | None
    inside: Kleene | None
    citations: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "words": self.words,
            "start": self.start,
            "end": self.end,
            "inside": None if self.inside is None else WORD_OF[self.inside],
            "citations": list(self.citations),
        }


@attrs.frozen
class Extending:
    """What more a limit could be given, and what that takes.

    `ceiling` is the most that base and extension can reach together, None when there is
    none; `steps` are the clauses about it, each with its title and citations.
    """

    ceiling: int | None
    status: FactRead | None
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]

    @property
    def citations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for _, _, cited in self.steps for id in cited))

    def to_dict(self) -> dict[str, Any]:
        return {
            "ceiling": self.ceiling,
            "status": self.status and self.status.fact,
            "clauses": [
                {"clause": key, "title": title, "citations": list(cited)}
                for key, title, cited in self.steps
            ],
        }


@attrs.frozen
class LimitTrace:
    """A limit that binds: `base + granted − used = left`, before this request.

    Whole numbers of 10**-`places` of `unit`; `line` is the sum in words.
    """

    limit: str
    title: str
    unit: str
    places: int
    place: Place | None
    unlimited: bool
    base: Amount
    granted: Amount
    used: Amount
    asked: Amount
    authorized: int | None
    remaining: int | None
    fits: int | None
    consumed: int | None
    windows: tuple[WindowTrace, ...]
    extending: Extending | None
    citations: tuple[str, ...]
    line: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "title": self.title,
            "unit": self.unit,
            "places": self.places,
            "place": self.place and self.place.to_dict(),
            "line": self.line,
            "unlimited": self.unlimited,
            "base": self.base.to_dict(),
            "granted": self.granted.to_dict(),
            "used": self.used.to_dict(),
            "asked": self.asked.to_dict(),
            "authorized": self.authorized,
            "remaining": self.remaining,
            "fits": self.fits,
            "consumed": self.consumed,
            "windows": [window.to_dict() for window in self.windows],
            "extension": self.extending and self.extending.to_dict(),
            "citations": list(self.citations),
        }


@attrs.frozen
class PaymentTrace:
    """How the plan's share was worked out; money in cents, `rate` in hundredths of a percent."""

    line: str
    rate: int | None
    basis: int | None
    copay: int | None
    copay_times: int | None
    deductible: int | None
    plan: int | None
    member: int | None
    place: Place | None
    facts: tuple[FactRead, ...]
    citations: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "rate": decimal_string(self.rate, 4),
            "basis": decimal_string(self.basis, 2),
            "copay": decimal_string(self.copay, 2),
            "copay_times": self.copay_times,
            "deductible": decimal_string(self.deductible, 2),
            "plan": decimal_string(self.plan, 2),
            "member": decimal_string(self.member, 2),
            "place": self.place and self.place.to_dict(),
            "facts": [read.fact for read in self.facts],
            "citations": list(self.citations),
        }
