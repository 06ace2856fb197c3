"""Write out an edition with its amendments worked in, as a policy that stands by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable

import attrs

from policydsl.core.conversion import ordinal_of
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.frozen import frozen
from policydsl.semantics.amendments.worked import scenarios_of
from policydsl.syntax import ast
from policydsl.syntax.printer import format_source
from policydsl.syntax.printer_made import print_made_of
from policydsl.workspace.files import STDIN, Files
from policydsl.workspace.gathering import Bundle, Gatherer
from policydsl.workspace.policies import find


@frozen
class Completed:
    """The text of an edition, None when it cannot be made; `diagnostics` say why."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def complete(path: str, as_of: str | None) -> Completed:
    files = Files()
    found = find(files, path)
    if isinstance(found, Diagnostic):
        return Completed(None, (found,))
    gatherer = Gatherer(files)
    if path == STDIN or not os.path.isdir(path):
        return _written(gatherer, gatherer.bundle(path))
    editions = gatherer.editions(found, scenarios=False).editions
    if as_of is None:
        return _written(gatherer, editions[-1])
    day = ordinal_of(as_of)
    if day is None:
        raise ValueError(f"{as_of!r} is not a day written as 2026-03-04")
    chosen = next((each for each in editions if day in each.days), editions[-1])
    return _written(gatherer, chosen)


def _written(gatherer: Gatherer, edition: Bundle) -> Completed:
    wrong = tuple(d for d in edition.diagnostics if d.severity is Severity.ERROR)
    policy = next((file for file in edition.files if _head(file)), None)
    if policy is None and not wrong:
        policy = edition.files[-1]
    if wrong or policy is None:
        return Completed(None, in_order(wrong))
    if not edition.amendments:
        return Completed(format_source(policy.span.source).text, ())
    names = [os.path.basename(path) for path in edition.made_of]
    head = f"# Edition {edition.edition}, complete: made of {_listed(names)}.\n\n"
    origins = _parsed(gatherer, edition.made_of)
    others = _parsed(gatherer, gatherer.files.editions_beside(edition.path))
    speaking = [*origins, *_without(others, origins)]
    beside = _parsed(gatherer, gatherer.files.in_folder(os.path.dirname(edition.path) or "."))
    worked = scenarios_of(speaking, beside, edition.days)
    made = attrs.evolve(policy, items=(*policy.items, *worked))
    last = _parsed(gatherer, edition.paths)
    before = _without(origins, last)
    return Completed(head + print_made_of(made, before, last), ())


def _without(files: Iterable[ast.File], those: Iterable[ast.File]) -> list[ast.File]:
    known = {id(file) for file in those}
    return [file for file in files if id(file) not in known]


def _parsed(gatherer: Gatherer, paths: Iterable[str]) -> list[ast.File]:
    found = (gatherer.parsed(path) for path in paths)
    return [each.file for each in found if not isinstance(each, Diagnostic)]


def _head(file: ast.File) -> bool:
    return any(isinstance(item, ast.Policy) for item in file.items)


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]
