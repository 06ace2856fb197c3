"""Find out what the author of a line that does not parse has probably meant."""

import functools
import re
from collections.abc import Callable, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.source import Source, Span
from policydsl.syntax import problems, problems_lines
from policydsl.syntax.automaton import RESERVED, expected
from policydsl.syntax.expectations import either, in_words
from policydsl.syntax.grammar import Table
from policydsl.syntax.lexer import BULLET, DEDENT, INDENT, NAME, NEWLINE, Token

_LAYOUT = frozenset({NEWLINE, INDENT, DEDENT})
_END: Token = ("$END", "", 0, 0)

# What people write for the words that begin an item or a line.
_SYNONYMS = {
    "benefit": "cover",
    "covers": "cover",
    "covered": "cover",
    "excludes": "exclude",
    "excluded": "exclude",
    "exclusion": "exclude",
    "requires": "require",
    "required": "require",
    "must": "require",
    "limits": "limit",
    "definition": "define",
    "import": "uses",
    "include": "uses",
    "where": "when",
    "provided": "when",
    "unless": "except when",
    "else": "otherwise",
    "then": "otherwise",
    "counts_toward": "counts toward",
    "test": "scenario",
    "number": "whole number",
    "integer": "whole number",
    "int": "whole number",
    "boolean": "yes or no",
    "bool": "yes or no",
    "string": "text",
    "enum": "one of {…}",
    "example": "scenario",
}
_SHOWN_ITEMS = ("policy", "cover", "exclude", "require", "limit", "define", "fact", "scenario")
_PERIODS = {
    "annually": "calendar year",
    "yearly": "calendar year",
    "monthly": "calendar month",
    "weekly": "calendar week",
    "daily": "day",
}
_PERIOD_WORDS = frozenset(
    {"calendar", "plan", "benefit", "sliding", "lifetime", "day", "a", "each"}
)
_COMPARED = {
    "equals": "is",
    "equal": "is",
    "contains": "includes",
    "contain": "includes",
    "has": "includes",
    "exceeds": "is more than",
    "over": "is more than",
    "above": "is more than",
    "greater": "is more than",
    "more": "is more than",
    "under": "is less than",
    "below": "is less than",
    "fewer": "is less than",
    "less": "is less than",
    "before": "is before",
    "after": "is after",
    "at": "is at least",
    "between": "is between",
    "exists": "is present",
}
# What people write within a line for a word of ours.
_INSTEAD = {
    "if": "when",
    "where": "when",
    "provided": "when",
    "prior": "before",
    "since": "after",
    "following": "after",
    "until": "to",
    "through": "to",
    "thru": "to",
    "but": "and",
    "towards": "toward",
    "against": "toward",
    "each": "per",
    "every": "per",
    "equals": "is",
    "are": "is",
    "was": "is",
    "has": "is",
}
_AFTER_IS = {
    "greater": "is more than",
    "larger": "is more than",
    "higher": "is more than",
    "above": "is more than",
    "over": "is more than",
    "fewer": "is less than",
    "smaller": "is less than",
    "lower": "is less than",
    "below": "is less than",
    "under": "is less than",
    "equal": "is exactly",
    "later": "is after",
    "earlier": "is before",
    "one": "in {…}",
    "within": "is at most … days before",
}
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)


@attrs.frozen
class Situation:
    """The token that does not fit, what could stand there instead, and its line."""

    table: Table
    source: Source
    tokens: Sequence[Token]
    index: int
    expected: frozenset[str]
    line_start: int
    """The first token of the line, layout left aside."""

    @property
    def token(self) -> Token:
        return self.tokens[self.index] if self.index < len(self.tokens) else _END

    @property
    def span(self) -> Span:
        return self.at(self.index)

    def at(self, index: int) -> Span:
        """Mark one token, or nothing at the end of the last."""
        if index >= len(self.tokens):
            end = self.tokens[-1][3]
            return Span(self.source, end, end)
        _, _, start, end = self.tokens[index]
        return Span(self.source, start, end)

    def text(self, offset: int) -> str:
        """Give the text of the token *offset* away on the same line, or nothing."""
        index = self.index + offset
        lowest = self.line_start
        if lowest <= index < len(self.tokens):
            symbol, text, _, _ = self.tokens[index]
            return "" if symbol in _LAYOUT else text
        return ""

    @property
    def starts_line(self) -> bool:
        return self.line_start == self.index and self.token[0] not in _LAYOUT

    @property
    def is_word(self) -> bool:
        return self.token[0] == NAME or self.token[1] in self.table.keywords

    def words(self) -> list[str]:
        """List the keywords that could stand here."""
        return [word for word, symbol in self.table.keywords.items() if symbol in self.expected]

    def may(self) -> str:
        return in_words(self.table, self.expected)


