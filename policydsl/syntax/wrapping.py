"""Break a line that is too long inside its brackets, where line ends mean nothing.

Places in a line are counted in letters, blanks left out: these stay where they are, however
the line is laid out.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence

WIDTH = 100

_CLOSING = {"(": ")", "{": "}"}


def wrapped(indent: int, text: str, ends: Collection[int] = ()) -> list[str]:
    """Cut *text* into lines of at most `WIDTH`, as far as its brackets allow.

    A line ends at each of the places *ends*, where a bracket allows that.

    >>> for line in wrapped(2, "for service in {" + ", ".join(["physical_therapy"] * 6) + "}"):
    ...     print(line.strip())
    for service in {
    physical_therapy, physical_therapy, physical_therapy, physical_therapy, physical_therapy,
    physical_therapy
    }
    >>> wrapped(0, "for service in {a, b}", ends={15})
    ['for service in {', '  a,', '  b', '}']
    """
    lines: list[str] = []
    ordered = sorted(ends)
    pending = [(indent, text, 0)]
    while pending:
        depth, piece, place = pending.pop()
        if depth + len(piece) > WIDTH:
            group = _longest_group(piece)
        else:
            group = _group_with(piece, place, ordered)
        if not group:
            lines.append(" " * depth + piece)
            continue
        start, end = group
        inner = piece[start + 1 : end]
        begun = place + letters(piece[: start + 1])
        if piece[start] == "(":
            parts = _joined(inner)
        elif _holds(begun, inner, ordered):
            parts = _members(inner)
        else:
            parts = _filled(inner, depth + 2)
        pending.append((depth, piece[end:], begun + letters(inner)))
        placed = []
        for part in parts:
            placed.append((depth + 2, part, begun))
            begun += letters(part)
        pending += reversed(placed)
        pending.append((depth, piece[: start + 1], place))
    return lines


def letters(text: str) -> int:
    """Count what is not blank.

    >>> letters("a, b ")
    3
    """
    return sum(map(len, text.split()))


def _holds(place: int, inner: str, ends: Sequence[int]) -> bool:
    """Say whether one of *ends*, in their order, lies in *inner*, which begins at *place*."""
    following = bisect_left(ends, place)
    return following < len(ends) and ends[following] <= place + letters(inner)


def _group_with(text: str, place: int, ends: Sequence[int]) -> tuple[int, int] | None:
    """Find the first bracket, in no other, in which a line has to end."""
    if not _holds(place, text, ends):
        return None
    for start, end in _groups(text):
        if _holds(place + letters(text[: start + 1]), text[start + 1 : end], ends):
            return start, end
    return None


def _longest_group(text: str) -> tuple[int, int] | None:
    return max(_groups(text), key=lambda group: group[1] - group[0], default=None)


def _groups(text: str) -> list[tuple[int, int]]:
    """Find the brackets that stand in no other and are not empty."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, mark in _marks(text):
        if mark in _CLOSING:
            opened.append(at)
        elif mark in ")}" and opened:
            start = opened.pop()
            if not opened and at - start > 1:
                found.append((start, at))
    return found


def _filled(inner: str, indent: int) -> list[str]:
    """Fill lines with the members of a set."""
    lines: list[str] = []
    for piece in _members(inner):
        if lines and indent + len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines


def _members(inner: str) -> list[str]:
    """Cut the members of a set apart, each with its comma."""
    *members, last = _split(inner, (", ",))
    return [*(f"{member}," for member in members), last]


def _joined(inner: str) -> list[str]:
    """Put each part of a condition, with the word before it, on a line."""
    parts = _split(inner, (" and ", " or ", ", "))
    lines = [parts[0]]
    at = len(parts[0])
    for part in parts[1:]:
        if inner.startswith(", ", at):
            lines[-1] += ","
            lines.append(part)
            at += 2 + len(part)
        else:
            word = inner[at + 1 : inner.index(" ", at + 1)]
            lines.append(f"{word} {part}")
            at += len(word) + 2 + len(part)
    return lines


def _split(text: str, separators: tuple[str, ...]) -> list[str]:
    """Cut *text* at the separators that stand in no bracket, citation or quotes."""
    parts: list[str] = []
    begun = depth = 0
    for at, mark in _marks(text):
        if mark in "({":
            depth += 1
        elif mark in ")}":
            depth -= 1
        elif not depth and at >= begun:
            found = next((one for one in separators if text.startswith(one, at)), None)
            # `is between 3 and 5` is one part.
            if found == " and " and _opens_between(text[begun:at]):
                continue
            if found:
                parts.append(text[begun:at])
                begun = at + len(found)
    return [*parts, text[begun:]]


def _opens_between(text: str) -> bool:
    tail = text.rpartition(" is between ")
    return bool(tail[1]) and " and " not in tail[2]


def _marks(text: str) -> list[tuple[int, str]]:
    """List brackets, spaces and commas with their places, those in quotes and `[ ]` left out."""
    found: list[tuple[int, str]] = []
    closing = ""
    for at, letter in enumerate(text):
        if closing:
            closing = "" if letter == closing else closing
        elif letter in '"[':
            closing = '"' if letter == '"' else "]"
        elif letter in "(){} ,":
            found.append((at, letter))
    return found
