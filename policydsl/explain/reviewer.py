"""Lay an explanation out for a nurse or for appeals: every criterion, and what is still needed."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.explain import standing, sums, why, words
from policydsl.explain.arithmetic import LimitTrace
from policydsl.explain.author import page_of
from policydsl.explain.blocks import Entry, Mark, Reader, Section
from policydsl.explain.changing import TITLE, changing
from policydsl.explain.clausetrace import LIMITS, MUST, ClauseTrace, Status
from policydsl.explain.explanation import SCHEMA_VERSION, Explanation
from policydsl.explain.reading import value_words
from policydsl.explain.rendering import Rendering
from policydsl.explain.trace import FactRead, FactState
from policydsl.explain.verdicts import SUPPLIER, VERDICT


class Standing(enum.Enum):
    """How a request stands to a criterion."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    MET = "met"
    EXCUSED = "excused"  # an exception, or a clause that overrides it


_BARRED = (
    ir.Kind.EXCLUDE,
    ir.Kind.REDIRECT,
    ir.Kind.ROUTE,
    ir.Kind.REFER,
    ir.Kind.REVIEW,
)
_ASIDE = (Status.OTHER_BENEFIT, Status.GUARDED_OFF)
_HEADING = {
    Standing.NOT_MET: "Not met",
    Standing.UNKNOWN: "Not known",
    Standing.EXCUSED: "Excused",
    Standing.MET: "Met",
}


@attrs.frozen
class Criterion:
    """A clause that bears on this request, and how the request stands to it.

    An exclusion is met when it does not apply.  `needs` are the facts and papers that it
    asks for and that are not known; `limit` is the one that it is about.
    """

    clause: ClauseTrace
    standing: Standing
    found: tuple[FactRead, ...]
    needs: tuple[str, ...]
    limit: LimitTrace | None

    @property
    def bars(self) -> bool:
        """Whether it is something that must not be so."""
        return self.clause.kind in _BARRED

    def to_dict(self) -> dict[str, Any]:
        return {
            "clause": self.clause.key,
            "title": self.clause.title,
            "kind": self.clause.kind.value,
            "benefit": self.clause.benefit,
            "standing": self.standing.value,
            "found": [
                {"fact": r.fact, "label": r.label, "state": r.state.value, "words": r.words}
                for r in self.found
            ],
            "citations": list(why.all_citations(self.clause)),
            "needs": list(self.needs),
        }


def criteria(explanation: Explanation) -> tuple[Criterion, ...]:
    """Return every criterion that this request is held to, in the policy's order."""
    asked: dict[str, list[str]] = {}
    for lack in explanation.missing:
        for clause in lack.asked_by:
            asked.setdefault(clause.key, []).append(lack.read.fact)
    limits = {limit.limit: limit for limit in explanation.limits}
    return tuple(
        Criterion(
            clause,
            stands,
            _found(clause),
            tuple(asked.get(clause.key, ())),
            limits.get(clause.id) if clause.kind in LIMITS else None,
        )
        for clause in explanation.clauses
        if (stands := _standing(clause)) is not None
    )


def _standing(clause: ClauseTrace) -> Standing | None:
    if clause.kind in LIMITS:
        speaks = clause.result is not Kleene.NO or clause.status not in (
            *_ASIDE,
            Status.DOES_NOT_HOLD,
        )
        if not speaks:
            return None
    elif clause.kind not in (*MUST, *_BARRED) or clause.status in _ASIDE:
        return None
    match clause.status:
        case Status.HOLDS | Status.OUTRANKED:
            return Standing.NOT_MET
        case Status.UNKNOWN:
            return Standing.UNKNOWN
        case Status.LIFTED | Status.OVERRIDDEN:
            return Standing.EXCUSED
        case _:
            return Standing.MET


def _found(clause: ClauseTrace) -> tuple[FactRead, ...]:
    """Return the facts that its condition turned on, each once."""
    steps = [] if clause.when is None else [clause.when]
    if clause.result is Kleene.UNKNOWN:
        steps = [guard for guard in clause.guards if guard.result is Kleene.UNKNOWN] or steps
    reads = (read for step in steps for part in step.decisive() for read in part.facts)
    return tuple({read.fact: read for read in reads}.values())


# ----------------------------------------------------------------------- the page


