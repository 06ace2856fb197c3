"""Weave an author's comments and blank lines into the canonical lines of a file."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.printer_lines import written_lines
from policydsl.syntax.weaving import Placed, woven
from policydsl.syntax.wrapping import letters

# A `#` in quotes begins no comment.
_COMMENT = re.compile(r'("[^"\n]*")|#[^\n]*')
_APART = re.compile(r'"[^"\n]*"|#[^\n]*|\n\s*')


@attrs.frozen
class _Piece:
    """Lines that stay together; *start* is where in the source they begin."""

    lines: tuple[str, ...]
    start: int
    apart: bool
    """Whether a blank line always precedes it."""


def laid_out(source: Source, file: ast.File) -> str:
    """Write *file* with its comments, and a blank line wherever the author left some."""
    out: list[str] = []
    for piece in _pieces(source, file):
        if out and (piece.apart or _blank_before(source, piece.start)):
            out.append("")
        out += piece.lines
    return "".join(f"{line}\n" for line in out)


def _blank_before(source: Source, offset: int) -> bool:
    before = source.text[source.text.rfind("\n", 0, max(0, offset - 1000)) + 1 : offset]
    return before.count("\n", len(before.rstrip())) > 1


def _pieces(source: Source, file: ast.File) -> Iterator[_Piece]:
    lines = [
        (line, number == 0)
        for item in file.items
        for number, line in enumerate(written_lines(item))
    ]
    starts = [line.node.span.start for line, _ in lines]
    around = [0, *starts, len(source.text) + 1]
    comments = _by_gap(file.comments, around)
    top = False
    yielded = False
    for comment in comments[0]:
        yield _Piece((comment.text.rstrip(),), comment.span.start, apart=not yielded)
        yielded = top = True
    for number, (line, begins) in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        begin, end = starts[number], around[number + 2]
        inside, behind, after = _sorted(source, comments[number + 1], end)
        text = woven(2 * line.depth, line.text, _placed(source, inside, begin, end, line.text))
        if behind:
            text[-1] += f"  {behind.text.rstrip()}"
        yield _Piece(tuple(text), begin, apart=begins and not top)
        top = False
        for comment in after:
            last = following is None or following[1]
            top_before = top
            at_edge = not line.depth or source.position(comment.span.start).column == 1
            top = last and (top or at_edge)
            depth = 0 if top else line.depth if last or not following else following[0].depth
            written = "  " * depth + comment.text.rstrip()
            yield _Piece((written,), comment.span.start, apart=top and not top_before)


def _by_gap(comments: Sequence[ast.Comment], around: Sequence[int]) -> list[list[ast.Comment]]:
    """Sort comments by the written line at or after whose beginning they stand."""
    gaps: list[list[ast.Comment]] = []
    at = 0
    for _, end in pairwise(around):
        gap = []
        while at < len(comments) and comments[at].span.start < end:
            gap.append(comments[at])
            at += 1
        gaps.append(gap)
    return gaps


def _sorted(
    source: Source, comments: Sequence[ast.Comment], end: int
) -> tuple[Sequence[ast.Comment], ast.Comment | None, Sequence[ast.Comment]]:
    """Tell comments within the brackets of a line from the one behind it and those after it."""
    count = len(comments)
    while count and not source.text[comments[count - 1].span.end : end].strip():
        count -= 1
        end = comments[count].span.start
    inside, after = comments[:count], comments[count:]
    if after and not after[0].own_line:
        return inside, after[0], after[1:]
    return inside, None, after


def _placed(
    source: Source, inside: Sequence[ast.Comment], begin: int, end: int, text: str
) -> list[Placed]:
    """Find the place in *text* of what is inside the line from *begin* to *end*, in its order.

    Where the author wrote it otherwise than *text* has it, no place can be found but its start.
    """
    blank = _blank_inside(source.text[begin:end], letters(text))
    if not inside and not blank:
        return []
    if "".join(_bare(source, begin, end).split()) != "".join(text.split()):
        return [Placed(comment, 0) for comment in inside]
    found = [(begin + offset, Placed(None, place)) for offset, place in blank]
    place = 0
    for comment in inside:
        place += letters(source.text[begin : comment.span.start])
        found.append((comment.span.start, Placed(comment, place)))
        begin = comment.span.end
    return [placed for _, placed in sorted(found, key=lambda each: each[0])]


def _blank_inside(text: str, end: int) -> list[tuple[int, int]]:
    """Find the blank lines within a line of *end* letters: offset, and letters before."""
    found = []
    at = place = 0
    for apart in _APART.finditer(text):
        if apart[0][0] == '"':
            continue
        place += letters(text[at : apart.start()])
        at = apart.end()
        if apart[0].count("\n") > 1 and 0 < place < end:
            found.append((apart.start(), place))
    return found


def _bare(source: Source, start: int, end: int) -> str:
    """Give a stretch of the source without its comments."""
    return _COMMENT.sub(r"\1", source.text[start:end])
