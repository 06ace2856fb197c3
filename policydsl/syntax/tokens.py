"""Name what the lexer makes of a text: tokens, faults, and how many of them there may be."""

import enum
import re

MAX_LIST = 20_000
"""The most members, rows, bullets or lines that one list may have."""

MAX_TOKENS = 500_000
"""The most words, numbers and marks that one item may have."""

MAX_DIGITS = 30
"""The most characters of one number."""


MAX_FAULTS = 1_000
"""The most faults of one item; what follows in it is not read."""


class Slip(enum.Enum):
    """What can be wrong with the letters, before there is any grammar."""

    TAB = enum.auto()
    HIDDEN_CHARACTER = enum.auto()
    STRAY_CHARACTER = enum.auto()
    FOREIGN_LETTER = enum.auto()
    CURLY_QUOTES = enum.auto()
    SINGLE_QUOTES = enum.auto()
    UNTERMINATED_STRING = enum.auto()
    UNTERMINATED_CITATION = enum.auto()
    BAD_CITATION = enum.auto()
    SIGN = enum.auto()
    CELL_SIGN = enum.auto()
    AND_SIGN = enum.auto()
    OR_SIGN = enum.auto()
    ARITHMETIC_SIGN = enum.auto()
    DASH = enum.auto()
    ODD_BULLET = enum.auto()
    HYPHENS = enum.auto()
    BARE_CITATION = enum.auto()
    WRITTEN_DATE = enum.auto()
    NO_SUCH_DATE = enum.auto()
    SPACED_PERCENT = enum.auto()
    DOLLAR_BEHIND = enum.auto()
    COMMENT_SIGN = enum.auto()
    MERGE_MARKER = enum.auto()
    BAD_INDENTATION = enum.auto()
    UNCLOSED = enum.auto()
    LONG_NUMBER = enum.auto()
    LONG_LIST = enum.auto()
    LONG_ITEM = enum.auto()


Token = tuple[str, str, int, int]
"""Terminal, text, start and end; a word carries its keyword's terminal, or NAME."""

Fault = tuple[Slip, int, int]
"""What is wrong, and where."""

NAME, NEWLINE, INDENT, DEDENT, BULLET = "NAME", "_NEWLINE", "_INDENT", "_DEDENT", "_BULLET"

HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufff9-\ufffb]"
)


class Lexed:
    """The tokens of one chunk, its comments (start, end, alone on their line) and its faults."""

    __slots__ = ("comments", "faults", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.comments: list[tuple[int, int, bool]] = []
        self.faults: list[Fault] = []
