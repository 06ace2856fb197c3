"""Say what was changed in an author's text, and how the line reads then."""

from __future__ import annotations

import enum
import re

from policydsl.frozen import frozen
from policydsl.source import Span
from policydsl.syntax import ast

MOST_SHOWN = 100
"""A longer line is shown without its title."""

_CITED = re.compile(r"\s*\[[^\]\"]*\]\s*$")
_TITLE = re.compile(r'\s"[^"]*"')
_COMMENT = re.compile(r"\s+#[^\"]*$")


class Sort(enum.Enum):
    """What kind of change it is; the value says so to a reader."""

    NUMBER = "a number is one more or one less"
    DATE = "a date is a day earlier or later"
    COMPARISON = "a comparison takes in its bound, or leaves it out"
    NEGATION = "a condition is negated"
    JOINER = "`and` is `or`, or the other way round"
    PART = "a part of a condition is left out"
    MEMBER = "a member of a list is left out, or its range moved"
    EXCEPTION = "an exception is left out"
    REQUIREMENT = "a requirement is left out"
    ITEM = "an item is left out"
    GUARD = "a guard is left out"
    CLAUSE = "a clause is left out"
    LINE = "a line is left out, or says the opposite"
    VALUE = "a value is another"


@frozen
class Change:
    """One change: where, and the line before and after it, `after` empty where it is gone."""

    sort: Sort
    span: Span
    before: str
    after: str


Changed = tuple[Change, ast.Node | tuple[ast.Node, ...]]
"""A change, and what stands in the place of the node that was changed."""


def rewritten(sort: Sort, span: Span, text: str) -> Change:
    """Return the change by which *text* stands where *span* stood."""
    source = span.source
    first, last = span.start_position.line, span.end_position.line
    start = source.line_start(first)
    end = source.line_start(last) + len(source.line_text(last))
    before = source.text[start:end]
    after = source.text[start : span.start] + text + source.text[span.end : end]
    return Change(sort, span, _shown(before), _shown(after))


def left_out(sort: Sort, span: Span) -> Change:
    """Return the change by which the line at *span*, with all that is below it, is gone."""
    line = span.source.line_text(span.start_position.line)
    return Change(sort, span, _shown(line), "")


def _shown(text: str) -> str:
    """Return *text* on one line, without what it cites and what it remarks."""
    lines = [_CITED.sub("", _COMMENT.sub("", line)) for line in text.splitlines()]
    flat = " ".join(" ".join(lines).split())
    if len(flat) > MOST_SHOWN:
        flat = _TITLE.sub("", flat, count=1)
    return flat
