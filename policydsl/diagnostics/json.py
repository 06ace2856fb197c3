"""Turn diagnostics into JSON-ready values, for programs that read them."""

from collections.abc import Iterable

from policydsl.diagnostics.model import Diagnostic, Label
from policydsl.source import Position


def to_json(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """Give one object for each diagnostic, in the order given, every key always present.

    Lines and columns count from 1, columns and offsets in characters; the end is not included.
    """
    return [
        {
            "code": diagnostic.code.id,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            "at": _place(diagnostic.label) if diagnostic.label else None,
            "also": [_place(label) for label in diagnostic.also],
            "help": diagnostic.help,
            "case": diagnostic.case,
        }
        for diagnostic in diagnostics
    ]


def _place(label: Label) -> dict[str, object]:
    span = label.span
    return {
        "file": span.source.name,
        "start": _position(span.start_position, span.start),
        "end": _position(span.end_position, span.end),
        "label": label.text,
    }


def _position(position: Position, offset: int) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": offset}
