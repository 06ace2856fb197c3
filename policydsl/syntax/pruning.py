"""Cut a faulty line, with the lines below it, out of the tokens of an item."""

from collections.abc import Sequence

from policydsl.source import Source
from policydsl.syntax.tokens import BULLET, DEDENT, INDENT, NEWLINE, Fault, Slip, Token

LAYOUT = frozenset({NEWLINE, INDENT, DEDENT})


class Quiet:
    """The places whose faults have been told, where another one would be an echo."""

    def __init__(self, source: Source, faults: Sequence[Fault]) -> None:
        self.source = source
        self.lines = {self._line(start) for _, start, _ in faults}
        self.lines |= {self._line(max(start, end - 1)) for _, start, end in faults}
        opened = [start for slip, start, _ in faults if slip is Slip.UNCLOSED]
        self.from_here = min(opened, default=len(source.text) + 1)
        self.cuts: set[int] = set()
        self.emptied: set[int] = set()

    def covers(self, token: Token) -> bool:
        symbol, _, start, _ = token
        if start >= self.from_here or self._line(start) in self.lines:
            return True
        return start in self.cuts and symbol in LAYOUT

    def cut(self, before: int, after: int) -> None:
        """Remember that lines were cut out: where what precedes them ends, what follows begins."""
        self.emptied.add(before)
        self.cuts.add(after)

    def _line(self, offset: int) -> int:
        return self.source.text.rfind("\n", 0, offset)


def line_around(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """Find the line of the token at *index*, with what is indented below it."""
    symbol = tokens[index][0]
    if symbol == INDENT:
        return index, _past_block(tokens, index)
    # A line that ended well but lacks its block is the line before.
    if symbol == DEDENT:
        index -= 1
    start = index
    while start > 0 and tokens[start - 1][0] not in LAYOUT:
        start -= 1
    return _with_block(tokens, start, index)


def line_before(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """Find the line before the one that begins at *index*, and bullets that follow it."""
    start, _ = line_around(tokens, index - 1)
    end = index
    while end < len(tokens) and tokens[end][0] == BULLET:
        _, end = _with_block(tokens, end, end)
    return start, end


def with_emptied(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Widen the lines from *start* to *end* by a block that they alone filled."""
    while (
        start > 0
        and end < len(tokens)
        and tokens[start - 1][0] == INDENT
        and tokens[end][0] == DEDENT
    ):
        start, end = start - 1, end + 1
    return start, end


def _with_block(tokens: Sequence[Token], start: int, index: int) -> tuple[int, int]:
    end = index
    while end < len(tokens) and tokens[end][0] != NEWLINE:
        end += 1
    end = min(end + 1, len(tokens))
    if end < len(tokens) and tokens[end][0] == INDENT:
        end = _past_block(tokens, end)
    return start, end


def _past_block(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        symbol = tokens[position][0]
        depth += (symbol == INDENT) - (symbol == DEDENT)
        if not depth:
            return position + 1
    return len(tokens)
