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
