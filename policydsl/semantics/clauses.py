"""Lower what says one thing: exclude, require, route, refer, review, authorize, redirect.

Each of these clauses has a condition that asks for its determination, its own
guards, and exceptions; which clauses beat it is found out when all are known.
"""

from __future__ import annotations

from typing import assert_never

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Supplier
from policydsl.core.reading import facts_read
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics import problems_limits
from policydsl.semantics.dating import range_truth
from policydsl.semantics.drafts import Build, Draft, Reach, Site
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import YES, cited, negation
from policydsl.syntax import ast


@frozen
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


def bite_of(build: Build, clause: ast.Clause | ast.Sending | ast.Review) -> ir.Truth:
    """Read the `when` line; a `for` alone is enough, and so is a name that is a condition."""
    found = build.condition(clause.lines, ast.When)
    if found is not None:
        return found
    if any(isinstance(line, ast.For) for line in clause.lines):
        return YES
    head = clause.word.value if not isinstance(clause, ast.Review) else "review"
    return build.named_condition(clause.id, head)


def sending(build: Build, item: ast.Sending) -> None:
    remarks(build, item.lines, Site(key=item.id.text))
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
            bite=bite_of(build, item),
            span=item.span,
            target=item.target.text,
            exceptions=build.exceptions(item.lines),
            overrides=overridden(item.lines),
            citations=ids(item.citations),
            says=said(item.lines),
        )
    )


def review(build: Build, item: ast.Review) -> None:
    """Add a clause that a person decides, until the finding that settles it is there."""
    remarks(build, item.lines, Site(key=item.id.text))
    bite = bite_of(build, item)
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
            says=said(item.lines),
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
    remarks(build, clause.lines, site.inside(key))
    documents = [line for line in clause.lines if isinstance(line, ast.Complete)]
    for document in documents:
        build.complete(document, attrs.evolve(site, guards=guards))
    if documents and not any(isinstance(line, ast.MetWhen) for line in clause.lines):
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
            bite=negation(met_when(build, clause)),
            span=clause.span,
            target=asked.target,
            exceptions=build.exceptions(clause.lines),
            overrides=overridden(clause.lines),
            papers=asked.papers,
            asks_for=asks_for(build, clause.lines),
            benefit=site.benefit,
            citations=(*ids(clause.citations), *_otherwise_citations(clause.lines)),
            member_pays=asked.member_pays,
            says=said(clause.lines),
        )
    )


def met_when(build: Build, clause: ast.Clause) -> ir.Truth:
    """Read what a `require` requires: its `met when`, or the condition that it names."""
    met = build.condition(clause.lines, ast.MetWhen)
    return met if met is not None else build.named_condition(clause.id, "require")


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
    remarks(build, clause.lines, site.inside(site.key_of(clause.id)))
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
        says=said(clause.lines),
    )
    counted = next((line for line in clause.lines if isinstance(line, ast.FromNth)), None)
    asked = next((line for line in clause.lines if isinstance(line, ast.Asked)), None)
    if counted is not None:
        build.counted_authorizations.append((draft, counted, asked))
        return
    if asked is not None:
        build.problems.append(problems_limits.asked_of_no_count(asked))
    build.drafts.append(draft)


def overridden(lines: tuple[ast.AnyLine, ...]) -> tuple[ast.Name, ...]:
    return tuple(name for line in lines if isinstance(line, ast.Overrides) for name in line.clauses)


def remarks(build: Build, lines: tuple[ast.AnyLine, ...], site: Site) -> None:
    """Add what the clause at *site* explains, where its own guards hold."""
    found = [line for line in lines if isinstance(line, ast.Advise)]
    inside = site.under(*build.own_guards(lines)) if found else site
    for line in found:
        advise(build, line, inside)


def advise(build: Build, line: ast.Advise, site: Site) -> None:
    """Add what is explained and never decides."""
    guards = list(site.guards)
    in_force = range_truth(line.lines)
    if in_force != YES:
        guards.append(in_force)
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
