"""Lower exclusions: one clause, or one for each item of a list that shares its lines."""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.clauses import bite_of, overridden, remarks
from policydsl.semantics.drafts import Build, Draft, Reach, Site
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import NO
from policydsl.semantics.names import Sort
from policydsl.syntax import ast


def exclude(build: Build, clause: ast.Clause, site: Site) -> None:
    """Add the clause, or one for each item of the list, which share its `for` and `except`."""
    key = site.key_of(clause.id)
    guards = (*site.guards, *build.own_guards(clause.lines))
    remarks(build, clause.lines, site.inside(key))
    items = [line for line in clause.lines if isinstance(line, ast.Item)]
    shared = Draft(
        key=key,
        name=clause.id,
        head="exclude",
        title=title_of(clause),
        kind=ir.Kind.EXCLUDE,
        determination=Determination.NOT_COVERED,
        reach=Reach.BENEFIT if site.benefit else Reach.ANYWHERE,
        guards=guards,
        bite=NO,
        span=clause.span,
        target=_direct_to(build, clause.lines),
        exceptions=build.exceptions(clause.lines),
        overrides=overridden(clause.lines),
        benefit=site.benefit,
        citations=ids(clause.citations),
        says=said(clause.lines),
    )
    if not items:
        _check_items_named(build, clause, frozenset())
        build.drafts.append(attrs.evolve(shared, bite=bite_of(build, clause)))
        return
    for line in clause.lines:
        if isinstance(line, ast.When):
            build.problems.append(problems.when_beside_items(line))
    _check_items_named(build, clause, frozenset(item.id.text for item in items))
    for item in items:
        if build.stands(f"{key}.{item.id.text}", item):
            _excluded_item(build, clause, item, shared)


def _excluded_item(build: Build, clause: ast.Clause, item: ast.Item, shared: Draft) -> None:
    key = f"{shared.key}.{item.id.text}"
    remarks(build, item.lines, Site(shared.benefit, key, shared.guards))
    exceptions = (
        *build.exceptions(item.lines),
        *build.exceptions(clause.lines, item.id.text),
    )
    build.drafts.append(
        attrs.evolve(
            shared,
            key=key,
            part_of=shared.key,
            name=item.id,
            head="item",
            title=title_of(item),
            guards=(*shared.guards, *build.own_guards(item.lines)),
            bite=_item_bite(build, item),
            span=item.span,
            target=_direct_to(build, item.lines) or shared.target,
            exceptions=exceptions,
            overrides=(*shared.overrides, *overridden(item.lines)),
            citations=tuple(dict.fromkeys((*ids(item.citations), *shared.citations))),
            says=said(item.lines) or shared.says,
        )
    )


def _item_bite(build: Build, item: ast.Item) -> ir.Truth:
    if item.condition is not None:
        return build.low.truth(item.condition)
    found = build.condition(item.lines, ast.When)
    return found if found is not None else build.named_condition(item.id, "item")


def _check_items_named(build: Build, clause: ast.Clause, known: frozenset[str]) -> None:
    for line in clause.lines:
        if isinstance(line, ast.Except):
            for name in line.items:
                if name.text not in known:
                    build.problems.append(problems.no_such_item(name, clause.id, known))


def _direct_to(build: Build, lines: tuple[ast.AnyLine, ...]) -> str | None:
    target = None
    for line in lines:
        match line:
            case ast.DirectTo():
                target = line.target.text
            case ast.IncludedIn():
                build.clause(line.benefit, Sort.COVER)
            case _:
                pass
    return target
