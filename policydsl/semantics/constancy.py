"""Find papers that lack, or are there, whatever the facts are (SPEC 4.10, law e).

A paper certain by cases could never be asked for by a fact that matters.
"""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.reading import facts_read, nodes_in
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Draft
from policydsl.semantics.joining import negation
from policydsl.semantics.referents import POISON
from policydsl.semantics.trials import case_of


def constant_papers(drafts: Sequence[Draft], facts: FactTable) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for draft in drafts:
        if draft.papers:
            always = constant(draft.bite, facts)
            if always is not None:
                found.append(problems.constant_paper(draft.name, lacks=always))
    return tuple(found)


def constant(truth: ir.Truth, facts: FactTable) -> bool | None:
    """Give the one value of *truth*, or None when it may have both.

    One that reads no fact, or was poisoned by an error, counts as one that may have both.
    """
    if not facts_read(truth) or any(node is POISON for node in nodes_in(truth)):
        return None
    if case_of(truth, facts) is None:
        return False
    return True if case_of(negation(truth), facts) is None else None
