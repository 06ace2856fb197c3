"""Lower limits into the clauses that speak when a request does not fit.

Of several limits that bind, the one with the least left speaks (`tight`).  One that
can be extended says several things: nothing more can be granted, more was denied, a
requirement of the extension is not met or not shown, or more must be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import BOUND
from policydsl.frozen import frozen
from policydsl.semantics import clauses, problems_limits
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.arithmetic import Arithmetic
from policydsl.semantics.drafts import Build, Draft, Reach
from policydsl.semantics.exclusive import Beside, alternatives
from policydsl.semantics.extensions import extension_drafts
from policydsl.semantics.headings import ids, said
from policydsl.semantics.joining import YES
from policydsl.semantics.payments import scaled
from policydsl.source import Span
from policydsl.syntax import ast

MOST_LIMITS: Final = 500
"""How many limits one policy may have."""
MOST_TOGETHER: Final = 60
"""How many limits can bind one request: each of them is compared with all others."""


@frozen
class Bound:
    """A limit with the truth that it binds, ready to be held against the others."""

    key: str
    title: str
    numbers: Arithmetic
    guards: tuple[ir.Truth, ...]
    citations: tuple[str, ...]
    span: Span

    authorization: Draft | None = None


def speak(build: Build, limits: Mapping[str, ast.Clause], bounds: Sequence[Bound]) -> None:
    """Add the clauses of every limit that is bound somewhere."""
    _Speaking(build, limits, bounds).speak()


class _Speaking:
    def __init__(
        self, build: Build, limits: Mapping[str, ast.Clause], bounds: Sequence[Bound]
    ) -> None:
        self._build = build
        self._limit_by_key = limits
        self._bounds = bounds
        self._crowded = False
        self._bound_by_key = {bound.key: bound for bound in bounds}
        self._beside: Beside | None = None

    def speak(self) -> None:
        if len(self._bounds) > MOST_LIMITS:
            one = self._bounds[MOST_LIMITS]
            self._build.problems.append(problems_limits.too_many_limits(one.span, MOST_LIMITS))
            return
        for bound in self._bounds:
            over = self._build.any_of(*bound.numbers.outside_windows, bound.numbers.past_amount)
            further = tuple(g for g in (over, self._tight(bound)) if g != YES)
            authorization = bound.authorization
            if authorization is not None:
                guards = (*authorization.guards, *further)
                self._build.drafts.append(attrs.evolve(authorization, guards=guards))
            else:
                self._speak(bound, further)

    def _tight(self, bound: Bound) -> ir.Truth:
        """Say that no other limit that can bind with *bound* has less left."""
        if self._beside is None:
            self._beside = Beside({each.key: alternatives(each.guards) for each in self._bounds})
        others = [self._bound_by_key[key] for key in self._beside.of(bound.key)]
        if len(others) >= MOST_TOGETHER:
            if not self._crowded:
                found = problems_limits.too_many_together(bound.span, MOST_TOGETHER)
                self._build.problems.append(found)
            self._crowded = True
            return YES
        return self._build.all_of(*(self._no_tighter(bound, other) for other in others))

    def _no_tighter(self, bound: Bound, other: Bound) -> ir.Truth:
        mine, theirs = bound.numbers, other.numbers
        places = max(mine.type.places, theirs.type.places)
        left = scaled(theirs.remaining, places - theirs.type.places)
        # Where this limit speaks at all, its own guards hold.
        elsewhere = self._build.all_of(*(g for g in other.guards if g not in bound.guards))
        if elsewhere != YES:
            # A limit that does not bind is never tighter, and what it counts is not read.
            left = ir.Cases((ir.Case(elsewhere, left),), ir.Constant(BOUND))
        return ir.Compare(scaled(mine.remaining, places - mine.type.places), ir.Order.AT_MOST, left)

    def _speak(self, bound: Bound, further: tuple[ir.Truth, ...]) -> None:
        clause = self._limit_by_key[bound.key]
        plain = Draft(
            key=bound.key,
            name=clause.id,
            head="limit",
            title=bound.title,
            kind=ir.Kind.LIMIT,
            determination=Determination.BENEFIT_EXHAUSTED,
            reach=Reach.OWN,
            guards=(*bound.guards, *further),
            bite=YES,
            span=clause.span,
            overrides=clauses.overridden(clause.lines),
            citations=bound.citations,
            also_bears=bound.numbers.citations,
            says=said(clause.lines),
        )
        beyond = self._beyond(clause, plain)
        extension = bound.numbers.extension
        if extension is None:
            self._build.drafts.append(beyond)
            return
        self._build.drafts += extension_drafts(self._build, bound.numbers, plain, beyond)

    def _beyond(self, clause: ast.Clause, plain: Draft) -> Draft:
        for line in clause.lines:
            if isinstance(line, ast.Beyond):
                asked = clauses.asked_for(line.outcome)
                if asked is None or asked.papers:
                    allowed = "`exhausted`, `not covered`, `needs prior auth` or `review`"
                    self._build.problems.append(
                        problems.wrong_outcome(line.outcome, "beyond", allowed)
                    )
                    return plain
                return attrs.evolve(
                    plain,
                    determination=asked.determination,
                    target=asked.target,
                    member_pays=asked.member_pays,
                    citations=(*plain.citations, *ids(line.citations)),
                )
        return plain


def lowered(build: Build, bounds: Sequence[Bound], applies: ir.Truth) -> tuple[ir.Limit, ...]:
    """Give the arithmetic of each limit, for what a decision reports."""
    return tuple(
        ir.Limit(
            id=bound.key,
            title=bound.title,
            unit=bound.numbers.unit,
            live=build.all_of(applies, *bound.guards),
            base=bound.numbers.bounded,
            granted=_or_nothing(bound.numbers.granted),
            ceiling=bound.numbers.ceiling,
            authorized=bound.numbers.authorized,
            used=bound.numbers.used.term,
            asked=bound.numbers.asked,
            remaining=bound.numbers.remaining,
            windows=bound.numbers.windows,
            extendable=bound.numbers.extension is not None,
            citations=tuple(dict.fromkeys((*bound.citations, *bound.numbers.amount_citations))),
            unlimited=bound.numbers.base is None,
            places=bound.numbers.type.places,
            span=bound.span,
        )
        for bound in bounds
    )


def _or_nothing(term: ir.Term | None) -> ir.Term:
    return term if term is not None else ir.Constant(0)
