"""A decision: an immutable value, and its one form in JSON.

`to_dict` gives the contract's keys in a fixed order; `to_json` the same bytes
for the same decision.  Amounts of money and rates are decimal strings, because
JSON numbers are binary floating point in most readers.
"""

from __future__ import annotations

import json
from typing import Any

import attrs

from policydsl.core.determinations import Determination
from policydsl.core.texts import decimal_text
from policydsl.frozen import frozen

SCHEMA_VERSION = 1


@frozen
class Reason:
    """A clause that asks for the determination.

    `kind` is the construct (`exclude`, `require`, `limit`, …); `open` marks a
    clause that is not yet known to hold: one of several of which one will.
    """

    clause: str
    title: str
    citations: tuple[str, ...]
    kind: str
    open: bool = False


@frozen
class Missing:
    """A fact or paper that stands in the way, who can supply it, and which clauses ask."""

    fact: str
    supplier: str | None
    asked_by: tuple[str, ...]


@frozen
class Pays:
    """The plan's side: `rate` in hundredths of a percent, `amount` in cents; None: not known."""

    rate: int | None
    amount: int | None
    member_pays: int | None
    citations: tuple[str, ...]


@frozen
class LimitReading:
    """One limit's arithmetic before this request; None where a fact is unknown.

    Counts are in `unit`; `consumed` is what this decision would take.  A limit that is
    `unlimited` for this request counts what is used, and has no base and nothing left.
    """

    limit: str
    title: str
    unit: str
    window: str
    base: int | None
    granted: int | None
    authorized: int | None
    used: int | None
    asked: int | None
    remaining: int | None
    consumed: int | None
    citations: tuple[str, ...]
    unlimited: bool = False


@frozen
class AssumptionUsed:
    """A fact that was not given and what it was taken to be."""

    fact: str
    value: Any  # as in a request's JSON
    title: str
    citations: tuple[str, ...]


@frozen
class Advisory:
    id: str
    text: str
    citations: tuple[str, ...]


@frozen
class QuestionPassed:
    question: str
    reading: str
    citations: tuple[str, ...]


@frozen
class Receipt:
    """What decided, and on what; hashes are hexadecimal SHA-256."""

    policy: str
    edition: str | None
    policy_hash: str
    compiler: str
    as_of: str
    facts_hash: str


@frozen
class Decision:
    """The answer to one request (SPEC 4).

    `possible` lists every determination that the unknown facts could still lead
    to; it is exact unless `possible_exact` is false, when it may list too many.
    `settled` is whether only one is left.  `outranked` are the clauses that hold
    but lost to the reasons.
    """

    determination: Determination
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    missing_exact: bool
    possible: tuple[Determination, ...]
    possible_exact: bool
    routes_to: str | None
    pays: Pays | None
    limits: tuple[LimitReading, ...]
    asked: int | None
    fits: int | None
    outranked: tuple[Reason, ...]
    assumptions: tuple[AssumptionUsed, ...]
    advisories: tuple[Advisory, ...]
    open_questions: tuple[QuestionPassed, ...]
    receipt: Receipt

    @property
    def settled(self) -> bool:
        return len(self.possible) == 1

    @property
    def remaining(self) -> dict[str, int | None]:
        """What each limit has left before this request, by limit."""
        return {reading.limit: reading.remaining for reading in self.limits}

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as JSON-ready data, keys in the contract's order."""
        pays = self.pays
        return {
            "schema": SCHEMA_VERSION,
            "determination": self.determination.value,
            "reasons": [_reason(r) for r in self.reasons],
            "missing": [
                {"fact": m.fact, "supplier": m.supplier, "asked_by": list(m.asked_by)}
                for m in self.missing
            ],
            "missing_exact": self.missing_exact,
            "possible": [d.value for d in self.possible],
            "possible_exact": self.possible_exact,
            "settled": self.settled,
            "routes_to": self.routes_to,
            "pays": None
            if pays is None
            else {
                "rate": decimal_string(pays.rate, 4),
                "amount": decimal_string(pays.amount, 2),
                "citations": list(pays.citations),
            },
            "member_pays": None if pays is None else decimal_string(pays.member_pays, 2),
            "asked": self.asked,
            "fits": self.fits,
            "remaining": self.remaining,
            "limits": [_limit(reading) for reading in self.limits],
            "effects": [
                {
                    "limit": reading.limit,
                    "quantity": reading.consumed,
                    "unit": reading.unit,
                    "window": reading.window,
                }
                for reading in self.limits
                if reading.consumed
            ],
            "outranked": [_reason(r) for r in self.outranked],
            "assumptions": [
                {
                    "fact": a.fact,
                    "value": a.value,
                    "title": a.title,
                    "citations": list(a.citations),
                }
                for a in self.assumptions
            ],
            "advisories": [
                {"id": a.id, "text": a.text, "citations": list(a.citations)}
                for a in self.advisories
            ],
            "open_questions": [
                {"question": q.question, "reading": q.reading, "citations": list(q.citations)}
                for q in self.open_questions
            ],
            "receipt": attrs.asdict(self.receipt),
        }

    def to_json(self) -> str:
        """Return one line of JSON; the same decision gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))


def decimal_string(value: int | None, places: int) -> str | None:
    """Return *value* scaled down by *places* as an exact decimal string.

    Rates drop trailing zeros past two places; money always has two.

    >>> decimal_string(9000, 4), decimal_string(12600, 2), decimal_string(1250, 4)
    ('0.90', '126.00', '0.125')
    """
    if value is None:
        return None
    whole, _, fraction = decimal_text(value, places).partition(".")
    return f"{whole}.{fraction[:2]}{fraction[2:].rstrip('0')}"


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "clause": reason.clause,
        "title": reason.title,
        "citations": list(reason.citations),
        "kind": reason.kind,
        "open": reason.open,
    }


def _limit(reading: LimitReading) -> dict[str, Any]:
    before, taken = reading.remaining, reading.consumed
    return {
        "limit": reading.limit,
        "title": reading.title,
        "unit": reading.unit,
        "window": reading.window,
        "unlimited": reading.unlimited,
        "base": reading.base,
        "granted": reading.granted,
        "authorized": reading.authorized,
        "used": reading.used,
        "asked": reading.asked,
        "remaining": before,
        "remaining_after": None if before is None or taken is None else before - taken,
        "citations": list(reading.citations),
    }
