"""Turn a stream into requests: one JSON object, or one on each line."""

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import attrs

from policydsl.core.requests import MAX_BYTES


@attrs.frozen
class Single:
    """The whole stream is one request."""

    text: bytes


@attrs.frozen
class Lines:
    """Each line is a request, with its number from 1; blank lines are left out."""

    lines: Iterator[tuple[int, bytes]]


def requests_in(stream: BinaryIO, named_lines: bool = False) -> Single | Lines:
    """Tell one request from JSON Lines; *named_lines* says that the file's name tells.

    There are lines when the stream is no JSON document but one of its lines is. No more
    than one request's worth is held, however long the stream.
    """
    numbered = _numbered(stream)
    first = next(numbered, None)
    if first is None:
        return Single(b"")
    second = next(numbered, None)
    rest = itertools.chain([] if second is None else [second], numbered)
    if named_lines:
        return Lines(itertools.chain([first], rest))
    if second is None:
        return Single(first[1])
    if _is_object(first[1]):
        return Lines(itertools.chain([first], rest))
    held, whole = _held(itertools.chain([first], rest))
    text = b"\n".join(line for _, line in held)
    if not whole or (not _is_json(text) and any(_is_object(line) for _, line in held)):
        return Lines(itertools.chain(held, numbered))
    return Single(text)


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not blank; of one that is too long, enough to be refused."""
    for number in itertools.count(1):
        line = stream.readline(MAX_BYTES + 2)
        if not line:
            return
        more = line
        while len(more) > MAX_BYTES and not more.endswith(b"\n"):
            more = stream.readline(MAX_BYTES + 2)
        if line.strip():
            yield number, line.rstrip(b"\r\n")


def _held(lines: Iterable[tuple[int, bytes]]) -> tuple[list[tuple[int, bytes]], bool]:
    held: list[tuple[int, bytes]] = []
    size = 0
    for numbered in lines:
        held.append(numbered)
        size += len(numbered[1]) + 1
        if size > MAX_BYTES:
            return held, False
    return held, True


def _is_object(line: bytes) -> bool:
    text = line.strip()
    return text.startswith(b"{") and text.endswith(b"}") and _is_json(text)


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
