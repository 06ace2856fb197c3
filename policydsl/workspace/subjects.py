"""Find what is to be checked at some paths: policies, and vocabularies on their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.workspace.compiled import is_compiled
from policydsl.workspace.files import EDITIONS, STDIN, Files, Sort, folder_of, identity, shown


@frozen
class Subject:
    """A policy or vocabulary to be checked with what belongs to it.

    `files` hold the editions of the policy; where there are several, `path` is their folder.
    `named` says that one file was asked for by its own name, and nothing asked for the
    scenarios beside it or for other editions. `only` are the files of scenarios that were
    asked for by their names; none when all that belong to the policy were.
    """

    path: str
    sort: Sort
    named: bool
    files: tuple[str, ...]
    only: frozenset[str] = frozenset()


def subjects(
    files: Files, paths: Iterable[str]
) -> tuple[tuple[Subject, ...], tuple[Diagnostic, ...]]:
    """Find each policy and vocabulary at *paths* once, folders with all that is below them.

    The second value is what keeps a path from being read at all.
    """
    found: list[Diagnostic] = []
    subject_by_identity: dict[tuple[str, ...], Subject] = {}
    for path in paths:
        for name in files.files_at(path, found):
            subject = _subject(files, name, named=name == path)
            if isinstance(subject, Diagnostic):
                found.append(subject)
                continue
            key = tuple(map(identity, subject.files))
            earlier = subject_by_identity.setdefault(key, subject)
            if earlier.only and earlier is not subject:
                only = earlier.only | subject.only if subject.only else frozenset[str]()
                earlier = subject_by_identity[key] = attrs.evolve(earlier, only=only)
            if earlier.named and not subject.named:
                subject_by_identity[key] = attrs.evolve(earlier, named=False)
    whole = {file for key, each in subject_by_identity.items() if not each.named for file in key}
    return (
        tuple(
            each
            for key, each in subject_by_identity.items()
            if not (each.named and whole.issuperset(key))
        ),
        in_order(found),
    )


def _subject(files: Files, path: str, *, named: bool) -> Subject | Diagnostic:
    """Give what has to be checked for *path* to be checked: scenarios go with their policy."""
    if named and is_compiled(path):
        return Subject(path, Sort.COMPILED, named, (path,))
    source = files.text(path)
    if isinstance(source, Diagnostic):
        return source
    sort = files.sort(path)
    assert sort is not None
    if sort in EDITIONS and not named:
        return _policy(files.editions_beside(path))
    if sort is not Sort.SCENARIOS:
        return Subject(path, sort, named, (path,))
    policies = [] if path == STDIN else files.policies_by_file(folder_of(path))
    if len(policies) == 1:
        only = frozenset({shown(path)} if named else ())
        return attrs.evolve(_policy(policies[0]), only=only)
    return problems.scenarios_of_no_policy(shown(path), len(policies))


def _policy(editions: Sequence[str]) -> Subject:
    path = editions[0] if len(editions) == 1 else folder_of(editions[0])
    return Subject(path, Sort.POLICY, named=False, files=tuple(editions))
