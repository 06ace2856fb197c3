"""Describe an explanation's JSON, for each reader, as JSON Schema 2020-12; it only ever grows."""

from __future__ import annotations

from typing import Any

from policydsl.core import ir
from policydsl.explain import Reader
from policydsl.explain.clausetrace import Role, Status
from policydsl.explain.explanation import SCHEMA_VERSION
from policydsl.explain.reviewer import Standing
from policydsl.explain.trace import FactState, StepKind
from policydsl.explain.ways import Kind
from policydsl.policy.decision_schema import decision_schema
from policydsl.policy.shapes import (
    CITATIONS,
    DETERMINATION,
    MAYBE_COUNT,
    MAYBE_DECIMAL,
    MAYBE_TEXT,
    TEXT,
    YES_NO,
    list_of,
    maybe,
    object_of,
)

_KLEENE = {"enum": ["yes", "no", "unknown"]}
_DAY = {"type": "string", "format": "date"}
_KIND = {"enum": [kind.value for kind in ir.Kind]}
_NAMES = list_of(TEXT)


def explanation_schema(reader: Reader) -> dict[str, Any]:
    """Describe what `policyc explain --for READER --format json` writes."""
    properties = {
        Reader.AUTHOR: _trace,
        Reader.REVIEWER: _reviewer,
        Reader.MEMBER: _member,
        Reader.NOTICE: _notice,
    }[reader]()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:policydsl:explanation:{reader.value}:{SCHEMA_VERSION}",
        "title": f"An explanation for the {reader.value}"
        if reader is not Reader.NOTICE
        else "The content of a notice of an adverse determination",
        **object_of(schema={"const": SCHEMA_VERSION}, **properties),
        "$defs": _definitions(),
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


# ----------------------------------------------------------------- what many share


def _definitions() -> dict[str, Any]:
    fact = object_of(
        fact=TEXT,
        label=TEXT,
        state={"enum": [state.value for state in FactState]},
        value={},
        words=TEXT,
        supplier=MAYBE_TEXT,
        fixed=YES_NO,
    )
    step = object_of(
        address=TEXT,
        kind={"enum": [kind.value for kind in StepKind]},
        words=TEXT,
        result=_KLEENE,
        place=maybe(_ref("place")),
        facts=_NAMES,
        citations=CITATIONS,
        steps=list_of(_ref("step")),
    )
    # Only a part says whether it decides; only what was worked out, or named, says so.
    step["properties"] |= {
        "decides": YES_NO,
        "name": TEXT,
        "title": TEXT,
        "computed": list_of(object_of(words=TEXT, value=TEXT)),
    }
    exception = object_of(
        title=TEXT,
        result=_KLEENE,
        when=_ref("step"),
        exceptions=list_of(_ref("exception")),
        citations=CITATIONS,
    )
    amount = object_of(
        value=MAYBE_COUNT,
        summands=list_of(
            object_of(words=TEXT, value=MAYBE_COUNT, citations=CITATIONS, facts=_NAMES)
        ),
    )
    return {
        "place": object_of(file=TEXT, line={"type": "integer", "minimum": 1}),
        "fact": fact,
        "step": step,
        "exception": exception,
        "clause": _clause(),
        "amount": amount,
        "limit": _limit(),
        "payment": _payment(),
        "missing": _with(fact, asked_by=list_of(object_of(clause=TEXT, title=TEXT))),
        "assumption": _with(
            fact, title=TEXT, stated=YES_NO, when=maybe(_ref("step")), citations=CITATIONS
        ),
        "source": object_of(id=TEXT, document=TEXT, section=TEXT, paraphrase=TEXT),
        "question": object_of(question=TEXT, reading=TEXT, citations=CITATIONS),
        "policy": object_of(id=TEXT, title=TEXT, issuer=TEXT, edition=MAYBE_TEXT),
        "ways": _ways(),
    }


def _with(base: dict[str, Any], **more: dict[str, Any]) -> dict[str, Any]:
    return object_of(**base["properties"], **more)


def _clause() -> dict[str, Any]:
    return object_of(
        clause=TEXT,
        id=TEXT,
        title=TEXT,
        kind=_KIND,
        determination=DETERMINATION,
        target=MAYBE_TEXT,
        benefit=MAYBE_TEXT,
        status={"enum": [status.value for status in Status]},
        role={"enum": [role.value for role in Role]},
        place=maybe(_ref("place")),
        citations=CITATIONS,
        guards=_NAMES,
        when=maybe(_ref("step")),
        exceptions=list_of(_ref("exception")),
        overridden_by=list_of(object_of(clause=TEXT, result=_KLEENE)),
        failing=MAYBE_TEXT,
        nearly=YES_NO,
        says=MAYBE_TEXT,
    )


def _limit() -> dict[str, Any]:
    window = object_of(
        words=TEXT, start=MAYBE_TEXT, end=MAYBE_TEXT, inside=maybe(_KLEENE), citations=CITATIONS
    )
    extension = object_of(
        ceiling=MAYBE_COUNT,
        status=MAYBE_TEXT,
        clauses=list_of(object_of(clause=TEXT, title=TEXT, citations=CITATIONS)),
    )
    return object_of(
        limit=TEXT,
        title=TEXT,
        unit=TEXT,
        places={"type": "integer"},
        place=maybe(_ref("place")),
        line=TEXT,
        unlimited=YES_NO,
        base=_ref("amount"),
        granted=_ref("amount"),
        used=_ref("amount"),
        asked=_ref("amount"),
        authorized=MAYBE_COUNT,
        remaining=MAYBE_COUNT,
        fits=MAYBE_COUNT,
        consumed=MAYBE_COUNT,
        windows=list_of(window),
        extension=maybe(extension),
        citations=CITATIONS,
    )


