"""Gather what belongs to a policy, and parse it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from policydsl.core.dates import FIRST_DAY
from policydsl.core.editions import EVERY_DAY, reigns
from policydsl.diagnostics.model import Diagnostic, Severity
from policydsl.frozen import frozen
from policydsl.semantics.amendments import Edition, editions
from policydsl.semantics.editions import Dated, between, dated
from policydsl.semantics.shape import WORKED
from policydsl.source import Source
from policydsl.syntax import ast
from policydsl.syntax.parser import Parsed, parse
from policydsl.workspace.files import (
    EDITIONS,
    LEVELS_UP,
    STDIN,
    SUFFIX,
    Files,
    Sort,
    folder_of,
    identity,
)


@frozen
class Bundle:
    """One edition of a policy with files that belong to it, or a vocabulary alone.

    `files` begins with the vocabularies; `inventories` go by the name that the policy
    gives them; `diagnostics` are those of reading and of syntax; `days` are those that the
    edition, known by its date, answers for; `paths` are the files that are of this edition
    alone and `amendments` those among them; `made_of` are all that it is made of.
    """

    path: str
    files: tuple[ast.File, ...]
    inventories: Mapping[str, Source]
    diagnostics: tuple[Diagnostic, ...]
    days: range = EVERY_DAY
    edition: str | None = None
    paths: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    amendments: tuple[ast.Amendment, ...] = ()


@frozen
class Bundles:
    """A policy with its editions in the order of time, and what is wrong between them."""

    editions: tuple[Bundle, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Gatherer:
    """Parses each file once."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._parsed: dict[str, Parsed | Diagnostic] = {}

    def bundle(self, path: str) -> Bundle:
        """Gather what decides by the policy at *path*, or what a vocabulary is made of.

        A file of an amendment stands for the edition of which it is a part.
        """
        beside = self.files.editions_beside(path)
        if any(self.files.sort(each) is Sort.AMENDMENT for each in beside):
            return self._of(path, self.editions(beside, scenarios=False))
        return self._around(path).bundle()

    def among_editions(self, path: str) -> Bundles:
        """Gather the edition at *path* alone, and say what is wrong between it and the others."""
        beside = self.files.editions_beside(path)
        bundle = self.bundle(path)
        if len(beside) < 2:
            return Bundles((bundle,))
        own = {identity(name) for name in bundle.paths}
        between = self.editions(beside, scenarios=False).diagnostics
        return Bundles((bundle,), tuple(each for each in between if _points_into(each, own)))

    def with_scenarios(self, path: str) -> Bundle:
        """Gather what decides and the scenarios beside it that say what should be decided."""
        if path == STDIN or self.files.sort(path) not in EDITIONS:
            return self.bundle(path)
        return self._of(path, self.editions(self.files.editions_beside(path), scenarios=True))

    def _of(self, path: str, found: Bundles) -> Bundle:
        wanted = identity(path)
        return next(each for each in found.editions if wanted in map(identity, each.paths))

    def editions(self, paths: Sequence[str], *, scenarios: bool) -> Bundles:
        """Gather the editions that the files at *paths* hold, in the order of time.

        With *scenarios* each has those beside it that are of a day which it answers for.
        """
        gathered = sorted(self._made_of(paths), key=lambda each: each.first_day())
        heads = [each.head for each in gathered if each.head is not None]
        wrong = between(heads) if len(heads) > 1 else ()
        days = reigns([each.first_day() for each in gathered])
        if _in_error(wrong) or len(heads) < len(gathered):
            days = (range(0),) * len(gathered)  # nobody knows whose a scenario is
        for each, its_days in zip(gathered, days, strict=True):
            each.days = its_days
            if scenarios:
                each.scenarios(gathered)
        return Bundles(tuple(each.bundle() for each in gathered), wrong)

    def _made_of(self, paths: Sequence[str]) -> Iterator[_Gathering]:
        """Gather around each edition that the files at *paths* make; one that is unread alone."""
        if not any(self.files.sort(path) is Sort.AMENDMENT for path in paths):
            yield from map(self._around, paths)
            return
        path_by_file: dict[int, str] = {}
        parsed_by_file: dict[int, Parsed] = {}
        for path in paths:
            parsed = self.parsed(path)
            if isinstance(parsed, Diagnostic):
                yield self._around(path)
                continue
            path_by_file[id(parsed.file)] = path
            parsed_by_file[id(parsed.file)] = parsed
        unread = any(_in_error(each.diagnostics) for each in parsed_by_file.values())
        for made in editions([each.file for each in parsed_by_file.values()]):
            if made.file is None and unread:
                made = attrs.evolve(made, diagnostics=())  # what it amends may be in a torn line
            own = [path_by_file[id(file)] for file in made.own]
            gathering = _Gathering(self, own[0], own)
            gathering.made_of = tuple(path_by_file[id(file)] for file in made.made_of)
            gathering.take_edition(made, [parsed_by_file[id(file)] for file in made.made_of])
            yield gathering

    def _around(self, path: str) -> _Gathering:
        gathering = _Gathering(self, path, [path])
        parsed = self.parsed(path)
        if isinstance(parsed, Diagnostic):
            gathering.diagnostics.append(parsed)
        else:
            gathering.diagnostics += parsed.diagnostics
            gathering.take_policy(parsed.file)
        return gathering

    def parsed(self, path: str) -> Parsed | Diagnostic:
        """Parse one file, once; or say why it cannot be read."""
        source = self.files.text(path)
        key = identity(path)
        if key not in self._parsed:
            self._parsed[key] = source if isinstance(source, Diagnostic) else parse(source)
        return self._parsed[key]