def diagnose(table: Table, source: Source, tokens: Sequence[Token], index: int) -> Diagnostic:
    """Say why the token at *index* does not fit, and what to do about it."""
    may_stand = expected(table, tokens, index)
    line_start = min(index, len(tokens) - 1)
    while line_start > 0 and tokens[line_start - 1][0] not in _LAYOUT:
        line_start -= 1
    here = Situation(table, source, tokens, index, may_stand, line_start)
    for idea in _IDEAS:
        if found := idea(here):
            return found
    if here.token[0] in _LAYOUT or here.token is _END:
        return problems_lines.ends_early(here.at(max(index - 1, 0)), here.may())
    return problems_lines.unexpected(here.span, here.may())


@functools.cache
def _starts(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """Give the terminals that begin an item, and the keywords that begin a line within one."""
    items = frozenset(table.actions[table.start]) & table.terminals
    lines: set[str] = set()
    for state, entered in enumerate(table.entered_by):
        if entered == INDENT:
            lines.update(table.actions[state])
    return items, frozenset(lines & set(table.keywords.values()))


# ------------------------------------------------------------------ layout


def _layout(here: Situation) -> Diagnostic | None:
    symbol = here.token[0]
    # The line ended well, and lines below it are lacking.
    if INDENT in here.expected and symbol != INDENT and len(here.expected) == 1:
        head = here.index - 1
        while head > 0 and here.tokens[head - 1][0] not in _LAYOUT:
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
        while above > 0 and here.tokens[above - 1][0] not in _LAYOUT:
            above -= 1
        return problems_lines.needless_block(here.at(below), here.at(max(above, 0)))
    if symbol in _LAYOUT and here.text(-1) in ("and", "or", ","):
        return problems_lines.line_not_ended(here.at(here.index - 1))
    return None


def _item_start(here: Situation) -> Diagnostic | None:
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
    if symbol in _starts(here.table)[1]:
        return problems_lines.unindented_line(here.span)
    meant = _SYNONYMS.get(text.lower())
    if meant not in words:
        meant = nearest(text, words)
    return problems_lines.unknown_item(
        here.span, meant, either(f"`{word}`" for word in _SHOWN_ITEMS)
    )


def _line_start(here: Situation) -> Diagnostic | None:
    if not here.starts_line or not here.index:
        return None
    symbol, text, _, _ = here.token
    if text in ("and", "or"):
        return problems_lines.broken_line(here.span)
    if symbol == BULLET:
        return problems_lines.stray_bullet(here.span, here.may())
    if not here.is_word:
        return None
    items, lines = _starts(here.table)
    words = here.words()
    if text.lower() in words:
        return problems_lines.wrong_case(here.span, text.lower())
    if symbol in items and symbol not in lines:
        return problems_lines.indented_item(here.span)
    if symbol in lines or symbol in items:
        return problems_lines.misplaced_line(here.span, here.at(0), here.may())
    meant = _SYNONYMS.get(text.lower())
    if not meant or meant.split()[0] not in words:
        meant = nearest(text, words)
    return problems_lines.unknown_line(here.span, meant, here.may())


# ------------------------------------------------------------- within a line


def _capitals(here: Situation) -> Diagnostic | None:
    for index in (here.index, here.index - 1):
        if index < 0 or index >= len(here.tokens):
            continue
        symbol, text, _, _ = here.tokens[index]
        lower = text.lower()
        if symbol != NAME or lower == text or lower not in here.table.keywords:
            continue
        if index < here.index or here.table.keywords[lower] in here.expected:
            return problems_lines.wrong_case(here.at(index), lower)
    return None


def _period(here: Situation) -> Diagnostic | None:
    before, text = here.text(-1), here.token[1]
    if before in ("rolling", "moving", "trailing") or text in ("rolling", "moving", "trailing"):
        at = here.index if text in ("rolling", "moving", "trailing") else here.index - 1
        follows = here.tokens[at + 1 : at + 3]
        length = " ".join(word for symbol, word, _, _ in follows if symbol not in _LAYOUT)
        return problems_lines.rolling(here.at(at), length or "12 months")
    if before == "per" and here.token[0] == "NUMERAL":
        return problems_lines.rolling(here.span, f"{text} {here.text(1)}".strip())
    if "PER" not in here.expected:
        return None
    first = here.line_start
    if here.tokens[first][0] not in ("NUMERAL", "DOLLARS", "PERCENTAGE", "NONE", "UP"):
        return None
    amount = here.source.text[here.tokens[first][2] : here.tokens[here.index - 1][3]]
    if here.token[0] in _LAYOUT or here.token[0] == "CITATION":
        return problems_lines.missing_per(here.at(here.index - 1), amount, "calendar year")
    if text in _PERIODS:
        return problems_lines.missing_per(here.span, amount, _PERIODS[text])
    if text in _PERIOD_WORDS or text in ("every", "in", "for", "year", "week", "month"):
        rest = text if text not in ("a", "each", "every", "in", "for") else ""
        period = " ".join(part for part in (rest, here.text(1)) if part)
        if period in ("year", "", "the", "a"):
            period = "calendar year"
        return problems_lines.missing_per(here.span, amount, period)
    return None


def _numbers(here: Situation) -> Diagnostic | None:
    symbol, text, _, end = here.token
    before = here.text(-1)
    if text.lower() in ("percent", "pct") and re.fullmatch(r"[\d.]+", before):
        span = here.at(here.index - 1).to(here.span)
        return problems_lines.percent_word(span, before)
    if text == "," and before.isdigit() and len(before) <= 3:
        follows = here.tokens[here.index + 1] if here.index + 1 < len(here.tokens) else _END
        if follows[0] == "NUMERAL" and follows[2] == end and len(follows[1]) >= 3:
            span = here.at(here.index - 1).to(here.at(here.index + 1))
            return problems_lines.grouped_number(span)
    month = before.lower() in _MONTHS and symbol == "NUMERAL"
    if month or (text.lower() in _MONTHS and "ISO_DATE" in here.expected):
        first = here.index - 1 if month else here.index
        last = first
        while here.tokens[last + 1][0] in ("NUMERAL", "ORDINAL", "COMMA"):
            last += 1
        return problems.written_date(here.at(first).to(here.at(last)), None)
    return None


def _comparison(here: Situation) -> Diagnostic | None:
    symbol, text, _, _ = here.token
    before, earlier = here.text(-1), here.text(-2)
    if symbol == "LBRACE" and before == "in" and earlier in ("is", "not"):
        words = "in {…}" if earlier == "is" else "not in {…}"
        first = here.index - (2 if earlier == "is" else 3)
        return problems_lines.other_words(here.at(first).to(here.at(here.index - 1)), words)
    if text == "in" and before in ("is", "not") and "is" in (before, earlier):
        negated = before == "not"
        first = here.index - (2 if negated else 1)
        span = here.at(first).to(here.span)
        return problems_lines.other_words(span, "not in {…}" if negated else "in {…}")
    if earlier == "not" and here.text(-3) == "is" and before in ("more", "less"):
        words = "is at most" if before == "more" else "is at least"
        return problems_lines.other_words(here.at(here.index - 3).to(here.span), words)
    if earlier == "is" and before in _AFTER_IS and symbol not in _LAYOUT:
        span = here.at(here.index - 2).to(here.at(here.index - 1))
        if text in ("than", "to", "of"):
            span = span.to(here.span)
        return problems_lines.other_words(span, _AFTER_IS[before])
    if "IS" in here.expected and text.lower() in _COMPARED:
        span = here.span
        if here.text(1) in ("than", "to"):
            span = span.to(here.at(here.index + 1))
        return problems_lines.other_words(span, _COMPARED[text.lower()])
    return None


def _reserved(here: Situation) -> Diagnostic | None:
    if here.text(-1) in RESERVED and here.text(0) in ("is", "in", "includes", "like", "only"):
        return problems_lines.reserved_word(here.at(here.index - 1))
    return None


def _brackets(here: Situation) -> Diagnostic | None:
    symbol, text, _, _ = here.token
    if symbol in ("RPAR", "RBRACE"):
        line = [mark for mark, _, _, _ in here.tokens[here.line_start : here.index]]
        opening = "LPAR" if symbol == "RPAR" else "LBRACE"
        if line.count(opening) <= line.count(symbol):
            return problems_lines.unopened_bracket(here.span)
    if symbol == "LPAR" and "LBRACE" in here.expected:
        return problems_lines.wrong_bracket(here.span, "{")
    if "LBRACE" in here.expected and here.is_word and here.text(-1) in ("of", "in", "only", "like"):
        return problems_lines.unbraced(_rest_of_line(here))
    after = here.tokens[here.index + 1][0] if here.index + 1 < len(here.tokens) else NEWLINE
    if text == "," and after == NEWLINE:
        return problems_lines.needless_comma(here.span)
    if text == "," and {"AND", "OR"} & here.expected and "COMMA" not in here.expected:
        return problems_lines.comma_for_and(here.span)
    return None


def _citation(here: Situation) -> Diagnostic | None:
    if here.index and here.tokens[here.index - 1][0] == "CITATION" and here.token[0] not in _LAYOUT:
        return problems_lines.misplaced_citation(here.at(here.index - 1))
    return None


def _title(here: Situation) -> Diagnostic | None:
    symbol, text, _, _ = here.token
    if symbol == "STRING" and NAME in here.expected and here.index - 1 == here.line_start:
        words = re.findall(r"[a-z0-9]+", text.lower())[:4]
        name = "_".join(words) or "name"
        return problems_lines.missing_name(here.span, here.text(-1), name)
    if not here.is_word and symbol not in ("NUMERAL", "ORDINAL"):
        return None
    _, lines = _starts(here.table)
    # `require x when y`: the condition is a line of its own.
    if symbol in lines and NEWLINE in here.expected and text not in ("in", "is", "at", "to"):
        return problems_lines.run_on(here.span)
    if "STRING" not in here.expected:
        return None
    return problems_lines.unquoted_title(_rest_of_line(here))


def _rest_of_line(here: Situation) -> Span:
    last = here.index
    while here.tokens[last + 1][0] not in _LAYOUT | {"CITATION"}:
        last += 1
    return here.span.to(here.at(last))


def _near_word(here: Situation) -> Diagnostic | None:
    if not here.is_word:
        return None
    words = here.words()
    text = here.token[1].lower()
    if (meant := _INSTEAD.get(text)) in words:
        assert meant
        span = here.span
        if text == "prior" and here.text(1) == "to":
            span = span.to(here.at(here.index + 1))
        return problems_lines.instead(span, meant)
    if here.token[0] == NAME and (near := nearest(text, words)):
        return problems_lines.near_word(here.span, near)
    return None


def _missing_is(here: Situation) -> Diagnostic | None:
    before, text = here.text(-1), here.token[1]
    if not here.is_word or not before.isidentifier():
        return None
    if "IS" in here.expected:
        return problems_lines.missing_is(here.span, before)
    if NAME not in (here.token[0], here.tokens[here.index - 1][0]) or here.index == 1:
        return None
    span = here.at(here.index - 1).to(here.span)
    return problems_lines.spaced_name(span, [before, text])


_IDEAS: tuple[Callable[[Situation], Diagnostic | None], ...] = (
    _layout,
    _item_start,
    _line_start,
    _capitals,
    _period,
    _numbers,
    _comparison,
    _reserved,
    _brackets,
    _citation,
    _title,
    _near_word,
    _missing_is,
)
