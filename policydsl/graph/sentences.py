"""Say what a condition is to a person who has not read the policy's text.

Facts by their labels and clauses by their titles; never a name that only the author
knows.  The sums of a limit are said as what they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.graph.nodes import Graph, Kind, Node
from policydsl.graph.words import condition

VERDICTS = {
    Determination.NOT_APPLICABLE: "Not decided by this policy",
    Determination.ROUTE: "Someone else decides",
    Determination.NOT_COVERED: "Not covered",
    Determination.REFER: "Sent elsewhere first",
    Determination.BENEFIT_EXHAUSTED: "Benefit used up",
    Determination.REVIEW: "A person reviews it",
    Determination.NEEDS_PRIOR_AUTH: "Needs prior authorization",
    Determination.PEND_DOCUMENTATION: "Waits for information",
    Determination.NEEDS_EXTENSION: "Needs an extension",
    Determination.COVERED: "Covered",
}

_KINDS = {
    ir.Kind.APPLIES: "Whom the policy governs",
    ir.Kind.IN_FORCE: "When the policy is in force",
    ir.Kind.REDIRECT: "Governed by another text",
    ir.Kind.ROUTE: "Another is responsible",
    ir.Kind.REFER: "Referral",
    ir.Kind.REVIEW: "Left to a person",
    ir.Kind.EXCLUDE: "Exclusion",
    ir.Kind.REQUIRE: "Requirement",
    ir.Kind.DOCUMENT: "Paper",
    ir.Kind.AUTHORIZE: "Authorization",
    ir.Kind.LIMIT: "Limit",
    ir.Kind.EXTENSION: "Past a limit",
    ir.Kind.COVER: "Benefit",
    ir.Kind.SILENCE: "No benefit",
}
_EXTENSIONS = {
    "exhausted": "no extension reaches that far",
    "denied": "more was asked for and denied",
    "extension": "more can be asked for",
}


def verdict(determination: Determination, entity: str | None) -> str:
    """Name a determination; *entity* is what it sends to."""
    said = VERDICTS[determination]
    return f"{said}: {spaced(entity)}" if entity else said


def spaced(name: str) -> str:
    """Return a name that has no title of its own as words.

    >>> spaced("kaiser_pcp")
    'kaiser pcp'
    """
    return name.replace("_", " ")


def tag_of(clause: ir.Clause) -> str:
    return _KINDS[clause.kind]


def title_of(clause: ir.Clause) -> str:
    """Return what the author calls a clause; of the parts of an extension, which it is."""
    title = clause.title or spaced(clause.id)
    part = part_of_extension(clause)
    return f"{title}: {part}" if part else title


def part_of_extension(clause: ir.Clause) -> str | None:
    """Say which part of an extension *clause* is; None when it is none, or a requirement."""
    if clause.kind is not ir.Kind.EXTENSION:
        return None
    return _EXTENSIONS.get(clause.key.removeprefix(f"{clause.id}."))


def sentence(graph: Graph, node: Node) -> str:
    """Return a test in words."""
    if node.kind is Kind.TRUISM:
        return "Always" if node.says.value else "Never"
    about = limit_test(graph.program, node.says)
    return about.words if about else capital(condition(node.says, graph.program.facts))


def capital(text: str) -> str:
    """Return *text* with a capital letter to begin with.

    >>> capital("service date is at least 3")
    'Service date is at least 3'
    """
    return text[:1].upper() + text[1:]


@attrs.frozen
class LimitTest:
    """A comparison of a limit's own numbers, and what it is for."""

    limit: ir.Limit
    words: str


def limit_test(program: ir.Program, test: ir.Truth) -> LimitTest | None:
    """Recognize the sums that a limit is lowered to (SPEC 4.4, LIMIT)."""
    if not isinstance(test, ir.Compare):
        return None
    for limit in program.limits:
        title = limit.title or spaced(limit.id)
        terms = set(_summed(test.right))
        if test.order is ir.Order.LESS and test.left == limit.authorized:
            if {limit.used, limit.asked} <= terms:
                return LimitTest(limit, f"More is asked for than is left: {title}")
        elif test.order is ir.Order.LESS and test.right == limit.ceiling:
            return LimitTest(limit, f"An extension could still give more: {title}")
        elif test.order is ir.Order.AT_MOST and limit.remaining in set(_summed(test.left)):
            others = [x for x in program.limits if x is not limit and x.remaining in terms]
            than = others[0].title or spaced(others[0].id) if others else "another limit"
            return LimitTest(limit, f"No more is left of “{title}” than of “{than}”")
    return None


def _summed(term: ir.Term) -> Iterator[ir.Term]:
    """Yield *term*, what it adds up, and what it chooses among."""
    yield term
    match term:
        case ir.Sum():
            for addend in term.addends:
                yield addend.term
        case ir.Cases():
            for case in term.cases:
                yield from _summed(case.term)
        case _:
            pass
