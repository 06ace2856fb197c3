"""Keep what can be computed again in a folder of the user's own.

What is kept is plain data, never code, and goes with the whole key that it was made for, so
a wrong, torn or damaged file is as good as none. To delete the folder, or any file in it, is
always safe, and so are two processes at once: a file appears whole or not at all.
`POLICYDSL_NO_CACHE` keeps everything from being read and written.
"""

from __future__ import annotations

import contextlib
import functools
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from policydsl import __version__

MOST_KEPT = 500
"""How many entries of one sort are kept; beyond, the older half goes."""

_SUM_LENGTH = 4
_PACKAGE = os.path.dirname(__file__)


def kept(sort: str, key: str) -> Any:
    """Give the data that was kept for *key*; None when there is none."""
    place = _place(sort, key)
    if place is None:
        return None
    try:
        with open(place, "rb") as file:
            content = file.read()
    except OSError:
        return None
    body = content[_SUM_LENGTH:]
    # `marshal` trusts its input: the sum guards it against a torn or damaged file.
    if _sum(body) != content[:_SUM_LENGTH]:
        return None
    try:
        found, data = marshal.loads(body)
    except (ValueError, EOFError, TypeError):
        return None
    return data if found == _whole(key) else None


def keep(sort: str, key: str, data: Any) -> None:
    """Keep *data*, of plain values, for *key*; where that cannot be done, do nothing."""
    place = _place(sort, key)
    if place is None:
        return
    import tempfile

    body = marshal.dumps((_whole(key), data))
    made = None
    try:
        folder, name = os.path.split(place)
        handle, made = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(_sum(body) + body)
        os.replace(made, place)
        _prune(folder, os.path.splitext(name)[1])
    except OSError:
        if made is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(made)


@functools.cache
def compiler() -> str | None:
    """Name this very compiler by when each of its files was last written; None if unknown."""
    from hashlib import sha256

    try:
        stamps = "\n".join([*_stamps(_PACKAGE), *_stamps(os.path.join(_PACKAGE, "..", "grammars"))])
    except OSError:
        return None
    return sha256(stamps.encode()).hexdigest()


def _stamps(folder: str) -> Iterator[str]:
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda each: each.name)
    for each in found:
        if each.name.endswith((".py", ".lark")):
            status = each.stat()
            yield f"{each.name} {status.st_mtime_ns} {status.st_size}"
        elif each.name.isidentifier() and each.name != "__pycache__" and each.is_dir():
            yield from _stamps(each.path)


def folder() -> str | None:
    """Give the user's own folder; None when there is none, or others could write to it."""
    if os.environ.get("POLICYDSL_NO_CACHE"):
        return None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        root = base if os.path.isabs(base) else os.path.join(os.path.expanduser("~"), ".cache")
        if not os.path.isabs(root):
            return None  # nobody knows where the user is at home
        found = os.path.join(root, "policydsl")
        os.makedirs(root, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkdir(found, mode=0o700)
        status = os.stat(found)
    except OSError:
        return None
    if os.name == "posix" and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        return None
    return found


def _place(sort: str, key: str) -> str | None:
    found = folder()
    name = f"{zlib.crc32(os.fsencode(_whole(key))):08x}.{sort}"
    return os.path.join(found, name) if found else None


def _whole(key: str) -> str:
    return f"{__version__} {sys.version}\n{key}"


def _prune(folder: str, suffix: str) -> None:
    names = [name for name in os.listdir(folder) if name.endswith(suffix)]
    if len(names) > MOST_KEPT:
        places = sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime)
        for place in places[: len(places) - MOST_KEPT // 2]:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(place)


def _sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_SUM_LENGTH, "big")
