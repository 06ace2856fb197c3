"""Find what is to be checked at some paths: policies, and vocabularies on their own."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from policydsl.diagnostics import problems
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.workspace.files import STDIN, Files, Sort, folder_of, identity, shown


@frozen
class Subject:
    """One file to be checked with what belongs to it.

    `named` says that it was asked for by its own name, and nothing asked for its scenarios.
    """

    path: str
    sort: Sort
    named: bool


def subjects(
    files: Files, paths: Iterable[str]
) -> tuple[tuple[Subject, ...], tuple[Diagnostic, ...]]:
    """Find each policy and vocabulary at *paths* once, folders with all that is below them.

    The second value is what keeps a path from being read at all.
    """
    found: list[Diagnostic] = []
    subject_by_identity: dict[str, Subject] = {}
    for path in paths:
        for name in files.files_at(path, found):
            subject = _subject(files, name, named=name == path)
            if isinstance(subject, Diagnostic):
                found.append(subject)
                continue
            earlier = subject_by_identity.setdefault(identity(subject.path), subject)
            if earlier.named and not subject.named:
                subject_by_identity[identity(subject.path)] = attrs.evolve(earlier, named=False)
    return tuple(subject_by_identity.values()), in_order(found)


def _subject(files: Files, path: str, *, named: bool) -> Subject | Diagnostic:
    """Give what has to be checked for *path* to be checked: scenarios go with their policy."""
    source = files.text(path)
    if isinstance(source, Diagnostic):
        return source
    sort = files.sort(path)
    assert sort is not None
    if sort is not Sort.SCENARIOS:
        return Subject(path, sort, named)
    policies = [] if path == STDIN else files.policies_in(folder_of(path))
    if len(policies) == 1:
        return Subject(policies[0], Sort.POLICY, named=False)
    return problems.scenarios_of_no_policy(shown(path), len(policies))
