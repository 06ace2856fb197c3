"""Tell why: the clauses behind the determination, and what each of them turned on."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.texts import decimal_text
from policydsl.core.values import Kleene
from policydsl.explain import words
from policydsl.explain.arithmetic import LimitTrace
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.clausetrace import LIMITS, ClauseTrace, ExceptionTrace, Role, Status
from policydsl.explain.explanation import Explanation
from policydsl.explain.reading import found_words, leans_on_assumption, tests
from policydsl.explain.verdicts import VERDICT

_MOST_OPEN = 6
_MARK = {
    Determination.COVERED: Mark.YES,
    Determination.ROUTE: Mark.TO,
    Determination.REFER: Mark.TO,
    Determination.REVIEW: Mark.OPEN,
}
_MUST = (ir.Kind.REQUIRE, ir.Kind.DOCUMENT, ir.Kind.AUTHORIZE)


def why(explanation: Explanation, everything: bool) -> Iterator[Entry]:
    """Yield the deciding clauses, then the open ones, what was lifted, and what was met.

    Many open clauses are counted by the fact that they wait for; *everything* lists them.
    """
    decision = explanation.decision
    by_role: dict[Role, list[ClauseTrace]] = {}
    for clause in explanation.reasons():
        by_role.setdefault(clause.role, []).append(clause)
    mark = _MARK.get(decision.determination, Mark.NO)
    for clause in by_role.get(Role.DECIDES, ()):
        yield _reason(clause, mark, explanation)
    opened = by_role.get(Role.OPEN, [])
    if opened and decision.determination is not Determination.PEND_DOCUMENTATION:
        below = tuple(_reason(clause, Mark.OPEN, explanation) for clause in opened)
        yield Entry("One of these holds, whatever is not known:", below=below)
    elif everything or len(opened) <= _MOST_OPEN:
        yield from (_reason(clause, Mark.OPEN, explanation) for clause in opened)
    else:
        yield from _waiting(explanation)
    for clause in by_role.get(Role.LIFTED, ()):
        yield _lifted(clause, explanation)
    for clause in by_role.get(Role.MET, ()):
        yield met(clause)


def _waiting(explanation: Explanation) -> Iterator[Entry]:
    for lack in explanation.missing:
        count = sum(1 for clause in lack.asked_by if clause.role is Role.OPEN)
        if count:
            clauses = "1 clause waits" if count == 1 else f"{count} clauses wait"
            label = words.short(lack.read.label)
            yield Entry(f"{clauses} for: {label}", mark=Mark.OPEN)


def outranked(explanation: Explanation) -> Iterator[Entry]:
    """Yield the clauses that hold but lost, each with what it would have determined."""
    for clause in explanation.clauses:
        if clause.status is Status.OUTRANKED and clause.kind is not ir.Kind.COVER:
            verdict = VERDICT[clause.determination].lower()
            silent = clause.kind is ir.Kind.SILENCE
            cited = clause.citations if silent else all_citations(clause)
            yield Entry(f"{clause.title} ({verdict})", cited, Mark.ITEM)


def met(clause: ClauseTrace) -> Entry:
    """Tell a requirement that is met, with what was found."""
    found = found_words(clause.when) if clause.when is not None else ()
    text = f"{clause.title}: {', '.join(found)}" if 0 < len(found) <= 3 else clause.title
    if not found and clause.when is not None and leans_on_assumption(clause.when):
        text += " (assumed)"
    return Entry(text, all_citations(clause), Mark.YES)


def all_citations(clause: ClauseTrace) -> tuple[str, ...]:
    """Return the clause's citations and those of what its condition turned on."""
    parts = clause.when.decisive() if clause.when is not None else ()
    inner = (id for part in parts for id in part.citations)
    return tuple(dict.fromkeys((*clause.citations, *inner)))


# ------------------------------------------------------------------------ reasons


def _reason(clause: ClauseTrace, mark: Mark, explanation: Explanation) -> Entry:
    below: list[Entry] = []
    if clause.kind is ir.Kind.SILENCE:
        below += [
            Entry(benefit.title, benefit.citations, Mark.ITEM, tests(benefit.about))
            for benefit in explanation.benefits
        ]
    elif clause.kind in LIMITS and clause.result is Kleene.YES:
        below += _past_limit(clause, explanation)
    else:
        below += _conditions(clause)
    if clause.place is not None:
        below.append(Entry(_where(clause)))
    return Entry(clause.title, clause.citations, mark, tuple(below))


def _conditions(clause: ClauseTrace) -> Iterator[Entry]:
    """Tell the clause's own guards, its condition, and the exceptions that do not lift it.

    While a guard is not known, only that is asked for (SPEC 4.8), and only that is told.
    """
    for guard in clause.guards:
        if guard.result is Kleene.UNKNOWN:
            yield from tests(guard)
            return
        if guard.address.startswith(f"{clause.key}:"):
            yield from tests(guard)
    if clause.when is not None:
        yield from tests(clause.when)
    for exception in clause.exceptions:
        yield excepted(exception)
    for key, result in clause.overriders:
        if result is Kleene.UNKNOWN:
            yield Entry(f"unless {key} overrides it, which is not known")


def _past_limit(clause: ClauseTrace, explanation: Explanation) -> Iterator[Entry]:
    """Tell that the request does not fit; the sum stands under Limits."""
    for limit in explanation.limits:
        if limit.limit == clause.id:
            yield Entry(too_much(limit))
    if clause.when is not None:
        yield from tests(clause.when)
    for exception in clause.exceptions:
        yield excepted(exception)


def too_much(limit: LimitTrace) -> str:
    """Return `visits: 4 asked, 2 left`."""
    asked, left = (
        "not known" if value is None else decimal_text(value, limit.places)
        for value in (limit.asked.value, limit.remaining)
    )
    why = ""
    if any(window.inside is Kleene.NO for window in limit.windows):
        why = ", for the service date is outside its period"
    text = f"{limit.unit or 'asked'}: {asked} asked, {'none' if left == '0' else left} left"
    return f"{text}{why}"


def excepted(exception: ExceptionTrace) -> Entry:
    """Tell an exception that was looked at, whether or not it lifts the clause."""
    said = {
        Kleene.YES: "but its exception holds",
        Kleene.NO: "its exception does not hold",
        Kleene.UNKNOWN: "whether its exception holds is not known",
    }[exception.result]
    below = (*tests(exception.step), *(excepted(inner) for inner in exception.exceptions))
    told = {id for entry in below for id in entry.citations}
    return Entry(
        f"{said} ({exception.title})" if exception.title else said,
        tuple(id for id in exception.citations if id not in told),
        below=below,
    )


def _lifted(clause: ClauseTrace, explanation: Explanation) -> Entry:
    below = list(tests(clause.when)) if clause.when is not None else []
    below += [excepted(e) for e in clause.exceptions if e.result is Kleene.YES]
    for key, result in clause.overriders:
        if result is Kleene.YES:
            other = explanation.clause_by_key[key]
            below.append(Entry(f"overridden by {other.title}", other.citations))
    below.append(Entry(_where(clause)))
    word = "Excused" if clause.kind in _MUST else "Lifted"
    return Entry(f"{word}: {clause.title}", clause.citations, Mark.YES, tuple(below))


def _where(clause: ClauseTrace) -> str:
    place = f", {clause.place.file}:{clause.place.line}" if clause.place else ""
    return f"{clause.kind.value} {clause.key}{place}"
