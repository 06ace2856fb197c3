"""Break a line where comments and blank lines stand in it, and put them back there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from policydsl.frozen import frozen
from policydsl.syntax import ast
from policydsl.syntax.wrapping import letters, wrapped

_JOINING = ("and", "or")


@frozen
class Placed:
    """A comment, and how many letters of the line that it stands in come before it.

    None is a blank line.
    """

    comment: ast.Comment | None
    place: int


def woven(indent: int, text: str, inside: Sequence[Placed]) -> list[str]:
    """Lay *text* out with the comments *inside* it, each as near its place as brackets allow.

    A comment that has a line of its own
    keeps one; one behind something stays behind it.  Several blank lines are one.
    """
    lines = wrapped(indent, text, {each.place for each in inside})
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + letters(line))
    above: list[list[str]] = [[] for _ in lines]
    behind: list[str | None] = [None for _ in lines]
    for each in inside:
        if each.comment is None:
            before = above[_line_at(begins, each.place, len(lines))]
            if not before or before[-1]:
                before.append("")
            continue
        written = each.comment.text.rstrip()
        if each.comment.own_line or not each.place:
            # The last line that begins there or before.
            above[_line_at(begins, each.place, len(lines))].append(written)
            continue
        number = _line_before(begins, lines, each.place)
        if (earlier := behind[number]) is not None:
            above[number].append(earlier)
        behind[number] = written
    out: list[str] = []
    for line, comments, last in zip(lines, above, behind, strict=True):
        margin = line[: len(line) - len(line.lstrip())]
        if line.lstrip()[0] in ")}":
            margin += "  "  # it is the last of what is in the bracket
        out += ((margin + comment).rstrip() for comment in comments)
        out.append(line if last is None else f"{line}  {last}")
    return out


def _line_at(begins: list[int], place: int, count: int) -> int:
    return min(bisect_right(begins, place), count) - 1


def _line_before(begins: list[int], lines: list[str], place: int) -> int:
    """Give the line that ends at *place*, or has it inside.

    A word that joins two conditions begins the next line, and does not take the comment along.
    """
    number = bisect_left(begins, place) - 1
    first = lines[number].split()[0]
    if number and first in _JOINING and place == begins[number] + len(first):
        return number - 1
    return number
