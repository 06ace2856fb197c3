"""Say what is wrong with each policy, and how much of its sources it encodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from policydsl.compiled import Compiled
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Accepted, Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.workspace.compiled import compiled_at
from policydsl.workspace.files import Files, Sort
from policydsl.workspace.subjects import Subject, subjects

_BETWEEN = (
    catalogue.EDITIONS_OVERLAP,
    catalogue.EDITIONS_HOLE,
    catalogue.EDITION_TWICE,
    catalogue.UNDATED_EDITION,
)


@frozen
class Encoded:
    """How much of one source a policy encodes: see `policydsl.semantics.Coverage`.

    `edition` is the date of the edition that does, where the policy has several.
    """

    edition: str | None
    source: str
    deciding: int
    cited: int
    not_encoded: tuple[str, ...]
    uncited: tuple[str, ...]


@frozen
class Built:
    """One edition in a compiled policy, and the version of policyc that compiled it."""

    policy: str
    edition: str | None
    policy_hash: str
    compiler: str


@frozen
class Verdict:
    """What checking came to, without the program itself.

    `files` are those of the editions; `built` is what a compiled policy holds.
    """

    path: str
    sort: Sort
    files: tuple[str, ...]
    coverage: tuple[Encoded, ...]
    diagnostics: tuple[Diagnostic, ...]
    built: tuple[Built, ...] = ()
    accepted: tuple[Accepted, ...] = ()


def verdicts(paths: Iterable[str]) -> tuple[tuple[Verdict, ...], tuple[Diagnostic, ...]]:
    """Check every policy and vocabulary at *paths*, as far as files have changed.

    A folder is checked with all that is below it, a policy named alone without the scenarios
    beside it. The second value is what keeps a path from being read at all.
    """
    from policydsl.workspace import memory

    files = Files()
    found, unread = subjects(files, paths)
    checker: Callable[[Subject], Verdict] | None = None
    checked = []
    wrong = list(unread)
    for subject in found:
        if subject.sort is Sort.COMPILED:
            compiled = compiled_at(subject.path)
            if isinstance(compiled, Diagnostic):
                wrong.append(compiled)
            else:
                checked.append(_as_built(subject, compiled))
            continue
        verdict = memory.recall(files, subject)
        if verdict is None:
            checker = checker or _checker(files)
            files.asked()
            verdict = checker(subject)
            memory.remember(files, subject, verdict)
        checked.append(verdict)
    return tuple(_told_once(checked)), in_order(wrong)


def _told_once(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Leave out what is wrong between two editions where it was told with the other of them."""
    told: set[Diagnostic] = set()
    for verdict in verdicts:
        left = tuple(found for found in verdict.diagnostics if found not in told)
        told.update(found for found in left if found.code in _BETWEEN)
        yield verdict if left == verdict.diagnostics else attrs.evolve(verdict, diagnostics=left)


def _as_built(subject: Subject, compiled: Compiled) -> Verdict:
    """Say what a compiled policy holds; it was checked when it was built."""
    built = tuple(
        Built(each.id, each.edition, each.content_hash, compiled.compiler)
        for each in compiled.editions
    )
    return Verdict(subject.path, subject.sort, subject.files, (), (), built)


def _checker(files: Files) -> Callable[[Subject], Verdict]:
    """Load the compiler, which a verdict that is remembered does without."""
    from policydsl.workspace.gathering import Gatherer
    from policydsl.workspace.policies import analysed
    from policydsl.workspace.telling import Told

    gatherer = Gatherer(files)

    def check(subject: Subject) -> Verdict:
        if subject.named:
            gathered = gatherer.among_editions(subject.path)
        else:
            gathered = gatherer.editions(subject.files, scenarios=True)
        several = len(gathered.editions) > 1
        coverage: list[Encoded] = []
        told = Told(gathered.diagnostics)
        stays: list[Accepted] = []
        for bundle in gathered.editions:
            found, accepted = analysed(bundle)
            edition = bundle.edition if several else None
            coverage += (
                Encoded(
                    edition, each.source, each.deciding, each.cited, each.not_encoded, each.uncited
                )
                for each in found.coverage
            )
            told.add(bundle, found.diagnostics)
            stays += accepted
        files = tuple(path for bundle in gathered.editions for path in bundle.paths)
        return Verdict(
            subject.path,
            subject.sort,
            files,
            tuple(coverage),
            told.diagnostics,
            accepted=tuple(stays),
        )

    return check
