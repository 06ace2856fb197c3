"""Find out what was meant where a word or a mark does not fit its line."""

import re

from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.source import Span
from policydsl.syntax import problems, problems_lines
from policydsl.syntax.automaton import RESERVED
from policydsl.syntax.diagnosis_layout import starts
from policydsl.syntax.situation import END, LAYOUT, Situation
from policydsl.syntax.synonyms import (
    AFTER_IS,
    AFTER_IS_OURS,
    COMPARED,
    INSTEAD,
    MONTHS,
    PERIOD_WORDS,
    PERIODS,
)
from policydsl.syntax.tokens import BULLET, NAME, NEWLINE

_BEFORE_A_PERIOD = frozenset({"a", "an", "the", "each", "every", "in", "for"})

# ------------------------------------------------------------- within a line


def capitals(here: Situation) -> Diagnostic | None:
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


def period(here: Situation) -> Diagnostic | None:
    before, text = here.text(-1), here.token[1]
    if before in ("rolling", "moving", "trailing") or text in ("rolling", "moving", "trailing"):
        at = here.index if text in ("rolling", "moving", "trailing") else here.index - 1
        follows = here.tokens[at + 1 : at + 3]
        length = " ".join(word for symbol, word, _, _ in follows if symbol not in LAYOUT)
        return problems_lines.rolling(here.at(at), length or "12 months")
    if before == "per" and here.token[0] == "NUMERAL":
        return problems_lines.rolling(here.span, f"{text} {here.text(1)}".strip())
    if "PER" not in here.expected:
        return None
    first = here.line_start
    if here.tokens[first][0] not in ("NUMERAL", "DOLLARS", "PERCENTAGE", "NONE", "UP"):
        return None
    amount = here.source.text[here.tokens[first][2] : here.tokens[here.index - 1][3]]
    if here.token[0] in LAYOUT or here.token[0] == "CITATION":
        return problems_lines.missing_per(here.at(here.index - 1), amount, "calendar year")
    if text in PERIODS:
        return problems_lines.missing_per(here.span, amount, PERIODS[text])
    if text in PERIOD_WORDS or text in ("every", "in", "for", "year", "week", "month"):
        words = [here.text(offset) for offset in range(4)]
        while words and words[0] in _BEFORE_A_PERIOD:
            del words[0]
        period = " ".join(word for word in words if word.isalpha())
        if period in ("year", ""):
            period = "calendar year"
        return problems_lines.missing_per(here.span, amount, period)
    return None


def numbers(here: Situation) -> Diagnostic | None:
    symbol, text, _, end = here.token
    before = here.text(-1)
    if text.lower() in ("percent", "pct") and re.fullmatch(r"[\d.]+", before):
        span = here.at(here.index - 1).to(here.span)
        return problems_lines.percent_word(span, before)
    if text == "," and before.isdigit() and len(before) <= 3:
        follows = here.tokens[here.index + 1] if here.index + 1 < len(here.tokens) else END
        if follows[0] == "NUMERAL" and follows[2] == end and len(follows[1]) >= 3:
            span = here.at(here.index - 1).to(here.at(here.index + 1))
            return problems_lines.grouped_number(span)
    month = before.lower() in MONTHS and symbol == "NUMERAL"
    if month or (text.lower() in MONTHS and "ISO_DATE" in here.expected):
        first = here.index - 1 if month else here.index
        last = first
        while here.tokens[last + 1][0] in ("NUMERAL", "ORDINAL", "COMMA"):
            last += 1
        return problems.written_date(here.at(first).to(here.at(last)), None)
    return None


def comparison(here: Situation) -> Diagnostic | None:
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
        span = here.at(here.index - 3).to(here.span)
        return problems_lines.not_beyond(span, here.text(-4), before)
    if earlier == "is" and before in AFTER_IS and symbol not in LAYOUT:
        span = here.at(here.index - 2).to(here.at(here.index - 1))
        if text in ("than", "to", "of"):
            span = span.to(here.span)
        return problems_lines.other_words(span, AFTER_IS[before])
    if "IS" in here.expected and text.lower() in COMPARED:
        span = here.span
        if here.text(1) in ("than", "to"):
            span = span.to(here.at(here.index + 1))
        return problems_lines.other_words(span, COMPARED[text.lower()])
    return None


def reserved(here: Situation) -> Diagnostic | None:
    if here.text(-1) in RESERVED and here.text(0) in ("is", "in", "includes", "like", "only"):
        return problems_lines.reserved_word(here.at(here.index - 1))
    return None


def brackets(here: Situation) -> Diagnostic | None:
    symbol, text, _, _ = here.token
    if symbol in ("RPAR", "RBRACE"):
        if here.text(-1) == ",":
            return problems_lines.comma_before(here.at(here.index - 1), text)
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


def citation(here: Situation) -> Diagnostic | None:
    if here.index and here.tokens[here.index - 1][0] == "CITATION" and here.token[0] not in LAYOUT:
        return problems_lines.misplaced_citation(here.at(here.index - 1))
    return None


def title(here: Situation) -> Diagnostic | None:
    symbol, text, _, _ = here.token
    if symbol == "STRING" and NAME in here.expected and here.index - 1 == here.line_start:
        words = re.findall(r"[a-z0-9]+", text.lower())[:4]
        name = "_".join(words) or "name"
        return problems_lines.missing_name(here.span, here.text(-1), name)
    if not here.is_word and symbol not in ("NUMERAL", "ORDINAL"):
        return None
    _, lines = starts(here.table)
    # `require x when y`: the condition is a line of its own.
    bulleted = here.tokens[here.line_start][0] == BULLET
    if (
        not bulleted
        and symbol in lines
        and NEWLINE in here.expected
        and text not in ("in", "is", "at", "to")
    ):
        return problems_lines.run_on(here.span)
    if "STRING" not in here.expected:
        return None
    if "WHEN" in here.expected:
        return problems_lines.missing_when(_rest_of_line(here))
    return problems_lines.unquoted_title(_rest_of_line(here))


def _rest_of_line(here: Situation) -> Span:
    last = here.index
    while here.tokens[last + 1][0] not in LAYOUT | {"CITATION"}:
        last += 1
    return here.span.to(here.at(last))


def near_word(here: Situation) -> Diagnostic | None:
    if not here.is_word:
        return None
    words = here.words()
    text = here.token[1].lower()
    if (meant := INSTEAD.get(text)) in words:
        assert meant
        span = here.span
        if text == "prior" and here.text(1) == "to":
            span = span.to(here.at(here.index + 1))
        return problems_lines.instead(span, meant)
    if here.token[0] == NAME and (near := nearest(text, words)):
        return problems_lines.near_word(here.span, near)
    return None


def missing_is(here: Situation) -> Diagnostic | None:
    before, text = here.text(-1), here.token[1]
    if not here.is_word or not before.isidentifier():
        return None
    if "IS" in here.expected:
        return problems_lines.missing_is(here.span, before)
    if NAME not in (here.token[0], here.tokens[here.index - 1][0]) or here.index == 1:
        return None
    if here.text(-2) == "is" and (near := nearest(before, AFTER_IS_OURS)):
        return problems_lines.near_word(here.at(here.index - 1), near)
    span = here.at(here.index - 1).to(here.span)
    return problems_lines.spaced_name(span, [before, text])
