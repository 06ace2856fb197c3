"""Hold the clauses of a policy while they are lowered, before they know of each other.

A draft has the guards of its own construct; which clauses beat it, and the guards
that every clause has (`applies`, the scope of its benefit), are added in the end.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable

import attrs

from policydsl.core import ir
from policydsl.core.determinations import RANK, Determination
from policydsl.core.facts import Fact
from policydsl.core.reading import citations_in
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import field, frozen
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.dating import range_truth
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import YES, all_of, any_of, cited, negation
from policydsl.semantics.lowering import Lowering
from policydsl.semantics.names import Declaration, Names, Sort
from policydsl.semantics.referents import POISON
from policydsl.source import Span
from policydsl.syntax import ast


class Reach(enum.Enum):
    """Which scope stands before a clause's own guards."""

    ANYWHERE = "anywhere"  # none: it binds whatever the request is about
    BENEFIT = "benefit"  # that of its benefit and the benefits that are part of it
    EVERY_BENEFIT = "every benefit"  # that some benefit is about the request
    OWN = "own"  # its guards say all


@frozen
class Site:
    """Where a line stands: in which benefit, in which clause, under which guards."""

    benefit: str | None = None
    key: str | None = None
    guards: tuple[ir.Truth, ...] = ()

    def under(self, *guards: ir.Truth) -> Site:
        new = tuple(guard for guard in guards if guard != YES)
        return attrs.evolve(self, guards=(*self.guards, *new))

    def inside(self, key: str) -> Site:
        return attrs.evolve(self, key=key)

    def key_of(self, name: ast.Name) -> str:
        return f"{self.key}.{name.text}" if self.key else name.text


@frozen(kw_only=True)
class Draft:
    """A clause to be; the names it overrides are not yet looked up."""

    key: str
    name: ast.Name
    head: str
    title: str
    kind: ir.Kind
    determination: Determination
    reach: Reach
    guards: tuple[ir.Truth, ...]
    bite: ir.Truth
    span: Span
    part_of: str | None = None  # the construct of which it says one thing of several
    aliases: tuple[str, ...] = ()  # declared keys that it speaks for beside its own
    target: str | None = None
    exceptions: tuple[ir.Exception_, ...] = ()
    overrides: tuple[ast.Name, ...] = ()
    papers: bool = False
    asks_for: tuple[str, ...] = ()
    benefit: str | None = None
    citations: tuple[str, ...] = ()
    member_pays: bool = False
    leaning: Determination | None = None
    also_bears: tuple[str, ...] = ()
    says: str = ""

    @property
    def rank(self) -> int:
        return RANK[self.determination]

    @property
    def id(self) -> str:
        return self.part_of or self.key

    @property
    def bears(self) -> tuple[str, ...]:
        """Give what the clause itself cites, and not where it stands."""
        own = () if self.reach is Reach.OWN else self.guards
        inside = citations_in(self.bite, self.exceptions, own)
        return tuple(dict.fromkeys((*self.citations, *self.also_bears, *inside)))


@frozen
class Counting:
    """That a benefit counts toward a limit or counter, where, and whether that binds it."""

    counter: str
    site: Site
    limited: bool
    citations: tuple[str, ...]
    span: Span | None = field(default=None, eq=False, repr=False)


class Build:
    """A policy being lowered: what expressions may speak of, and what has come out so far."""

    def __init__(self, low: Lowering) -> None:
        self.low = low
        self.names: Names = low.scope.names
        self.drafts: list[Draft] = []
        self.payments: list[tuple[Site, ir.Payment]] = []
        self.advice: list[tuple[Site, ir.Advice]] = []
        # Gives what a request at a site takes of a unit; set by whoever lowers limits.
        self.asked_per: Callable[[str, Site], ir.Term | None] | None = None
        # What is settled only when every item has been read:
        self.countings: list[Counting] = []
        self.completions: dict[str, list[Site]] = {}
        self.counted_authorizations: list[tuple[Draft, ast.FromNth, ast.Asked | None]] = []
        self.findings: list[tuple[Fact, Span]] = []
        # The keys of limits and redirects with a fault: which clauses they have is not known.
        self.faulty: set[str] = set()
        # What a name was meant to be that names nothing: any of that sort may be meant.
        self.sought: set[Sort] = set()

    @property
    def problems(self) -> list[Diagnostic]:
        return self.low.problems

    def stands(self, key: str, node: ast.Node) -> bool:
        """Say whether *node* is what *key* means, not a second item of that key."""
        declared = self.names.clauses.get(key)
        return declared is not None and declared.node is node

    def all_of(self, *truths: ir.Truth) -> ir.Truth:
        return all_of(truths, self.low.scope.facts)

    def any_of(self, *truths: ir.Truth) -> ir.Truth:
        return any_of(truths, self.low.scope.facts)

    def clause(self, name: ast.Name, *sorts: Sort, near: str | None = None) -> Declaration | None:
        """Find the clause that *name* means; report one that is not there.

        What may be a part of something faulty is left to the report of that fault.
        """
        found = self.names.clause(name, *sorts, near=near)
        if isinstance(found, Diagnostic):
            if name.text.rpartition(".")[0] not in self.faulty:
                self.problems.append(found)
            self.sought.update(sorts)
            return None
        return found

    def complete(self, line: ast.Complete, site: Site) -> None:
        """Note that the document is needed at *site*."""
        declared = self.clause(line.document, Sort.DOCUMENT)
        if declared:
            self.completions.setdefault(declared.key, []).append(site)

    # ------------------------------------------------------------- common lines

    def condition(
        self,
        lines: Iterable[ast.AnyLine],
        kind: type[ast.When | ast.MetWhen | ast.Unless | ast.SatisfiedBy | ast.CountsWhen],
    ) -> ir.Truth | None:
        """Give the condition of the line of this *kind*, or None when there is none."""
        for line in lines:
            if isinstance(line, kind):
                return self.low.condition(line.condition, line.citations)
        return None

    def own_guards(self, lines: Iterable[ast.AnyLine]) -> tuple[ir.Truth, ...]:
        """Give the clause's own `for` lines, then its range of dates."""
        lines = tuple(lines)
        guards = [
            self.low.condition(line.condition, line.citations)
            for line in lines
            if isinstance(line, ast.For) and not line.lines
        ]
        range_ = range_truth(lines)
        return (*guards, range_) if range_ != YES else tuple(guards)

    def exceptions(
        self, lines: Iterable[ast.AnyLine], item: str | None = None
    ) -> tuple[ir.Exception_, ...]:
        """Give the exceptions among *lines*; with *item*, those that speak of it or of all."""
        return tuple(
            self._exception(line)
            for line in lines
            if isinstance(line, ast.Except)
            and (not line.items or item in {name.text for name in line.items})
        )

    def _exception(self, line: ast.Except) -> ir.Exception_:
        return ir.Exception_(
            title=line.title.text if line.title else "",
            condition=self.low.condition(line.condition, line.citations),
            exceptions=self.exceptions(line.lines),
            citations=ids(line.citations),
            span=line.span,
        )

    def lifted(self, exceptions: Iterable[ir.Exception_]) -> ir.Truth:
        """Say that one of *exceptions* holds and none of its own does."""
        return self.any_of(
            *(
                self.all_of(
                    cited(exception.condition, exception.citations),
                    negation(self.lifted(exception.exceptions)),
                )
                for exception in exceptions
            )
        )

    def named_condition(self, name: ast.Name, head: str) -> ir.Truth:
        """Read the clause's own name as a condition; report one that names none."""
        declared = self.names.values.get(name.text)
        if declared is None or declared.sort not in (Sort.FACT, Sort.DEFINE):
            known = [d.key for d in self.names.of_sort(Sort.FACT, Sort.DEFINE)]
            self.problems.append(problems.no_condition(name, head, known))
            return POISON
        return self.low.truth(name)
