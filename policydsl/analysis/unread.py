"""Name the comparisons that are too intricate to be taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.analysis import problems
from policydsl.analysis.findings import Finding
from policydsl.analysis.standing import Standing
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import Unread
from policydsl.source import Span


def unread(standing: Standing) -> Iterator[Finding]:
    """Yield a finding for each comparison that may come out either way for all that is known."""
    leaves = [leaf for leaf in standing.gates.leaves.values() if isinstance(leaf, Unread)]
    for span in dict.fromkeys(leaf.test.span for leaf in leaves if leaf.test.span):

        def told(span: Span = span) -> Diagnostic:
            return problems.not_analysed(span, "this comparison ever comes out both ways")

        yield Finding(catalogue.NOT_ANALYSED, (span,), told)
