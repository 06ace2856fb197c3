"""Read which findings of the analysis an author accepts, and where.

An `accept` line speaks of the construct in which it stands, an item `accept` of what its
`about` line names.  Only what analysis finds can be accepted: anything else is a fault of
the text, and no reason mends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from policydsl.core.acceptance import Acceptance
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_clauses, problems_names
from policydsl.semantics.names import Declaration, Names
from policydsl.source import Span
from policydsl.syntax import ast

ACCEPTABLE: Final = frozenset(
    code
    for code in catalogue.ALL_CODES
    if code.startswith("POL06") and code != catalogue.ACCEPTS_NOTHING.id
)


@frozen
class Accepted:
    acceptances: tuple[Acceptance, ...]
    diagnostics: tuple[Diagnostic, ...]


def acceptances(items: Iterable[ast.AnyItem], names: Names) -> Accepted:
    """Find every `accept` in *items*; one that is faulty is reported and left out."""
    reading = _Reading(names)
    for item in items:
        if isinstance(item, ast.Accept):
            reading.item(item)
        else:
            reading.lines(item)
    return Accepted(tuple(reading.found), tuple(reading.problems))


class _Reading:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.found: list[Acceptance] = []
        self.problems: list[Diagnostic] = []

    def lines(self, around: ast.AnyItem | ast.AnyLine) -> None:
        for line in getattr(around, "lines", ()):
            if isinstance(line, ast.Accept):
                self._add(line, (around.span,))
            else:
                self.lines(line)

    def item(self, item: ast.Accept) -> None:
        if not item.lines:
            why = "does not say where the finding is"
            found = problems_clauses.lacking_line(item.code, "accept", "about", why)
            self.problems.append(found)
            return
        within = tuple(self._spans(name for line in item.lines for name in line.clauses))
        if within:
            self._add(item, within)

    def _spans(self, names: Iterable[ast.Name]) -> Iterator[Span]:
        for name in names:
            declared = self._declared(name)
            if isinstance(declared, Diagnostic):
                self.problems.append(declared)
            else:
                yield declared.node.span

    def _declared(self, name: ast.Name) -> Declaration | Diagnostic:
        """Find what *name* names: a clause, or else something that conditions read."""
        found = self.names.clause(name)
        if isinstance(found, Diagnostic) and name.text in self.names.values:
            return self.names.values[name.text]
        return found

    def _add(self, line: ast.Accept, within: tuple[Span, ...]) -> None:
        if line.code.text not in ACCEPTABLE:
            self.problems.append(problems_names.not_acceptable(line.code, ACCEPTABLE))
        elif not line.reason.text.strip():
            self.problems.append(problems_clauses.accepted_without_reason(line.reason))
        else:
            found = Acceptance(line.code.text, line.reason.text, within, span=line.span)
            self.found.append(found)