def for_reviewer(explanation: Explanation) -> Rendering:
    """Tell a reviewer how the request stands to each criterion."""
    held = criteria(explanation)
    sections = (
        Section(_HEADING[Standing.NOT_MET], tuple(_of(held, Standing.NOT_MET))),
        Section(_HEADING[Standing.UNKNOWN], tuple(_of(held, Standing.UNKNOWN))),
        Section("Still needed", tuple(_needed(explanation))),
        Section(TITLE, tuple(changing(explanation))),
        Section("Limits", tuple(sums.limits(explanation))),
        Section("Payment", tuple(sums.payment(explanation))),
        Section(_HEADING[Standing.EXCUSED], tuple(_of(held, Standing.EXCUSED))),
        Section(_HEADING[Standing.MET], tuple(_of(held, Standing.MET, bars=False))),
        Section("Does not apply", tuple(_of(held, Standing.MET, bars=True))),
        Section("Assumed", tuple(standing.assumed(explanation))),
        Section("Open questions of the text", tuple(standing.questions(explanation))),
        Section("Advice", tuple(standing.advice(explanation))),
        Section("What is cited", tuple(_cited(explanation))),
        Section("Receipt", tuple(standing.receipt(explanation))),
    )
    page = page_of(explanation, sections)
    return Rendering(Reader.REVIEWER, page, lambda: _data(explanation, held))


def _of(
    held: tuple[Criterion, ...], wanted: Standing, *, bars: bool | None = None
) -> Iterator[Entry]:
    for criterion in held:
        if criterion.standing is wanted and bars in (None, criterion.bars):
            yield _entry(criterion)


def _entry(criterion: Criterion) -> Entry:
    clause = criterion.clause
    match criterion.standing:
        case Standing.MET:
            if criterion.bars:
                return Entry(clause.title, clause.citations, Mark.ITEM)
            return why.met(clause)
        case Standing.EXCUSED:
            below = _readings(criterion) + [
                Entry(f"excused by: {e.title or 'an exception'}", e.citations)
                for e in clause.exceptions
                if e.result is Kleene.YES
            ]
            return Entry(clause.title, clause.citations, Mark.YES, tuple(below))
        case Standing.NOT_MET:
            mark = Mark.NO
        case Standing.UNKNOWN:
            mark = Mark.OPEN
    would = VERDICT[clause.determination].lower()
    below = _readings(criterion)
    if criterion.limit is not None:
        below.append(Entry(why.too_much(criterion.limit)))
    below += map(why.excepted, clause.exceptions)
    if clause.status is Status.OUTRANKED:
        below.append(Entry(f"would come to: {would}; outranked"))
    return Entry(clause.title, why.all_citations(clause), mark, tuple(below))


def _readings(criterion: Criterion) -> list[Entry]:
    """Tell what was found; of what is not known, only that it is not."""
    found = criterion.found
    if criterion.standing is Standing.UNKNOWN:
        found = tuple(read for read in found if read.state is FactState.UNKNOWN) or found
    return [Entry(f"{words.short(r.label) or r.fact}: {value_words(r)}") for r in found]


def _needed(explanation: Explanation) -> Iterator[Entry]:
    """Yield what is to be supplied, by who can supply it."""
    by_supplier: dict[str, list[Entry]] = {}
    for lack in explanation.missing:
        read = lack.read
        who = SUPPLIER.get(read.supplier or "", read.supplier or "anybody")
        asking = dict.fromkeys(clause.title for clause in lack.asked_by)
        cited = dict.fromkeys(id for c in lack.asked_by for id in why.all_citations(c))
        given = "" if read.state is FactState.UNKNOWN else f" (now: {value_words(read)})"
        text = f"{words.short(read.label) or read.fact}{given}"
        few = list(asking)[:3]
        more = f" and {len(asking) - 3} more" if len(asking) > 3 else ""
        below = (Entry(f"for: {'; '.join(few)}{more}"),) if few else ()
        by_supplier.setdefault(who, []).append(Entry(text, tuple(cited)[:6], Mark.OPEN, below))
    for who, entries in by_supplier.items():
        yield Entry(f"From {who}", below=tuple(entries))


def _cited(explanation: Explanation) -> Iterator[Entry]:
    """Yield the statements that bear on the decision, so that nobody has to look them up."""
    for source in explanation.sources(explanation.bears()):
        yield Entry(f"{source.section}: {source.paraphrase}", (source.id,), Mark.ITEM)


def _data(explanation: Explanation, held: tuple[Criterion, ...]) -> dict[str, Any]:
    decision = explanation.decision
    return {
        "schema": SCHEMA_VERSION,
        "reader": Reader.REVIEWER.value,
        "policy": explanation.subject.to_dict(),
        "as_of": decision.receipt.as_of,
        "determination": decision.determination.value,
        "routes_to": decision.routes_to,
        "criteria": [criterion.to_dict() for criterion in held],
        "needed": [missing.to_dict() for missing in explanation.missing],
        "limits": [limit.to_dict() for limit in explanation.limits],
        "payment": explanation.payment and explanation.payment.to_dict(),
        "ways": None if (ways := explanation.sought()) is None else ways.to_dict(),
        "assumptions": [assumption.to_dict() for assumption in explanation.assumptions],
        "open_questions": decision.to_dict()["open_questions"],
        "advice": [
            {"id": a.id, "text": a.text, "citations": list(a.citations)}
            for a in decision.advisories
        ],
        "sources": [s.to_dict() for s in explanation.sources(explanation.bears())],
    }
