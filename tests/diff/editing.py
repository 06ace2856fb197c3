"""Edit the small policy of the samples, and compare what comes of it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from policydsl.changes import Changes, Given, compare
from policydsl.policy.changes_schema import changes_schema
from policydsl.semantics import Checked, check
from policydsl.source import Source
from policydsl.syntax.parser import parse
from tests.policy import sample

Edit = tuple[str, str]


@cache
def checked(policy: str = sample.POLICY, vocabulary: str = sample.VOCABULARY) -> Checked:
    """Check a policy over a vocabulary; both have to be sound."""
    files = (parse(Source("demo.pol", vocabulary)), parse(Source("care.pol", policy)))
    found = check(
        tuple(each.file for each in files), {"book.tsv": Source("book.tsv", sample.INVENTORY)}
    )
    assert found.program is not None, [each.message for each in found.diagnostics]
    return found


def edited(text: str, *edits: Edit) -> str:
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def given(found: Checked) -> Given:
    assert found.program is not None
    return Given("care.pol", found.program, found.tables)


def after(*edits: Edit, vocabulary: tuple[Edit, ...] = ()) -> Changes:
    """Return what *edits* of the sample change."""
    new = checked(edited(sample.POLICY, *edits), edited(sample.VOCABULARY, *vocabulary))
    changes = compare(given(checked()), given(new))
    described(changes.to_dict())
    return changes


def described(data: Any) -> None:
    """Hold what is written as JSON against its schema, which is to describe all of it."""
    _validator().validate(json.loads(json.dumps(data)))


@cache
def _validator() -> Any:
    schema = changes_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(closed(schema))


def closed(schema: Any) -> Any:
    """Refuse what a schema does not describe."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and "additionalProperties" not in made and "type" in made:
        made["additionalProperties"] = False
    return made
