"""Write changes as JSON-ready data: `docs/diff.md` says what each key means."""

from __future__ import annotations

from typing import Any

from policydsl.changes.cases import as_json, scenario, title_of
from policydsl.changes.changes import Changes, Version
from policydsl.changes.clauses import Edit, ItemChange, Place
from policydsl.changes.decisions import ClassChange
from policydsl.changes.page import verdict
from policydsl.solve.side import Lead

SCHEMA_VERSION = 1


def to_dict(changes: Changes) -> dict[str, Any]:
    """Return everything that is known of a comparison; keys stand in a fixed order."""
    decided = changes.decided
    return {
        "schema": SCHEMA_VERSION,
        "old": version_to_dict(changes.old),
        "new": version_to_dict(changes.new),
        "verdict": verdict(changes),
        "equivalent": changes.is_equivalent,
        "as_if_in_force": decided.as_if_in_force,
        "items": [_item(each) for each in changes.items],
        "benefits": [
            {"benefit": each.benefit, "title": each.title, "verdict": each.verdict.value}
            for each in decided.benefits
        ],
        "classes": [_class(changes, each) for each in decided.classes],
        "reasons": [_class(changes, each) for each in decided.reasons],
        "unproved": [
            {
                "aspect": each.aspect.value,
                "old": _lead(each.old),
                "new": _lead(each.new),
                "tried": each.tried,
            }
            for each in decided.unproved
        ],
    }


def version_to_dict(version: Version) -> dict[str, Any]:
    return {
        "name": version.name,
        "policy": version.policy,
        "title": version.title,
        "edition": version.edition,
    }


def _item(item: ItemChange) -> dict[str, Any]:
    return {
        "change": item.way.value,
        "sort": item.sort,
        "name": item.name,
        "old_name": item.old,
        "title": item.title,
        "within": item.within,
        "decides": item.weighs,
        "before": _place(item.before),
        "after": _place(item.after),
        "edits": [_edit(each) for each in item.edits],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line}


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "change": edit.way.value,
        "part": edit.part,
        "about": edit.told.about or None,
        "went": list(edit.told.went),
        "came": list(edit.told.came),
    }


def _class(changes: Changes, change: ClassChange) -> dict[str, Any]:
    old, new = changes.programs
    request = change.case.request
    facts = new.facts if all(name in new.facts for name in request.facts) else old.facts
    return {
        "aspect": change.aspect.value,
        "direction": change.direction.value,
        "old": _lead(change.old),
        "new": _lead(change.new),
        "benefits": list(change.benefits),
        "case": {
            "request": as_json(facts, request),
            "before": change.case.before.to_dict(),
            "after": change.case.after.to_dict(),
            "scenario": scenario(new, change, title_of(change)),
        },
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {
        "determination": lead.outcome.determination.value,
        "target": lead.outcome.entity or None,
        "clause": lead.clause,
        "asks": lead.asks,
        "line": lead.line,
    }
