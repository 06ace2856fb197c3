"""Word what analysis finds: what is wrong, where, beside what, and the case that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from policydsl.core import ir
from policydsl.core.acceptance import Acceptance
from policydsl.core.tables import Table, TableRow, Use
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic, Severity
from policydsl.source import Span

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case
    from policydsl.analysis.places import Holder

# ---------------------------------------------------------------------- tables


def rows_overlap(table: Table, rows: tuple[TableRow, TableRow], case: Case) -> Diagnostic:
    """Report two rows that hold in one *case* and give different results."""
    earlier, later = rows
    verb = "sends to" if table.use is Use.TARGETS else "gives"
    message = (
        f"two rows of `{table.id}` hold at once: "
        f"one {verb} `{earlier.result}`, the other `{later.result}`"
    )
    found = catalogue.ROWS_OVERLAP.at(later.span, message, f"{verb} `{later.result}`")
    if earlier.span:
        found = found.and_at(earlier.span, f"{verb} `{earlier.result}`")
    return found.with_case(case.scenario(f"two rows of {table.id} hold")).suggest(
        "narrow one of the rows until no case is in both"
    )


def rows_gap(table: Table, facts: Sequence[str], case: Case) -> Diagnostic:
    """Report a *case* in which no row holds; *facts* are those of the columns, in their order."""
    said = f", {words}" if (words := case.words(facts)) else ""
    ending = " | ".join(["any"] * len(table.columns) + ["absent"])
    return (
        catalogue.ROWS_GAP.at(
            table.span, f"no row of `{table.id}` holds for a case{said}", "leaves a case out"
        )
        .with_case(case.scenario(f"no row of {table.id} holds"))
        .suggest(f"add a row for it; if none is meant, end the table with `{ending}`")
    )


# ---------------------------------------------------------------- what was not


def table_not_analysed(table: Table) -> Diagnostic:
    return catalogue.NOT_ANALYSED.at(
        table.span, f"the rows of `{table.id}` were not analysed", "has too many cases to try"
    ).suggest("divide the table, or work out the columns that it reads from others in a `define`")


def not_analysed(span: Span | None, what: str) -> Diagnostic:
    return catalogue.NOT_ANALYSED.at(
        span, f"whether {what} was not analysed", "too intricate"
    ).suggest("state its condition more simply, or look at it yourself")


# -------------------------------------------------------------------- overlaps


def benefits_overlap(one: ir.Clause, other: ir.Clause, case: Case) -> Diagnostic:
    """Report two benefits that are both about one request."""
    message = f"the benefits `{one.key}` and `{other.key}` can both be about one request"
    label = citing(other, "is about it as well")
    found = catalogue.BENEFITS_OVERLAP.at(other.span, message, label)
    if one.span:
        found = found.and_at(one.span, citing(one, "is about it"))
    return found.with_case(case.scenario(f"{one.key} and {other.key}")).suggest(
        "say that one is `part of` or `overrides` the other, or let their `for` lines exclude "
        "each other"
    )


def targets_conflict(one: ir.Clause, other: ir.Clause, case: Case) -> Diagnostic:
    """Report two clauses of one rank that hold together and send to different places."""
    message = (
        f"`{one.key}` sends to `{one.target}` and `{other.key}` to `{other.target}`, "
        f"and both can hold"
    )
    label = citing(other, f"sends to `{other.target}`")
    found = catalogue.TARGETS_CONFLICT.at(other.span, message, label)
    if one.span:
        found = found.and_at(one.span, citing(one, f"sends to `{one.target}`"))
    return found.with_case(case.scenario(f"{one.key} and {other.key}")).suggest(
        "let one of them override the other"
    )


# ----------------------------------------------------------------------- idle


def never_holds(clause: ir.Clause, expr: ir.Truth | None, case: Case) -> Diagnostic:
    """Report a clause that holds for no request; *expr* is the condition at which it fails."""
    if clause.kind is ir.Kind.COVER:
        message = f"the benefit `{clause.key}` is about no request"
    else:
        message = f"`{clause.key}` can never hold"
    found = catalogue.NEVER_HOLDS.at(clause.span, message, "never comes to bear")
    if expr is None:
        found = found.suggest(
            "narrow its exceptions, or what overrides it: one of them always holds"
        )
    else:
        if expr.span and expr.span != clause.span:
            found = found.and_at(expr.span, "never holds here")
        found = found.suggest("mend the condition, or take the clause out")
    return _graver(found, clause).with_case(case.scenario(f"{clause.key} does not hold"))


def condition_settled(holder: Holder, expr: ir.Truth, answer: bool, case: Case) -> Diagnostic:
    """Report a condition that is always yes, or always no, where it stands."""
    word = "holds" if answer else "does not hold"
    message = (
        f"this condition always {word} where it stands"
        if answer
        else ("this condition never holds where it stands")
    )
    help = "take it out, or mend what it says" if answer else "mend it, or what stands before it"
    found = (
        catalogue.SETTLED_CONDITION.at(expr.span, f"{message}, in `{holder.name}`", word)
        .with_case(case.scenario(f"a condition of {holder.name}{line_of(expr.span)}"))
        .suggest(help)
    )
    return _weighed(found, holder)


def part_redundant(holder: Holder, span: Span, both: bool, case: Case) -> Diagnostic:
    """Report a part of an `and` (*both*) or of an `or` that the other parts make needless."""
    why = "the others never hold without it" if both else "the others hold whenever it does"
    found = (
        catalogue.REDUNDANT_PART.at(
            span, f"this part of a condition of `{holder.name}` changes nothing", why
        )
        .with_case(case.scenario(f"a part of {holder.name}{line_of(span)}"))
        .suggest("take it out, or mend what it says")
    )
    return _weighed(found, holder)


def members_impossible(
    holder: Holder, test: ir.MemberIs, never: list[str], case: Case
) -> Diagnostic:
    """Report members of a list that the fact never is where the list stands."""
    names = [f"`{member}`" for member in never[:MOST_NAMED]]
    if len(never) > MOST_NAMED:
        names.append(f"{len(never) - MOST_NAMED} more")
    verb = "is" if len(never) == 1 else "are"
    found = (
        catalogue.REDUNDANT_PART.at(
            test.span,
            f"{' and '.join(names)} {verb} listed in `{holder.name}` for nothing: "
            f"`{test.fact}` is never so where the list stands",
            "lists what cannot be",
        )
        .with_case(case.scenario(f"a list of {holder.name}{line_of(test.span)}"))
        .suggest("shorten the list, or widen what stands before it")
    )
    return _weighed(found, holder)


def _graver(found: Diagnostic, clause: ir.Clause) -> Diagnostic:
    """Let a benefit that nobody can get weigh more than a clause that is idle."""
    if clause.kind is not ir.Kind.COVER:
        return found
    return attrs.evolve(found, severity=Severity.ERROR)


def _weighed(found: Diagnostic, holder: Holder) -> Diagnostic:
    """Let what only explains weigh less: nothing is decided otherwise."""
    return attrs.evolve(found, severity=Severity.NOTE) if holder.remarks else found


def never_met(clause: ir.Clause, expr: ir.Truth, case: Case) -> Diagnostic:
    """Report a requirement that fails for every request that it is about."""
    found = catalogue.NEVER_MET.at(
        expr.span, f"`{clause.key}` can never be met where it stands", "never holds here"
    )
    if clause.span and expr.span != clause.span:
        found = found.and_at(clause.span, citing(clause, "always fails"))
    return found.with_case(case.scenario(f"{clause.key} fails")).suggest(
        "mend the requirement, or what its benefit is about"
    )


def never_met_in(requirement: ir.Clause, cover: ir.Clause, case: Case) -> Diagnostic:
    """Report a requirement that only the parts of its benefit can meet, and not the benefit."""
    message = (
        f"`{requirement.key}` can never be met by what `{cover.key}` itself is about, only by "
        f"what is part of it"
    )
    found = catalogue.NEVER_MET.at(requirement.span, message, citing(requirement, "always fails"))
    if cover.span:
        found = found.and_at(cover.span, "is never covered")
    return found.with_case(case.scenario(f"{requirement.key} fails")).suggest(
        "mend the requirement, or put it into the parts that it is for"
    )


def exception_idle(clause: ir.Clause, exception: ir.Exception_, case: Case) -> Diagnostic:
    """Report an exception that never applies when its clause does."""
    return (
        catalogue.IDLE_EXCEPTION.at(
            exception.span, f"this exception to `{clause.key}` can never apply", "lifts nothing"
        )
        .with_case(case.scenario(f"{clause.key} without its exception{line_of(exception.span)}"))
        .suggest("mend its condition, or take it out")
    )


def never_decides(clause: ir.Clause, stronger: list[ir.Clause], case: Case) -> Diagnostic:
    """Report a clause that always stands behind *stronger* ones."""
    names = [f"`{each.key}`" for each in stronger[:MOST_NAMED]]
    if len(stronger) > MOST_NAMED:
        names.append(f"{len(stronger) - MOST_NAMED} more")
    found = catalogue.NEVER_DECIDES.at(
        clause.span,
        f"`{clause.key}` never decides: {' or '.join(names)} is stronger, and holds when it does",
        citing(clause, f"asks for {clause.determination.value}"),
    )
    for each in stronger[:MOST_NAMED]:
        if each.span:
            label = citing(each, f"asks for {each.determination.value}")
            found = found.and_at(each.span, label)
    return (
        _graver(found, clause)
        .with_case(case.scenario(f"{clause.key} beside {stronger[0].key}"))
        .suggest("let it override what is stronger, narrow that, or take it out")
    )


MOST_NAMED = 3


def limit_never_binds(limit: ir.Limit, is_live: bool, case: Case) -> Diagnostic:
    """Report a limit that nobody can run into, although it *is_live* for some or for none."""
    if is_live:
        message = f"nobody can run into the limit `{limit.id}`"
        help = "mend its amount, or what is counted; or take it out"
    else:
        message = f"the limit `{limit.id}` is never in force"
        help = "mend its `for`, or the benefits that count toward it"
    return (
        catalogue.NEVER_LIVE.at(limit.span, message, "binds nobody")
        .with_case(case.scenario(f"without the limit {limit.id}"))
        .suggest(help)
    )


# ----------------------------------------------------------------- acceptances


def accepts_nothing(acceptance: Acceptance) -> Diagnostic:
    """Report an `accept` of something that is not found there, or not any more."""
    message = f"no {acceptance.code} is found where it is accepted"
    found = catalogue.ACCEPTS_NOTHING.at(acceptance.span, message, "accepts nothing")
    return found.suggest("take the line out")


# ----------------------------------------------------------------------- words


def citing(clause: ir.Clause, words: str) -> str:
    """Say on what statements a clause rests, for who does not see its line."""
    return f"{words}, by {', '.join(clause.citations)}" if clause.citations else words


def line_of(span: Span | None) -> str:
    """Tell two cases of one clause apart."""
    return f", line {span.start_position.line}" if span else ""
