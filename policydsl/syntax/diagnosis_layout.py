"""Find out what was meant where lines, items or their indentation do not fit."""

import functools

from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest, one_of
from policydsl.syntax import problems_lines
from policydsl.syntax.grammar import Table
from policydsl.syntax.situation import LAYOUT, Situation
from policydsl.syntax.synonyms import SHOWN_ITEMS, SYNONYMS
from policydsl.syntax.tokens import BULLET, INDENT


@functools.cache
def starts(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """Give the terminals that begin an item, and the keywords that begin a line within one."""
    items = frozenset(table.actions[table.start]) & table.terminals
    lines: set[str] = set()
    for state, entered in enumerate(table.entered_by):
        # Within an amendment stand whole items.
        if entered == INDENT and not items <= table.actions[state].keys():
            lines.update(table.actions[state])
    return items, frozenset(lines & set(table.keywords.values()))


# ------------------------------------------------------------------ layout


def bad_layout(here: Situation) -> Diagnostic | None:
    symbol = here.token[0]
    # The line ended well, and lines below it are lacking.
    if INDENT in here.expected and symbol != INDENT and len(here.expected) == 1:
        head = here.index - 1
        while head > 0 and here.tokens[head - 1][0] not in LAYOUT:
            head -= 1
        if symbol == BULLET:
            return problems_lines.shallow_bullet(here.span)
        if head < len(here.tokens) and here.tokens[head][0] == BULLET:
            head += 1
        return problems_lines.lacking_block(here.at(head), here.tokens[head][1])
    if symbol == INDENT:
        below = here.index + 1
        if here.tokens[below][1] in ("and", "or"):
            return problems_lines.broken_line(here.at(below))
        above = here.index - 2
        while above > 0 and here.tokens[above - 1][0] not in LAYOUT:
            above -= 1
        return problems_lines.needless_block(here.at(below), here.at(max(above, 0)))
    if symbol in LAYOUT and here.text(-1) in ("and", "or", ","):
        return problems_lines.line_not_ended(here.at(here.index - 1))
    return None


def bad_item_start(here: Situation) -> Diagnostic | None:
    if here.index:
        return None
    symbol, text, _, _ = here.token
    if symbol == BULLET:
        return problems_lines.shallow_bullet(here.span)
    if not here.is_word:
        return None
    words = here.words()
    if text.lower() in words:
        return problems_lines.wrong_case(here.span, text.lower())
    if symbol in starts(here.table)[1]:
        return problems_lines.unindented_line(here.span)
    meant = SYNONYMS.get(text.lower())
    if meant not in words:
        meant = nearest(text, words)
    return problems_lines.unknown_item(here.span, meant, one_of(SHOWN_ITEMS))


def bad_line_start(here: Situation) -> Diagnostic | None:
    if not here.starts_line or not here.index:
        return None
    symbol, text, _, _ = here.token
    if text in ("and", "or"):
        return problems_lines.broken_line(here.span)
    if symbol == BULLET:
        return problems_lines.stray_bullet(here.span, here.may())
    if symbol == "NUMERAL" and text.startswith("-") and BULLET in here.expected:
        return problems_lines.tight_bullet(here.span)
    if not here.is_word:
        return None
    items, lines = starts(here.table)
    words = here.words()
    if text.lower() in words:
        return problems_lines.wrong_case(here.span, text.lower())
    if symbol in items and symbol not in lines:
        return problems_lines.indented_item(here.span)
    if symbol in lines or symbol in items:
        return problems_lines.misplaced_line(here.span, here.at(0), here.may())
    meant = SYNONYMS.get(text.lower())
    if not meant or meant.split()[0] not in words:
        meant = nearest(text, words)
    return problems_lines.unknown_line(here.span, meant, here.may())
