"""Tell which clauses were considered and not applied, in few lines."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import words
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.explanation import Explanation
from policydsl.explain.outline import SHARED
from policydsl.explain.reading import is_bare, value_words
from policydsl.explain.trace import ClauseTrace, FactRead, Role, Status, Step, StepKind

_MOST_LINES = 4

_NOUN = {
    ir.Kind.APPLIES: ("condition of what the policy governs", "conditions of what it governs"),
    ir.Kind.IN_FORCE: ("in-force range", "in-force ranges"),
    ir.Kind.REDIRECT: ("redirect", "redirects"),
    ir.Kind.ROUTE: ("route", "routes"),
    ir.Kind.REFER: ("referral", "referrals"),
    ir.Kind.REVIEW: ("review", "reviews"),
    ir.Kind.EXCLUDE: ("exclusion", "exclusions"),
    ir.Kind.REQUIRE: ("requirement", "requirements"),
    ir.Kind.DOCUMENT: ("paper", "papers"),
    ir.Kind.AUTHORIZE: ("prior authorization", "prior authorizations"),
}
_MET = (ir.Kind.REQUIRE, ir.Kind.DOCUMENT, ir.Kind.AUTHORIZE)
# Limits are told as sums, benefits first and by themselves; silence says nothing here.
_TOLD_ELSEWHERE = (ir.Kind.LIMIT, ir.Kind.EXTENSION, ir.Kind.COVER, ir.Kind.SILENCE)


def not_applied(explanation: Explanation, everything: bool) -> Iterator[Entry]:
    """Yield the clauses that did not hold, grouped; *everything* lists them one by one."""
    yield from _benefits(explanation)
    left = [
        clause
        for clause in explanation.clauses
        if clause.result is Kleene.NO
        and clause.role is Role.NONE
        and clause.kind not in _TOLD_ELSEWHERE
    ]
    yield from _set_aside(left)
    yield from _under_guards(left, everything)
    for kind, (one, many) in _NOUN.items():
        clauses = [c for c in left if c.kind is kind and c.status is Status.DOES_NOT_HOLD]
        if clauses:
            met = kind in _MET
            yield from _group(
                clauses, f"{one} met" if met else one, f"{many} met" if met else many, everything
            )


def _benefits(explanation: Explanation) -> Iterator[Entry]:
    inside: dict[str, int] = {}
    for clause in explanation.clauses:
        if (
            clause.status is Status.OTHER_BENEFIT
            and clause.benefit
            and clause.kind not in _TOLD_ELSEWHERE
        ):
            inside[clause.benefit] = inside.get(clause.benefit, 0) + 1
    for benefit in explanation.benefits:
        if benefit.about.result is Kleene.NO:
            count = inside.get(benefit.id, 0)
            own = f", with {_counted(count, 'clause', 'clauses')} of its own" if count else ""
            yield Entry(
                f"Benefit {benefit.title}{own}: {failing_words(benefit.about)}",
                benefit.citations,
                Mark.ITEM,
            )


def _set_aside(clauses: list[ClauseTrace]) -> Iterator[Entry]:
    for clause in clauses:
        if clause.status is Status.LIFTED:
            yield Entry(f"{clause.title}: lifted by an exception", clause.citations, Mark.ITEM)
        elif clause.status is Status.OVERRIDDEN:
            by = ", ".join(key for key, result in clause.overriders if result is Kleene.YES)
            yield Entry(f"{clause.title}: overridden by {by}", clause.citations, Mark.ITEM)


def _under_guards(clauses: list[ClauseTrace], everything: bool) -> Iterator[Entry]:
    """Yield what stands under a condition that is no, by that condition when it is shared."""
    shared: dict[str, list[ClauseTrace]] = {}
    for clause in clauses:
        failing = clause.failing
        if clause.status is not Status.GUARDED_OFF or failing is None:
            continue
        if failing.address.startswith(SHARED) and not everything:
            shared.setdefault(failing.address, []).append(clause)
        else:
            yield _line(clause)
    for group in shared.values():
        failing = group[0].failing
        assert failing is not None
        if len(group) == 1:
            yield _line(group[0])
        else:
            count = _counted(len(group), "clause stands", "clauses stand")
            yield Entry(f"{count} under: {failing_words(failing)}", (), Mark.ITEM)


def _group(clauses: list[ClauseTrace], one: str, many: str, everything: bool) -> Iterator[Entry]:
    if everything or len(clauses) <= _MOST_LINES:
        for clause in clauses:
            yield _line(clause)
        return
    by_facts: dict[tuple[str, ...], list[FactRead]] = {}
    counts: dict[tuple[str, ...], int] = {}
    for clause in clauses:
        reads = _turned_on(clause.failing)
        key = tuple(read.fact for read in reads)
        by_facts[key] = reads
        counts[key] = counts.get(key, 0) + 1
    below = tuple(
        Entry(f"{counts[key]} for {_reads(by_facts[key])}")
        for key in sorted(counts, key=lambda key: -counts[key])
        if key
    )
    yield Entry(_counted(len(clauses), one, many), (), Mark.ITEM, below)


def _reads(reads: list[FactRead]) -> str:
    return "; ".join(f"{words.short(read.label)}: {value_words(read)}" for read in reads)


def _line(clause: ClauseTrace) -> Entry:
    failing = clause.failing
    said = f": {failing_words(failing)}" if failing is not None else ""
    return Entry(f"{clause.title}{said}", clause.citations, Mark.ITEM)


# ------------------------------------------------------------ the failing condition


def failing_words(step: Step) -> str:
    """Return the condition that is no, and what was found: `service is biofeedback — no, …`."""
    leaf = _leaf(step)
    reads = list(leaf.facts)
    if is_bare(leaf):
        return f"{leaf.words} — {value_words(reads[0])}"
    found = ", ".join(value_words(read) for read in reads[:3])
    verdict = "no" if leaf.result is Kleene.NO else "yes"
    return f"{leaf.words} — {verdict}{f', {found}' if found else ''}"


def _leaf(step: Step) -> Step:
    """Return the first test that makes the step what it is."""
    while step.condition.kind is not StepKind.TEST:
        inner = next(step.deciding(), None)
        if inner is None:
            return step
        step = inner
    return step


def _turned_on(step: Step | None) -> list[FactRead]:
    if step is None:
        return []
    return list({read.fact: read for read in _leaf(step).facts}.values())


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
