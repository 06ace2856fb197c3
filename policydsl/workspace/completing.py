"""Write out an edition with its amendments worked in, as a policy that stands by itself."""

from __future__ import annotations

import os

from policydsl.core.conversion import ordinal_of
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.frozen import frozen
from policydsl.syntax import ast
from policydsl.syntax.printer import format_source, print_file
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
        return _written(gatherer.bundle(path))
    editions = gatherer.editions(found, scenarios=False).editions
    if as_of is None:
        return _written(editions[-1])
    day = ordinal_of(as_of)
    if day is None:
        raise ValueError(f"{as_of!r} is not a day written as 2026-03-04")
    return _written(next((each for each in editions if day in each.days), editions[-1]))


def _written(edition: Bundle) -> Completed:
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
    return Completed(head + print_file(policy), ())


def _head(file: ast.File) -> bool:
    return any(isinstance(item, ast.Policy) for item in file.items)


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if names[1:] else names[0]
