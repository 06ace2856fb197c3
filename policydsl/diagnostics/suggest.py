"""Find, among the names there are, those that a mistyped one may have meant; propose them.

To look costs as much as there are names to look among. Whoever may have as many unknown names
as known ones looks `within` a bound; what comes when it is used up gets no proposal.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

MOST_COMPARED = 40_000
"""How many pairs of names are compared for one policy, or one file."""

_LONGEST = 64
_MOST_EDITS = 4
_left: ContextVar[int | None] = ContextVar("comparisons that are left", default=None)


@contextmanager
def within(comparisons: int = MOST_COMPARED) -> Iterator[None]:
    """Compare no more than so many pairs of names before this is left again."""
    before = _left.set(comparisons)
    try:
        yield
    finally:
        _left.reset(before)


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """Give the one name most like *text*, or nothing when none is like it.

    >>> nearest("used_visits", ["days_used", "visits_used"])
    'visits_used'
    >>> nearest("Visit Used", ["days_used", "visits_used"])
    'visits_used'
    >>> nearest("colour", ["visits_used"]) is None
    True
    """
    found = nearest_few(text, candidates, 1)
    return found[0] if found else None


def nearest_few(text: str, candidates: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Give up to *most* names like *text*, the likest first, the same ones every time.

    >>> nearest_few("therapi", ["speech_therapy", "therapy", "therapist"])
    ('therapy', 'therapist')
    """
    left = _left.get()
    if left is not None and left <= 0:
        return ()
    others = set(candidates) - {text}
    if left is not None:
        _left.set(left - len(others))
    wanted = _named(text)
    ranked = []
    for candidate in others:
        rank = _unlikeness(wanted, _named(candidate))
        if rank is not None:
            ranked.append((rank, abs(len(candidate) - len(text)), candidate))
    return tuple(candidate for _, _, candidate in sorted(ranked)[:most])


def either(phrases: Iterable[str]) -> str:
    """Join with commas and an `or`.

    >>> either(["a", "b", "c"])
    'a, b or c'
    """
    *most, last = list(phrases) or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


def one_of(names: Iterable[str]) -> str:
    """Quote each of *names*, and join them with commas and an `or`.

    >>> one_of(["therapy", "massage"])
    '`therapy` or `massage`'
    """
    return either(f"`{name}`" for name in names)


class _Name:
    """A name as it is compared: case and separators gone, its words in order of the alphabet."""

    __slots__ = ("joined", "sorted", "words")

    def __init__(self, text: str) -> None:
        self.words = re.findall(r"[^\W_]+", text[: 2 * _LONGEST].casefold())
        self.joined = "".join(self.words)[:_LONGEST]
        self.sorted = "".join(sorted(self.words))[:_LONGEST]


@lru_cache(maxsize=4096)
def _named(text: str) -> _Name:
    return _Name(text)


def _unlikeness(wanted: _Name, candidate: _Name) -> int | None:
    if wanted.words == candidate.words or wanted.joined == candidate.joined:
        return 0
    if wanted.sorted == candidate.sorted:
        return 1
    limit = max(1, min(len(wanted.joined) // 3, _MOST_EDITS))
    edits = min(
        _edits_within(limit, wanted.joined, candidate.joined),
        1 + _edits_within(limit - 1, wanted.sorted, candidate.sorted),
    )
    if edits <= limit:
        return 1 + edits
    ours, theirs = set(wanted.words), set(candidate.words)
    if 3 * len(ours & theirs) >= 2 * len(ours | theirs) > 0:
        return 2 + limit
    return None


def edits(one: str, other: str) -> int:
    """Count the least insertions, deletions, replacements and swaps of neighbours between two.

    The optimal string alignment distance: no stretch is edited twice.

    >>> edits("limit", "limits"), edits("form", "from"), edits("ca", "abc"), edits("", "abc")
    (1, 1, 3, 3)
    """
    return _edits_within(max(len(one), len(other)), one, other)


def _edits_within(limit: int, one: str, other: str) -> int:
    """Count the edits, or give anything above *limit* as soon as there are more.

    A column of the table of distances at a time, its differences as the bits of two numbers:
    H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003.
    """
    if limit < 0 or abs(len(one) - len(other)) > limit or _lacking(one, other) > limit:
        return limit + 1
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for number, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << number
    every, last = (1 << len(one)) - 1, 1 << len(one) - 1
    rises, falls, kept, before, distance = every, 0, 0, 0, len(one)
    for left, letter in zip(range(len(other) - 1, -1, -1), other, strict=True):
        here = places.get(letter, 0)
        swapped = ((~kept & here) << 1) & before
        kept = (((here & rises) + rises) ^ rises) | here | falls | swapped
        risen, fallen = falls | ~(kept | rises), kept & rises
        distance += (risen & last > 0) - (fallen & last > 0)
        if distance - left > limit:
            return limit + 1
        risen, fallen = risen << 1 | 1, fallen << 1
        rises, falls = (fallen | ~(kept | risen)) & every, risen & kept & every
        before = here
    return distance


def _lacking(one: str, other: str) -> int:
    """Count the letters of the one that the other lacks: no distance is below it."""
    return max((Counter(one) - Counter(other)).total(), (Counter(other) - Counter(one)).total())
