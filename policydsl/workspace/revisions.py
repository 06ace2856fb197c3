"""Read the files of a policy as they were in a revision of their git repository.

Only git itself reads a repository: it is asked for the commit that a revision means, for
what lies in a folder, and for the text of a file.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import MAX_BYTES, Source, TooLarge, decode
from policydsl.workspace.files import SUFFIX, Files, shown

_SECONDS = 60
"""How long one question to git may take before it is given up."""


class RevisionError(Exception):
    """git cannot answer; `problem` says why."""

    def __init__(self, problem: Diagnostic) -> None:
        self.problem = problem
        super().__init__(problem.message)


class RevisionFiles(Files):
    """The files of one commit; a path means what it means on the disk.

    Raises `RevisionError` where there is no repository or no such revision.
    """

    def __init__(self, path: str, revision: str) -> None:
        super().__init__()
        self.revision = revision
        self._name = f"{shown(path)}@{revision}"
        self._folder = _nearest_folder(path)
        self._top = self._ask("rev-parse", "--show-toplevel").strip()
        # INVARIANT: what is passed to git from here on is a hash, never the user's text.
        self._commit = self._commit_of(revision)
        self._listed: dict[str, dict[str, str]] = {}

    def is_file(self, path: str) -> bool:
        return self._sort(path) == "blob"

    def is_folder(self, path: str) -> bool:
        inside = self._inside(path)
        return inside == "" or self._sort(path) == "tree"

    def in_folder(self, folder: str) -> list[str]:
        inside = self._inside(folder)
        if inside is None:
            return []
        found = [
            os.path.normpath(os.path.join(folder, name))
            for name, sort in self._entries(inside).items()
            if sort == "blob" and name.endswith(SUFFIX) and not name.startswith(".")
        ]
        return sorted(found)

    def files_at(self, path: str, found: list[Diagnostic]) -> Iterator[str]:
        """List the files at *path*, those below a folder; say in *found* that there are none."""
        if not self.is_folder(path):
            yield path
            return
        folders, count = [path], 0
        while folders:
            folder = folders.pop(0)
            inside = self._inside(folder)
            yield from (names := self.in_folder(folder))
            count += len(names)
            below = [] if inside is None else self._entries(inside).items()
            folders[:0] = sorted(
                os.path.join(folder, name)
                for name, sort in below
                if sort == "tree" and not name.startswith(".")
            )
        if not count:
            found.append(problems.no_policy(f"{shown(path)}@{self.revision}"))

    def _read(self, path: str) -> Source | Diagnostic:
        name = f"{shown(path)}@{self.revision}"
        found = self.blob(path, MAX_BYTES)
        if found is None:
            return problems.unreadable(name, "No such file in this revision")
        if isinstance(found, int):
            return problems.undecodable(TooLarge(name, found))
        decoded = decode(name, found)
        return decoded if isinstance(decoded, Source) else problems.undecodable(decoded)

    def blob(self, path: str, most: int) -> bytes | int | None:
        """Return the bytes of a file, or how many there are where it is more than *most*."""
        inside = self._inside(path)
        if inside is None or self._sort(path) != "blob":
            return None
        size = int(self._ask("cat-file", "-s", f"{self._commit}:{inside}"))
        return (
            size if size > most else self._bytes(["cat-file", "blob", f"{self._commit}:{inside}"])
        )

    # ---------------------------------------------------------------------- git

    def _commit_of(self, revision: str) -> str:
        # TRAP: git before 2.45 repeats `--end-of-options` in what `rev-parse` says.
        if revision.startswith("-"):
            raise RevisionError(
                problems.no_revision(self._name, f"`{revision}` is no name of a revision")
            )
        return self._ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()

    def _inside(self, path: str) -> str | None:
        """Give *path* as it is called inside the repository; None: it lies outside."""
        full = os.path.realpath(os.path.dirname(os.path.abspath(path)))
        whole = os.path.join(full, os.path.basename(os.path.abspath(path)))
        inside = os.path.relpath(whole, os.path.realpath(self._top))
        if inside == os.curdir:
            return ""
        return None if inside.startswith(os.pardir) else inside.replace(os.sep, "/")

    def _sort(self, path: str) -> str | None:
        inside = self._inside(path)
        if not inside:
            return None
        folder, _, name = inside.rpartition("/")
        return self._entries(folder).get(name)

    def _entries(self, folder: str) -> dict[str, str]:
        """List what lies in a folder of the commit: its names, and whether a tree or a blob."""
        if folder not in self._listed:
            tree = f"{self._commit}:{folder}"
            try:
                listing = self._ask("ls-tree", "--full-tree", "-z", tree)
            except RevisionError:
                listing = ""  # there is no such folder in this revision
            entries = [line.partition("\t") for line in listing.split("\0") if line]
            self._listed[folder] = {name: about.split(" ")[1] for about, _, name in entries}
        return self._listed[folder]

    def _ask(self, *words: str) -> str:
        return self._bytes(words).decode("utf-8", "surrogateescape")

    def _bytes(self, words: Sequence[str]) -> bytes:
        try:
            done = subprocess.run(
                ["git", "-C", self._folder, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise RevisionError(problems.no_revision(self._name, "git is not installed")) from None
        except subprocess.TimeoutExpired:
            raise RevisionError(problems.no_revision(self._name, "git did not answer")) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
            reason = said.splitlines()[0] if said else f"there is no revision `{self.revision}`"
            raise RevisionError(problems.no_revision(self._name, reason))
        return done.stdout


def _nearest_folder(path: str) -> str:
    """Return the folder of *path*, or the nearest one above it that is there today."""
    folder = os.path.abspath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder
