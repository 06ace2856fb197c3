"""Cut a source at column 0 into its top-level items, so that one bad item hides nothing."""

import re
from collections.abc import Iterator

from policydsl.frozen import frozen
from policydsl.source import Source

# A closing bracket may stand at column 0: it ends what it closes, it begins nothing.
# Neither do the marks of a merge, nor what is meant as a comment.
_ITEM_START = re.compile(
    r"^(?=[^\s#)\]}])(?!<{7}|={7}|>{7}|\|{7}|//|/\*|--)",
    re.MULTILINE,
)


@frozen
class Chunk:
    """A stretch of a source that holds one item, from its first letter to the next item's."""

    start: int
    end: int


def chunks(source: Source) -> Iterator[Chunk]:
    """Cut *source* before each line that begins at column 0.

    What precedes the first such line (comments, blank lines, a stray indented line) is a
    chunk of its own, so that together the chunks are the whole text.
    """
    start = 0
    for found in _ITEM_START.finditer(source.text):
        if found.start() > start:
            yield Chunk(start, found.start())
        start = found.start()
    if start < len(source.text):
        yield Chunk(start, len(source.text))
