"""Say what is wrong with each policy, and how much of its sources it encodes."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.workspace.files import Files, Sort
from policydsl.workspace.subjects import Subject, subjects


@frozen
class Encoded:
    """How much of one source a policy encodes: see `policydsl.semantics.Coverage`."""

    source: str
    deciding: int
    cited: int
    not_encoded: tuple[str, ...]
    uncited: tuple[str, ...]


@frozen
class Verdict:
    """What checking came to, without the program itself."""

    path: str
    sort: Sort
    coverage: tuple[Encoded, ...]
    diagnostics: tuple[Diagnostic, ...]


def verdicts(paths: Iterable[str]) -> tuple[tuple[Verdict, ...], tuple[Diagnostic, ...]]:
    files = Files()
    found, unread = subjects(files, paths)
    return tuple(_made(files, each) for each in found), unread


def _made(files: Files, subject: Subject) -> Verdict:
    from policydsl.workspace.gathering import Gatherer
    from policydsl.workspace.policies import checked

    gatherer = Gatherer(files)
    gather = gatherer.bundle if subject.named else gatherer.with_scenarios
    found = checked(gather(subject.path))
    coverage = tuple(
        Encoded(each.source, each.deciding, each.cited, each.not_encoded, each.uncited)
        for each in found.coverage
    )
    return Verdict(subject.path, subject.sort, coverage, found.diagnostics)
