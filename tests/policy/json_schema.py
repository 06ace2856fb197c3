"""Hold a value against the part of JSON Schema 2020-12 that we write."""

import re
from decimal import Decimal
from typing import Any


def allows(schema: dict[str, Any], value: object) -> bool:
    """Say whether *value* is what *schema* describes; a word we do not write is an error."""
    return all(_WORDS[word](schema[word], value, schema) for word in schema)


def _type(wanted: str | list[str], value: object, _: object) -> bool:
    return any(_is(each, value) for each in ([wanted] if isinstance(wanted, str) else wanted))


def _is(wanted: str, value: object) -> bool:
    number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    match wanted:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case "number":
            return number
        case "integer":
            return number and value == int(value)  # type: ignore[call-overload]
        case _:
            raise KeyError(wanted)


def _properties(wanted: dict[str, Any], value: object, _: object) -> bool:
    return not isinstance(value, dict) or all(
        allows(wanted[key], held) for key, held in value.items() if key in wanted
    )


def _additional(wanted: Any, value: object, schema: Any) -> bool:
    if not isinstance(value, dict):
        return True
    left = [held for key, held in value.items() if key not in schema.get("properties", {})]
    return not left if wanted is False else all(allows(wanted, held) for held in left)


def _number(value: object) -> bool:
    return _is("number", value)


_WORDS: dict[str, Any] = {
    "type": _type,
    "enum": lambda wanted, value, _: value in wanted,
    "const": lambda wanted, value, _: value == wanted,
    "anyOf": lambda wanted, value, _: any(allows(each, value) for each in wanted),
    "not": lambda wanted, value, _: not allows(wanted, value),
    "pattern": lambda wanted, value, _: not isinstance(value, str) or re.search(wanted, value),
    "maxLength": lambda wanted, value, _: not isinstance(value, str) or len(value) <= wanted,
    "minimum": lambda wanted, value, _: not _number(value) or value >= wanted,
    "maximum": lambda wanted, value, _: not _number(value) or value <= wanted,
    "items": lambda wanted, value, _: (
        not isinstance(value, list) or all(allows(wanted, item) for item in value)
    ),
    "uniqueItems": lambda _, value, __: (
        not isinstance(value, list) or all(item not in value[:at] for at, item in enumerate(value))
    ),
    "maxItems": lambda wanted, value, _: not isinstance(value, list) or len(value) <= wanted,
    "properties": _properties,
    "required": lambda wanted, value, _: (
        not isinstance(value, dict) or all(key in value for key in wanted)
    ),
    "additionalProperties": _additional,
    # They describe, or only some readers enforce them.
    **dict.fromkeys(
        ["$schema", "$id", "title", "description", "format", "formatMinimum", "formatMaximum"],
        lambda *_: True,
    ),
}
