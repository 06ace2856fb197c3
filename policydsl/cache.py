"""Keep what can be computed again in a folder of the user's own.

What is kept is plain data, never code, and goes with the whole key that it was made for, so
a wrong, torn or damaged file is as good as none. To delete the folder, or any file in it, is
always safe, and so are two processes at once: a file appears whole or not at all.
`POLICYDSL_NO_CACHE` keeps everything from being read and written.
"""

from __future__ import annotations

import functools
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policydsl import __version__

MOST_KEPT = 500
"""How many entries of one sort are kept; beyond, the older half goes."""

_SUM_LENGTH = 4
_PACKAGE = os.path.dirname(__file__)


def kept(sort: str, key: str) -> Any:
    """Give the data that was kept for *key*; None when there is none."""
    place = _place(sort, key)
    try:
        content = place.read_bytes() if place else b""
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
        handle, made = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(_sum(body) + body)
        os.replace(made, place)
        _prune(place.parent, place.suffix)
    except OSError:
        if made is not None:
            Path(made).unlink(missing_ok=True)


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


def folder() -> Path | None:
    """Give the user's own folder; None when there is none, or others could write to it."""
    if os.environ.get("POLICYDSL_NO_CACHE"):
        return None
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        root = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
        found = root / "policydsl"
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = found.stat()
    except (OSError, RuntimeError):
        return None
    if os.name == "posix" and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        return None
    return found


def _place(sort: str, key: str) -> Path | None:
    found = folder()
    return found / f"{zlib.crc32(os.fsencode(_whole(key))):08x}.{sort}" if found else None


def _whole(key: str) -> str:
    return f"{__version__} {sys.version}\n{key}"


def _prune(folder: Path, suffix: str) -> None:
    names = [name for name in os.listdir(folder) if name.endswith(suffix)]
    if len(names) > MOST_KEPT:
        places = sorted((folder / name for name in names), key=lambda each: each.stat().st_mtime)
        for place in places[: len(places) - MOST_KEPT // 2]:
            place.unlink(missing_ok=True)


def _sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_SUM_LENGTH, "big")
