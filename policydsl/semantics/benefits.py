"""Lower covers: which requests a benefit is about, and what stands inside it.

The scope of a benefit is its `for` and its dates, without its exceptions and the
benefits that override it.  A benefit that is `part of` another inherits all of it
but `for`: what stands in the outer one binds the requests of both (SPEC 4.4).
"""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.semantics import clauses, payments
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Build, Counting, Draft, Reach, Site
from policydsl.semantics.exclusions import exclude
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import negation
from policydsl.semantics.names import Declaration, Sort
from policydsl.syntax import ast


class Benefits:
    """The covers of a policy by key, their family tree and their scopes."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.cover_by_key: dict[str, ast.Clause] = {
            declared.key: declared.node
            for declared in build.names.of_sort(Sort.COVER)
            if isinstance(declared.node, ast.Clause)
        }
        self.parent_by_key: dict[str, str] = {}
        self._beaten_by: dict[str, list[str]] = {}
        self._scopes: dict[str, ir.Truth] = {}
        self._reaches: dict[tuple[str, frozenset[str]], ir.Truth] = {}
        self._some: ir.Truth | None = None
        self._outside: set[tuple[str, str | None]] = set()
        for key, cover in self.cover_by_key.items():
            self._read_relations(key, cover)
        self._cut_cycles()

    def _read_relations(self, key: str, cover: ast.Clause) -> None:
        for line in cover.lines:
            match line:
                case ast.PartOf():
                    parent = self.build.clause(line.benefit, Sort.COVER)
                    if parent:
                        self.parent_by_key.setdefault(key, parent.key)
                case ast.Outside():
                    counter = self._counter(line.counter) if line.counter else None
                    if line.counter is None or counter:
                        self._outside.add((key, counter))
                case ast.CountsToward(limited=False):
                    counter = self._counter(line.counter)
                    if counter:
                        self._outside.add((key, counter))
                case _:
                    pass
        for name in clauses.overridden(cover.lines):
            # A name that means nothing is reported with the clause's other overrides.
            beaten = self.build.names.clause(name, near=key)
            if isinstance(beaten, Declaration) and beaten.key in self.cover_by_key:
                self._beaten_by.setdefault(beaten.key, []).append(key)

    def _counter(self, name: ast.Name) -> str | None:
        found = self.build.names.clause(name, Sort.LIMIT, Sort.COUNTER)
        return found.key if isinstance(found, Declaration) else None

    def _cut_cycles(self) -> None:
        """Report each circle of `part of` once, and open it where it was found."""
        for key in self.cover_by_key:
            path = [key]
            while path[-1] in self.parent_by_key and self.parent_by_key[path[-1]] not in path:
                path.append(self.parent_by_key[path[-1]])
            if path[-1] in self.parent_by_key:
                circle = path[path.index(self.parent_by_key[path[-1]]) :]
                del self.parent_by_key[path[-1]]
                names = [_part_of(self.cover_by_key[key]) for key in circle]
                self.build.problems.append(problems.part_cycle(names, circle))

    # ------------------------------------------------------------------ scopes

    def lineage(self, key: str) -> tuple[str, ...]:
        """Give *key* and what it is part of, the nearest first."""
        found = [key]
        while found[-1] in self.parent_by_key:
            found.append(self.parent_by_key[found[-1]])
        return tuple(found)

    def scope(self, key: str) -> ir.Truth:
        """Say that the benefit is about the request: S_b of SPEC 4.4."""
        if key not in self._scopes:
            cover = self.cover_by_key[key]
            own = self.build.own_guards(cover.lines)
            lifted = self.build.lifted(self.build.exceptions(cover.lines))
            # A circle of overrides is reported later; here it must only come to an end.
            self._scopes[key] = self.build.all_of(*own, negation(lifted))
            beaten = [negation(self.scope(o)) for o in sorted(self._beaten_by.get(key, ()))]
            self._scopes[key] = self.build.all_of(*own, negation(lifted), *beaten)
        return self._scopes[key]

    def reach(self, key: str, without: frozenset[str] = frozenset()) -> ir.Truth:
        """Say that *key* or a benefit that is part of it is about the request.

        Those of *without*, and what is part of them, do not count: they decide for
        themselves.
        """
        if (key, without) not in self._reaches:
            self._reaches[key, without] = self._reach(key, without)
        return self._reaches[key, without]

    def _reach(self, key: str, without: frozenset[str]) -> ir.Truth:
        members = [
            other
            for other in sorted(self.cover_by_key)  # the order of the file decides nothing
            if key in (line := self.lineage(other)) and not without & set(_below(line, key))
        ]
        barred = [other for other in sorted(without) if key in self.lineage(other)[1:]]
        about = self.build.any_of(*(self.scope(member) for member in members))
        return self.build.all_of(about, *(negation(self.scope(other)) for other in barred))

    def some(self) -> ir.Truth:
        """Say that some benefit is about the request."""
        if self._some is None:
            scopes = (self.scope(key) for key in sorted(self.cover_by_key))
            self._some = self.build.any_of(*scopes)
        return self._some

    def of(self, site: Site) -> ir.Truth:
        return self.reach(site.benefit) if site.benefit else self.some()

    def bound(self, counting: Counting) -> ir.Truth:
        """Say that the benefit of *counting* is bound there, or one that is part of it."""
        benefit = counting.site.benefit
        assert benefit is not None
        free = frozenset(
            key for key, counter in self._outside if counter in (None, counting.counter)
        )
        return self.build.all_of(self.reach(benefit, free - {benefit}), *counting.site.guards)

    def paying(self, key: str) -> ir.Truth:
        """Say that what *key* pays applies: not where a part of it has its own payment."""
        payers = frozenset(site.benefit for site, _ in self.build.payments if site.benefit)
        return self.reach(key, payers - {key})

    # ------------------------------------------------------------------- bodies

    def read(self, key: str) -> None:
        """Lower what stands inside the cover, and that it covers."""
        cover = self.cover_by_key[key]
        self.build.drafts.append(
            Draft(
                key=key,
                name=cover.id,
                head="cover",
                title=title_of(cover),
                kind=ir.Kind.COVER,
                determination=Determination.COVERED,
                reach=Reach.OWN,
                guards=(),
                bite=self.scope(key),
                span=cover.span,
                overrides=clauses.overridden(cover.lines),
                benefit=key,
                citations=ids(cover.citations),
                says=said(cover.lines),
            )
        )
        self._lines(cover.lines, Site(benefit=key, key=key))

    def _lines(self, lines: tuple[ast.AnyLine, ...], site: Site) -> None:
        for line in lines:
            self._line(line, site)

    def _line(self, line: ast.AnyLine, site: Site) -> None:
        match line:
            case ast.If() | ast.For():
                if line.lines:
                    guard = self.build.low.condition(line.condition, line.citations)
                    self._lines(line.lines, site.under(guard))
            case ast.Clause():
                if self.build.stands(site.key_of(line.id), line):
                    self._clause(line, site)
            case ast.CountsToward():
                declared = self.build.clause(line.counter, Sort.LIMIT, Sort.COUNTER)
                if declared:
                    self.build.countings.append(
                        Counting(declared.key, site, line.limited, ids(line.citations), line.span)
                    )
            case ast.Outside():
                if line.counter:
                    self.build.clause(line.counter, Sort.LIMIT, Sort.COUNTER)
            case ast.Complete():
                self.build.complete(line, site)
            case ast.Pays():
                payments.pays(self.build, line, site)
            case ast.Advise():
                clauses.advise(self.build, line, site)
            case _:
                pass

    def _clause(self, clause: ast.Clause, site: Site) -> None:
        match clause.word:
            case ast.ClauseWord.REQUIRE:
                clauses.require(self.build, clause, site)
            case ast.ClauseWord.AUTHORIZE:
                clauses.authorize(self.build, clause, site)
            case ast.ClauseWord.EXCLUDE:
                exclude(self.build, clause, site)
            case _:
                pass

    def lowered(self) -> tuple[ir.Benefit, ...]:
        return tuple(
            ir.Benefit(
                id=key,
                title=title_of(cover),
                scope=self.scope(key),
                lineage=self.lineage(key),
                citations=ids(cover.citations),
                span=cover.span,
            )
            for key, cover in self.cover_by_key.items()
        )


def _below(lineage: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Give the part of *lineage* under *key*."""
    return lineage[: lineage.index(key)]


def _part_of(cover: ast.Clause) -> ast.Name:
    return next(line.benefit for line in cover.lines if isinstance(line, ast.PartOf))
