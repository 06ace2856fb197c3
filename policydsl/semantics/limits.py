"""Read the numbers of limits and counters, and find which requests each limit binds."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.core.tables import Counts
from policydsl.semantics import problems_limits
from policydsl.semantics.arithmetic import Arithmetic
from policydsl.semantics.benefits import Benefits
from policydsl.semantics.binding import Bound
from policydsl.semantics.counting import counter_of, read_arithmetic
from policydsl.semantics.drafts import Build, Draft, Reach
from policydsl.semantics.headings import ids, title_of
from policydsl.semantics.joining import YES, cited, negation
from policydsl.semantics.lowering import LimitPart
from policydsl.semantics.names import Declaration, Sort
from policydsl.semantics.typing import Lowered, NumberType
from policydsl.source import Span
from policydsl.syntax import ast


class Limits:
    """The limits of a policy by key; their numbers are lowered when first asked for."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.limit_by_key = _clauses_of(build, Sort.LIMIT)
        self.counter_by_key = _clauses_of(build, Sort.COUNTER)
        self._numbers: dict[str, Arithmetic | None] = {}
        self._open: list[str] = []
        self.bound: list[Bound] = []

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
            self.bound.append(
                Bound(
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
        self.bound.append(
            Bound(
                draft.key,
                draft.title,
                numbers,
                live,
                draft.citations,
                draft.span,
                authorization=attrs.evolve(draft, reach=Reach.OWN, guards=where),
            )
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
