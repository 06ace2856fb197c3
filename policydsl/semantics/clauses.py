"""Lower what says one thing: exclude, require, route, refer, review, authorize, redirect.

Each of these clauses has a condition that asks for its determination, its own
guards, and exceptions; which clauses beat it is found out when all are known.
"""

from __future__ import annotations

import re
from typing import assert_never

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Supplier
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Build, Draft, Reach, Site, ids, title_of
from policydsl.semantics.joining import NO, YES, cited, negation
from policydsl.semantics.names import Sort
from policydsl.semantics.reading import facts_read
from policydsl.syntax import ast


@attrs.frozen
class Asked:
    """What an `otherwise`, `beyond` or `leaning` asks for."""

    determination: Determination
    target: str | None = None
    papers: bool = False
    member_pays: bool = False


def asked_for(outcome: ast.Outcome) -> Asked | None:
    """Give what *outcome* asks for; None for `covered`, which no clause can ask for."""
    match outcome.word:
        case ast.OutcomeWord.NOT_COVERED:
            return Asked(Determination.NOT_COVERED)
        case ast.OutcomeWord.PEND:
            return Asked(Determination.PEND_DOCUMENTATION, papers=True)
        case ast.OutcomeWord.REVIEW:
            return Asked(Determination.REVIEW)
        case ast.OutcomeWord.REFER:
            target = outcome.target.text if outcome.target else None
            return Asked(Determination.REFER, target=target)
        case ast.OutcomeWord.PRIOR_AUTH:
            return Asked(Determination.NEEDS_PRIOR_AUTH)
        case ast.OutcomeWord.EXHAUSTED:
            return Asked(Determination.BENEFIT_EXHAUSTED)
        case ast.OutcomeWord.NOT_APPLICABLE:
            return Asked(Determination.NOT_APPLICABLE)
        case ast.OutcomeWord.MEMBER_PAYS:
            return Asked(Determination.NOT_COVERED, member_pays=True)
        case ast.OutcomeWord.COVERED:
            return None
        case _:
            assert_never(outcome.word)


def exclude(build: Build, clause: ast.Clause, site: Site) -> None:
    """Add the clause, or one for each item of the list, which share its `for` and `except`."""
    key = site.key_of(clause.id)
    guards = (*site.guards, *build.own_guards(clause.lines))
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
    )
    if not items:
        _check_items_named(build, clause, frozenset())
        bite = _bite(build, clause)
        if bite is not None:
            build.drafts.append(attrs.evolve(shared, bite=bite))
        return
    for line in clause.lines:
        if isinstance(line, ast.When):
            build.problems.append(problems.when_beside_items(line))
    _check_items_named(build, clause, frozenset(item.id.text for item in items))
    for item in items:
        if build.stands(f"{key}.{item.id.text}", item):
            _excluded_item(build, clause, item, shared)


def _excluded_item(build: Build, clause: ast.Clause, item: ast.Item, shared: Draft) -> None:
    bite = _item_bite(build, item)
    if bite is None:
        return
    exceptions = (
        *build.exceptions(item.lines),
        *build.exceptions(clause.lines, item.id.text),
    )
    build.drafts.append(
        attrs.evolve(
            shared,
            key=f"{shared.key}.{item.id.text}",
            part_of=shared.key,
            name=item.id,
            head="item",
            title=title_of(item),
            guards=(*shared.guards, *build.own_guards(item.lines)),
            bite=bite,
            span=item.span,
            target=_direct_to(build, item.lines) or shared.target,
            exceptions=exceptions,
            overrides=(*shared.overrides, *overridden(item.lines)),
            citations=tuple(dict.fromkeys((*ids(item.citations), *shared.citations))),
        )
    )


def _item_bite(build: Build, item: ast.Item) -> ir.Truth | None:
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


def _bite(build: Build, clause: ast.Clause | ast.Sending | ast.Review) -> ir.Truth | None:
    """Read the `when` line; a `for` alone is enough, and so is a name that is a condition."""
    found = build.condition(clause.lines, ast.When)
    if found is not None:
        return found
    if any(isinstance(line, ast.For) for line in clause.lines):
        return YES
    head = clause.word.value if not isinstance(clause, ast.Review) else "review"
    return build.named_condition(clause.id, head)


