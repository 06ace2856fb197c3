"""Sort the clauses of a policy into the lists that its picture shows: whose, leading where, how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir
from policydsl.core.determinations import SILENCE_RANK, Determination
from policydsl.graph.sentences import part_of_extension, spaced, title_of, verdict

_OUTSIDE = {
    ir.Kind.APPLIES: "Whom the policy governs",
    ir.Kind.IN_FORCE: "When the policy is in force",
    ir.Kind.REDIRECT: "Governed by another text",
    ir.Kind.ROUTE: "Others' responsibility",
    ir.Kind.REFER: "Sent elsewhere",
    ir.Kind.REVIEW: "Left to a person",
    ir.Kind.EXCLUDE: "Exclusions",
    ir.Kind.REQUIRE: "Required for every benefit",
    ir.Kind.DOCUMENT: "Papers for every benefit",
    ir.Kind.AUTHORIZE: "Authorized beforehand",
    ir.Kind.SILENCE: "No benefit fits",
}
_UNLESS = frozenset(
    {ir.Kind.APPLIES, ir.Kind.IN_FORCE, ir.Kind.REQUIRE, ir.Kind.DOCUMENT, ir.Kind.AUTHORIZE}
)


@attrs.frozen
class Outcome:
    """A determination; `silent`: because nothing speaks.  The strongest has the lowest rank."""

    determination: Determination
    silent: bool
    rank: int

    @property
    def words(self) -> str:
        return verdict(self.determination, None)


@attrs.frozen
class Listing:
    """Clauses that belong together and lead to one outcome.

    `met`: their titles say what must be so, and they lead there when it is not.
    """

    owner: str
    outcome: Outcome
    met: bool
    limit: str | None
    clauses: tuple[ir.Clause, ...]

    @property
    def title(self) -> str:
        return f"{self.outcome.words}, {'unless' if self.met else 'if'}"


def outcome_of(clause: ir.Clause) -> Outcome:
    return Outcome(clause.determination, clause.rank == SILENCE_RANK, clause.rank)


def outcomes(program: ir.Program) -> list[Outcome]:
    """Return what clauses can ask for, the strongest first."""
    found = {outcome_of(clause) for clause in program.clauses}
    return sorted(found, key=lambda outcome: outcome.rank)


def listings(program: ir.Program) -> list[Listing]:
    """Return every clause but the benefits' own in a list, the strongest outcomes first."""
    found: dict[tuple[str, Outcome, bool, str | None], list[ir.Clause]] = {}
    for clause in program.clauses:
        if clause.kind is not ir.Kind.COVER:
            owner, limit = _owner(program, clause)
            key = (owner, outcome_of(clause), says_what_must_be(clause), limit)
            found.setdefault(key, []).append(clause)
    made = [Listing(*key, tuple(clauses)) for key, clauses in found.items()]
    return sorted(made, key=lambda made: made.outcome.rank)


def says_what_must_be(clause: ir.Clause) -> bool:
    """Say whether the title of *clause* says what must be so, and not what must not."""
    required = clause.kind is ir.Kind.EXTENSION and part_of_extension(clause) is None
    return required or clause.kind in _UNLESS


def _owner(program: ir.Program, clause: ir.Clause) -> tuple[str, str | None]:
    limit = next((limit for limit in program.limits if limit.id == clause.id), None)
    if limit is not None and clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION):
        return limit.title or spaced(limit.id), limit.id
    benefit = next((b for b in program.benefits if b.id == clause.benefit), None)
    if benefit is not None:
        return benefit.title or spaced(benefit.id), None
    return _OUTSIDE.get(clause.kind, "Limits"), None


def short_title(clause: ir.Clause) -> str:
    """Return a clause's title, with what it sends to.

    A limit's is that of its list, so what it says of the limit.
    """
    if clause.kind is ir.Kind.LIMIT:
        return "more is asked for than is left"
    title = title_of(clause)
    if clause.kind is ir.Kind.EXTENSION:
        title = title.removeprefix(f"{clause.title}: ")
    sent = clause.target if clause.determination.sends else None
    return f"{title}: {spaced(sent)}" if sent else title


def concerned(found: Iterable[Listing], benefits: frozenset[str]) -> Iterator[Listing]:
    """Yield the lists that stand outside benefits, and those of *benefits*."""
    for listing in found:
        owners = {clause.benefit for clause in listing.clauses} - {None}
        if not owners or owners & benefits:
            yield listing
