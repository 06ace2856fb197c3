"""Put a body into a container that shows when it was cut, altered or made by another version.

9 bytes   the magic: no text begins so, and a tool that mends line ends breaks it
1 byte    the version of the format
4 bytes   the length of the body, the most significant byte first
32 bytes  the SHA-256 of the body
the body  UTF-8, one JSON object
"""

from __future__ import annotations

import enum
import hashlib
from typing import Final

from policydsl.frozen import frozen

SUFFIX: Final = ".polc"
MAGIC: Final = b"\x89POLC\r\n\x1a\n"
VERSION: Final = 1
MAX_BYTES: Final = 16 * 1024 * 1024
"""The largest compiled policy that is read or written; those of a thousand clauses need a tenth."""

_HEAD = len(MAGIC)
_LENGTH = _HEAD + 1
_SUM = _LENGTH + 4
_BODY = _SUM + 32


class Flaw(enum.Enum):
    """What keeps a file from being read as a compiled policy."""

    FOREIGN = "foreign"  # it does not begin as one does
    TOO_LARGE = "too large"
    CUT_SHORT = "cut short"
    TOO_LONG = "too long"  # something follows its end
    ALTERED = "altered"


@frozen
class OtherVersion:
    """The file is of a version of the format that is not read here."""

    version: int


def packed(body: bytes) -> bytes:
    """Put *body* into a container."""
    head = MAGIC + bytes([VERSION]) + len(body).to_bytes(4, "big")
    return head + hashlib.sha256(body).digest() + body


def unpacked(data: bytes) -> bytes | Flaw | OtherVersion:
    """Take the body out of the container *data*, or say why it cannot be had."""
    if len(data) > MAX_BYTES:
        return Flaw.TOO_LARGE
    if not data.startswith(MAGIC):
        return Flaw.CUT_SHORT if data and MAGIC.startswith(data) else Flaw.FOREIGN
    if len(data) <= _HEAD:
        return Flaw.CUT_SHORT
    if data[_HEAD] != VERSION:
        return OtherVersion(data[_HEAD])
    body = data[_BODY:]
    length = int.from_bytes(data[_LENGTH:_SUM], "big")
    if len(data) < _BODY or len(body) < length:
        return Flaw.CUT_SHORT
    if len(body) > length:
        return Flaw.TOO_LONG
    if hashlib.sha256(body).digest() != data[_SUM:_BODY]:
        return Flaw.ALTERED
    return body
