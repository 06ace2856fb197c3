"""How the codes of each system are written."""

from __future__ import annotations

import re

# A shape, not a list: whether a code exists on a day is the payer's table, not ours.
_SHAPES = {
    "cpt": r"[0-9]{4}[0-9AFTUM]",
    "hcpcs": r"[A-Z][0-9]{4}",
    "icd10": r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?",
    "pos": r"[0-9]{2}",
    "revenue": r"[0-9]{4}",
    "modifier": r"[0-9A-Z]{2}",
}
_OTHER = r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}"

_EXAMPLES = {
    "cpt": "97110",
    "hcpcs": "G0283",
    "icd10": "M54.5",
    "pos": "11",
    "revenue": "0420",
    "modifier": "GP",
}

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BOTH = _DIGITS + _LETTERS

# By system, what may stand at each place, in order, and how many places a code has at least.
_PLACES: dict[str, tuple[tuple[str, ...], int]] = {
    "cpt": ((_DIGITS, _DIGITS, _DIGITS, _DIGITS, "0123456789AFMTU"), 5),
    "hcpcs": ((_LETTERS, _DIGITS, _DIGITS, _DIGITS, _DIGITS), 5),
    "icd10": ((_LETTERS, _DIGITS, _BOTH, ".", _BOTH, _BOTH, _BOTH, _BOTH), 3),
    "pos": ((_DIGITS, _DIGITS), 2),
    "revenue": ((_DIGITS, _DIGITS, _DIGITS, _DIGITS), 4),
    "modifier": ((_BOTH, _BOTH), 2),
}

SYSTEMS = tuple(_SHAPES)


def pattern_of(system: str) -> str:
    """Give the regular expression that a whole code of *system* matches."""
    return _SHAPES.get(system, _OTHER)


def example_of(system: str) -> str | None:
    """Give a code of *system* as it is written; an unknown system has none."""
    return _EXAMPLES.get(system)


def is_code(system: str, text: str) -> bool:
    """Say whether *text* is written as a code of *system*.

    >>> is_code("icd10", "I21.4"), is_code("icd10", "I214"), is_code("cpt", "97110 ")
    (True, False, False)
    """
    return re.fullmatch(pattern_of(system), text) is not None


def first_code(system: str) -> str | None:
    """Give the code of *system* that comes before all others; an open system has none.

    >>> first_code("cpt"), first_code("icd10")
    ('00000', 'A00')
    """
    return _completed(system, "") if system in _PLACES else None


def next_code(system: str, code: str) -> str | None:
    """Give the first code of *system* after *code* and all its subcodes, if there is one.

    Of what is no code there is none.

    >>> next_code("cpt", "97110"), next_code("icd10", "I21.4"), next_code("icd10", "I29")
    ('97111', 'I21.5', 'I2A')
    >>> next_code("icd10", "I21.9Z"), next_code("pos", "99")
    ('I21.A', None)
    """
    if system not in _PLACES or not is_code(system, code):
        return None
    places, _ = _PLACES[system]
    for place in range(len(code) - 1, -1, -1):
        after = places[place].find(code[place]) + 1
        if after < len(places[place]):
            return _completed(system, code[:place] + places[place][after])
    return None


def _completed(system: str, start: str) -> str:
    """Give the first code that begins with *start*."""
    places, least = _PLACES[system]
    return start + "".join(place[0] for place in places[len(start) : least])
