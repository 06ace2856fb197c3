"""Find members that a benefit's `for` lists, and that a stronger clause always denies.

What a part of the benefit requires is left to that part, and a requirement that always fails
to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policydsl.analysis import problems, problems_services
from policydsl.analysis.claims import Claim
from policydsl.analysis.findings import Finding
from policydsl.analysis.idle import Explained
from policydsl.analysis.standing import Stand, Standing
from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Choice
from policydsl.core.values import Kleene
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.gates import Among
from policydsl.solve.sat import Literal
from policydsl.solve.slice import Answer

MOST_MEMBERS: Final = 64
"""In a list of more members none is looked at by itself."""


def members_excluded(standing: Standing, explained: Explained) -> Iterator[Finding]:
    """Yield a finding for each member that a benefit lists and none of its requests gets."""
    for cover in standing.covers:
        if cover.clause.key in standing.dead:
            continue
        denying = [
            other
            for other in standing.stronger(cover)
            if other.clause.determination is Determination.NOT_COVERED
            and other.clause.key not in explained.unmet
            and _binds(standing, other.clause, cover.clause)
        ]
        if not denying or not _decides(cover, denying):
            continue  # that it never decides is told of the whole benefit
        for test, member in _listed(standing, cover):
            yield from _excluded(standing, cover, denying, test, member)


def _binds(standing: Standing, clause: ir.Clause, cover: ir.Clause) -> bool:
    """Whether *clause* is about all of *cover*, and not about a part of it alone."""
    return clause.benefit is None or clause.benefit in standing.lineage[cover.key]


def _decides(cover: Stand, denying: list[Stand]) -> bool:
    return cover.slice.can(cover.holds, *(-each.holds for each in denying)) is Answer.YES


def _listed(standing: Standing, cover: Stand) -> Iterator[tuple[ir.MemberIs, str]]:
    """Yield the members in the benefit's own scope, each with the test that lists it."""
    found: dict[str, dict[str, ir.MemberIs]] = {}
    pending = [cover.clause.bite]
    while pending:  # what a `define` lists may be for others as well
        node = pending.pop()
        if isinstance(node, ir.Cited):
            pending.append(node.operand)
        elif isinstance(node, ir.And | ir.Or):
            pending.extend(reversed(node.operands))
        elif isinstance(node, ir.MemberIs) and node.span is not None:
            kind = standing.program.facts[node.fact].type
            if isinstance(kind, Choice) and len(node.values) <= MOST_MEMBERS:
                for member in sorted(map(str, node.values)):
                    found.setdefault(node.fact, {}).setdefault(member, node)
    for tests in found.values():
        if 1 < len(tests) <= MOST_MEMBERS:
            yield from ((test, member) for member, test in tests.items())


def _excluded(
    standing: Standing, cover: Stand, denying: list[Stand], test: ir.MemberIs, member: str
) -> Iterator[Finding]:
    gates, can = standing.gates, cover.slice.can
    has = gates.all_of(
        [gates.present(test.fact), gates.leaf(Among(test.fact, frozenset({member})))]
    )
    is_it: tuple[Literal, Literal] = (cover.holds, has)
    if can(*is_it, *(-each.holds for each in denying)) is not Answer.NO:
        return
    if can(*is_it) is not Answer.YES:
        return  # that it is listed for nothing is told of the list
    enough = cover.slice.enough(is_it, [each.holds for each in denying])
    needed = [denying[place] for place in enough]
    span = test.span
    assert span is not None

    def told() -> Diagnostic:
        shown = ir.MemberIs(test.fact, frozenset({member}), span=span)
        statuses = ((cover.clause, Kleene.YES), (needed[0].clause, Kleene.YES))
        claim = Claim(((shown, Kleene.YES),), statuses)
        case = standing.case(cover.slice, claim, *is_it, needed[0].holds)
        if case is None:
            what = f"`{member}` is ever covered by `{cover.clause.key}`"
            return problems.not_analysed(span, what)
        stronger = [each.clause for each in needed]
        return problems_services.member_excluded(cover.clause, shown, stronger, case)

    places = (span, *(each.clause.span for each in needed if each.clause.span))
    cause = (span, tuple(each.clause.key for each in needed))
    yield Finding(catalogue.MEMBER_EXCLUDED, places, told, cause)
