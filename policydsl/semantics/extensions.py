"""Lower what an extendable limit says once its amount is used up (SPEC 4.4, LIMIT).

Past the ceiling, or outside the window, nothing helps.  Inside, a denial ends it, a
requirement speaks while a request is pending, and else the extension must be asked
for or decided.
"""

from __future__ import annotations

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.facts import Fact
from policydsl.semantics import clauses
from policydsl.semantics.arithmetic import Arithmetic, Extension
from policydsl.semantics.drafts import Build, Draft
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import NO, YES, cited, negation
from policydsl.syntax import ast


def extension_drafts(
    build: Build, numbers: Arithmetic, plain: Draft, beyond: Draft
) -> tuple[Draft, ...]:
    """Give the clauses of the limit that *plain* speaks for; *beyond* is what its end asks for."""
    extension = numbers.extension
    assert extension is not None
    key = plain.key
    cites = ids(extension.line.citations)
    windows = numbers.outside_windows
    part = attrs.evolve(plain, kind=ir.Kind.EXTENSION, part_of=key, citations=())
    found: list[Draft] = []
    outside = build.any_of(*windows, cited(negation(numbers.below_ceiling), cites))
    if outside != NO:
        final = attrs.evolve(beyond, kind=ir.Kind.EXTENSION, part_of=key)
        found.append(attrs.evolve(final, key=f"{key}.exhausted", bite=outside))
    inside = build.all_of(*(negation(window) for window in windows), numbers.below_ceiling)
    within = _under(part, inside)
    open_: ir.Truth = YES
    if extension.status is not None:
        line = next(line for line in extension.line.lines if isinstance(line, ast.Status))
        denied = _state(extension.status, line, "denied")
        ended = cited(denied, ids(line.citations))
        found.append(attrs.evolve(within, key=f"{key}.denied", bite=ended))
        pending = build.all_of(_state(extension.status, line, "pending"), extension.asked_by)
        found += _requirements(build, extension, _under(within, pending))
        open_ = negation(denied)
    asked = attrs.evolve(
        within,
        key=f"{key}.extension",
        determination=Determination.NEEDS_EXTENSION,
        bite=open_,
        citations=cites or plain.citations,
        says=said(extension.line.lines) or plain.says,
    )
    return (*found, asked)


def _requirements(build: Build, extension: Extension, asking: Draft) -> list[Draft]:
    """Give what the extension requires; a known failure exhausts unless it says otherwise."""
    found: list[Draft] = []
    default = clauses.Asked(Determination.BENEFIT_EXHAUSTED)
    for line in extension.line.lines:
        if not isinstance(line, ast.Clause) or line.word is not ast.ClauseWord.REQUIRE:
            continue
        key = f"{asking.id}.{line.id.text}"
        if not build.stands(key, line):
            continue
        met = clauses.met_when(build, line)
        asked = clauses.otherwise(build, line.lines, "require", default)
        found.append(
            attrs.evolve(
                asking,
                key=key,
                name=line.id,
                head="require",
                title=title_of(line),
                guards=(*asking.guards, *build.own_guards(line.lines)),
                bite=negation(met),
                span=line.span,
                determination=asked.determination,
                target=asked.target,
                papers=asked.papers,
                member_pays=asked.member_pays,
                exceptions=build.exceptions(line.lines),
                overrides=clauses.overridden(line.lines),
                asks_for=clauses.asks_for(build, line.lines),
                citations=ids(line.citations),
                says=said(line.lines) or asking.says,
            )
        )
    return found


def _under(draft: Draft, guard: ir.Truth) -> Draft:
    return draft if guard == YES else attrs.evolve(draft, guards=(*draft.guards, guard))


def _state(status: Fact, line: ast.Status, state: str) -> ir.Truth:
    return ir.MemberIs(status.name, frozenset({state}), span=line.fact.span)
