"""Lay an explanation out for the author of a policy: every clause, in the policy's own words."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.requests import decimal_text
from policydsl.core.values import Kleene
from policydsl.explain import words
from policydsl.explain.arithmetic import Extending, LimitTrace
from policydsl.explain.blocks import Entry, Mark, Page, Section
from policydsl.explain.explanation import Explanation
from policydsl.explain.reading import fact_line, tests, value_words
from policydsl.explain.setaside import not_applied
from policydsl.explain.trace import ClauseTrace, ExceptionTrace, FactRead, FactState, Role, Status


@attrs.frozen
class Options:
    """`everything`: list clauses that did not apply one by one, however many."""

    everything: bool = False


VERDICT = {
    Determination.NOT_APPLICABLE: "NOT APPLICABLE",
    Determination.ROUTE: "ROUTE",
    Determination.NOT_COVERED: "NOT COVERED",
    Determination.REFER: "REFER",
    Determination.BENEFIT_EXHAUSTED: "BENEFIT EXHAUSTED",
    Determination.REVIEW: "REVIEW",
    Determination.NEEDS_PRIOR_AUTH: "NEEDS PRIOR AUTHORIZATION",
    Determination.PEND_DOCUMENTATION: "PENDS",
    Determination.NEEDS_EXTENSION: "NEEDS AN EXTENSION",
    Determination.COVERED: "COVERED",
}

SUPPLIER = {
    "performer": "whoever gives the care",
    "location": "the place of care",
    "timeframe": "the dates of care",
    "code": "the codes of the request",
    "clinical": "the clinical record",
    "admin": "the administrative record",
    "patient": "the patient",
    "payer_system": "the payer's system",
    "reviewer": "a reviewer",
}


def for_author(explanation: Explanation, options: Options | None = None) -> Page:
    """Return the page for the author of the policy."""
    options = options or Options()
    sections = (
        Section("Why", tuple(_why(explanation))),
        Section("Outranked", tuple(_outranked(explanation))),
        Section("Limits", tuple(_limit(limit, explanation) for limit in explanation.limits)),
        Section("Payment", tuple(_payment(explanation))),
        Section("Missing", tuple(_missing(explanation))),
        Section("Still possible", tuple(_possible(explanation))),
        Section("Not applied", tuple(not_applied(explanation, options.everything))),
        Section("Assumed", tuple(_assumed(explanation))),
        Section("Open questions", tuple(_questions(explanation))),
        Section("Advice", tuple(_advice(explanation))),
        Section("Receipt", tuple(_receipt(explanation))),
    )
    subject, receipt = explanation.subject, explanation.decision.receipt
    edition = f"edition {subject.edition}, " if subject.edition else ""
    return Page(
        VERDICT[explanation.decision.determination],
        _about(explanation),
        (
            ", ".join(part for part in (subject.title, subject.issuer) if part),
            f"{subject.id}, {edition}service date {receipt.as_of}",
        ),
        tuple(section for section in sections if section.entries),
    )


def _about(explanation: Explanation) -> str:
    """Return the rest of the title line: what was decided on, and what it comes to."""
    decision = explanation.decision
    deciding = [c for c in explanation.reasons() if c.role in (Role.DECIDES, Role.OPEN)]
    match decision.determination:
        case Determination.PEND_DOCUMENTATION if decision.missing:
            count = len(decision.missing)
            return "1 thing is missing" if count == 1 else f"{count} things are missing"
        case Determination.COVERED:
            deciding = [c for c in deciding if c.kind is ir.Kind.COVER]
        case _:
            pass
    titles = list(dict.fromkeys(clause.title for clause in deciding))
    text = titles[0] if titles else ""
    if len(titles) > 1:
        text += f", and {len(titles) - 1} more"
    if decision.routes_to:
        text = f"to {decision.routes_to} — {text}" if text else f"to {decision.routes_to}"
    return f"{text}{_money(explanation)}{_partly(explanation)}"


def _money(explanation: Explanation) -> str:
    pays = explanation.payment
    if pays is None:
        return ""
    if pays.rate == 0 and pays.plan == 0:
        return " — the member pays all"
    text = "" if pays.rate is None else f" — plan pays {words.percent(pays.rate)}"
    if pays.plan is not None and pays.basis is not None:
        text += "," if text else " — plan pays"
        text += f" {words.money(pays.plan)} of {words.money(pays.basis)}"
    return text


def _partly(explanation: Explanation) -> str:
    asked, fits = explanation.decision.asked, explanation.decision.fits
    if asked is None or fits is None or fits >= asked or fits == 0:
        return ""
    places = explanation.limits[0].places
    return f" — {decimal_text(fits, places)} of {decimal_text(asked, places)} fit"


# ------------------------------------------------------------------------- why


def _why(explanation: Explanation) -> Iterator[Entry]:
    decision = explanation.decision
    reasons = explanation.reasons()
    deciding = [c for c in reasons if c.role is Role.DECIDES]
    opened = [c for c in reasons if c.role is Role.OPEN]
    mark = Mark.YES if decision.determination is Determination.COVERED else Mark.NO
    for clause in deciding:
        yield _reason(clause, mark, explanation)
    if opened and decision.determination is not Determination.PEND_DOCUMENTATION:
        yield Entry(
            "One of these, whatever is not known:",
            below=tuple(_reason(c, Mark.OPEN, explanation) for c in opened),
        )
    else:
        for clause in opened:
            yield _reason(clause, Mark.OPEN, explanation)
    for clause in reasons:
        if clause.role is Role.LIFTED:
            yield _lifted(clause, explanation)
    for clause in reasons:
        if clause.role is Role.MET:
            yield Entry(_met(clause), _all_citations(clause), Mark.YES)


def _reason(clause: ClauseTrace, mark: Mark, explanation: Explanation) -> Entry:
    below: list[Entry] = []
    if clause.kind is ir.Kind.SILENCE:
        below += [
            Entry(benefit.title, benefit.citations, Mark.ITEM, tests(benefit.about))
            for benefit in explanation.benefits
        ]
    elif clause.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION):
        below += _limit_reason(clause)
    else:
        below += _conditions(clause)
    below.append(Entry(_where(clause)))
    return Entry(clause.title, clause.citations, mark, tuple(below))


def _conditions(clause: ClauseTrace) -> Iterator[Entry]:
    for guard in clause.guards:
        if guard.address.startswith(f"{clause.key}:") or guard.result is Kleene.UNKNOWN:
            yield from tests(guard)
    if clause.when is not None:
        yield from tests(clause.when)
    for exception in clause.exceptions:
        yield _exception(exception)
    for key, result in clause.overriders:
        if result is Kleene.UNKNOWN:
            yield Entry(f"unless {key} overrides it, which is not known")


def _limit_reason(clause: ClauseTrace) -> Iterator[Entry]:
    """The sum is told under Limits; here only what the clause adds to it."""
    if (clause.when is not None and clause.when.facts) or (clause.when is not None and clause.when.steps):
        yield from tests(clause.when)
    for exception in clause.exceptions:
        yield _exception(exception)


def _exception(exception: ExceptionTrace) -> Entry:
    """Tell an exception that was looked at, and did not lift the clause."""
    title = f"except: {exception.title}" if exception.title else "except"
    said = {Kleene.NO: "does not hold", Kleene.UNKNOWN: "not known", Kleene.YES: "holds"}
    return Entry(
        f"{title} — {said[exception.result]}",
        exception.citations,
        Mark.NONE,
        (*tests(exception.step), *(_exception(inner) for inner in exception.exceptions)),
    )


def _lifted(clause: ClauseTrace, explanation: Explanation) -> Entry:
    below = list(tests(clause.when)) if clause.when is not None else []
    for exception in clause.exceptions:
        if exception.result is Kleene.YES:
            below.append(_exception(exception))
    for key, result in clause.overriders:
        if result is Kleene.YES:
            below.append(Entry(f"overridden by {explanation.clause_by_key[key].title}"))
    below.append(Entry(_where(clause)))
    return Entry(f"Set aside: {clause.title}", clause.citations, Mark.YES, tuple(below))


def _met(clause: ClauseTrace) -> str:
    """Return the title of a requirement that was met, with what was found."""
    if clause.when is None:
        return clause.title
    found = [
        read.words
        for step in clause.when.decisive()
        for read in step.facts
        if read.words not in ("yes", "no") and read.state is not FactState.UNKNOWN
    ]
    shown = list(dict.fromkeys(found))
    return f"{clause.title}: {', '.join(shown)}" if 0 < len(shown) <= 3 else clause.title


def _all_citations(clause: ClauseTrace) -> tuple[str, ...]:
    parts = clause.when.decisive() if clause.when is not None else ()
    inner = (id for part in parts for id in part.citations)
    return tuple(dict.fromkeys((*clause.citations, *inner)))


def _where(clause: ClauseTrace) -> str:
    place = f", {clause.place.file}:{clause.place.line}" if clause.place else ""
    return f"{clause.kind.value} {clause.key}{place}"


def _outranked(explanation: Explanation) -> Iterator[Entry]:
    for clause in explanation.clauses:
        if clause.status is Status.OUTRANKED and clause.kind is not ir.Kind.COVER:
            verdict = VERDICT[clause.determination].lower()
            yield Entry(f"{clause.title} ({verdict})", clause.citations, Mark.ITEM)


# ---------------------------------------------------------- limits and payment


def _limit(limit: LimitTrace, explanation: Explanation) -> Entry:
    below = [Entry(limit.line)]
    parts = [part for part in limit.used.summands if part.value != 0]
    if parts:
        below.append(
            Entry(
                "used",
                below=tuple(
                    Entry(
                        f"{'not known' if part.value is None else decimal_text(part.value, limit.places)}"
                        f": {part.words}{_assumed_mark(part.facts)}",
                        part.citations,
                    )
                    for part in parts
                ),
            )
        )
    as_of = explanation.decision.receipt.as_of
    for window in limit.windows:
        if window.inside is not None:
            said = {Kleene.YES: "inside", Kleene.NO: "outside", Kleene.UNKNOWN: "perhaps inside"}
            span = f"{window.start or 'not known'} to {window.end or 'not known'}"
            below.append(
                Entry(
                    f"{window.words}: {span}; the service date {as_of} is {said[window.inside]}",
                    window.citations,
                )
            )
    if limit.extending is not None:
        below.append(_extending(limit, limit.extending))
    return Entry(limit.title, limit.citations, Mark.ITEM, tuple(below))


def _extending(limit: LimitTrace, extending: Extending) -> Entry:
    if extending.ceiling is None:
        most = "can be extended"
    else:
        most = "can be extended to "
        most += words.counted(decimal_text(extending.ceiling, limit.places), limit.unit)
    status = f"; {fact_line(extending.status)}" if extending.status else ""
    needed = limit.fits is None or limit.asked.value is None or limit.fits < limit.asked.value
    below: tuple[Entry, ...] = ()
    if needed:
        below = tuple(
            Entry(title, cited, Mark.ITEM)
            for _, title, cited in extending.steps
            if title != limit.title
        )
    return Entry(
        f"{most}{status}", extending.citations if not below else _cites(limit), below=below
    )


def _cites(limit: LimitTrace) -> tuple[str, ...]:
    """Return what the extension itself cites, apart from its requirements."""
    assert limit.extending is not None
    own = [id for _, title, cited in limit.extending.steps if title == limit.title for id in cited]
    return tuple(id for id in dict.fromkeys(own) if id not in limit.citations)


def _assumed_mark(reads: tuple[FactRead, ...]) -> str:
    return " (assumed)" if any(read.state is FactState.ASSUMED for read in reads) else ""


def _payment(explanation: Explanation) -> Iterator[Entry]:
    pays = explanation.payment
    if pays is not None:
        yield Entry(
            pays.line,
            pays.citations,
            Mark.ITEM,
            tuple(
                Entry(fact_line(read)) for read in pays.facts if read.state is not FactState.UNKNOWN
            ),
        )


# ------------------------------------------------------------------ what is open


def _missing(explanation: Explanation) -> Iterator[Entry]:
    for missing in explanation.missing:
        read = missing.read
        below = []
        if read.supplier:
            below.append(Entry(f"from {SUPPLIER.get(read.supplier, read.supplier)}"))
        below += [
            Entry(f"asked for by: {clause.title}", _all_citations(clause))
            for clause in missing.asked_by
        ]
        given = "" if read.state is FactState.UNKNOWN else f": {value_words(read)}"
        yield Entry(f"{words.short(read.label)}{given} ({read.fact})", (), Mark.OPEN, tuple(below))


def _possible(explanation: Explanation) -> Iterator[Entry]:
    decision = explanation.decision
    if decision.settled:
        return
    names = [VERDICT[found].lower() for found in decision.possible]
    bound = "" if decision.possible_exact else "at most: "
    yield Entry(bound + ", ".join(names))


def _assumed(explanation: Explanation) -> Iterator[Entry]:
    for assumption in explanation.assumptions:
        why = f" — {assumption.title}" if assumption.title else ""
        below = tests(assumption.when) if assumption.when is not None else ()
        label = words.short(assumption.read.label)
        yield Entry(
            f"{label}: {assumption.read.words}{why}", assumption.citations, Mark.ITEM, below
        )


def _questions(explanation: Explanation) -> Iterator[Entry]:
    for question in explanation.decision.open_questions:
        yield Entry(
            question.question,
            question.citations,
            Mark.ITEM,
            (Entry(f"Read as: {question.reading}"),),
        )


def _advice(explanation: Explanation) -> Iterator[Entry]:
    for advisory in explanation.decision.advisories:
        yield Entry(advisory.text, advisory.citations, Mark.ITEM)


def _receipt(explanation: Explanation) -> Iterator[Entry]:
    receipt = explanation.decision.receipt
    yield Entry(f"policy {receipt.policy_hash}")
    yield Entry(f"facts  {receipt.facts_hash}")
    yield Entry(f"decided by policydsl {receipt.compiler}")
