"""Turn diagnostics into the workflow commands that GitHub shows beside a changed line.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable

from policydsl.diagnostics.model import Diagnostic, Severity

_COMMAND = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Give one command to a line; user text cannot start another command."""
    return "".join(_command(diagnostic) + "\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties: dict[str, object] = {}
    if diagnostic.span is not None:
        start, end = diagnostic.span.start_position, diagnostic.span.end_position
        properties = {"file": diagnostic.span.source.name, "line": start.line}
        if start.line == end.line:
            # GitHub counts the last column in, and ignores columns that span lines.
            properties |= {"col": start.column, "endColumn": max(start.column, end.column - 1)}
        else:
            properties["endLine"] = end.line
    properties["title"] = diagnostic.code.id
    written = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    text = diagnostic.message
    if diagnostic.case is not None:
        text += f"\ncase:\n{diagnostic.case}"
    if diagnostic.help is not None:
        text += f"\nhelp: {diagnostic.help}"
    return f"::{_COMMAND[diagnostic.severity]} {written}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
