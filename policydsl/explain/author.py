"""Lay an explanation out for the author of a policy: every clause, in the policy's own words."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir, texts
from policydsl.core.determinations import Determination
from policydsl.explain import setaside, standing, sums, why, words
from policydsl.explain.blocks import Page, Reader, Section
from policydsl.explain.changing import TITLE, changing
from policydsl.explain.clausetrace import Role
from policydsl.explain.explanation import Explanation
from policydsl.explain.pathway import path
from policydsl.explain.rendering import Rendering
from policydsl.explain.verdicts import VERDICT


def for_author(explanation: Explanation, *, everything: bool = False) -> Rendering:
    """Tell the author; *everything* lists the clauses that did not apply one by one."""
    sections = (
        Section("Why", tuple(why.why(explanation, everything))),
        Section("Path", tuple(path(explanation))),
        Section("Outranked", tuple(why.outranked(explanation))),
        Section("Limits", tuple(sums.limits(explanation))),
        Section("Payment", tuple(sums.payment(explanation))),
        Section("Missing", tuple(standing.missing(explanation, everything))),
        Section("Still possible", tuple(standing.possible(explanation))),
        Section(TITLE, tuple(changing(explanation))),
        Section("Met", tuple(setaside.met(explanation, everything))),
        Section("Not applied", tuple(setaside.not_applied(explanation, everything))),
        Section("Assumed", tuple(standing.assumed(explanation))),
        Section("Open questions", tuple(standing.questions(explanation))),
        Section("Advice", tuple(standing.advice(explanation))),
        Section("Receipt", tuple(standing.receipt(explanation))),
    )
    return Rendering(Reader.AUTHOR, page_of(explanation, sections), explanation.to_dict)


def page_of(explanation: Explanation, sections: Iterable[Section]) -> Page:
    """Put a verdict, whose it is, and what was filled of *sections* on a page."""
    subject, as_of = explanation.subject, explanation.decision.receipt.as_of
    edition = f", edition {subject.edition}" if subject.edition else ""
    return Page(
        VERDICT[explanation.decision.determination],
        about(explanation),
        (subject.heading, f"{subject.id}{edition}, service date {as_of}"),
        tuple(section for section in sections if section.entries),
    )


def about(explanation: Explanation) -> str:
    """Return the rest of the title line: what was decided on, and what it comes to."""
    decision = explanation.decision
    deciding = [c for c in explanation.reasons() if c.role in (Role.DECIDES, Role.OPEN)]
    match decision.determination:
        case Determination.PEND_DOCUMENTATION if decision.missing:
            count = len(decision.missing)
            if count == 1:
                return f"missing: {words.short(explanation.missing[0].read.label)}"
            return f"{count} facts or papers are missing"
        case Determination.COVERED:
            return f"{_benefits(explanation)}{_money(explanation)}{_partly(explanation)}"
        case _:
            pass
    titles = list(dict.fromkeys(clause.title for clause in deciding))
    text = titles[0] if titles else ""
    if len(titles) > 1:
        text += f", and {len(titles) - 1} more"
    if decision.routes_to:
        to = f"to {texts.spaced(decision.routes_to)}"
        text = f"{to} — {text}" if text else to
    return f"{text}{_money(explanation)}{_partly(explanation)}"


def _benefits(explanation: Explanation) -> str:
    """Return the benefits that cover, each after those that it is part of."""
    covering = {
        clause.key: clause.title
        for clause in explanation.reasons()
        if clause.kind is ir.Kind.COVER and clause.role in (Role.DECIDES, Role.OPEN)
    }
    lineages = [b.lineage for b in explanation.benefits if b.id in covering]
    outer = {id for lineage in lineages for id in lineage[1:]}
    paths = [
        " › ".join(covering[id] for id in reversed(lineage) if id in covering)
        for lineage in lineages
        if lineage[0] not in outer
    ]
    return ", ".join(paths)


def _money(explanation: Explanation) -> str:
    pays = explanation.payment
    if pays is None:
        return ""
    if pays.rate == 0 and pays.plan == 0:
        return " — the member pays all"
    text = "" if pays.rate is None else f" — plan pays {texts.percent(pays.rate)}"
    if pays.plan is not None and pays.basis is not None:
        text += "," if text else " — plan pays"
        text += f" {texts.money(pays.plan)} of {texts.money(pays.basis)}"
    return text


def _partly(explanation: Explanation) -> str:
    partly = explanation.partly()
    return f" — {partly[1]} of {partly[0]} fit" if partly else ""
