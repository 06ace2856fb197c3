"""Turn paths into policies: the only reader of disk.

A policy is a file that holds a `policy` item. Beside it, or in a folder above it, lie the
vocabularies that it uses; beside it the inventories of its sources and files of scenarios.
"""

from __future__ import annotations

import enum
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import attrs

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.policy.facade import Policy, PolicyError
from policydsl.semantics import Checked, check
from policydsl.semantics.echoes import without_echoes
from policydsl.source import MAX_BYTES, Source, TooLarge, decode
from policydsl.syntax import ast
from policydsl.syntax.parser import Parsed, parse

SUFFIX = ".pol"
STDIN = "-"
LEVELS_UP = 3
"""How many folders above a policy's own are searched for a vocabulary."""
MOST_FILES = 10_000
"""How many policies one folder may hold, with all that is below it."""


_HEADS = re.compile(r"^[a-z]+", re.MULTILINE)


class Sort(enum.Enum):
    """What a file is, from what it holds."""

    POLICY = "policy"
    VOCABULARY = "vocabulary"
    SCENARIOS = "scenarios"
    FRAGMENT = "fragment"


_WORDS = {Sort.VOCABULARY: "a vocabulary", Sort.SCENARIOS: "a file of scenarios"}


@attrs.frozen
class Bundle:
    """One policy with every file that belongs to it, or a vocabulary alone.

    `files` begins with the vocabularies; `inventories` go by the name that the policy
    gives them; `diagnostics` are those of reading and of syntax.
    """

    path: str
    files: tuple[ast.File, ...]
    inventories: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]


@attrs.frozen
class Examined:
    """A bundle once it is checked; `checked` has the diagnostics of reading as well."""

    path: str
    sort: Sort
    checked: Checked


def load(path: str | os.PathLike[str]) -> Policy:
    """Load the policy at *path*: a file, the folder that holds it, or `-`.

    Raises `PolicyError` with everything that is wrong when it cannot be decided with.
    """
    return Workspace().load(os.fspath(path))


def examine(paths: Iterable[str]) -> tuple[tuple[Examined, ...], tuple[Diagnostic, ...]]:
    """Check every policy and vocabulary at *paths*, folders with all that is below them.

    The second value is what keeps a path from being read at all.
    """
    return Workspace().examine(paths)


def open_stream(path: str) -> BinaryIO | Diagnostic:
    """Open *path* to be read as bytes, `-` for standard input, or say why it cannot be."""
    if path == STDIN:
        return sys.stdin.buffer
    try:
        return open(path, "rb")
    except (OSError, ValueError) as error:
        return _unreadable(error, _shown(path))


