"""Say what is wrong with each policy, and how much of its sources it encodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    """Check every policy and vocabulary at *paths*, as far as files have changed.

    A folder is checked with all that is below it, a policy named alone without the scenarios
    beside it. The second value is what keeps a path from being read at all.
    """
    from policydsl.workspace import memory

    files = Files()
    found, unread = subjects(files, paths)
    checker: Callable[[Subject], Verdict] | None = None
    checked = []
    for subject in found:
        verdict = memory.recall(files, subject)
        if verdict is None:
            checker = checker or _checker(files)
            files.asked()
            verdict = checker(subject)
            memory.remember(files, subject, verdict)
        checked.append(verdict)
    return tuple(checked), unread


def _checker(files: Files) -> Callable[[Subject], Verdict]:
    """Load the compiler, which a verdict that is remembered does without."""
    from policydsl.workspace.gathering import Gatherer
    from policydsl.workspace.policies import analysed

    gatherer = Gatherer(files)

    def check(subject: Subject) -> Verdict:
        gather = gatherer.bundle if subject.named else gatherer.with_scenarios
        found = analysed(gather(subject.path))
        coverage = tuple(
            Encoded(each.source, each.deciding, each.cited, each.not_encoded, each.uncited)
            for each in found.coverage
        )
        return Verdict(subject.path, subject.sort, coverage, found.diagnostics)

    return check
