"""Put a decision together from its outcome: reasons, limits, payment, what was assumed."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence

from policydsl import __version__
from policydsl.core import ir
from policydsl.core.decision import (
    Advisory,
    AssumptionUsed,
    Decision,
    LimitReading,
    Missing,
    Pays,
    QuestionPassed,
    Reason,
    Receipt,
)
from policydsl.core.determinations import RANK, Determination
from policydsl.core.facts import FactTable, is_endless
from policydsl.core.request import Request
from policydsl.core.texts import to_json_value
from policydsl.core.values import FactValue, Kleene
from policydsl.reference.clauses import Front, Outcome, Statuses
from policydsl.reference.completions import Possible
from policydsl.reference.missing import Asked
from policydsl.reference.payment import facts_behind, pays
from policydsl.reference.reasons import outranked, reason, reasons_for
from policydsl.reference.telling import Stated, Telling
from policydsl.reference.truths import term_facts
from policydsl.reference.valuation import Resolved

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN

LIMIT_KINDS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)


def report(
    program: ir.Program,
    request: Request,
    resolved: Resolved,
    state: Statuses,
    outcome: Outcome,
    possible: Possible,
    asked: Asked,
) -> Decision:
    """Return the whole decision for an outcome that has been determined."""
    chosen = reasons_for(state, outcome, asked)
    telling = Stated(state)
    payment = payment_of(program, telling, outcome, [clause for clause, _ in chosen])
    limits, taken, fits = limits_of(program, telling, state.front(limit_keys(program)))
    lost = outranked(state, outcome)
    reasons = tuple(found for _, found in chosen)
    advisories = advisories_of(program, telling)
    passed = {clause.key for clause, _ in chosen} | {clause.key for clause in lost}
    passed |= {advice.id for advice in advisories}
    return Decision(
        determination=outcome.determination,
        reasons=reasons,
        missing=missing_of(program.facts, asked),
        missing_exact=asked.exact,
        possible=determinations_of(possible),
        possible_exact=possible.exact,
        routes_to=sent_to(outcome, [clause for clause, _ in chosen]),
        pays=payment,
        limits=limits,
        asked=taken,
        fits=fits,
        outranked=tuple(reason(state, clause) for clause in lost),
        assumptions=assumptions_of(program, resolved.used, telling, outcome),
        advisories=advisories,
        open_questions=open_questions_of(program, passed, reasons, limits, payment),
        receipt=receipt(program, request),
    )


def determinations_of(possible: Possible) -> tuple[Determination, ...]:
    found = {outcome.determination for outcome in possible.outcomes}
    return tuple(sorted(found, key=RANK.__getitem__))


def missing_of(facts: FactTable, asked: Asked) -> tuple[Missing, ...]:
    return tuple(
        Missing(fact, supplier.value if (supplier := facts[fact].supplier) else None, keys)
        for fact, keys in asked.by_fact.items()
    )


def sent_to(outcome: Outcome, chosen: Sequence[ir.Clause]) -> str | None:
    """Return where the person is sent: by the outcome, or by a denial that directs elsewhere.

    A pend sends nobody anywhere, though a route may be among what it waits to know about;
    nor does a cover, though a requirement that was met could have.
    """
    if outcome.determination is Determination.PEND_DOCUMENTATION:
        return None
    if outcome.entity:
        return outcome.entity
    asked = (c.target for c in chosen if c.determination is outcome.determination)
    return next(filter(None, asked), None)


def payment_of(
    program: ir.Program, telling: Telling, outcome: Outcome, chosen: Sequence[ir.Clause]
) -> Pays | None:
    if outcome.determination is Determination.COVERED:
        return pays(program, telling)
    if any(clause.member_pays for clause in chosen):
        cited = [id for clause in chosen if clause.member_pays for id in clause.citations]
        return Pays(0, 0, None, tuple(dict.fromkeys(cited)))
    return None


# -------------------------------------------------------------------- limits


def limit_keys(program: ir.Program) -> frozenset[str]:
    """Return the clauses by which limits bind."""
    return frozenset(clause.key for clause in program.clauses if clause.kind in LIMIT_KINDS)


def limits_of(
    program: ir.Program, telling: Telling, otherwise: Front
) -> tuple[tuple[LimitReading, ...], int | None, int | None]:
    """Return the readings of the limits in force, the quantity asked, and how much fits.

    *otherwise* is what would lead if no limit bound.
    """
    live = [limit for limit in program.limits if telling.truth(limit.live) is YES]
    if not live:
        return (), None, None
    asked = [telling.exact(limit.asked) for limit in live]
    remaining = [telling.exact(limit.remaining) for limit in live]
    endless = [
        _without_end(limit, left, telling) for limit, left in zip(live, remaining, strict=True)
    ]
    first = asked[0]
    ends = [left for left, unlimited in zip(remaining, endless, strict=True) if not unlimited]
    known = [left for left in ends if left is not None]
    fits = min(first, *known) if known and first is not None else first
    fits = fits if len(known) == len(ends) else None
    covered = otherwise.kleene == Outcome(Determination.COVERED)
    consumed = fits if covered else 0
    readings = tuple(
        LimitReading(
            limit=limit.id,
            title=limit.title,
            unit=limit.unit,
            window=", ".join(window.words for window in limit.windows),
            base=None if unlimited else telling.exact(limit.base),
            granted=telling.exact(limit.granted),
            authorized=None if unlimited else telling.exact(limit.authorized),
            used=telling.exact(limit.used),
            asked=wanted,
            remaining=None if unlimited else left,
            consumed=consumed,
            citations=limit.citations,
            unlimited=unlimited,
        )
        for limit, wanted, left, unlimited in zip(live, asked, remaining, endless, strict=True)
    )
    return readings, first, fits


def _without_end(limit: ir.Limit, left: int | None, telling: Telling) -> bool:
    """Say whether a limit sets no bound to this request; outside its period it does."""
    base = telling.exact(limit.base)
    endless = limit.unlimited or is_endless(base, limit.places)
    return endless and (left is None or is_endless(left, limit.places))


def _limit_keys(limits: tuple[LimitReading, ...]) -> set[str]:
    """Return the clauses that reading a limit passes: its base, and a grant if there is one."""
    keys = {key for read in limits for key in (read.limit, f"{read.limit}.exhausted")}
    return keys | {f"{read.limit}.extension" for read in limits if read.granted}


# ------------------------------------------- assumptions, advice, questions


def assumptions_of(
    program: ir.Program, used: Mapping[str, ir.Assumption], telling: Telling, outcome: Outcome
) -> tuple[AssumptionUsed, ...]:
    """Return the assumptions behind the payment, limits, and clauses whose guards are not no.

    SPEC 4.2 says so of the clauses.
    """
    if not used:
        return ()
    leaned_on: set[str] = set()
    for clause in program.clauses:
        if NO in map(telling.truth, clause.guards):
            continue
        parts = [*clause.guards, clause.bite]
        if telling.truth(clause.bite) is not NO:
            parts += [exception.condition for exception in clause.exceptions]
        for part in parts:
            leaned_on |= telling.leans_on(part)
    for limit in program.limits:
        if telling.truth(limit.live) is YES:
            for term in (limit.base, limit.granted, limit.used, limit.asked):
                leaned_on.update(term_facts(term, telling.valuation))
    if outcome.determination is Determination.COVERED:
        leaned_on |= facts_behind(program, telling)
    return tuple(
        AssumptionUsed(
            fact,
            to_json_value(program.facts[fact], assumption.value),
            assumption.title,
            _cited(assumption.citations, (assumption.condition,), telling),
        )
        for fact, assumption in sorted(used.items())
        if fact in leaned_on
    )


def _cited(
    own: tuple[str, ...], conditions: tuple[ir.Truth | None, ...], telling: Telling
) -> tuple[str, ...]:
    """Return a construct's own citations and those of the conditions that made it speak."""
    found = [id for part in conditions if part is not None for id in telling.citations(part)]
    return tuple(dict.fromkeys([*own, *found]))


