"""Describe a decision's JSON as JSON Schema 2020-12; it only ever grows."""

from __future__ import annotations

from typing import Any

from policydsl.core import ir
from policydsl.core.decision import SCHEMA_VERSION
from policydsl.policy.shapes import (
    CITATIONS,
    DETERMINATION,
    MAYBE_COUNT,
    MAYBE_DECIMAL,
    MAYBE_TEXT,
    TEXT,
    YES_NO,
    list_of,
    object_of,
)


def decision_schema() -> dict[str, Any]:
    """Describe what `Decision.to_dict()` gives, and `policyc eval --format json` writes."""
    reason = object_of(
        clause=TEXT,
        title=TEXT,
        citations=CITATIONS,
        # A clause that an exception lifted is a reason for `covered`.
        kind={"enum": [*(kind.value for kind in ir.Kind), "exception"]},
        open=YES_NO,
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:policydsl:decision:{SCHEMA_VERSION}",
        "title": "A decision",
    } | object_of(
        schema={"const": SCHEMA_VERSION},
        determination=DETERMINATION,
        reasons=list_of(reason),
        missing=list_of(object_of(fact=TEXT, supplier=MAYBE_TEXT, asked_by=list_of(TEXT))),
        missing_exact=YES_NO,
        possible=list_of(DETERMINATION),
        possible_exact=YES_NO,
        settled=YES_NO,
        routes_to=MAYBE_TEXT,
        pays={
            "anyOf": [
                object_of(rate=MAYBE_DECIMAL, amount=MAYBE_DECIMAL, citations=CITATIONS),
                {"type": "null"},
            ]
        },
        member_pays=MAYBE_DECIMAL,
        asked=MAYBE_COUNT,
        fits=MAYBE_COUNT,
        remaining={"type": "object", "additionalProperties": MAYBE_COUNT},
        limits=list_of(
            object_of(
                limit=TEXT,
                title=TEXT,
                unit=TEXT,
                window=TEXT,
                unlimited={"type": "boolean"},
                base=MAYBE_COUNT,
                granted=MAYBE_COUNT,
                authorized=MAYBE_COUNT,
                used=MAYBE_COUNT,
                asked=MAYBE_COUNT,
                remaining=MAYBE_COUNT,
                remaining_after=MAYBE_COUNT,
                citations=CITATIONS,
            )
        ),
        effects=list_of(
            object_of(limit=TEXT, quantity={"type": "integer"}, unit=TEXT, window=TEXT)
        ),
        outranked=list_of(reason),
        assumptions=list_of(object_of(fact=TEXT, value={}, title=TEXT, citations=CITATIONS)),
        advisories=list_of(object_of(id=TEXT, text=TEXT, citations=CITATIONS)),
        open_questions=list_of(object_of(question=TEXT, reading=TEXT, citations=CITATIONS)),
        receipt=object_of(
            policy=TEXT,
            edition=MAYBE_TEXT,
            policy_hash=TEXT,
            compiler=TEXT,
            as_of={"type": "string", "format": "date"},
            facts_hash=TEXT,
        ),
    )