class Workspace:
    """Reads each file once; lives for one call, so that an edit is seen by the next."""

    def __init__(self, stdin: BinaryIO | None = None) -> None:
        self._stdin = stdin
        self._parsed: dict[str, Parsed | Diagnostic] = {}
        self._text: dict[str, Source | Diagnostic] = {}

    # -------------------------------------------------------------- policies

    def load(self, path: str) -> Policy:
        found = self.find(path)
        if isinstance(found, Diagnostic):
            raise PolicyError([found])
        sort = self.sort(found)
        if sort in (Sort.VOCABULARY, Sort.SCENARIOS):
            raise PolicyError([problems.not_a_policy(_shown(found), _WORDS[sort])])
        checked = self.check(self.bundle(found))
        if checked.program is None or _in_error(checked):
            raise PolicyError(checked.diagnostics or [problems.no_policy(_shown(found))])
        return Policy(checked)

    def find(self, path: str) -> str | Diagnostic:
        """Give the one policy that *path* means; a folder has to hold exactly one."""
        if path == STDIN or not os.path.isdir(path):
            return path
        policies = self.policies_in(path)
        if len(policies) > 1:
            return problems.several_policies(_shown(path), [_shown(name) for name in policies])
        return policies[0] if policies else problems.no_policy(_shown(path))

    def bundle(self, path: str) -> Bundle:
        """Gather what belongs to the policy or vocabulary at *path*."""
        parsed = self.parsed(path)
        if isinstance(parsed, Diagnostic):
            return Bundle(path, (), MappingProxyType({}), (parsed,))
        gathering = _Gathering(self, _folder_of(path))
        gathering.take(parsed)
        gathering.vocabularies(parsed.file)
        gathering.inventories(parsed.file)
        if path != STDIN and self.sort(path) is Sort.POLICY:
            gathering.scenarios(path)
        return Bundle(
            path,
            tuple(gathering.files),
            MappingProxyType(gathering.inventory_by_name),
            tuple(gathering.diagnostics),
        )

    def check(self, bundle: Bundle) -> Checked:
        """Check a bundle; its diagnostics of reading and of syntax are among the result's."""
        checked = check(bundle.files, bundle.inventories)
        heard = without_echoes(checked.diagnostics, bundle.diagnostics)
        found = in_order((*bundle.diagnostics, *heard))
        return attrs.evolve(checked, diagnostics=found)

    # -------------------------------------------------------------- checking

    def examine(self, paths: Iterable[str]) -> tuple[tuple[Examined, ...], tuple[Diagnostic, ...]]:
        found: list[Diagnostic] = []
        examined: dict[str, Examined] = {}
        for path in paths:
            for name in self._files_at(path, found):
                source = self.text(name)
                if isinstance(source, Diagnostic):
                    found.append(source)
                    continue
                subject = self._subject(name)
                if isinstance(subject, Diagnostic):
                    found.append(subject)
                    continue
                key = _identity(subject)
                if key not in examined:
                    sort = _sort_of(source) if subject == name else Sort.POLICY
                    examined[key] = Examined(subject, sort, self.check(self.bundle(subject)))
        return tuple(examined.values()), in_order(found)

    def _subject(self, path: str) -> str | Diagnostic:
        """Give what has to be checked for *path* to be checked: scenarios go with their policy."""
        if self.sort(path) is not Sort.SCENARIOS:
            return path
        policies = [] if path == STDIN else self.policies_in(_folder_of(path))
        if len(policies) == 1:
            return policies[0]
        return problems.scenarios_of_no_policy(_shown(path), len(policies))

    def _files_at(self, path: str, found: list[Diagnostic]) -> Iterator[str]:
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
                    found.append(problems.too_many_files(_shown(path), MOST_FILES))
                    return
                yield file
        if not count:
            found.append(problems.no_policy(_shown(path)))

    # --------------------------------------------------------------- reading

    def in_folder(self, folder: str) -> list[str]:
        """List the files of *folder*, not of those below it, that may be ours."""
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return []
        paths = [os.path.normpath(os.path.join(folder, name)) for name in names if _is_ours(name)]
        return [path for path in paths if _is_file(path)]

    def policies_in(self, folder: str) -> list[str]:
        """List the policies of *folder*, one that has several names once."""
        found = [path for path in self.in_folder(folder) if self.sort(path) is Sort.POLICY]
        return list({_identity(path): path for path in reversed(found)}.values())[::-1]

    def sort(self, path: str) -> Sort | None:
        """Say what the file at *path* is; None when it cannot be read."""
        source = self.text(path)
        return None if isinstance(source, Diagnostic) else _sort_of(source)

    def parsed(self, path: str) -> Parsed | Diagnostic:
        """Parse one file, once; or say why it cannot be read."""
        key = _identity(path)
        if key not in self._parsed:
            source = self.text(path)
            self._parsed[key] = source if isinstance(source, Diagnostic) else parse(source)
        return self._parsed[key]

    def text(self, path: str) -> Source | Diagnostic:
        """Read one file as text, or say why it cannot be read."""
        key = _identity(path)
        if key not in self._text:
            self._text[key] = self._read(path)
        return self._text[key]

    def _read(self, path: str) -> Source | Diagnostic:
        name = _shown(path)
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


