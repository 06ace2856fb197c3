"""Tell what the author left out from what the parser could not read and has reported."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.syntax import ast


def has_unread_lines(item: ast.Headed, lines: Iterable[ast.AnyLine]) -> bool:
    """Say whether text stands below *item* that is in none of *lines*.

    The parser drops a line in error and keeps the rest, so such an item is not to
    blame for what it seems to lack.
    """
    text = item.span.source.text
    read = [line.span for line in lines]
    start = text.find("\n", item.id.span.end)
    while 0 <= start < len(text) - 1:
        end = text.find("\n", start + 1)
        line = text[start + 1 : end if end >= 0 else len(text)]
        said = line.strip()
        if said and not line[0].isspace() and not said.startswith("#"):
            return False
        offset = start + 1 + len(line) - len(line.lstrip())
        if said and said[0] != "#" and not any(s.start <= offset < s.end for s in read):
            return True
        start = end
    return False
