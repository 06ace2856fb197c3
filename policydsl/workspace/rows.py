"""Read requests from a file, row by row: JSON Lines, CSV or Parquet, told by the name's ending."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from policydsl.core.facts import CodeSet, Fact, MemberSet, Number, YesNo
from policydsl.core.requests import MAX_BYTES
from policydsl.frozen import frozen
from policydsl.workspace.files import STDIN

MEMBER = "member_id"
"""The key or column that names a request's member, unless said otherwise."""


@frozen
class Row:
    """A request as of JSON, or why there is none; `line` counts from 1, in Parquet rows."""

    line: int
    data: Any
    member: str | None
    fault: str | None = None


@frozen
class Layout:
    """What columns mean: the facts by name, and which column names the member."""

    facts: Mapping[str, Fact]
    member: str = MEMBER


class RowsError(Exception):
    """The file as a whole cannot be read as requests; the text says why."""


def rows(path: str, layout: Layout, at: Callable[[int], None]) -> Iterator[Row]:
    """Yield the requests in the file at *path*; *at* is told how far in bytes, or rows.

    Standard input is JSON Lines.
    Raises `RowsError`, or `OSError` where the file cannot be read.
    """
    if path.endswith((".parquet", ".pq")):
        from policydsl.workspace.parquet import records

        for line, record in enumerate(records(path), start=1):
            at(line)
            yield from_record(line, record, layout)
        return
    if path == STDIN:
        yield from _json_lines(sys.stdin.buffer, layout, at)
        return
    with open(path, "rb") as stream:
        if path.endswith(".csv"):
            yield from _csv(stream, layout, at)
        elif path.endswith((".jsonl", ".ndjson", ".json")):
            yield from _json_lines(stream, layout, at)
        else:
            raise RowsError(f"`{path}` is neither .jsonl, .csv nor .parquet")


def size(path: str) -> int | None:
    """Return how far `rows` will go, if that is known: bytes of a text, rows of a Parquet file."""
    if path.endswith((".parquet", ".pq")):
        from policydsl.workspace.parquet import count

        return count(path)
    return None if path == STDIN else os.path.getsize(path)


def _json_lines(stream: BinaryIO, layout: Layout, at: Callable[[int], None]) -> Iterator[Row]:
    number = seen = 0
    while line := stream.readline(MAX_BYTES + 2):
        number, seen = number + 1, seen + len(line)
        long = len(line) > MAX_BYTES
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 2)
            seen += len(line)
        at(seen)
        if long:
            yield Row(number, None, None, f"the line has more than {MAX_BYTES:,} bytes")
        elif line.strip():
            yield _from_line(number, line, layout)


def _from_line(number: int, line: bytes, layout: Layout) -> Row:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, None, None, "the line is not JSON")
    member = None
    if isinstance(data, dict) and layout.member in data:
        member = str(data.pop(layout.member))
    return Row(number, data, member)


def _csv(stream: BinaryIO, layout: Layout, at: Callable[[int], None]) -> Iterator[Row]:
    seen = 0

    def lines() -> Iterator[str]:
        nonlocal seen
        for line in stream:
            seen += len(line)
            yield line.decode("utf-8-sig" if seen == len(line) else "utf-8", "replace")

    reader = csv.DictReader(lines())
    header = reader.fieldnames or ()
    if "as_of" not in header:
        raise RowsError("the first line of a .csv names its columns, `as_of` among them")
    try:
        for record in reader:
            at(seen)
            if None in record:
                yield Row(reader.line_num, None, None, "the row has more cells than the header")
            else:
                yield from_record(reader.line_num, record, layout)
    except csv.Error as error:
        raise RowsError(f"line {reader.line_num}: {error}") from None


def from_record(line: int, record: Mapping[str, Any], layout: Layout) -> Row:
    """Turn named cells into a request; an empty cell gives nothing, `absent` says there is none."""
    facts: dict[str, Any] = {}
    member = as_of = None
    for name, cell in record.items():
        if cell is None or cell == "":
            continue
        if name == "as_of":
            as_of = cell if isinstance(cell, str) else str(cell)[:10]
        elif name == layout.member:
            member = str(cell)
        else:
            fact = layout.facts.get(name)
            facts[name] = cell if fact is None else _value(cell, fact)
    data = {"facts": facts} if as_of is None else {"as_of": as_of, "facts": facts}
    return Row(line, data, member)


_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}


def _value(cell: Any, fact: Fact) -> Any:
    """Return a cell as a request's JSON has it; what cannot be one is left to be refused."""
    if not isinstance(cell, str):
        return cell if isinstance(cell, bool | int | list) else str(cell)
    text = cell.strip()
    if text == "absent":
        return None
    match fact.type:
        case YesNo():
            return _ANSWERS.get(text.lower(), text)
        case Number(places=0):
            return int(text) if text.removeprefix("-").isdecimal() and len(text) < 30 else text
        case MemberSet() | CodeSet():
            return [each.strip() for each in text.split(";") if each.strip()]
        case _:
            return text
