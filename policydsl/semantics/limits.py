"""Lower limits into the clauses that speak when a request does not fit.

Of several limits that bind, the one with the least left speaks (`tight`).  One that
can be extended says several things: nothing more can be granted, more was denied, a
requirement of the extension is not met or not shown, or more must be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import BOUND
from policydsl.core.tables import Counts
from policydsl.frozen import frozen
from policydsl.semantics import clauses, problems_limits
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.arithmetic import Arithmetic
from policydsl.semantics.benefits import Benefits
from policydsl.semantics.counting import counter_of, read_arithmetic
from policydsl.semantics.drafts import Build, Draft, Reach
from policydsl.semantics.exclusive import Allowed, alternatives, exclusive
from policydsl.semantics.extensions import extension_drafts
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import YES, cited, negation
from policydsl.semantics.lowering import LimitPart
from policydsl.semantics.names import Declaration, Sort
from policydsl.semantics.payments import scaled
from policydsl.semantics.typing import Lowered, NumberType
from policydsl.source import Span
from policydsl.syntax import ast

MOST_LIMITS: Final = 500
"""How many limits one policy may have."""
MOST_TOGETHER: Final = 60
"""How many limits can bind one request: each of them is compared with all others."""


@frozen
class _Bound:
    """A limit with the truth that it binds, ready to be held against the others."""

    key: str
    title: str
    numbers: Arithmetic
    guards: tuple[ir.Truth, ...]
    citations: tuple[str, ...]
    span: Span


class Limits:
    """The limits of a policy by key; their numbers are lowered when first asked for."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.limit_by_key = _clauses_of(build, Sort.LIMIT)
        self.counter_by_key = _clauses_of(build, Sort.COUNTER)
        self._numbers: dict[str, Arithmetic | None] = {}
        self._open: list[str] = []
        self._bound: list[_Bound] = []
        self._crowded = False
        self._ways: dict[str, list[Allowed]] = {}
        self._authorizations: dict[str, Draft] = {}

    def numbers(self, key: str) -> Arithmetic | None:
        if key not in self._numbers:
            self._open.append(key)
            self._numbers[key] = read_arithmetic(self.build, self.limit_by_key[key])
            self._open.pop()
            if self._numbers[key] is None:
                self.build.faulty.add(key)
        return self._numbers[key]

    def terms(self, key: str, part: LimitPart, span: Span) -> Lowered | None:
        """Give a part of the limit *key* to an expression that reads it."""
        if key in self._open:
            self.build.problems.append(problems_limits.limit_of_itself(key, span))
            return None
        if key in self.counter_by_key:
            return self._of_counter(key, part, span)
        numbers = self.numbers(key)
        if numbers is None:
            return None
        match part:
            case LimitPart.USED:
                return numbers.used
            case LimitPart.REMAINING:
                return Lowered(numbers.remaining, numbers.type, low=0)
            case LimitPart.BASE:
                return Lowered(numbers.bounded, numbers.type)
            case LimitPart.GRANTED:
                granted = numbers.granted if numbers.granted is not None else ir.Constant(0)
                return Lowered(granted, numbers.type)

    def _of_counter(self, key: str, part: LimitPart, span: Span) -> Lowered | None:
        """A counter has only its usage; the limit that it feeds has the rest."""
        for line in self.counter_by_key[key].lines:
            if isinstance(line, ast.Used) and line.value is not None and part is LimitPart.USED:
                self._open.append(key)
                found = self.build.low.term(line.value)
                self._open.pop()
                return found
        self.build.problems.append(problems_limits.counter_has_no(key, part.value, span))
        return None

    def counted_in(self, unit: str, cover: ast.Clause | None) -> tuple[Arithmetic, ...]:
        """Give the numbers of the limits in *unit* that *cover* counts toward."""
        found: dict[str, Arithmetic] = {}
        for name in _counters_in(cover.lines) if cover else ():
            declared = self.build.names.clause(name, Sort.LIMIT, Sort.COUNTER)
            if isinstance(declared, Declaration):
                for key in self._limits_on(declared.key):
                    numbers = self.numbers(key)
                    if numbers is not None and numbers.unit in (unit, f"{unit}s"):
                        found[key] = numbers
        return tuple(found.values())

    def _limits_on(self, key: str) -> tuple[str, ...]:
        """Give the limit *key* itself, or the limits on the counter *key*."""
        if key in self.limit_by_key:
            return (key,)
        return tuple(
            limit
            for limit, clause in self.limit_by_key.items()
            if (counter := counter_of(self.build, clause)) and counter.id.text == key
        )

    # ----------------------------------------------------------------- binding

    def bind(self, benefits: Benefits) -> None:
        """Find which requests each limit binds, now that every `counts toward` is known."""
        for key, clause in self.limit_by_key.items():
            numbers = self.numbers(key)
            where = self._where(key, clause, benefits)
            own = self.build.own_guards(clause.lines)
            lifted = self.build.lifted(self.build.exceptions(clause.lines))
            if numbers is None:
                continue
            if where is None:
                if Sort.LIMIT not in self.build.sought:
                    self.build.problems.append(problems_limits.nothing_counts(clause.id))
                where = ir.Truism(False)
            self._bound.append(
                _Bound(
                    key,
                    title_of(clause),
                    numbers,
                    tuple(g for g in (where, *own, negation(lifted)) if g != YES),
                    ids(clause.citations),
                    clause.span,
                )
            )
        for draft, line, wanted in self.build.counted_authorizations:
            self._bind_authorization(draft, line, wanted, benefits)

    def _where(self, key: str, clause: ast.Clause, benefits: Benefits) -> ir.Truth | None:
        """Say where the limit binds; None when nothing counts toward it at all."""
        keys = {key}
        counter = counter_of(self.build, clause)
        if counter:
            keys.add(counter.id.text)
        countings = sorted(
            (c for c in self.build.countings if c.counter in keys),
            key=lambda c: c.site.benefit or "",
        )
        places: list[ir.Truth] = []
        for counting in countings:
            if counting.limited:
                bound = benefits.bound(attrs.evolve(counting, counter=key))
                places.append(cited(bound, counting.citations))
                benefit = counting.site.benefit or ""
                self.build.low.counts.append(Counts(key, benefit, bound, span=counting.span))
        for lines in (clause.lines, counter.lines if counter else ()):
            own = self.build.condition(lines, ast.CountsWhen)
            if own is not None:
                places.append(own)
        if not places:
            return ir.Truism(False) if countings else None
        return self.build.any_of(*places)

    def _bind_authorization(
        self, draft: Draft, line: ast.FromNth, wanted: ast.Asked | None, benefits: Benefits
    ) -> None:
        """Read `from the nth visit on` as a limit of n-1 that asks for authorization."""
        unit = line.unit.value
        cover = benefits.cover_by_key.get(draft.benefit or "")
        limits = self.counted_in(unit, cover)
        used = limits[0].used if len({limit.used.term for limit in limits}) == 1 else None
        if line.count is not None:
            used = self.build.low.term(line.count, expected=NumberType(unit=unit))
            if used is None:
                return
        if used is None:
            self.build.problems.append(problems_limits.nth_of_what(line, unit))
            return
        asked = limits[0].asked if limits else None
        if wanted is not None:
            read = self.build.low.term(wanted.value, expected=NumberType(unit=unit))
            asked = read.term if read is not None else None
        elif asked is None:
            self.build.problems.append(problems_limits.nth_asked_how_many(line, unit))
        if asked is None:
            return
        assert isinstance(used.type, NumberType)
        places = used.type.places
        numbers = Arithmetic(
            name=draft.name,
            type=used.type,
            base=ir.Constant((line.number - 1) * 10**places, span=line.span),
            amount_citations=ids(line.citations) or draft.citations,
            used=used,
            asked=asked,
            granted=None,
            extension=None,
            windows=(),
        )
        where = (
            benefits.reach(draft.benefit) if draft.benefit else benefits.some(),
            *draft.guards,
        )
        lifted = negation(self.build.lifted(draft.exceptions))
        live = tuple(guard for guard in (*where, draft.bite, lifted) if guard != YES)
        self._bound.append(
            _Bound(draft.key, draft.title, numbers, live, draft.citations, draft.span)
        )
        self._authorizations[draft.key] = attrs.evolve(draft, reach=Reach.OWN, guards=where)

    # ----------------------------------------------------------------- clauses

    def speak(self) -> None:
        """Add the clauses of every limit that is bound somewhere."""
        if len(self._bound) > MOST_LIMITS:
            one = self._bound[MOST_LIMITS]
            self.build.problems.append(problems_limits.too_many_limits(one.span, MOST_LIMITS))
            return
        for bound in self._bound:
            over = self.build.any_of(*bound.numbers.outside_windows, bound.numbers.past_amount)
            further = tuple(g for g in (over, self._tight(bound)) if g != YES)
            authorization = self._authorizations.get(bound.key)
            if authorization is not None:
                guards = (*authorization.guards, *further)
                self.build.drafts.append(attrs.evolve(authorization, guards=guards))
            else:
                self._speak(bound, further)

    def _tight(self, bound: _Bound) -> ir.Truth:
        """Say that no other limit that can bind with *bound* has less left."""
        if not self._ways:
            self._ways = {each.key: alternatives(each.guards) for each in self._bound}
        mine = self._ways[bound.key]
        others = sorted(
            (o for o in self._bound if o is not bound and not exclusive(mine, self._ways[o.key])),
            key=lambda o: o.key,
        )
        if len(others) >= MOST_TOGETHER:
            if not self._crowded:
                found = problems_limits.too_many_together(bound.span, MOST_TOGETHER)
                self.build.problems.append(found)
            self._crowded = True
            return YES
        return self.build.all_of(*(self._no_tighter(bound, other) for other in others))

    def _no_tighter(self, bound: _Bound, other: _Bound) -> ir.Truth:
        mine, theirs = bound.numbers, other.numbers
        places = max(mine.type.places, theirs.type.places)
        left = scaled(theirs.remaining, places - theirs.type.places)
        # Where this limit speaks at all, its own guards hold.
        elsewhere = self.build.all_of(*(g for g in other.guards if g not in bound.guards))
        if elsewhere != YES:
            # A limit that does not bind is never tighter, and what it counts is not read.
            left = ir.Cases((ir.Case(elsewhere, left),), ir.Constant(BOUND))
        return ir.Compare(scaled(mine.remaining, places - mine.type.places), ir.Order.AT_MOST, left)

    def _speak(self, bound: _Bound, further: tuple[ir.Truth, ...]) -> None:
        clause = self.limit_by_key[bound.key]
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
            self.build.drafts.append(beyond)
            return
        self.build.drafts += extension_drafts(self.build, bound.numbers, plain, beyond)

    def _beyond(self, clause: ast.Clause, plain: Draft) -> Draft:
        for line in clause.lines:
            if isinstance(line, ast.Beyond):
                asked = clauses.asked_for(line.outcome)
                if asked is None or asked.papers:
                    allowed = "`exhausted`, `not covered`, `needs prior auth` or `review`"
                    self.build.problems.append(
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

    def lowered(self, applies: ir.Truth) -> tuple[ir.Limit, ...]:
        """Give the arithmetic of each limit, for what a decision reports."""
        return tuple(
            ir.Limit(
                id=bound.key,
                title=bound.title,
                unit=bound.numbers.unit,
                live=self.build.all_of(applies, *bound.guards),
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
            for bound in self._bound
        )


def _clauses_of(build: Build, sort: Sort) -> dict[str, ast.Clause]:
    return {
        declared.key: declared.node
        for declared in build.names.of_sort(sort)
        if isinstance(declared.node, ast.Clause)
    }


def _counters_in(lines: tuple[ast.AnyLine, ...]) -> Iterator[ast.Name]:
    for line in lines:
        if isinstance(line, ast.CountsToward):
            yield line.counter
        elif isinstance(line, ast.If | ast.For):
            yield from _counters_in(line.lines)


def _or_nothing(term: ir.Term | None) -> ir.Term:
    return term if term is not None else ir.Constant(0)
