"""Read what a policy says to its members, and find the clauses that leave them without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Draft
from policydsl.semantics.headings import said
from policydsl.syntax import ast

_BY_VALUE: Final = {determination.value: determination for determination in Determination}


def sayings(lines: Iterable[ast.AnyLine]) -> tuple[ir.Saying, ...]:
    """Give what the head of a policy says of each determination, in its order."""
    return tuple(
        ir.Saying(_BY_VALUE[line.when.text], line.text.text)
        for line in lines
        if isinstance(line, ast.Say) and line.when and line.when.text in _BY_VALUE
    )


def problems_in_head(policy: ast.Policy) -> Iterator[Diagnostic]:
    """Find the lines that speak of no determination, or of one again."""
    first: dict[str, ast.Say] = {}
    for line in policy.lines:
        if isinstance(line, ast.Say) and line.when:
            if line.when.text not in _BY_VALUE:
                yield problems.said_of_nothing(line.when, _BY_VALUE)
            elif line.when.text in first:
                words = f"say to member when {line.when.text}"
                yield problems.repeated_line(line, first[line.when.text], words)
            first.setdefault(line.when.text, line)


def silent(
    policy: ast.Policy, drafts: Sequence[Draft], applies: Iterable[ast.Clause]
) -> Iterator[Diagnostic]:
    """Find the clauses that say nothing, where others do; a document is reported once.

    A policy of which no line speaks to members is for others to read.
    """
    unsaid = [clause for clause in applies if not said(clause.lines)]
    speaks = any(isinstance(line, ast.Say) for line in policy.lines)
    if not (speaks or any(draft.says for draft in drafts) or len(unsaid) < len(tuple(applies))):
        return
    for clause in unsaid:
        yield problems.says_nothing(clause.id, "applies")
    told: set[object] = set()
    for draft in drafts:
        one = draft.id if draft.kind is ir.Kind.DOCUMENT else draft.name.span.start
        if not draft.says and one not in told:
            told.add(one)
            yield problems.says_nothing(draft.name, draft.head)
