"""Tell what is not settled, and what a decision rests on beside its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.explain import words
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.explanation import Explanation
from policydsl.explain.reading import tests, value_words
from policydsl.explain.trace import FactState
from policydsl.explain.verdicts import SUPPLIER, VERDICT
from policydsl.explain.why import all_citations

_MOST_ASKING = 4


def missing(explanation: Explanation, everything: bool) -> Iterator[Entry]:
    """Yield what to supply, who can, and which clauses ask; of many clauses, the first few."""
    for lack in explanation.missing:
        read = lack.read
        below = []
        if read.supplier:
            below.append(Entry(f"from {SUPPLIER.get(read.supplier, read.supplier)}"))
        shown = lack.asked_by
        if not everything and len(shown) > _MOST_ASKING:
            shown = shown[: _MOST_ASKING - 1]
        below += [Entry(f"for: {clause.title}", all_citations(clause)) for clause in shown]
        if len(shown) < len(lack.asked_by):
            below.append(Entry(f"for {len(lack.asked_by) - len(shown)} other clauses"))
        given = "" if read.state is FactState.UNKNOWN else f": {value_words(read)}"
        text = f"{words.short(read.label)}{given} ({read.fact})"
        yield Entry(text, (), Mark.OPEN, tuple(below))


def possible(explanation: Explanation) -> Iterator[Entry]:
    decision = explanation.decision
    if decision.settled:
        return
    names = [VERDICT[found].lower() for found in decision.possible]
    bound = "" if decision.possible_exact else "at most: "
    yield Entry(bound + ", ".join(names))


def assumed(explanation: Explanation) -> Iterator[Entry]:
    for assumption in explanation.assumptions:
        # A default of the vocabulary has the fact's own label for a title.
        why = "" if assumption.stated else f" — {assumption.title}"
        below = tests(assumption.when) if assumption.when is not None else ()
        label = words.short(assumption.read.label)
        yield Entry(
            f"{label}: {assumption.read.words}{why}", assumption.citations, Mark.ITEM, below
        )


def questions(explanation: Explanation) -> Iterator[Entry]:
    for question in explanation.decision.open_questions:
        yield Entry(
            question.question,
            question.citations,
            Mark.ITEM,
            (Entry(f"Read as: {question.reading}"),),
        )


def advice(explanation: Explanation) -> Iterator[Entry]:
    for advisory in explanation.decision.advisories:
        yield Entry(advisory.text, advisory.citations, Mark.ITEM)


def receipt(explanation: Explanation) -> Iterator[Entry]:
    given = explanation.decision.receipt
    yield Entry(f"policy {given.policy_hash}")
    yield Entry(f"facts {given.facts_hash}")
    yield Entry(f"decided by policydsl {given.compiler}")
