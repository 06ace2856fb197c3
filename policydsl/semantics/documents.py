"""Lower documents: a paper and its elements, each pending while it lacks, is unknown or too old.

A document binds where a clause says `complete DOC`; its elements are asked for there,
each under the guards of the `if` and `for` blocks in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.frozen import frozen
from policydsl.semantics import clauses
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.benefits import Benefits
from policydsl.semantics.drafts import Build, Draft, Reach, Site
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import cited, negation
from policydsl.semantics.names import Sort
from policydsl.syntax import ast


def documents(build: Build, benefits: Benefits) -> None:
    """Add the elements of every document, now that every `complete` is known."""
    for declared in build.names.of_sort(Sort.DOCUMENT):
        if isinstance(declared.node, ast.Clause):
            _Document(build, benefits, declared.key, declared.node).lower()


@frozen
class _Element:
    """What one paper must show: one condition, or several of which one is enough."""

    items: tuple[ast.Item, ...]
    guards: tuple[ir.Truth, ...]
    span_of: ast.Node
    citations: tuple[str, ...] = ()


class _Document:
    def __init__(self, build: Build, benefits: Benefits, key: str, clause: ast.Clause) -> None:
        self.build = build
        self.benefits = benefits
        self.key = key
        self.clause = clause

    def lower(self) -> None:
        sites = self.build.completions.get(self.key, [])
        if not sites and Sort.DOCUMENT not in self.build.sought:
            self.build.problems.append(problems.document_unused(self.clause.id))
        where = self._where(sites)
        own = self.build.own_guards(self.clause.lines)
        for element in self._elements(self.clause.lines, ()):
            draft = self._draft(element, (*where, *own))
            if sites:
                self.build.drafts.append(draft)

    def _where(self, sites: list[Site]) -> tuple[ir.Truth, ...]:
        """Give the guards of the one site, or say that the request is at one of several."""
        if len(sites) == 1:
            return (self.benefits.of(sites[0]), *sites[0].guards)
        sites = sorted(sites, key=lambda site: site.key or "")
        places = [self.build.all_of(self.benefits.of(site), *site.guards) for site in sites]
        return (self.build.any_of(*places),)

    def _elements(
        self, lines: Iterable[ast.AnyLine], guards: tuple[ir.Truth, ...]
    ) -> Iterator[_Element]:
        for line in lines:
            match line:
                case ast.Item():
                    if self.build.stands(f"{self.key}.{line.id.text}", line):
                        yield _Element((line,), guards, line, ids(line.citations))
                case ast.AnyOf():
                    items = tuple(item for item in line.lines if isinstance(item, ast.Item))
                    if items:
                        yield _Element(items, guards, line, ids(line.citations))
                case ast.If() | ast.For() if line.lines:
                    guard = self.build.low.condition(line.condition, line.citations)
                    yield from self._elements(line.lines, (*guards, guard))
                case _:
                    pass

    def _draft(self, element: _Element, where: tuple[ir.Truth, ...]) -> Draft:
        truths = [self._shown(item) for item in element.items]
        single = element.items[0] if len(element.items) == 1 else None
        exceptions = self.build.exceptions(self.clause.lines)
        guards = (*where, *element.guards)
        if single is not None:
            exceptions = (*self.build.exceptions(single.lines), *exceptions)
            guards = (*guards, *self.build.own_guards(single.lines))
            met = truths[0]
        else:
            met = self.build.any_of(
                *(
                    cited(truth, ids(item.citations))
                    for truth, item in zip(truths, element.items, strict=True)
                )
            )
        sites = self.build.completions.get(self.key, [])
        return Draft(
            key=f"{self.key}." + "_or_".join(item.id.text for item in element.items),
            part_of=self.key,
            aliases=() if single else tuple(f"{self.key}.{i.id.text}" for i in element.items),
            name=element.items[0].id,
            head="document element",
            title=" or ".join(title_of(item) for item in element.items),
            kind=ir.Kind.DOCUMENT,
            determination=Determination.PEND_DOCUMENTATION,
            reach=Reach.OWN,
            guards=guards,
            bite=negation(met),
            span=element.span_of.span,
            exceptions=exceptions,
            papers=True,
            asks_for=tuple(
                dict.fromkeys(
                    name for i in element.items for name in clauses.asks_for(self.build, i.lines)
                )
            ),
            benefit=sites[0].benefit if len(sites) == 1 else None,
            citations=tuple(dict.fromkeys((*element.citations, *ids(self.clause.citations)))),
            says=(said(single.lines) if single else "") or said(self.clause.lines),
        )

    def _shown(self, item: ast.Item) -> ir.Truth:
        """Read what the paper must show."""
        if item.condition is not None:
            return self.build.low.truth(item.condition)
        found = self.build.condition(item.lines, ast.MetWhen)
        if found is not None:
            return found
        return self.build.named_condition(item.id, "document element")
