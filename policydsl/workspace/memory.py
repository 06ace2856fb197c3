"""Remember what checking came to, for as long as all that was read to check is the same.

With a verdict is kept every question that was put to the disk, and its answer. When the same
policy is checked again the questions are asked anew: a text that was edited, a vocabulary that
appeared nearer by, a new file of scenarios each give another answer, and nothing is recalled.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import Any

from policydsl import cache
from policydsl.diagnostics.model import Accepted, Diagnostic, Label, Severity
from policydsl.source import Source, Span
from policydsl.workspace.files import STDIN, Files, Question, Sort, identity
from policydsl.workspace.subjects import Subject
from policydsl.workspace.verdicts import Encoded, Verdict

_SORT = "verdict"


def recall(files: Files, subject: Subject) -> Verdict | None:
    """Give the verdict on *subject* that still holds."""
    key = _key(subject)
    kept = cache.kept(_SORT, key) if key else None
    if kept is None:
        return None
    asked, sort, names, coverage, diagnostics, accepted = kept
    if any(_answer(files, Question(word), path) != answer for word, path, answer in asked):
        return None
    return Verdict(
        subject.path,
        Sort(sort),
        tuple(names),
        tuple(Encoded(*each) for each in coverage),
        tuple(_diagnostic(files, each) for each in diagnostics),
        accepted=tuple(Accepted(_diagnostic(files, each), reason) for each, reason in accepted),
    )


def remember(files: Files, subject: Subject, verdict: Verdict) -> None:
    """Keep the verdict on *subject*, which *files* was asked for, unless a file was unreadable."""
    key = _key(subject)
    if key is None:
        return
    asked = [(word.value, path, _answer(files, word, path)) for word, path in files.asked()]
    if any(answer is None for _, _, answer in asked):
        return
    paths = {path: files.text(path) for word, path, _ in asked if word == Question.TEXT.value}
    path_by_source = {text: path for path, text in paths.items() if isinstance(text, Source)}
    coverage = [
        (
            each.edition,
            each.source,
            each.deciding,
            each.cited,
            each.not_encoded,
            each.uncited,
        )
        for each in verdict.coverage
    ]
    try:
        diagnostics = [_plain(each, path_by_source) for each in verdict.diagnostics]
        accepted = [
            (_plain(each.diagnostic, path_by_source), each.reason) for each in verdict.accepted
        ]
    except KeyError:  # it is about a text that is in no file
        return
    kept = (asked, verdict.sort.value, verdict.files, coverage, diagnostics, accepted)
    cache.keep(_SORT, key, kept)


def _key(subject: Subject) -> str | None:
    """Name all that a verdict depends on but for the answers of the disk."""
    compiler = cache.compiler()
    if subject.path == STDIN or compiler is None:
        return None
    try:
        return "\n".join((compiler, os.getcwd(), str(subject.named), *subject.files))
    except OSError:
        return None


def _answer(files: Files, question: Question, path: str) -> Any:
    """Give the answer to a question as plain data; None for a text that cannot be read."""
    match question:
        case Question.TEXT:
            source = files.text(path)
            if isinstance(source, Diagnostic):
                return None
            digest = sha256(source.text.encode("utf-8", "surrogatepass")).digest()
            return identity(path), digest
        case Question.LISTING:
            return files.in_folder(path)
        case Question.IS_FILE:
            return files.is_file(path)


# ------------------------------------------------------------- diagnostics


def _plain(found: Diagnostic, path_by_source: dict[Source, str]) -> tuple[Any, ...]:
    def plain(label: Label) -> tuple[Any, ...]:
        span = label.span
        return path_by_source[span.source], span.start, span.end, label.text

    return (
        found.code.id,
        found.message,
        plain(found.label) if found.label else None,
        tuple(plain(label) for label in found.also),
        found.help,
        found.case,
        found.severity.value,
    )


def _diagnostic(files: Files, plain: tuple[Any, ...]) -> Diagnostic:
    from policydsl.diagnostics.catalogue import ALL_CODES

    def label(path: str, start: int, end: int, text: str) -> Label:
        source = files.text(path)
        assert isinstance(source, Source)  # or the answers would differ
        return Label(Span(source, start, end), text)

    code, message, at, also, help, case, severity = plain
    return Diagnostic(
        ALL_CODES[code],
        message,
        label(*at) if at else None,
        tuple(label(*each) for each in also),
        help,
        case,
        Severity(severity),
    )
