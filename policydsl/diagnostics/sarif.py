"""Turn diagnostics into a SARIF 2.1.0 log, for code-scanning services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Sequence
from urllib.parse import quote

from policydsl import __version__
from policydsl.diagnostics.model import Code, Diagnostic, Label


def to_sarif(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """Give one log with one run; its rules are the codes that occur, by id."""
    codes = sorted({diagnostic.code for diagnostic in diagnostics}, key=lambda code: code.id)
    index_by_code = {code: index for index, code in enumerate(codes)}
    driver = {
        "name": "policyc",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index_by_code[found.code]) for found in diagnostics],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "helpUri": f"docs/errors/{code.id}.md",
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


def _location(label: Label) -> dict[str, object]:
    start, end = label.span.start_position, label.span.end_position
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(label.span.source.name.replace("\\", "/"))},
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
