"""Describe a decision's JSON as JSON Schema 2020-12; it only ever grows."""

from __future__ import annotations

from typing import Any

from policydsl.core import ir
from policydsl.core.decision import SCHEMA_VERSION
from policydsl.core.determinations import Determination

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_MAYBE_COUNT = {"type": ["integer", "null"]}
_YES_NO = {"type": "boolean"}
_CITATIONS = {"type": "array", "items": _TEXT}
_DETERMINATION = {"enum": [each.value for each in Determination]}
_MAYBE_DECIMAL = {"type": ["string", "null"], "pattern": r"^-?[0-9]+\.[0-9]{2,4}$"}


def decision_schema() -> dict[str, Any]:
    """Describe what `Decision.to_dict()` gives, and `policyc eval --format json` writes."""
    reason = _object(
        clause=_TEXT,
        title=_TEXT,
        citations=_CITATIONS,
        # A clause that an exception lifted is a reason for `covered`.
        kind={"enum": [*(kind.value for kind in ir.Kind), "exception"]},
        open=_YES_NO,
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:policydsl:decision:{SCHEMA_VERSION}",
        "title": "A decision",
    } | _object(
        schema={"const": SCHEMA_VERSION},
        determination=_DETERMINATION,
        reasons=_list(reason),
        missing=_list(_object(fact=_TEXT, supplier=_MAYBE_TEXT, asked_by=_list(_TEXT))),
        missing_exact=_YES_NO,
        possible=_list(_DETERMINATION),
        possible_exact=_YES_NO,
        settled=_YES_NO,
        routes_to=_MAYBE_TEXT,
        pays={
            "anyOf": [
                _object(rate=_MAYBE_DECIMAL, amount=_MAYBE_DECIMAL, citations=_CITATIONS),
                {"type": "null"},
            ]
        },
        member_pays=_MAYBE_DECIMAL,
        asked=_MAYBE_COUNT,
        fits=_MAYBE_COUNT,
        remaining={"type": "object", "additionalProperties": _MAYBE_COUNT},
        limits=_list(
            _object(
                limit=_TEXT,
                title=_TEXT,
                unit=_TEXT,
                window=_TEXT,
                unlimited={"type": "boolean"},
                base=_MAYBE_COUNT,
                granted=_MAYBE_COUNT,
                authorized=_MAYBE_COUNT,
                used=_MAYBE_COUNT,
                asked=_MAYBE_COUNT,
                remaining=_MAYBE_COUNT,
                remaining_after=_MAYBE_COUNT,
                citations=_CITATIONS,
            )
        ),
        effects=_list(_object(limit=_TEXT, quantity={"type": "integer"}, unit=_TEXT, window=_TEXT)),
        outranked=_list(reason),
        assumptions=_list(_object(fact=_TEXT, value={}, title=_TEXT, citations=_CITATIONS)),
        advisories=_list(_object(id=_TEXT, text=_TEXT, citations=_CITATIONS)),
        open_questions=_list(_object(question=_TEXT, reading=_TEXT, citations=_CITATIONS)),
        receipt=_object(
            policy=_TEXT,
            edition=_MAYBE_TEXT,
            policy_hash=_TEXT,
            compiler=_TEXT,
            as_of={"type": "string", "format": "date"},
            facts_hash=_TEXT,
        ),
    )


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    # Every key is always there. A later version may have more, so others are not refused.
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
