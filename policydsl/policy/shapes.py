"""Hold the words that the published JSON Schemas are written in."""

from __future__ import annotations

from typing import Any

from policydsl.core.determinations import Determination

TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_COUNT = {"type": ["integer", "null"]}
YES_NO = {"type": "boolean"}
CITATIONS = {"type": "array", "items": TEXT}
DETERMINATION = {"enum": [each.value for each in Determination]}
MAYBE_DECIMAL = {"type": ["string", "null"], "pattern": r"^-?[0-9]+\.[0-9]{2,4}$"}


def object_of(**properties: dict[str, Any]) -> dict[str, Any]:
    # Every key is always there. A later version may have more, so others are not refused.
    return {"type": "object", "properties": properties, "required": list(properties)}


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def maybe(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}
