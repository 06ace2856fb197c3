"""Turn diagnostics into a SARIF 2.1.0 log, for code-scanning services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from policydsl import __version__
from policydsl.diagnostics.model import Accepted, Code, Diagnostic, Label
from policydsl.diagnostics.rules import page

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def to_sarif(
    diagnostics: Sequence[Diagnostic], accepted: Sequence[Accepted] = ()
) -> dict[str, Any]:
    """Give one log with one run; its rules are the codes that occur, by id.

    What is accepted is there as well, suppressed with the reason that the author gave.
    """
    every = [*diagnostics, *(each.diagnostic for each in accepted)]
    codes = sorted({diagnostic.code for diagnostic in every}, key=lambda code: code.id)
    index_by_code = {code: index for index, code in enumerate(codes)}
    driver = {
        "name": "policyc",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(found, index_by_code[found.code]) for found in diagnostics),
            *(_suppressed(each, index_by_code[each.diagnostic.code]) for each in accepted),
        ],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(code: Code) -> dict[str, object]:
    """Describe a code, with its whole page, so that a viewer needs no network to show it."""
    written = page(code.id) or f"# {code.id}: {code.title}\n"
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "help": {"text": written, "markdown": written},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    # SARIF has no place for help or a case, so they follow the message.
    parts = [diagnostic.message]
    if diagnostic.case is not None:
        parts.append(f"case:\n{diagnostic.case}")
    if diagnostic.help is not None:
        parts.append(f"help: {diagnostic.help}")
    result: dict[str, object] = {
        "ruleId": diagnostic.code.id,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": "\n".join(parts)},
        "locations": [_location(diagnostic.label)] if diagnostic.label else [],
    }
    if diagnostic.also:
        result["relatedLocations"] = [_location(label) for label in diagnostic.also]
    return result


def _suppressed(accepted: Accepted, rule: int) -> dict[str, object]:
    """Give what is accepted in the text of the policy, with the reason that it gives."""
    reason = {"kind": "inSource", "status": "accepted", "justification": accepted.reason}
    return _result(accepted.diagnostic, rule) | {"suppressions": [reason]}


def _location(label: Label) -> dict[str, object]:
    start, end = label.span.start_position, label.span.end_position
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(label.span.source.name)},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        }
    }
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _uri(name: str) -> str:
    """Name a file as a URI: one below the folder of the run stays relative to it."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