def _payment() -> dict[str, Any]:
    return object_of(
        line=TEXT,
        rate=MAYBE_DECIMAL,
        basis=MAYBE_DECIMAL,
        copay=MAYBE_DECIMAL,
        copay_times=MAYBE_COUNT,
        deductible=MAYBE_DECIMAL,
        plan=MAYBE_DECIMAL,
        member=MAYBE_DECIMAL,
        place=maybe(_ref("place")),
        facts=_NAMES,
        citations=CITATIONS,
    )


def _ways() -> dict[str, Any]:
    decided = decision_schema()["properties"]
    change = object_of(
        fact=TEXT,
        label=TEXT,
        kind={"enum": [kind.value for kind in Kind]},
        was=MAYBE_TEXT,
        value={},
        words=TEXT,
        any_of=_NAMES,
        supplier=MAYBE_TEXT,
    )
    after = ("determination", "asked", "fits", "remaining", "pays", "member_pays")
    way = object_of(changes=list_of(change), **{name: decided[name] for name in after})
    return object_of(
        toward=DETERMINATION,
        reached=YES_NO,
        ways=list_of(way),
        smallest=MAYBE_COUNT,
        exact=YES_NO,
        complete=YES_NO,
    )


# ------------------------------------------------------------------- the readers


def _trace() -> dict[str, Any]:
    decision = decision_schema()
    benefit = {
        "benefit": TEXT,
        "title": TEXT,
        "for": _ref("step"),
        "lineage": _NAMES,
        "place": maybe(_ref("place")),
        "citations": CITATIONS,
    }
    competitor = object_of(
        clause=TEXT,
        determination=DETERMINATION,
        status={"enum": [status.value for status in Status]},
        beaten_by=_NAMES,
    )
    return {
        "policy": _ref("policy"),
        "decision": {key: decision[key] for key in ("type", "properties", "required")},
        "reasons": _NAMES,
        "facts": list_of(_ref("fact")),
        "benefits": list_of(object_of(**benefit)),
        "guards": list_of(_ref("step")),
        "clauses": list_of(_ref("clause")),
        "limits": list_of(_ref("limit")),
        "payment": maybe(_ref("payment")),
        "missing": list_of(_ref("missing")),
        "assumptions": list_of(_ref("assumption")),
        "competitors": list_of(competitor),
        "sources": list_of(_ref("source")),
        "ways": maybe(_ref("ways")),
    }


def _head(reader: Reader) -> dict[str, Any]:
    return {
        "reader": {"const": reader.value},
        "policy": _ref("policy"),
        "as_of": _DAY,
        "determination": DETERMINATION,
    }


def _reviewer() -> dict[str, Any]:
    found = object_of(fact=TEXT, label=TEXT, state=TEXT, words=TEXT)
    criterion = object_of(
        clause=TEXT,
        title=TEXT,
        kind=_KIND,
        benefit=MAYBE_TEXT,
        standing={"enum": [standing.value for standing in Standing]},
        found=list_of(found),
        citations=CITATIONS,
        needs=_NAMES,
    )
    return _head(Reader.REVIEWER) | {
        "routes_to": MAYBE_TEXT,
        "criteria": list_of(criterion),
        "needed": list_of(_ref("missing")),
        "limits": list_of(_ref("limit")),
        "payment": maybe(_ref("payment")),
        "ways": maybe(_ref("ways")),
        "assumptions": list_of(_ref("assumption")),
        "open_questions": list_of(_ref("question")),
        "advice": list_of(object_of(id=TEXT, text=TEXT, citations=CITATIONS)),
        "sources": list_of(_ref("source")),
    }


def _member() -> dict[str, Any]:
    return _head(Reader.MEMBER) | {
        "sentences": list_of(object_of(text=TEXT, about=_NAMES)) | {"minItems": 2, "maxItems": 6},
        "ways": _ref("ways"),
        "assumptions": list_of(_ref("assumption")),
    }


def _notice() -> dict[str, Any]:
    decided = decision_schema()["properties"]
    reason = object_of(clause=TEXT, title=TEXT, says=MAYBE_TEXT, citations=CITATIONS)
    judgment = object_of(applied=YES_NO, by=MAYBE_TEXT, findings=list_of(_ref("fact")))
    return _head(Reader.NOTICE) | {
        "asked": MAYBE_COUNT,
        "fits": MAYBE_COUNT,
        "summary": _NAMES,
        "reasons": list_of(reason),
        "provisions": list_of(_ref("source")),
        "criteria": list_of(object_of(id=TEXT, title=TEXT, publisher=TEXT, dated=TEXT)),
        "clinical_judgment": judgment,
        "ways": _ref("ways"),
        "limits": list_of(_ref("limit")),
        "assumptions": list_of(_ref("assumption")),
        "slots": {"type": "object", "additionalProperties": TEXT},
        "receipt": decided["receipt"],
    }