def sending(build: Build, item: ast.Sending) -> None:
    bite = _bite(build, item)
    if bite is None:
        return
    routes = item.word is ast.SendingWord.ROUTE
    build.drafts.append(
        Draft(
            key=item.id.text,
            name=item.id,
            head=item.word.value,
            title=title_of(item),
            kind=ir.Kind.ROUTE if routes else ir.Kind.REFER,
            determination=Determination.ROUTE if routes else Determination.REFER,
            reach=Reach.ANYWHERE,
            guards=build.own_guards(item.lines),
            bite=bite,
            span=item.span,
            target=item.target.text,
            exceptions=build.exceptions(item.lines),
            overrides=overridden(item.lines),
            citations=ids(item.citations),
        )
    )


def review(build: Build, item: ast.Review) -> None:
    """Add a clause that a person decides, until the finding that settles it is there."""
    bite = _bite(build, item)
    if bite is None:
        return
    for line in item.lines:
        if isinstance(line, ast.SettledBy):
            bite = build.all_of(bite, _unsettled(build, line))
    leaning = asked_for(item.leaning) if item.leaning else None
    build.drafts.append(
        Draft(
            key=item.id.text,
            name=item.id,
            head="review",
            title=title_of(item),
            kind=ir.Kind.REVIEW,
            determination=Determination.REVIEW,
            reach=Reach.ANYWHERE,
            guards=build.own_guards(item.lines),
            bite=bite,
            span=item.span,
            exceptions=build.exceptions(item.lines),
            overrides=overridden(item.lines),
            citations=ids(item.citations),
            leaning=_leaning(item, leaning),
        )
    )


def _leaning(item: ast.Review, asked: Asked | None) -> Determination | None:
    if item.leaning is None:
        return None
    return asked.determination if asked else Determination.COVERED


def _unsettled(build: Build, line: ast.SettledBy) -> ir.Truth:
    if not isinstance(line.condition, ast.Name):
        build.problems.append(problems.not_a_finding(line.condition))
        return YES
    fact = build.low.fact(line.condition)
    if fact is None:
        return YES
    if not fact.may_be_absent:
        build.problems.append(problems.finding_never_absent(line.condition, fact))
        return YES
    build.findings.append((fact, line.condition.span))
    return cited(ir.IsAbsent(fact.name, span=line.condition.span), ids(line.citations))


def require(build: Build, clause: ast.Clause, site: Site) -> None:
    """Add what must be met, and whatever documents it says are to be complete."""
    key = site.key_of(clause.id)
    guards = (*site.guards, *build.own_guards(clause.lines))
    documents = [line for line in clause.lines if isinstance(line, ast.Complete)]
    for document in documents:
        build.complete(document, attrs.evolve(site, guards=guards))
    met = build.condition(clause.lines, ast.MetWhen)
    if met is None:
        if documents:
            return
        met = build.named_condition(clause.id, "require")
    if met is None:
        return
    asked = otherwise(build, clause.lines, "require", Asked(Determination.NOT_COVERED))
    build.drafts.append(
        Draft(
            key=key,
            name=clause.id,
            head="require",
            title=title_of(clause),
            kind=ir.Kind.REQUIRE,
            determination=asked.determination,
            reach=Reach.BENEFIT if site.benefit else Reach.EVERY_BENEFIT,
            guards=guards,
            bite=negation(met),
            span=clause.span,
            target=asked.target,
            exceptions=build.exceptions(clause.lines),
            overrides=overridden(clause.lines),
            papers=asked.papers,
            asks_for=asks_for(build, clause.lines),
            benefit=site.benefit,
            citations=(*ids(clause.citations), *_otherwise_citations(clause.lines)),
            member_pays=asked.member_pays,
        )
    )


def otherwise(build: Build, lines: tuple[ast.AnyLine, ...], head: str, default: Asked) -> Asked:
    """Read the `otherwise` line, if there is one."""
    for line in lines:
        if isinstance(line, ast.Otherwise):
            asked = asked_for(line.outcome)
            if asked is None:
                allowed = "`not covered`, `pend`, `review` or another adverse outcome"
                build.problems.append(problems.wrong_outcome(line.outcome, head, allowed))
                return default
            return asked
    return default


def _otherwise_citations(lines: tuple[ast.AnyLine, ...]) -> tuple[str, ...]:
    return tuple(
        id for line in lines if isinstance(line, ast.Otherwise) for id in ids(line.citations)
    )


def asks_for(build: Build, lines: tuple[ast.AnyLine, ...]) -> tuple[str, ...]:
    facts = [
        build.low.fact(name)
        for line in lines
        if isinstance(line, ast.AskFor)
        for name in line.facts
    ]
    return tuple(dict.fromkeys(fact.name for fact in facts if fact))


