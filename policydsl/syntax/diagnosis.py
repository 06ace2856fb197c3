"""Find out what the author of a line that does not parse has probably meant."""

from collections.abc import Callable, Sequence

from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Source
from policydsl.syntax import problems_lines
from policydsl.syntax.automaton import expected
from policydsl.syntax.diagnosis_layout import bad_item_start, bad_layout, bad_line_start
from policydsl.syntax.diagnosis_words import (
    brackets,
    capitals,
    citation,
    comparison,
    missing_is,
    near_word,
    numbers,
    period,
    reserved,
    title,
)
from policydsl.syntax.grammar import Table
from policydsl.syntax.situation import END, LAYOUT, Situation
from policydsl.syntax.tokens import Token


def diagnose(table: Table, source: Source, tokens: Sequence[Token], index: int) -> Diagnostic:
    """Say why the token at *index* does not fit, and what to do about it."""
    may_stand = expected(table, tokens, index)
    line_start = min(index, len(tokens) - 1)
    while line_start > 0 and tokens[line_start - 1][0] not in LAYOUT:
        line_start -= 1
    here = Situation(table, source, tokens, index, may_stand, line_start)
    for idea in _IDEAS:
        if found := idea(here):
            return found
    if here.token[0] in LAYOUT or here.token is END:
        return problems_lines.ends_early(here.at(max(index - 1, 0)), here.may())
    return problems_lines.unexpected(here.span, here.may())


_IDEAS: tuple[Callable[[Situation], Diagnostic | None], ...] = (
    bad_layout,
    bad_item_start,
    bad_line_start,
    capitals,
    period,
    numbers,
    comparison,
    reserved,
    brackets,
    citation,
    near_word,
    title,
    missing_is,
)
