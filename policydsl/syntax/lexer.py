"""Turn the text of one item into tokens: words, literals, marks and the layout between lines.

A slip that has one obvious meaning (`=`, `&`, a curly quote) is noted as a `Fault` and
read as what was meant, so that the rest of the line is still checked.
"""

import datetime
import enum
import re
import sys
from collections.abc import Mapping

from policydsl.source import Source
from policydsl.syntax.chunks import Chunk

MAX_LIST = 20_000
"""The most members, rows, bullets or lines that one list may have."""

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


Token = tuple[str, str, int, int]
"""Terminal, text, start and end; a word carries its keyword's terminal, or NAME."""

Fault = tuple[Slip, int, int]
"""What is wrong, and where."""

NAME, NEWLINE, INDENT, DEDENT, BULLET = "NAME", "_NEWLINE", "_INDENT", "_DEDENT", "_BULLET"

_MASTER = re.compile(
    r"""[ ]*(?:
  (?P<MEDICAL_CODE> [A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w.]) | \d{4}[A-Z](?!\w) )
| (?P<WORD> [A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)* )
  (?P<HYPHENS> (?:-[A-Za-z0-9_]+)+ )?
| (?P<LINE> \n[ \n]* )
| (?P<CITATION> \[[^\[\]\n]*\] )
| (?P<STRING> "[^"\n]*" )
| (?P<COMMA> , )
| (?P<OPEN> [({] )
| (?P<CLOSE> [)}] )
| (?P<ISO_DATE> \d{4}-\d{2}-\d{2}(?!\w) )
| (?P<WRITTEN_DATE> (?:\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2}|\d{4}-\d{1,2}-\d{1,2}
                      |\d{1,2}/\d{1,2}/\d{2})(?!\w) )
| (?P<ORDINAL> \d+(?:st|nd|rd|th)(?!\w) )
| (?P<PERCENTAGE> \d+(?:\.\d+)?% )
| (?P<SPACED_PERCENT> \d+(?:\.\d+)?[ ]+% )
| (?P<DOLLAR_BEHIND> \d[\d,]{0,30}(?:\.\d+)?[ ]*(?:\$|dollars?(?!\w)) )
| (?P<NUMERAL> \d+(?:\.\d+)? )
| (?P<DASH> - )
| (?P<MARK> [|+](?!\|) )
| (?P<DOLLARS> \$\ *\d[\d,]*(?:\.\d+)? )
| (?P<COMMENT> \#[^\n]* )
| (?P<MERGE_MARKER> (?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)[^\n]* )
| (?P<COMMENT_SIGN> (?://|/\*|--)[^\n]* )
| (?P<SIGN> [=!<>≤≥≠]+ )
| (?P<AND_SIGN> &+ )
| (?P<OR_SIGN> \|\| )
| (?P<CURLY_QUOTES> [“”„«][^“”„«»"\n]*[”“»"] )
| (?P<SINGLE_QUOTES> '[^'\n]*' | ‘[^‘’\n]*’ )
| (?P<UNTERMINATED_STRING> ["“”„«][^\n]* )
| (?P<UNTERMINATED_CITATION> \[[^\[\]\n]* )
| (?P<ODD_BULLET> [•·●▪◦*–—−](?=[ ]) )
| (?P<ARITHMETIC_SIGN> [*/×÷–—−] )
| (?P<TAB> \t+ )
| (?P<BLANK> [\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff\f\v\r]+ )
| (?P<FOREIGN_LETTER> [^\W\d_]\w* )
| (?P<STRAY_CHARACTER> \.\.+ | . )
)""",
    re.VERBOSE,
)

_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufff9-\ufffb]"
)
_CITED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*(?: *, *[A-Za-z0-9][A-Za-z0-9_.:/-]*)*")
_INVENTORY_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+")

_TERMINAL_OF_MARK = {
    "(": "LPAR",
    ")": "RPAR",
    "{": "LBRACE",
    "}": "RBRACE",
    "|": "VBAR",
    "+": "PLUS",
}
_CELL_EDGES = frozenset({"VBAR", INDENT, DEDENT, NEWLINE})
_MEANT: Mapping[str, tuple[str, ...]] = {
    "=": ("is",),
    "==": ("is",),
    "===": ("is",),
    "!=": ("is", "not"),
    "<>": ("is", "not"),
    "≠": ("is", "not"),
    "<": ("is", "less", "than"),
    "<=": ("is", "at", "most"),
    "=<": ("is", "at", "most"),
    "≤": ("is", "at", "most"),
    ">": ("is", "more", "than"),
    ">=": ("is", "at", "least"),
    "=>": ("is", "at", "least"),
    "≥": ("is", "at", "least"),
}


