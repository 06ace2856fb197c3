"""Read files and folders, each once, and tell what a file is from what it holds."""

from __future__ import annotations

import enum
import os
import re
import stat
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import MAX_BYTES, Source, TooLarge, decode

SUFFIX = ".pol"
STDIN = "-"
LEVELS_UP = 3
"""How many folders above a policy's own are searched for a vocabulary."""
MOST_FILES = 10_000
"""How many policies one folder may hold, with all that is below it."""

_HEADS = re.compile(r"^[a-z]+", re.MULTILINE)
_POLICY_ID = re.compile(r"^(?:policy| +amends) +([\w.]+)", re.MULTILINE)


class Sort(enum.Enum):
    """What a file is, from what it holds."""

    POLICY = "policy"
    AMENDMENT = "amendment"
    VOCABULARY = "vocabulary"
    SCENARIOS = "scenarios"
    FRAGMENT = "fragment"
    COMPILED = "compiled"


EDITIONS: Final = (Sort.POLICY, Sort.AMENDMENT)
"""The sorts of files that hold an edition of a policy."""


def open_stream(path: str) -> BinaryIO | Diagnostic:
    """Open *path* to be read as bytes, `-` for standard input, or say why it cannot be."""
    if path == STDIN:
        return sys.stdin.buffer
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        return _unreadable(error, shown(path))


class Question(enum.Enum):
    """What can be asked of a disk; the value is the word that is kept."""

    TEXT = "text"
    LISTING = "listing"
    IS_FILE = "file"


class Files:
    """Reads each file once; lives for one call, so that an edit is seen by the next.

    It remembers what it was asked, so that the same can be asked again another time.
    """

    def __init__(self, stdin: BinaryIO | None = None) -> None:
        self._stdin = stdin
        self._text: dict[str, Source | Diagnostic] = {}
        self._asked: dict[tuple[Question, str], None] = {}

    def asked(self) -> list[tuple[Question, str]]:
        """Give what was asked since this was called last."""
        asked, self._asked = self._asked, {}
        return list(asked)

    def is_file(self, path: str) -> bool:
        """Say whether a regular file lies at *path*."""
        self._asked[Question.IS_FILE, path] = None
        return _is_file(path)

    def is_folder(self, path: str) -> bool:
        return path != STDIN and os.path.isdir(path)

    def text(self, path: str) -> Source | Diagnostic:
        """Read one file as text, or say why it cannot be read."""
        self._asked[Question.TEXT, path] = None
        key = identity(path)
        if key not in self._text:
            self._text[key] = self._read(path)
        return self._text[key]

    def _read(self, path: str) -> Source | Diagnostic:
        name = shown(path)
        try:
            if path == STDIN:
                data = (self._stdin or sys.stdin.buffer).read(MAX_BYTES + 1)
                size = len(data)
            else:
                with open(path, "rb") as file:
                    data = file.read(MAX_BYTES + 1)
                    size = max(len(data), os.fstat(file.fileno()).st_size)
        except (OSError, ValueError) as error:
            return _unreadable(error, name)
        if len(data) > MAX_BYTES:
            return problems.undecodable(TooLarge(name, size))
        decoded = decode(name, data)
        return decoded if isinstance(decoded, Source) else problems.undecodable(decoded)

    def in_folder(self, folder: str) -> list[str]:
        """List the files of *folder*, not of those below it, that may be ours."""
        self._asked[Question.LISTING, folder] = None
        try:
            names = sorted(os.listdir(folder))
        except (OSError, ValueError):
            return []
        paths = [os.path.normpath(os.path.join(folder, name)) for name in names if _is_ours(name)]
        return [path for path in paths if _is_file(path)]

    def policies_in(self, folder: str) -> list[str]:
        """List the policies and amendments of *folder*, one that has several names once."""
        found = [path for path in self.in_folder(folder) if self.sort(path) in EDITIONS]
        return list({identity(path): path for path in reversed(found)}.values())[::-1]

    def editions_beside(self, path: str) -> list[str]:
        """List the files in the folder of *path* that hold editions of its policy, itself too."""
        if path == STDIN or self.sort(path) not in EDITIONS:
            return [path]
        return next(
            (each for each in self.policies_by_file(folder_of(path)) if _holds(each, path)), [path]
        )

    def policies_by_file(self, folder: str) -> list[list[str]]:
        """List the policies of *folder*, each by the files that hold its editions."""
        files_by_id: dict[str, list[str]] = {}
        for path in self.policies_in(folder):
            files_by_id.setdefault(self._policy_id(path) or path, []).append(path)
        return list(files_by_id.values())

    def _policy_id(self, path: str) -> str | None:
        source = self.text(path)
        if isinstance(source, Diagnostic):
            return None
        found = _POLICY_ID.search(source.text)
        return found[1] if found else None

    def sort(self, path: str) -> Sort | None:
        """Say what the file at *path* is; None when it cannot be read."""
        source = self.text(path)
        return None if isinstance(source, Diagnostic) else sort_of(source)

    def files_at(self, path: str, found: list[Diagnostic]) -> Iterator[str]:
        """List the files at *path*, those below a folder; say in *found* what is in the way."""
        if path == STDIN or not os.path.isdir(path):
            yield path
            return
        count = 0
        for folder, folders, names in os.walk(path, onerror=lambda e: found.append(_unreadable(e))):
            # In an order of ours, and without the caches of tools; links to folders are not walked.
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = os.path.normpath(os.path.join(folder, name))
                if not _is_ours(name) or _is_odd(file):
                    continue
                count += 1
                if count > MOST_FILES:
                    found.append(problems.too_many_files(shown(path), MOST_FILES))
                    return
                yield file
        if not count:
            found.append(problems.no_policy(shown(path)))


def sort_of(source: Source) -> Sort:
    """Sort a file by the words at column 0, where every item begins: no need to parse it."""
    words = set(_HEADS.findall(source.text))
    if "policy" in words:
        return Sort.POLICY
    if "amendment" in words:
        return Sort.AMENDMENT
    if "vocabulary" in words:
        return Sort.VOCABULARY
    if words and words <= {"case", "scenario", "scenarios"}:
        return Sort.SCENARIOS
    return Sort.FRAGMENT


def _holds(paths: list[str], path: str) -> bool:
    return identity(path) in map(identity, paths)


def folder_of(path: str) -> str:
    return "." if path == STDIN else os.path.dirname(path) or "."


def _is_ours(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _is_odd(path: str) -> bool:
    """Say whether a pipe or a device lies at *path*: to read it could take for ever."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False  # reading it will say why


def identity(path: str) -> str:
    """Give the one name of the file at *path*, whatever links lead to it."""
    if path == STDIN:
        return path
    try:
        return os.path.realpath(path)
    except ValueError:  # a zero byte in the name
        return path


def shown(path: str) -> str:
    """Give a path as text; a name that is not UTF-8 is shown with U+FFFD."""
    return "<stdin>" if path == STDIN else os.fsencode(path).decode("utf-8", "replace")


def _unreadable(error: OSError | ValueError, name: str | None = None) -> Diagnostic:
    # A ValueError is a name with a zero byte in it.
    if isinstance(error, ValueError):
        return problems.unreadable(name or "", str(error))
    reason = error.strerror or type(error).__name__
    return problems.unreadable(name or shown(str(error.filename)), reason)