class _Gathering:
    """Gathers the files of one bundle around the folder of its policy."""

    def __init__(self, workspace: Workspace, folder: str) -> None:
        self.workspace = workspace
        self.folder = folder
        self.files: list[ast.File] = []
        self.inventory_by_name: dict[str, Source] = {}
        self.diagnostics: list[Diagnostic] = []
        self.seen: set[str] = set()

    def take(self, parsed: Parsed) -> None:
        self.files.append(parsed.file)
        self.diagnostics += parsed.diagnostics

    def vocabularies(self, file: ast.File) -> None:
        """Take the vocabularies that *file* uses, and those that they use, before it.

        One that is not found is left to the stage that binds names, which reports it.
        """
        for name in _used(file):
            path = self._above(f"{name}{SUFFIX}")
            if path is None or _identity(path) in self.seen:
                continue
            self.seen.add(_identity(path))
            parsed = self.workspace.parsed(path)
            if isinstance(parsed, Diagnostic):
                self.diagnostics.append(parsed)
                continue
            self.files.insert(0, parsed.file)
            self.diagnostics += parsed.diagnostics
            self.vocabularies(parsed.file)

    def _above(self, name: str) -> str | None:
        folder = Path(self.folder)
        for level in range(LEVELS_UP + 1):
            path = folder.joinpath(*[".."] * level, name)
            if _is_file(path):
                return os.path.normpath(path)
        return None

    def inventories(self, file: ast.File) -> None:
        """Take the inventories that lie beside the policy or below it.

        One that is not there, or lies elsewhere, is left to the stage that holds citations.
        """
        for name in _inventories(file):
            path = Path(self.folder, name)
            if Path(name).is_absolute() or ".." in Path(name).parts or not _is_file(path):
                continue
            source = self.workspace.text(os.path.normpath(path))
            if isinstance(source, Diagnostic):
                self.diagnostics.append(source)
            else:
                self.inventory_by_name[name] = source

    def scenarios(self, policy: str) -> None:
        """Take the files of scenarios beside *policy*, when they can be about no other."""
        if len(self.workspace.policies_in(self.folder)) != 1:
            return
        for path in self.workspace.in_folder(self.folder):
            if self.workspace.sort(path) in (Sort.SCENARIOS, None):
                parsed = self.workspace.parsed(path)
                if isinstance(parsed, Diagnostic):
                    self.diagnostics.append(parsed)
                else:
                    self.take(parsed)


def _in_error(checked: Checked) -> bool:
    return any(found.severity is Severity.ERROR for found in checked.diagnostics)


def _folder_of(path: str) -> str:
    return "." if path == STDIN else os.path.dirname(path) or "."


def _sort_of(source: Source) -> Sort:
    """Sort a file by the words at column 0, where every item begins: no need to parse it."""
    words = set(_HEADS.findall(source.text))
    if "policy" in words:
        return Sort.POLICY
    if "vocabulary" in words:
        return Sort.VOCABULARY
    if words and words <= {"scenario", "scenarios"}:
        return Sort.SCENARIOS
    return Sort.FRAGMENT


def _used(file: ast.File) -> list[str]:
    return [
        name.text
        for item in file.items
        if isinstance(item, (ast.Policy, ast.Vocabulary))
        for line in item.lines
        if isinstance(line, ast.Uses)
        for name in line.vocabularies
    ]


def _inventories(file: ast.File) -> list[str]:
    return [
        line.text.text
        for item in file.items
        if isinstance(item, ast.SourceItem)
        for line in item.lines
        if isinstance(line, ast.SourceText) and line.word is ast.SourceWord.INVENTORY
    ]


def _is_ours(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")


def _is_file(path: str | Path) -> bool:
    """Say whether a regular file lies at *path*."""
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


def _identity(path: str) -> str:
    if path == STDIN:
        return path
    try:
        return os.path.realpath(path)
    except ValueError:  # a zero byte in the name
        return path


def _shown(path: str) -> str:
    """Give a path as text; a name that is not UTF-8 is shown with U+FFFD."""
    return "<stdin>" if path == STDIN else os.fsencode(path).decode("utf-8", "replace")


def _unreadable(error: OSError | ValueError, name: str | None = None) -> Diagnostic:
    # A ValueError is a name with a zero byte in it.
    if isinstance(error, ValueError):
        return problems.unreadable(name or "", str(error))
    reason = error.strerror or type(error).__name__
    return problems.unreadable(name or _shown(str(error.filename)), reason)
