"""Lower `applies` and `redirect`: whom the policy governs, and who is governed elsewhere.

A redirect stands outside the scope, so it widens the `applies` that it overrides;
every other clause speaks only where all `applies` hold and no redirect does (SPEC 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.core.determinations import RANK, Determination
from policydsl.core.reading import citations_in
from policydsl.frozen import frozen
from policydsl.semantics.citations import Cites
from policydsl.semantics.dating import range_truth
from policydsl.semantics.drafts import Build, Draft
from policydsl.semantics.headings import ids, said, title_of
from policydsl.semantics.joining import YES, negation
from policydsl.semantics.names import Declaration
from policydsl.semantics.redirects import redirect_rows
from policydsl.syntax import ast


@frozen
class _Applies:
    clause: ast.Clause
    range: ir.Truth
    governs: ir.Truth  # within its range of dates


@frozen
class Applicability:
    """`holds` is the first guard of every clause; `clauses` speak where it fails."""

    holds: ir.Truth
    clauses: tuple[ir.Clause, ...]
    redirects: tuple[Draft, ...]
    cites: tuple[Cites, ...]
    beside_by_key: dict[str, ir.Truth]
    items: tuple[ast.Clause, ...]

    def beside(self, key: str) -> ir.Truth:
        """Say that every `applies` holds which the redirect clause *key* does not override."""
        return self.beside_by_key[key]


def read_applicability(build: Build, items: Iterable[ast.AnyItem]) -> Applicability:
    applies: dict[str, _Applies] = {}
    redirects: list[Draft] = []
    for item in items:
        match item:
            case ast.Clause(word=ast.ClauseWord.APPLIES) if build.stands(item.id.text, item):
                applies[item.id.text] = _applies(build, item)
            case ast.Rows(word=ast.RowsWord.REDIRECT) if build.stands(item.id.text, item):
                redirects += redirect_rows(build, item)
            case _:
                pass
    # The order of the file decides nothing.
    applies = dict(sorted(applies.items()))
    redirects.sort(key=lambda draft: draft.key)
    holding = {draft.key: build.all_of(*draft.guards, draft.bite) for draft in redirects}
    widening: dict[str, list[ir.Truth]] = {key: [] for key in applies}
    beside: dict[str, ir.Truth] = {}
    for draft in redirects:
        beaten = _beaten(build, draft, applies)
        for key in beaten:
            widening[key].append(holding[draft.key])
        others = [_within(build, one) for key, one in applies.items() if key not in beaten]
        beside[draft.key] = build.all_of(*others)
    return Applicability(
        holds=build.all_of(
            *(_within(build, one) for one in applies.values()),
            *(negation(truth) for truth in holding.values()),
        ),
        clauses=tuple(_clause(build, one, widening[key]) for key, one in applies.items()),
        redirects=tuple(redirects),
        cites=tuple(
            Cites(
                one.clause.id,
                "applies",
                (*ids(one.clause.citations), *citations_in(one.governs)),
            )
            for one in applies.values()
        ),
        beside_by_key=beside,
        items=tuple(one.clause for one in applies.values()),
    )


def _applies(build: Build, clause: ast.Clause) -> _Applies:
    truths = [
        build.low.condition(line.condition, line.citations)
        for line in clause.lines
        if isinstance(line, ast.When | ast.For)
    ]
    if not truths:
        truths = [build.named_condition(clause.id, "applies")]
    lifted = build.lifted(build.exceptions(clause.lines))
    governs = build.all_of(*truths, negation(lifted))
    return _Applies(clause, range_truth(clause.lines), governs)


def _within(build: Build, one: _Applies) -> ir.Truth:
    """Say that the `applies` holds, or is not in force."""
    if one.range == YES:
        return one.governs
    return build.any_of(negation(one.range), one.governs)


def _beaten(build: Build, draft: Draft, applies: dict[str, _Applies]) -> frozenset[str]:
    # A name that means nothing is reported with the other overrides.
    found = [build.names.clause(name) for name in draft.overrides]
    return frozenset(d.key for d in found if isinstance(d, Declaration) and d.key in applies)


def _clause(build: Build, one: _Applies, widening: list[ir.Truth]) -> ir.Clause:
    clause = one.clause
    governs = build.any_of(one.governs, *widening)
    return ir.Clause(
        key=clause.id.text,
        id=clause.id.text,
        title=title_of(clause),
        kind=ir.Kind.APPLIES,
        determination=Determination.NOT_APPLICABLE,
        target=None,
        guards=() if one.range == YES else (one.range,),
        bite=negation(governs),
        exceptions=(),
        overridden_by=(),
        papers=False,
        asks_for=(),
        benefit=None,
        citations=ids(clause.citations),
        rank=RANK[Determination.NOT_APPLICABLE],
        says=said(clause.lines),
        span=clause.span,
    )
