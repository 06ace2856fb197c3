"""Say what is wrong with a policy, as a value: what, where, beside what, and what to do."""

import enum
from collections.abc import Iterable

import attrs

from policydsl.frozen import frozen
from policydsl.source import Span


class Severity(enum.Enum):
    """How much a diagnostic weighs; the value is the word that is printed."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def at_least(self, level: "Severity") -> bool:
        """Say whether this weighs as much as *level* or more."""
        return _WEIGHT[self] >= _WEIGHT[level]


_WEIGHT = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@frozen
class Code:
    """One kind of thing that can be wrong, for ever under one id."""

    id: str
    title: str
    severity: Severity = Severity.ERROR

    def at(self, span: Span | None, message: str, label: str = "") -> "Diagnostic":
        """Report this at *span*, or at no place in particular."""
        return Diagnostic(self, message, Label(span, label) if span else None)


@frozen
class Label:
    """A span and a few words on what it has to do with the diagnostic."""

    span: Span
    text: str = ""


@attrs.frozen
class Diagnostic:
    """One thing that is wrong, worded for the author of the policy.

    `label` is where it is; `also` is what it clashes with; `help` proposes one action;
    `case` is a request, one fact to a line, that shows the fault at work.
    """

    code: Code
    message: str
    label: Label | None = None
    also: tuple[Label, ...] = ()
    help: str | None = None
    case: str | None = None
    severity: Severity = attrs.field()

    @severity.default
    def _severity_of_code(self) -> Severity:
        return self.code.severity

    @property
    def span(self) -> Span | None:
        return self.label.span if self.label else None

    def suggest(self, text: str) -> "Diagnostic":
        """Propose *text* as the one thing to do."""
        return attrs.evolve(self, help=text)

    def and_at(self, span: Span, text: str) -> "Diagnostic":
        """Point at a second place as well."""
        return attrs.evolve(self, also=(*self.also, Label(span, text)))

    def with_case(self, text: str) -> "Diagnostic":
        """Show a case in which the fault bites."""
        return attrs.evolve(self, case=text)


@attrs.frozen
class Accepted:
    """What would be wrong, had the author not said why it stays."""

    diagnostic: Diagnostic
    reason: str


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Order by file, place, code and message, whatever order they were found in; drop repeats."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, str, str, int, str, str]:
    span = diagnostic.span
    return (
        span.source.name if span else "",
        span.start if span else -1,
        diagnostic.code.id,
        diagnostic.message,
        span.end if span else -1,
        diagnostic.help or "",
        diagnostic.case or "",
    )
