"""Load a compiled policy; the compiler is not needed for that."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from policydsl.compiled import MAGIC, MAX_BYTES, SUFFIX, Compiled, read
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.problems import unreadable
from policydsl.workspace.files import STDIN, shown

if TYPE_CHECKING:
    from policydsl.policy import Policy


_STEM = 5
"""How much of the magic no tool would take for the end of a line."""


def is_compiled(path: str) -> bool:
    """Say whether a compiled policy lies at *path*, or what calls itself one."""
    if path == STDIN or os.path.isdir(path):
        return False
    if path.endswith(SUFFIX):
        return True
    try:
        with open(path, "rb") as file:
            return begins_compiled(file)
    except (OSError, ValueError):
        return False  # reading it as a text says why


def begins_compiled(stream: BinaryIO) -> bool:
    """Say whether *stream* begins as a compiled policy does, be it cut short or mended."""
    head = stream.read(_STEM)
    return bool(head) and MAGIC.startswith(head)


def compiled_at(path: str) -> Compiled | Diagnostic:
    """Read the compiled policy at *path*, or say why it cannot be used."""
    try:
        with open(path, "rb") as file:
            return _read(path, file)
    except OSError as error:
        return unreadable(shown(path), error.strerror or type(error).__name__)


def load(path: str) -> Policy:
    """Load the compiled policy at *path*; raises `PolicyError`."""
    return _policy(compiled_at(path))


def load_stream(stream: BinaryIO) -> Policy:
    """Load the compiled policy in *stream*, which is standard input; raises `PolicyError`."""
    return _policy(_read(STDIN, stream))


def load_bytes(name: str, data: bytes | int | None) -> Policy:
    """Load what lies under *name*: None, where nothing does; a number, where it is too long."""
    if data is None:
        return _policy(unreadable(name, "No such file in this revision"))
    return _policy(read(name, bytes(MAX_BYTES + 1) if isinstance(data, int) else data))


def _read(path: str, stream: BinaryIO) -> Compiled | Diagnostic:
    # One byte more than there may be is enough to be refused.
    return read(shown(path), stream.read(MAX_BYTES + 1))


def _policy(found: Compiled | Diagnostic) -> Policy:
    from policydsl.policy.dated import DatedPolicy
    from policydsl.policy.facade import Policy, PolicyError

    if isinstance(found, Diagnostic):
        raise PolicyError([found])
    editions = tuple(map(Policy.of, found.editions))
    return editions[0] if len(editions) == 1 else DatedPolicy(editions, ())
