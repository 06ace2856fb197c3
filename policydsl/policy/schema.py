"""Describe a request in other notations: JSON Schema 2020-12, and a Python module of types."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, assert_never

from policydsl.core import ir
from policydsl.core.codes import pattern_of
from policydsl.core.conversion import MAX_ITEMS, MAX_TEXT
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    MemberSet,
    Number,
    NumberKind,
    RecordValue,
    YesNo,
)
from policydsl.core.texts import decimal_text
from policydsl.frozen import frozen

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema(*editions: ir.Program) -> dict[str, Any]:
    """Describe what a request to a policy may hold, given its editions in the order of time.

    A fact may hold what any edition lets it. What the schema refuses, `validate` refuses as
    well. `validate` is stricter where a schema has no words: decimals of a number, 3.0 for 3,
    ranges of what is written as text.
    """
    program = editions[-1]
    return {
        "$schema": JSON_SCHEMA,
        "$id": f"urn:policydsl:{program.id}:request",
        "title": f"A request to {program.title}",
        "description": _facts_of(editions),
        "type": "object",
        "properties": {
            "as_of": {
                "description": "The day of service.",
                "type": "string",
                "format": "date",
                "pattern": _DAY,
            },
            "facts": {
                "description": "What is known. A fact that is left out is unknown; "
                "`null` says that there is none.",
                "type": "object",
                "properties": {
                    name: _any_of(variants) for name, variants in _variants(editions).items()
                },
                "additionalProperties": False,
            },
        },
        "required": ["as_of", "facts"],
        "additionalProperties": False,
    }


@frozen
class _Variants:
    """A fact as the editions declare it, the last first, and whether one of them reads it."""

    facts: tuple[Fact, ...]
    read: bool


def _variants(editions: Sequence[ir.Program]) -> dict[str, _Variants]:
    found: dict[str, _Variants] = {}
    for program in reversed(editions):
        for name, fact in program.facts.by_name.items():
            known = found.get(name, _Variants((), False))
            facts = known.facts if fact in known.facts else (*known.facts, fact)
            found[name] = _Variants(facts, known.read or name in program.read_facts)
    return found


def _facts_of(editions: Sequence[ir.Program]) -> str:
    id = editions[-1].id
    dates = [program.edition for program in editions if program.edition]
    match dates:
        case []:
            return f"Facts of `{id}`."
        case [date]:
            return f"Facts of `{id}`, edition {date}."
        case _:
            return f"Facts of `{id}`, editions {', '.join(dates[:-1])} and {dates[-1]}."


def _any_of(variants: _Variants) -> dict[str, Any]:
    shapes: list[dict[str, Any]] = []
    for fact in variants.facts:
        shape = _property(fact, variants.read)
        if shape not in shapes:
            shapes.append(shape)
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _property(fact: Fact, read: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if fact.label:
        found["title"] = fact.label
    if says := _description(fact, read):
        found["description"] = says
    shape = _shape(fact)
    if not fact.may_be_absent:
        return found | shape
    if isinstance(shape.get("type"), str) and "enum" not in shape:
        return found | shape | {"type": [shape["type"], "null"]}
    return found | {"anyOf": [shape, {"type": "null"}]}


def _description(fact: Fact, read: bool) -> str:
    said = _said(fact, read)
    if fact.member_labels:
        labels = "; ".join(f"{member}: {label}" for member, label in fact.member_labels if label)
        said.append(f"{labels}.")
    return " ".join(said)


def _said(fact: Fact, read: bool) -> list[str]:
    said = []
    if isinstance(fact.type, Number) and (unit := _unit(fact.type)):
        said.append(f"In {unit}.")
    if fact.supplier is not None:
        said.append(f"Asked of: {fact.supplier.value}.")
    if fact.fixed:
        said.append("Cannot be changed.")
    if not read:
        said.append("This policy does not read it.")
    return said


def _unit(number: Number) -> str | None:
    match number.kind:
        case NumberKind.COUNT:
            return number.unit
        case NumberKind.MONEY:
            return "dollars"
        case NumberKind.PERCENT:
            return "percent"
        case _:
            assert_never(number.kind)


def _shape(fact: Fact) -> dict[str, Any]:
    match fact.type:
        case YesNo():
            return {"type": "boolean"}
        case Choice(members):
            return {"type": "string", "enum": list(members)}
        case MemberSet(members):
            return {
                "type": "array",
                "items": {"type": "string", "enum": list(members)},
                "uniqueItems": True,
            }
        case CodeValue(system):
            return {"type": "string", "pattern": f"^{pattern_of(system)}$"}
        case CodeSet(system):
            return {
                "type": "array",
                "items": {"type": "string", "pattern": f"^{pattern_of(system)}$"},
                "uniqueItems": True,
                "maxItems": MAX_ITEMS,
            }
        case Number():
            return _number(fact.type)
        case Day(low, high):
            return {"type": "string", "format": "date", "pattern": _DAY} | _days(low, high)
        case DisplayText():
            return {"type": "string", "maxLength": MAX_TEXT}
        case RecordValue():
            return {"not": {}}
        case _:
            assert_never(fact.type)


def _number(number: Number) -> dict[str, Any]:
    if not number.places:
        return {"type": "integer"} | _ends(number)
    text = rf"^-?[0-9]+(\.[0-9]{{1,{number.places}}})?$"
    exact = {"type": "number"} | _ends(number)
    return {"anyOf": [exact, {"type": "string", "pattern": text}]}


def _ends(number: Number) -> dict[str, Any]:
    ends: dict[str, Any] = {}
    for key, end, open_end in (("minimum", number.low, -BOUND), ("maximum", number.high, BOUND)):
        if end != open_end:
            whole, rest = divmod(end, 10**number.places)
            ends[key] = float(decimal_text(end, number.places)) if rest else whole
    return ends


def _days(low: int, high: int) -> dict[str, Any]:
    # `format: date` has no ranges of its own; these two words are those of ajv and others.
    ends: dict[str, Any] = {}
    if low != FIRST_DAY:
        ends["formatMinimum"] = date.fromordinal(low).isoformat()
    if high != LAST_DAY:
        ends["formatMaximum"] = date.fromordinal(high).isoformat()
    return ends


# ------------------------------------------------------------------- Python


def python_types(*editions: ir.Program) -> str:
    """Write a module with the types of a request, for callers that check theirs with mypy.

    *editions* are those of one policy, in the order of time.
    """
    program = editions[-1]
    name = "".join(part.capitalize() for part in re.split(r"\W|_", program.id))
    lines = [
        f'"""The types of a request to {_docstring(program.title)} (`{program.id}`)."""',
        "",
        "from decimal import Decimal",
        "from typing import Literal, TypedDict",
        "",
        f"{name}Facts = TypedDict(",
        f'    "{name}Facts",',
        "    {",
    ]
    for fact_name, variants in _variants(editions).items():
        if comment := _comment(variants.facts[0], variants.read):
            lines.append(f"        # {comment}")
        types = dict.fromkeys(map(_python_type, variants.facts))
        lines.append(f'        "{fact_name}": {" | ".join(types)},')
    lines += [
        "    },",
        "    total=False,",
        ")",
        "",
        "",
        f"class {name}Request(TypedDict):",
        "    as_of: str  # the day of service, year-month-day",
        f"    facts: {name}Facts",
        "",
    ]
    assert not keyword.iskeyword(name)
    return "\n".join(lines)


def _docstring(text: str) -> str:
    return text.replace("\\", "").replace('"', "'")


def _comment(fact: Fact, read: bool) -> str:
    label = [f"{fact.label}."] if fact.label else []
    return " ".join(" ".join(label + _said(fact, read)).split())


def _python_type(fact: Fact) -> str:
    none = " | None" if fact.may_be_absent else ""
    match fact.type:
        case YesNo():
            return f"bool{none}"
        case Choice(members):
            return f"Literal[{', '.join(map(_string, members))}]{none}"
        case MemberSet(members):
            return f"list[Literal[{', '.join(map(_string, members))}]]{none}"
        case CodeSet():
            return f"list[str]{none}"
        case Number(places=places):
            return f"{'int | float | Decimal | str' if places else 'int'}{none}"
        case Day():
            return f"str{none}"
        case CodeValue() | DisplayText():
            return f"str{none}"
        case RecordValue():
            return "object"
        case _:
            assert_never(fact.type)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
