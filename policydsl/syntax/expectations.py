"""Turn the terminals that may stand at a place into words for the author."""

from policydsl.diagnostics.suggest import either
from policydsl.syntax.grammar import Table

# What stands at the end of a line, and what may follow a finished condition.
_PHRASES = {
    "NAME": "a name",
    "STRING": 'a text in quotes, `"…"`',
    "NUMERAL": "a number",
    "ISO_DATE": "a date such as `2026-03-04`",
    "DOLLARS": "an amount such as `$25`",
    "PERCENTAGE": "a percentage such as `90%`",
    "ORDINAL": "a place in order such as `3rd`",
    "MEDICAL_CODE": "a code such as `F80.0`",
    "CITATION": "a citation such as `[NWC-OP-01]`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "COMMA": "`,`",
    "VBAR": "`|`",
    "_NEWLINE": "the end of the line",
    "_INDENT": "lines indented below",
    "_DEDENT": "the end of the block",
    "_BULLET": "a bullet, `- …`",
    "$END": "the end of the item",
}

_UNITS = frozenset(
    word.upper() + plural
    for word in ("visit", "session", "day", "week", "month", "year", "hour", "minute", "unit")
    for plural in ("", "S")
)
_AMOUNTS = frozenset({"NUMERAL", "DOLLARS", "PERCENTAGE"})
_OPERANDS = frozenset(
    {"NAME", "LPAR", "AGE", "SERVICE", "ORDINAL", "YEAR", "SMALLER", "LARGER", "COUNT", "SUM"}
    | {"FIRST", "LATEST", "ISO_DATE"}
    | _AMOUNTS
)
_CONDITIONS = _OPERANDS | {"NOT", "ANY", "EVERY", "NO"}
_ARITHMETIC = frozenset({"PLUS", "MINUS", "TIMES", "ELSE"})
_COMPARISONS = frozenset({"IS", "IN", "NOT", "LIKE", "INCLUDES", "ANY", "ALL", "ONLY"})

# Each group takes the place of all its members; a larger group comes first.
_GROUPS = (
    (_CONDITIONS, "a condition"),
    (_OPERANDS, "a fact or a value"),
    (_COMPARISONS | _ARITHMETIC, "a comparison such as `is` or `in`"),
    (_COMPARISONS, "a comparison such as `is` or `in`"),
    (_ARITHMETIC, "arithmetic such as `plus`"),
    (_UNITS, "a unit such as `visits`"),
    (_AMOUNTS | {"ISO_DATE"}, "a number, an amount or a date"),
    (_AMOUNTS, "a number or an amount"),
)
_MOST = 7

# The words that an author most often wants come first, the others in order of the alphabet.
_OFTEN = (
    *("policy", "cover", "exclude", "require", "limit", "define", "fact", "scenario"),
    *("when", "met", "for", "if", "except", "counts", "pays", "otherwise", "text"),
    *("yes", "one", "whole", "date", "money"),
)
_RANK = {word: rank for rank, word in enumerate(_OFTEN)}


def _order(word: str) -> tuple[int, str]:
    return (_RANK.get(word, len(_RANK)), word)


def in_words(table: Table, expected: frozenset[str]) -> str:
    """Say what may stand, as in `a name, \\`is\\` or the end of the line`."""
    rest = set(expected)
    phrases: list[str] = []
    for group, phrase in _GROUPS:
        if group <= rest:
            rest -= group
            phrases.append(phrase)
    marks = [_PHRASES[symbol] for symbol in _PHRASES if symbol in rest and symbol != "_NEWLINE"]
    found = (word for word, symbol in table.keywords.items() if symbol in rest)
    words = [f"`{word}`" for word in sorted(found, key=_order)]
    phrases += words + marks
    if len(phrases) > _MOST:
        phrases = [*phrases[: _MOST - 1], "another word"]
    if "_NEWLINE" in rest:
        phrases.append("the end of the line")
    return either(phrases)
