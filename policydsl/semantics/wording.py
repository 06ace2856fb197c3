"""Call things by the author's words in sentences: with an article, in a list, as proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policydsl.diagnostics.suggest import nearest_few, one_of

MOST_LISTED: Final = 12


def did_you_mean(text: str, options: Iterable[str], all_of_them: str) -> str:
    """Propose the options like *text*, or list all of them after *all_of_them*.

    >>> did_you_mean("cptt", ["cpt", "pos"], "the code systems are")
    'did you mean `cpt`?'
    >>> did_you_mean("x", ["cpt", "pos"], "the code systems are")
    'the code systems are `cpt` and `pos`'
    """
    known = list(options)
    near = nearest_few(text, known)
    if near:
        return f"did you mean {one_of(near)}?"
    return f"{all_of_them} {listed(known)}"


def listed(options: Iterable[str], most: int = MOST_LISTED) -> str:
    """Join *options* with commas and `and`, and say how many were left off."""
    quoted = [f"`{option}`" for option in options]
    if len(quoted) > most:
        return f"{', '.join(quoted[:most])} and {len(quoted) - most} more"
    *some, last = quoted
    return f"{', '.join(some)} and {last}" if some else last


def article(keyword: str) -> str:
    """Put `a` or `an` before the author's word for an item, or for what stands in one.

    >>> article("exclude"), article("limit")
    ('an `exclude`', 'a limit')
    """
    if keyword in _PARTS:
        return _PARTS[keyword]
    word = keyword if keyword in NOUNS else f"`{keyword}`"
    return f"an {word}" if keyword[:1] in "aeiou" else f"a {word}"


def the(keyword: str, name: str) -> str:
    """Call an item by the author's word for it and its name.

    >>> the("exclude", "leisure"), the("limit", "visits")
    ('`exclude leisure`', 'the limit `visits`')
    """
    return f"the {keyword} `{name}`" if keyword in NOUNS else f"`{keyword} {name}`"


# The keywords that an English sentence takes as they stand; the others are quoted.
NOUNS: Final = frozenset(
    {
        "amendment",
        "calendar",
        "case",
        "counter",
        "cover",
        "document",
        "document element",
        "fact",
        "item",
    }
    | {"limit", "open question", "parameter", "plan", "policy", "redirect", "review", "route"}
    | {"scenario", "source", "table", "vocabulary"}
)
_PARTS: Final = {
    "document element": "an element of a document",
    "item of an exclude": "an item of an `exclude`",
    "require of an extension": "a `require` of an extension",
    "block of a cover": "a block of a cover",
    "block of a document": "a block of a document",
}