def advisories_of(program: ir.Program, telling: Telling) -> tuple[Advisory, ...]:
    return tuple(
        Advisory(advice.id, advice.text, _cited(advice.citations, advice.guards, telling))
        for advice in program.advice
        if all(telling.truth(guard) is YES for guard in advice.guards)
    )


def open_questions_of(
    program: ir.Program,
    passed: set[str],
    reasons: tuple[Reason, ...],
    limits: tuple[LimitReading, ...],
    payment: Pays | None,
) -> tuple[QuestionPassed, ...]:
    """Return the questions that the decision passes through.

    A question that names clauses is passed with one of them: *passed* are the keys
    of those that gave a reason or were outranked, and of advice that was given.
    Otherwise it is passed with one of its own citations.
    """
    passed = passed | _limit_keys(limits)
    cited = {id for found in reasons for id in found.citations}
    cited |= {id for reading in limits for id in reading.citations}
    cited |= set(payment.citations if payment else ())
    return tuple(
        QuestionPassed(question.question, question.reading, question.citations)
        for question in program.open_questions
        if (passed & question.clauses if question.clauses else cited & set(question.citations))
    )


# ------------------------------------------------------------------- receipt


def receipt(program: ir.Program, request: Request) -> Receipt:
    """Return what decided and on what, with the hash of the facts as given."""
    return Receipt(
        policy=program.id,
        edition=program.edition,
        policy_hash=program.content_hash,
        compiler=__version__,
        as_of=_iso(request.as_of),
        facts_hash=facts_hash(program.facts, request.facts),
    )


def facts_hash(facts: FactTable, given: dict[str, FactValue]) -> str:
    """Return the SHA-256 of the given facts in canonical JSON: sorted keys, no spaces."""
    canonical = {name: to_json_value(facts[name], given[name]) for name in sorted(given)}
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()


__all__ = [
    "advisories_of",
    "assumptions_of",
    "determinations_of",
    "facts_hash",
    "limits_of",
    "missing_of",
    "open_questions_of",
    "payment_of",
    "receipt",
    "report",
]
