"""Estimate how wide text is, and break it into lines, without a font at hand.

The widths are those of Arial and what is made to its measure (Helvetica, Liberation
Sans, Arimo), in thousandths of the size; letters outside ASCII count by their class.  A
reader without any of these sees a face that is up to a sixth wider: `SLACK` is for them.
"""

from __future__ import annotations

import unicodedata

FAMILY = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
SLACK = 1.17

_WIDTHS = {
    **dict.fromkeys(" !,./:;I[\\]ft", 278),
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys("'|", 230),
    **dict.fromkeys("()-r`{}", 333),
    **dict.fromkeys('*"^', 400),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("0123456789abdeghnopquL_#$?", 556),
    **dict.fromkeys("+<=>~FTZ", 600),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm%", 889),
    **dict.fromkeys("W@", 1000),
    **dict.fromkeys("–", 556),
    **dict.fromkeys("—…", 1000),
    **dict.fromkeys("“”", 333),
    **dict.fromkeys("‘’", 222),
    "•": 350,
}
_BOLD = 1.15


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return at most how many pixels wide *text* is at *size*."""
    units = sum(_unit(letter) for letter in text)
    return units / 1000 * size * SLACK * (_BOLD if bold else 1)


def _unit(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in "WF" or letter > "\u2fff" else 780


def lines(text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
    """Break *text* at spaces, and a word that is wider than *most* anywhere, into lines."""
    found: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, size, most, bold):
            joined = f"{line} {piece}" if line else piece
            if line and width(joined, size, bold=bold) > most:
                found.append(line)
                line = piece
            else:
                line = joined
    return [*found, line] if line else found or [""]


def _pieces(word: str, size: float, most: float, bold: bool) -> list[str]:
    if width(word, size, bold=bold) <= most:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, bold=bold) > most:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