def authorize(build: Build, clause: ast.Clause, site: Site) -> None:
    """Add that prior authorization is needed when, unless, and until it is satisfied."""
    when = build.condition(clause.lines, ast.When)
    lifted = [build.condition(clause.lines, kind) for kind in (ast.Unless, ast.SatisfiedBy)]
    bite = build.all_of(
        when if when is not None else YES,
        *(negation(truth) for truth in lifted if truth is not None),
    )
    draft = Draft(
        key=site.key_of(clause.id),
        name=clause.id,
        head="authorize",
        title=title_of(clause),
        kind=ir.Kind.AUTHORIZE,
        determination=Determination.NEEDS_PRIOR_AUTH,
        reach=Reach.BENEFIT if site.benefit else Reach.EVERY_BENEFIT,
        guards=(*site.guards, *build.own_guards(clause.lines)),
        bite=bite,
        span=clause.span,
        exceptions=build.exceptions(clause.lines),
        overrides=overridden(clause.lines),
        asks_for=asks_for(build, clause.lines),
        benefit=site.benefit,
        citations=ids(clause.citations),
    )
    for line in clause.lines:
        if isinstance(line, ast.FromNth):
            build.counted_authorizations.append((draft, line))
            return
    build.drafts.append(draft)


def overridden(lines: tuple[ast.AnyLine, ...]) -> tuple[ast.Name, ...]:
    return tuple(name for line in lines if isinstance(line, ast.Overrides) for name in line.clauses)


def redirect_rows(build: Build, rows: ast.Rows) -> tuple[Draft, ...]:
    """Give one clause for each row; its key is the redirect's and what the row is about."""
    given: tuple[ast.Name, ...] = ()
    drafts: list[Draft] = []
    taken: set[str] = set()
    for line in rows.lines:
        match line:
            case ast.GivenNames():
                given = line.facts
            case ast.Row():
                draft = _redirect_row(build, rows, line, given)
                if draft is not None:
                    draft = attrs.evolve(draft, key=_fresh(draft.key, taken))
                    drafts.append(draft)
            case _:
                pass
    return tuple(drafts)


def _redirect_row(
    build: Build, rows: ast.Rows, row: ast.Row, given: tuple[ast.Name, ...]
) -> Draft | None:
    *cells, last = row.cells
    if last.word is not ast.CellWord.TO or last.target is None:
        build.problems.append(problems.row_without_target(last))
        return None
    condition = build.low.row_condition(given, tuple(cells))
    words = [_slug(cell.span.text) for cell in cells if cell.word is not ast.CellWord.ANY]
    return Draft(
        key=f"{rows.id.text}.{'_'.join(words) or 'any'}",
        part_of=rows.id.text,
        name=rows.id,
        head="redirect",
        title=title_of(rows),
        kind=ir.Kind.REDIRECT,
        determination=Determination.ROUTE,
        reach=Reach.OWN,
        guards=build.own_guards(rows.lines),
        bite=condition,
        span=row.span,
        target=last.target.text,
        overrides=overridden(rows.lines),
        citations=tuple(dict.fromkeys((*ids(row.citations), *ids(rows.citations)))),
    )


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_")


def _fresh(key: str, taken: set[str]) -> str:
    number, fresh = 1, key
    while fresh in taken:
        number += 1
        fresh = f"{key}_{number}"
    taken.add(fresh)
    return fresh


def advise(build: Build, line: ast.Advise, site: Site) -> None:
    """Add what is explained and never decides."""
    guards = list(site.guards)
    if line.condition is not None:
        guards.append(build.low.truth(line.condition, knowing=True))
    guards += (
        build.low.condition(inner.condition, inner.citations, knowing=True)
        for inner in line.lines
        if isinstance(inner, ast.When | ast.For)
    )
    number = 1 + sum(1 for other, _ in build.advice if other.key == site.key)
    id = site.key_of(line.id) if line.id else f"{site.key or 'policy'}.advice_{number}"
    advice = ir.Advice(id, line.text.text, tuple(guards), ids(line.citations), span=line.span)
    build.advice.append((site, advice))


def unjust_denials(build: Build) -> tuple[Diagnostic, ...]:
    """Find the clauses that deny on a finding which the provider who asks supplies."""
    denying = (Determination.NOT_COVERED, Determination.BENEFIT_EXHAUSTED)
    return tuple(
        problems.performer_judges(draft.name, fact, span)
        for fact, span in build.findings
        if fact.supplier is Supplier.PERFORMER
        for draft in build.drafts
        if draft.determination in denying and fact.name in facts_read(draft.bite)
    )
