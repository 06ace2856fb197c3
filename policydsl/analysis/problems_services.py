"""Word what analysis finds of services that are left to nobody, and of denials nobody meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policydsl.analysis.problems import MOST_NAMED, citing
from policydsl.core import ir
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case


def service_left_open(
    covers: Sequence[ir.Clause], fact: str, values: Sequence[str], case: Case
) -> Diagnostic:
    """Report values of *fact* that benefits name, and that are otherwise left to nobody."""
    clause, *others = covers
    more = f" and {len(values) - 1} more" if len(values) > 1 else ""
    message = (
        f"`{clause.key}` is about `{fact}` `{values[0]}`{more} in some requests; "
        f"in others no benefit is, and no clause decides them"
    )
    label = "is about some of these requests"
    found = catalogue.SERVICE_LEFT_OPEN.at(clause.span, message, label)
    for other in others[:MOST_NAMED]:
        if other.span:
            found = found.and_at(other.span, "and this about others")
    return found.with_case(case.scenario(f"{values[0]} that {clause.key} is not about")).suggest(
        "add a benefit or an `exclude` for the others, or accept that none is meant"
    )


def denied_by_assumption(clause: ir.Clause, blamed: list[ir.Assumption], case: Case) -> Diagnostic:
    """Report a clause that denies a request of which nothing adverse is given."""
    names = " and ".join(f"`{each.fact}`" for each in blamed)
    found = catalogue.DENIED_BY_ASSUMPTION.at(
        clause.span,
        f"`{clause.key}` denies by an assumption alone: nobody has to say anything of {names}",
        f"asks for {clause.determination.value}",
    )
    for each in blamed[:MOST_NAMED]:
        if each.span:
            found = found.and_at(each.span, "is assumed here")
    return found.with_case(case.scenario(f"{clause.key} by assumption")).suggest(
        "take the assumption out, so that it is asked for, or assume what denies nobody"
    )


def member_excluded(
    cover: ir.Clause, listed: ir.MemberIs, stronger: list[ir.Clause], case: Case
) -> Diagnostic:
    """Report the one member *listed* of a benefit's scope, which *stronger* clauses always deny."""
    (member,) = listed.values
    names = " or ".join(f"`{each.key}`" for each in stronger[:MOST_NAMED])
    found = catalogue.MEMBER_EXCLUDED.at(
        listed.span,
        f"`{cover.key}` is about `{listed.fact}` `{member}` for nothing: {names} always denies it",
        f"`{member}` is never covered",
    )
    for each in stronger[:MOST_NAMED]:
        if each.span:
            found = found.and_at(each.span, citing(each, f"asks for {each.determination.value}"))
    return found.with_case(case.scenario(f"{member} in {cover.key}")).suggest(
        f"take `{member}` out of the `for` line, or narrow what denies it"
    )
