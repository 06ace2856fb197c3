"""Word what can be wrong with the letters and the lines of a policy."""

from typing import Any

from policydsl.diagnostics.model import Code, Diagnostic
from policydsl.source import Span
from policydsl.syntax.lexer import Slip

_X = Code("POL0100", "syntax")


def mixed_and_or(span: Span, parts: list[Any]) -> Diagnostic:
    return _X.at(span, "`and` and `or` are mixed without brackets")


def range_of_members(span: Span) -> Diagnostic:
    return _X.at(span, "a range cannot declare members")


def slip(kind: Slip, span: Span) -> Diagnostic:
    return _X.at(span, f"slip {kind.name.lower()}")


def stuck(span: Span) -> Diagnostic:
    return _X.at(span, f"`{span.text}` does not fit here")