class _Gathering:
    """Gathers the files of one bundle around its policy."""

    def __init__(self, gatherer: Gatherer, path: str, paths: Sequence[str]) -> None:
        self.gatherer = gatherer
        self.path = path
        self.paths = tuple(paths)
        self.folder = folder_of(path)
        self.days = EVERY_DAY
        self.made_of: tuple[str, ...] = self.paths
        self.own: tuple[ast.File, ...] = ()
        self.amendments: tuple[ast.Amendment, ...] = ()
        self.head: Dated | None = None
        self.files: list[ast.File] = []
        self.inventory_by_name: dict[str, Source] = {}
        self.diagnostics: list[Diagnostic] = []
        self.seen: set[str] = set()

    def bundle(self) -> Bundle:
        inventories = MappingProxyType(self.inventory_by_name)
        files, wrong = tuple(self.files), tuple(self.diagnostics)
        edition = self.head.date if self.head else None
        return Bundle(
            self.path,
            files,
            inventories,
            wrong,
            self.days,
            edition,
            self.paths,
            self.made_of,
            self.amendments,
        )

    def first_day(self) -> int:
        return self.head.start if self.head else FIRST_DAY

    def take_policy(self, file: ast.File) -> None:
        """Take the file of a policy or vocabulary, with the files that it names."""
        self.files.append(file)
        self.own = self.own or (file,)
        self.head = dated(file)
        self.vocabularies(file)
        self.inventories(file)

    def take_edition(self, made: Edition, parsed: Sequence[Parsed]) -> None:
        """Take an edition and what is wrong with the files and amendments that make it.

        Where one of the files cannot be read, nothing is said of what amends it.
        """
        self.own, self.amendments = made.own, made.amendments
        self.diagnostics += (found for each in parsed for found in each.diagnostics)
        if not (_in_error(self.diagnostics) and self.amendments):
            self.diagnostics += made.diagnostics
            if made.file is not None:
                self.take_policy(made.file)

    def take(self, parsed: Parsed) -> None:
        self.files.append(parsed.file)
        self.diagnostics += parsed.diagnostics

    def vocabularies(self, file: ast.File) -> None:
        """Take the vocabularies that *file* uses, and those that they use, before it.

        One that is not found is left to the stage that binds names, which reports it.
        """
        for name in _used(file):
            path = self._above(f"{name}{SUFFIX}")
            if path is None or identity(path) in self.seen:
                continue
            self.seen.add(identity(path))
            parsed = self.gatherer.parsed(path)
            if isinstance(parsed, Diagnostic):
                self.diagnostics.append(parsed)
                continue
            self.files.insert(0, parsed.file)
            self.diagnostics += parsed.diagnostics
            self.vocabularies(parsed.file)

    def _above(self, name: str) -> str | None:
        for level in range(LEVELS_UP + 1):
            path = os.path.normpath(os.path.join(self.folder, *[".."] * level, name))
            if self.gatherer.files.is_file(path):
                return path
        return None

    def inventories(self, file: ast.File) -> None:
        """Take the inventories that lie beside the policy or below it.

        One that is not there, or lies elsewhere, is left to the stage that holds citations.
        """
        for name in _inventories(file):
            parts = name.replace(os.altsep or os.sep, os.sep).split(os.sep)
            if os.path.isabs(name) or ".." in parts:
                continue
            path = os.path.normpath(os.path.join(self.folder, name))
            if not self.gatherer.files.is_file(path):
                continue
            source = self.gatherer.files.text(path)
            if isinstance(source, Diagnostic):
                self.diagnostics.append(source)
            else:
                self.inventory_by_name[name] = source

    def scenarios(self, editions: Iterable[_Gathering]) -> None:
        """Take the scenarios in the files of all *editions*, and the files of scenarios beside.

        The latter only when they can be about no other policy. A policy that nothing amends
        has its own scenarios already.
        """
        for other in editions:
            if other is not self or self.amendments:
                self.files += _scenarios_in(other.own)
        if len(self.gatherer.files.policies_by_file(self.folder)) != 1:
            return
        for path in self.gatherer.files.in_folder(self.folder):
            if self.gatherer.files.sort(path) in (Sort.SCENARIOS, None):
                parsed = self.gatherer.parsed(path)
                if isinstance(parsed, Diagnostic):
                    self.diagnostics.append(parsed)
                else:
                    self.take(parsed)


def _in_error(found: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in found)


def _points_into(found: Diagnostic, files: Container[str]) -> bool:
    labels = (found.label, *found.also)
    return any(identity(label.span.source.name) in files for label in labels if label)


def _scenarios_in(files: Iterable[ast.File]) -> Iterator[ast.File]:
    for file in files:
        items = tuple(i for i in file.items if isinstance(i, WORKED))
        if items:
            yield ast.File(items, span=file.span)


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
