"""Find, among the names there are, those that a mistyped one may have meant; propose them."""

import re
from collections import Counter
from collections.abc import Iterable

_LONGEST = 64
_MOST_EDITS = 4


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
    wanted = _Name(text)
    ranked = []
    for candidate in set(candidates) - {text}:
        rank = _unlikeness(wanted, _Name(candidate))
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
    """Count the edits, or give anything above *limit* as soon as there are more."""
    if limit < 0 or abs(len(one) - len(other)) > limit or _lacking(one, other) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, yours in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != yours))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == yours:
                least = min(least, last[j - 2] + 1)
            row.append(least)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _lacking(one: str, other: str) -> int:
    """Count the letters of the one that the other lacks: no distance is below it."""
    return max((Counter(one) - Counter(other)).total(), (Counter(other) - Counter(one)).total())
