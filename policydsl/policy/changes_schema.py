"""Describe the JSON of `policyc diff` as JSON Schema 2020-12; it only ever grows."""

from __future__ import annotations

from typing import Any

from policydsl.changes.clauses import Way
from policydsl.changes.data import SCHEMA_VERSION
from policydsl.changes.decisions import Verdict
from policydsl.policy.decision_schema import decision_schema
from policydsl.policy.shapes import (
    DETERMINATION,
    MAYBE_TEXT,
    TEXT,
    YES_NO,
    list_of,
    maybe,
    object_of,
)
from policydsl.solve.contrast import Aspect, Direction

_COUNT = {"type": "integer", "minimum": 0}
_DAY = {"type": "string", "format": "date"}
_MONEY = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
_NAMES = list_of(TEXT)
_VERDICTS = ["equivalent", "not proved equivalent", "changed both ways"]
_VERDICTS += ["broader", "narrower", "decided otherwise"]


def changes_schema() -> dict[str, Any]:
    """Describe what `policyc diff --format json` writes: of one pair of versions, or of several."""
    several = object_of(
        schema={"const": SCHEMA_VERSION},
        editions=list_of(_ref("comparison")),
        added=list_of(_ref("version")),
        removed=list_of(_ref("version")),
    )
    several["properties"]["impact"] = _ref("impact")  # with `--cases` only
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:policydsl:changes:{SCHEMA_VERSION}",
        "title": "What changed between two versions of a policy, or of several policies",
        "anyOf": [_ref("comparison"), several],
        "$defs": _definitions(),
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _enum(*words: Any) -> dict[str, Any]:
    return {"enum": [word.value for word in words]}


def _definitions() -> dict[str, Any]:
    decision = decision_schema()
    comparison = object_of(
        schema={"const": SCHEMA_VERSION},
        old=_ref("version"),
        new=_ref("version"),
        verdict={"enum": _VERDICTS},
        equivalent=YES_NO,
        as_if_in_force=YES_NO,
        items=list_of(_ref("item")),
        benefits=list_of(object_of(benefit=TEXT, title=TEXT, verdict=_enum(*Verdict))),
        classes=list_of(_ref("class")),
        reasons=list_of(_ref("class")),
        unproved=list_of(
            object_of(aspect=_enum(*Aspect), old=_ref("lead"), new=_ref("lead"), tried=_COUNT)
        ),
    )
    comparison["properties"]["impact"] = _ref("impact")  # with `--cases` only
    return {
        "comparison": comparison,
        "version": object_of(name=TEXT, policy=TEXT, title=TEXT, edition=MAYBE_TEXT),
        "item": _item(),
        "place": object_of(file=TEXT, line={"type": "integer", "minimum": 1}),
        "lead": object_of(
            determination=DETERMINATION,
            target=MAYBE_TEXT,
            clause=MAYBE_TEXT,
            asks=YES_NO,
            line={"type": ["integer", "null"], "minimum": 1},
        ),
        "class": _class(),
        "decision": {key: decision[key] for key in ("type", "properties", "required")},
        "impact": _impact(),
    }


def _item() -> dict[str, Any]:
    edit = object_of(change=_enum(*Way), part=TEXT, about=MAYBE_TEXT, went=_NAMES, came=_NAMES)
    return object_of(
        change=_enum(*Way),
        sort=TEXT,
        name=TEXT,
        old_name=MAYBE_TEXT,
        title=TEXT,
        within=MAYBE_TEXT,
        decides=YES_NO,
        before=maybe(_ref("place")),
        after=maybe(_ref("place")),
        edits=list_of(edit),
    )


def _class() -> dict[str, Any]:
    request = object_of(as_of=_DAY, facts={"type": "object"})
    return object_of(
        aspect=_enum(*Aspect),
        direction=_enum(*Direction),
        old=_ref("lead"),
        new=_ref("lead"),
        benefits=_NAMES,
        case=object_of(
            request=request, before=_ref("decision"), after=_ref("decision"), scenario=TEXT
        ),
    )


def _impact() -> dict[str, Any]:
    case = object_of(
        line={"type": "integer", "minimum": 1},
        member=MAYBE_TEXT,
        request={"type": "object"},
        before=_ref("decision"),
        after=_ref("decision"),
    )
    return object_of(
        requests=_COUNT,
        refused=_COUNT,
        flips=_COUNT,
        otherwise=_COUNT,
        table=list_of(object_of(old=DETERMINATION, new=DETERMINATION, requests=_COUNT)),
        money=object_of(requests=_COUNT, before=_MONEY, after=_MONEY),
        approved_lost=_COUNT,
        members_losing={"type": ["integer", "null"], "minimum": 0},
        members_are_a_least=YES_NO,
        cases=list_of(case),
        bad_rows=list_of(object_of(line={"type": "integer", "minimum": 1}, faults=_NAMES)),
    )
