"""Tell which clauses were considered and not applied, in few lines."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import why, words
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.clausetrace import MUST, ClauseTrace, Role, Status
from policydsl.explain.explanation import Explanation
from policydsl.explain.outline import SHARED
from policydsl.explain.reading import failing, value_words
from policydsl.explain.trace import FactRead

_MOST_LINES = 4

_NOUN = {
    ir.Kind.REDIRECT: ("redirect", "redirects"),
    ir.Kind.ROUTE: ("route", "routes"),
    ir.Kind.REFER: ("referral", "referrals"),
    ir.Kind.REVIEW: ("review", "reviews"),
    ir.Kind.EXCLUDE: ("exclusion", "exclusions"),
    ir.Kind.REQUIRE: ("requirement that does not come in", "requirements that do not come in"),
    ir.Kind.DOCUMENT: ("paper that is not called for", "papers that are not called for"),
    ir.Kind.AUTHORIZE: ("prior authorization", "prior authorizations"),
}


_SCOPE = (ir.Kind.IN_FORCE, ir.Kind.APPLIES)


def met(explanation: Explanation, everything: bool) -> Iterator[Entry]:
    """Yield what is required and met, where that is not the reason; counted, or one by one."""
    clauses = [
        clause
        for clause in explanation.clauses
        if clause.kind in MUST
        and clause.status is Status.DOES_NOT_HOLD
        and clause.role is Role.NONE
    ]
    if everything:
        yield from (why.met(clause) for clause in clauses)
        return
    count = sum(1 for clause in clauses if clause.kind not in _SCOPE)
    if count:
        one, many = "requirement is met", "requirements are met"
        yield Entry(_counted(count, one, many), mark=Mark.YES)


def not_applied(explanation: Explanation, everything: bool) -> Iterator[Entry]:
    """Yield the clauses that did not hold, grouped; *everything* lists them one by one."""
    yield from _benefits(explanation)
    left = [
        clause
        for clause in explanation.clauses
        if clause.result is Kleene.NO and clause.role is Role.NONE and clause.kind in _NOUN
    ]
    yield from _lifted(left)
    if not everything:
        yield from _under_shared_guards(left)
    for kind, (one, many) in _NOUN.items():
        clauses = [c for c in left if c.kind is kind and _did_not_apply(c, everything)]
        if everything or len(clauses) <= _MOST_LINES:
            yield from map(_line, clauses)
        else:
            yield from (_line(clause) for clause in clauses if clause.nearly)
            yield _summary([clause for clause in clauses if not clause.nearly], one, many)


def _did_not_apply(clause: ClauseTrace, everything: bool) -> bool:
    """Whether to tell a clause by itself: others are met, or stand under what is told."""
    if clause.status is Status.DOES_NOT_HOLD:
        return clause.kind not in MUST
    if clause.status is Status.OTHER_BENEFIT:
        return everything
    return clause.status is Status.GUARDED_OFF and (everything or not _under_shared(clause))


def _under_shared(clause: ClauseTrace) -> bool:
    guard = clause.failing
    return (
        clause.status is Status.GUARDED_OFF
        and guard is not None
        and guard.address.startswith(SHARED)
    )


def _benefits(explanation: Explanation) -> Iterator[Entry]:
    inside: dict[str, int] = {}
    for clause in explanation.clauses:
        if clause.status is Status.OTHER_BENEFIT and clause.benefit and clause.kind in _NOUN:
            inside[clause.benefit] = inside.get(clause.benefit, 0) + 1
    for benefit in explanation.benefits:
        if benefit.about.result is Kleene.NO:
            count = inside.get(benefit.id, 0)
            own = f", with {_counted(count, 'clause', 'clauses')} of its own" if count else ""
            yield Entry(
                f"Benefit {benefit.title}{own}: {failing(benefit.about)[0]}",
                benefit.citations,
                Mark.ITEM,
            )


def _lifted(clauses: list[ClauseTrace]) -> Iterator[Entry]:
    for clause in clauses:
        if clause.status is Status.LIFTED:
            yield Entry(f"{clause.title}: lifted by an exception", clause.citations, Mark.ITEM)
        elif clause.status is Status.OVERRIDDEN:
            by = ", ".join(key for key, result in clause.overriders if result is Kleene.YES)
            yield Entry(f"{clause.title}: overridden by {by}", clause.citations, Mark.ITEM)


def _under_shared_guards(clauses: list[ClauseTrace]) -> Iterator[Entry]:
    """Yield each condition that is no and under which several clauses stand, with their count."""
    by_guard: dict[str, list[ClauseTrace]] = {}
    for clause in clauses:
        if _under_shared(clause) and clause.failing is not None:
            by_guard.setdefault(clause.failing.address, []).append(clause)
    for group in by_guard.values():
        guard = group[0].failing
        assert guard is not None
        if len(group) == 1:
            yield _line(group[0])
        else:
            yield Entry(f"{len(group)} clauses under: {failing(guard)[0]}", (), Mark.ITEM)


def _summary(clauses: list[ClauseTrace], one: str, many: str) -> Entry:
    """Count many clauses by the facts that they turned on."""
    groups: dict[tuple[str, ...], list[ClauseTrace]] = {}
    for clause in clauses:
        groups.setdefault(tuple(read.fact for read in _turned_on(clause)), []).append(clause)
    largest = sorted((g for g in groups.values() if len(g) > 1), key=lambda g: -len(g))
    below = [Entry(f"{len(g)} on {_reads(_turned_on(g[0]))}") for g in largest]
    single = len(clauses) - sum(map(len, largest))
    if single and below:
        below.append(Entry(f"{single} on something else"))
    return Entry(_counted(len(clauses), one, many), (), Mark.ITEM, tuple(below))


def _reads(reads: tuple[FactRead, ...]) -> str:
    return "; ".join(f"{words.short(read.label)}: {value_words(read)}" for read in reads)


def _line(clause: ClauseTrace) -> Entry:
    said = f": {failing(clause.failing)[0]}" if clause.failing is not None else ""
    return Entry(f"{clause.title}{said}", clause.citations, Mark.ITEM)


def _turned_on(clause: ClauseTrace) -> tuple[FactRead, ...]:
    return () if clause.failing is None else failing(clause.failing)[1]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
