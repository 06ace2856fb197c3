"""Write a file that was made of others, with the comments of these at what they are about.

A comment stands above a line, or behind one; it goes where that line has gone. Where another
line took the place of that line, it takes the comment as well; what nothing is left of is
told with the date of the edition when an amendment of that edition says it, and else left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from policydsl.frozen import frozen
from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.printer_lines import Written, written_lines
from policydsl.syntax.walk import walk
from policydsl.syntax.wrapping import wrapped

_Place = tuple[int, int]
"""The source, by its `id()`, and the offset at which a line begins there."""


@frozen
class _Remark:
    """A comment and the number of the line of its file that it is about; -1: of none."""

    text: str
    line: int
    behind: bool
    apart: bool
    """Whether a blank line follows."""


@attrs.define
class _Around:
    above: list[str] = attrs.field(factory=list)
    behind: str | None = None

    def take(self, remark: _Remark) -> None:
        if remark.behind and self.behind is None:
            self.behind = remark.text
        else:
            self.above += [remark.text, ""] if remark.apart else [remark.text]


def print_made_of(made: ast.File, before: Sequence[ast.File], last: Sequence[ast.File]) -> str:
    """Write *made* with the comments of the files that made it.

    Those *before* were there already, those *last* made of them what it is.
    """
    items = [written_lines(item) for item in made.items]
    lines = [line for item in items for line in item]
    around = [_Around() for _ in lines]
    edition = next((n for n, li in enumerate(lines) if isinstance(li.node, ast.Edition)), 0)
    ending: list[str] = []
    for number, origin in enumerate((*before, *last)):
        own = [line for item in origin.items for line in written_lines(item)]
        known = _found_again(own, lines)
        for remark in _remarks(origin, own):
            at = known.get(remark.line)
            if remark.line >= len(own):
                ending.append(remark.text)
                continue
            if at is None and number < len(before):
                at = _in_its_place(remark.line, known, lines, own)
            elif at is None:
                at = 0 if isinstance(own[remark.line].node, ast.Amendment) else edition
            if at is not None:
                around[at].take(remark)
    return "\n".join(_texts(items, around, ending))


def _texts(
    items: Sequence[Sequence[Written]], around: Sequence[_Around], ending: Sequence[str]
) -> Iterator[str]:
    """Give the text of each item, and that of what stands behind the last."""
    number = 0
    for item in items:
        text: list[str] = []
        for line in item:
            margin = "  " * line.depth
            text += (margin + comment if comment else "" for comment in around[number].above)
            text += wrapped(2 * line.depth, line.text)
            if (behind := around[number].behind) is not None:
                text[-1] += f"  {behind}"
            number += 1
        yield "".join(f"{each}\n" for each in text)
    if ending:
        yield "".join(f"{each}\n" for each in ending)


# ------------------------------------------------------------------ comments


def _remarks(file: ast.File, lines: Sequence[Written]) -> Iterator[_Remark]:
    """Say of each comment of *file* by which of *lines* it stands.

    One behind something is about that line, one on a line of its own about the next; behind
    the last line there is none.
    """
    starts = [line.node.span.start for line in lines]
    at = 0
    for comment in file.comments:
        while at < len(starts) and starts[at] < comment.span.start:
            at += 1
        alone = comment.own_line
        apart = alone and _blank_after(comment.span)
        yield _Remark(comment.text.rstrip(), at if alone else max(at - 1, 0), not alone, apart)


def _blank_after(span: Span) -> bool:
    text = span.source.text
    end = text.find("\n", span.end)
    following = text.find("\n", end + 1)
    return 0 <= end < following and not text[end:following].strip()


# ------------------------------------------------------------------ where to


def _found_again(own: Sequence[Written], lines: Sequence[Written]) -> Mapping[int, int]:
    """Give, for the lines of one file, the first line of what was made that says the same."""
    by_place: dict[_Place, int] = {}
    inner: dict[_Place, int] = {}
    for number, line in enumerate(lines):
        by_place.setdefault(_place(line.node.span), number)
        for node in walk(line.node):
            inner[_place(node.span)] = number  # of a head and a line in it, the line
    found: dict[int, int] = {}
    for number, line in enumerate(own):
        at = _place(line.node.span)
        if isinstance(line.node, ast.Amendment):
            continue
        if (there := by_place.get(at, inner.get(at))) is not None:
            found[number] = there
    # What an amendment says above `add` is about the first of what it adds.
    for number in reversed(range(len(own) - 1)):
        if number not in found and isinstance(own[number].node, _OPENING):
            there = found.get(number + 1)
            if there is not None:
                found[number] = there
    return found


_OPENING = (ast.Add, ast.AddTo, ast.Replace, ast.AddRows, ast.ReplaceRows, ast.ChangeRows)


def _in_its_place(
    number: int, known: Mapping[int, int], lines: Sequence[Written], own: Sequence[Written]
) -> int | None:
    """Find the line that took the place of line *number*.

    Of an item it is the one of that name, else the line between the same neighbours.
    """
    node = own[number].node
    if own[number].depth == 0:
        name = getattr(node, "id", None)
        heads = (n for n, li in enumerate(lines) if li.depth == 0 and type(li.node) is type(node))
        return next((n for n in heads if name and getattr(lines[n].node, "id", None) == name), None)
    before, after = known.get(number - 1), known.get(number + 1)
    if before is None and after is None:
        return None
    at = before + 1 if before is not None else (after or 0) - 1
    between = 0 <= at < len(lines) and at != after and (before is None or at > before)
    if not between or lines[at].depth != own[number].depth or at in known.values():
        return None
    return at


def _place(span: Span) -> _Place:
    return id(span.source), span.start
