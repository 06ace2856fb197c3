"""Read a slip with one obvious meaning (`=`, `&`, a curly quote) as what was meant."""

import datetime
import re
import sys
from collections.abc import Mapping

from policydsl.syntax.tokens import DEDENT, HIDDEN, INDENT, NAME, NEWLINE, Lexed, Slip

_INVENTORY_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Za-z0-9]+)+")
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


def repair(kind: str, at: tuple[int, int], text: str, lexed: Lexed) -> None:
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
    # A hidden character is noted wherever it stands, in a title too.
    if slip is not Slip.STRAY_CHARACTER or not HIDDEN.match(written):
        lexed.faults.append((slip, start, end))
    lexed.tokens.extend((sys.intern(terminal), word, start, end) for terminal, word in meant)