class Lexed:
    """The tokens of one chunk, its comments (start, end, alone on their line) and its faults."""

    __slots__ = ("comments", "faults", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.comments: list[tuple[int, int, bool]] = []
        self.faults: list[Fault] = []


def meant_by(sign: str) -> str | None:
    """Give the words for a comparison sign.

    >>> meant_by(">=")
    'is at least'
    """
    return " ".join(_MEANT[sign]) if sign in _MEANT else None


def meant_in_cell(sign: str) -> str:
    """Give the words for a comparison sign at the beginning of a table's cell.

    >>> meant_in_cell(">"), meant_in_cell("<=")
    ('over', 'at most')
    """
    words = (meant_by(sign) or "is").removeprefix("is").strip()
    return {"more than": "over", "less than": "under"}.get(words, words)


def lex(source: Source, chunk: Chunk, keywords: Mapping[str, str]) -> Lexed:
    """Read the tokens of *chunk*; *keywords* gives the terminal of each word that can be one.

    Offsets count from the beginning of the source.  Layout follows the lines: NEWLINE ends
    one, INDENT and DEDENT enclose deeper ones, and inside brackets lines run on.
    """
    text = source.text
    lexed = Lexed()
    tokens = lexed.tokens
    faults = lexed.faults
    layout = _Layout(text, chunk.start, lexed)
    fresh = True
    openers: list[int] = []
    commas = 0
    for found in _MASTER.finditer(text, chunk.start, chunk.end):
        kind = found.lastgroup
        if kind == "LINE":
            fresh = fresh or not openers
            continue
        assert kind is not None
        start, end = found.span(kind)
        if kind == "COMMENT":
            alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
            lexed.comments.append((start, end, alone))
            continue
        if fresh and kind not in ("TAB", "BLANK"):
            layout.begin_line(start)
            fresh = False
            if kind == "DASH":
                tokens.append((BULLET, "-", start, end))
                continue
            if kind == "ODD_BULLET":
                faults.append((Slip.ODD_BULLET, start, end))
                tokens.append((BULLET, "-", start, end))
                continue
        if kind == "WORD":
            word = text[start:end]
            tokens.append((keywords.get(word, NAME), word, start, end))
        elif kind == "COMMA":
            tokens.append((kind, ",", start, end))
            if openers:
                commas += 1
                if commas >= MAX_LIST:
                    faults.append((Slip.LONG_LIST, openers[-1], end))
                    openers.clear()
                    break
        elif kind == "OPEN":
            mark = text[start]
            openers.append(start)
            commas = 0
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind == "CLOSE":
            mark = text[start]
            if openers:
                openers.pop()
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind == "MARK":
            mark = text[start]
            tokens.append((_TERMINAL_OF_MARK[mark], mark, start, end))
        elif kind in _PLAIN:
            tokens.append((kind, text[start:end], start, end))
            if kind in _CHECKED:
                _check(kind, text[start:end], (start, end), faults)
        elif len(faults) > MAX_FAULTS:
            break
        else:
            _repair(kind, (found.start("WORD") if kind == "HYPHENS" else start, end), text, lexed)
    if openers:
        faults.append((Slip.UNCLOSED, openers[0], openers[0] + 1))
    layout.finish()
    for hidden in _HIDDEN.finditer(text, chunk.start, chunk.end):
        faults.append((Slip.HIDDEN_CHARACTER, hidden.start(), hidden.end()))
    return lexed


_PLAIN = frozenset(
    {
        "CITATION",
        "STRING",
        "NUMERAL",
        "ISO_DATE",
        "MEDICAL_CODE",
        "DOLLARS",
        "PERCENTAGE",
        "ORDINAL",
    }
)
_CHECKED = frozenset({"CITATION", "NUMERAL", "ISO_DATE", "DOLLARS", "PERCENTAGE", "ORDINAL"})


class _Layout:
    """Turns the column at which a line begins into INDENT and DEDENT."""

    def __init__(self, text: str, start: int, lexed: Lexed) -> None:
        self.text = text
        self.first = start
        self.columns: list[int] = []
        self.lexed = lexed

    def begin_line(self, start: int) -> None:
        tokens = self.lexed.tokens
        line_start = self.text.rfind("\n", 0, start) + 1
        column = start - line_start
        if column and "\t" in self.text[line_start:start]:
            column = len(self.text[line_start:start].expandtabs(4))
        if not self.columns:
            self.columns.append(column)
            return
        end = tokens[-1][3]
        tokens.append((NEWLINE, "\n", end, end))
        if column > self.columns[-1]:
            self.columns.append(column)
            tokens.append((INDENT, "", start, start))
            return
        while column < self.columns[-1] and len(self.columns) > 1:
            self.columns.pop()
            tokens.append((DEDENT, "", start, start))
        if column != self.columns[-1]:
            self.lexed.faults.append((Slip.BAD_INDENTATION, start, start))

    def finish(self) -> None:
        tokens = self.lexed.tokens
        if not tokens:
            return
        end = tokens[-1][3]
        tokens.append((NEWLINE, "\n", end, end))
        tokens.extend([(DEDENT, "", end, end)] * (len(self.columns) - 1))


def _check(kind: str, text: str, at: tuple[int, int], faults: list[Fault]) -> None:
    if kind == "CITATION":
        if not _CITED.fullmatch(text[1:-1].strip()):
            faults.append((Slip.BAD_CITATION, *at))
    elif kind == "ISO_DATE":
        if date_of(text) is None:
            faults.append((Slip.NO_SUCH_DATE, *at))
    elif len(text) > MAX_DIGITS:
        faults.append((Slip.LONG_NUMBER, *at))


def date_of(text: str) -> datetime.date | None:
    """Read `2026-03-04`; nothing when the calendar has no such day."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def iso_date(text: str) -> str | None:
    """Read a date written another way, month before day as Americans do.

    >>> iso_date("3/4/2026"), iso_date("2026/3/4"), iso_date("25.12.2026"), iso_date("13/13/2026")
    ('2026-03-04', '2026-03-04', '2026-12-25', None)
    """
    parts = [int(part) for part in re.split(r"[/.-]", text)]
    if parts[0] > 999:
        year, month, day = parts
    elif "." in text:
        day, month, year = parts
    else:
        month, day, year = parts
    written = f"{year + 2000 if year < 100 else year:04}-{month:02}-{day:02}"
    return written if date_of(written) else None


def _repair(kind: str, at: tuple[int, int], text: str, lexed: Lexed) -> None:
    """Note a slip and add the tokens that were meant; none when that is anybody's guess."""
    start, end = at
    written = text[start:end]
    slip = Slip.STRAY_CHARACTER if kind == "BLANK" else Slip[kind]
    meant: list[tuple[str, str]] = []
    match kind:
        case "HYPHENS" if _INVENTORY_ID.fullmatch(written):
            slip = Slip.BARE_CITATION
            meant = [("CITATION", f"[{written}]")]
        case "HYPHENS":
            meant = [(NAME, written.replace("-", "_"))]
        case "SIGN":
            words = _MEANT.get(written, ())
            if not words:
                slip = Slip.STRAY_CHARACTER
            elif lexed.tokens and lexed.tokens[-1][0] in _CELL_EDGES:
                slip = Slip.CELL_SIGN
                words = tuple(meant_in_cell(written).split())
            elif lexed.tokens and lexed.tokens[-1][0] == "IS":
                words = words[1:]
            meant = [(word.upper(), word) for word in words]
        case "AND_SIGN":
            meant = [("AND", "and")]
        case "OR_SIGN":
            meant = [("OR", "or")]
        case "CURLY_QUOTES" | "SINGLE_QUOTES":
            meant = [("STRING", f'"{written[1:-1]}"')]
        case "UNTERMINATED_STRING":
            meant = [("STRING", f'{written}"')]
        case "UNTERMINATED_CITATION":
            meant = [("CITATION", "[unknown]")]
        case "WRITTEN_DATE":
            meant = [("ISO_DATE", iso_date(written) or "2000-01-01")]
        case "SPACED_PERCENT":
            meant = [("PERCENTAGE", written.replace(" ", ""))]
        case "DOLLAR_BEHIND":
            meant = [("DOLLARS", "$" + re.sub(r"[^\d.,]", "", written).rstrip("."))]
        case "DASH":
            meant = [("MINUS", "minus")]
        case "FOREIGN_LETTER":
            meant = [(NAME, "unknown")]
        case "ARITHMETIC_SIGN" if written in "*×":
            meant = [("TIMES", "times")]
        case "ARITHMETIC_SIGN" if written in "–—−":
            meant = [("MINUS", "minus")]
        case _:
            pass
    lexed.faults.append((slip, start, end))
    lexed.tokens.extend((sys.intern(terminal), word, start, end) for terminal, word in meant)
