"""Put together what a letter about an adverse determination has to say.

The content that 29 CFR 2560.503-1(g), 45 CFR 147.136 and 42 CFR 438.404 ask for: specific
reasons, the provisions that they rest on, what is missing and why it is needed, the criteria
relied on, whether a clinical judgment was applied and by whom, and how to have the decision
reviewed.  What only the payer knows comes from slots; without them there is no notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policydsl.core import ir, texts
from policydsl.core.determinations import Determination
from policydsl.core.facts import Supplier
from policydsl.core.values import Kleene
from policydsl.explain import citing, problems, standing, why, words
from policydsl.explain.arithmetic import LimitTrace
from policydsl.explain.blocks import Entry, Mark, Page, Reader, Section
from policydsl.explain.changing import all_of, keeping, told
from policydsl.explain.clausetrace import ClauseTrace, Role
from policydsl.explain.explanation import SCHEMA_VERSION, Explanation
from policydsl.explain.member import sentences
from policydsl.explain.parts import SourceTrace
from policydsl.explain.reading import tests, value_words
from policydsl.explain.rendering import Rendering
from policydsl.explain.slots import BY_NAME, NoticeError, filled
from policydsl.explain.trace import FactRead, FactState
from policydsl.explain.verdicts import SUPPLIER, VERDICT
from policydsl.explain.ways import Change, Way
from policydsl.explain.why import all_citations
from policydsl.reference.structure import facts_read

_HEADING = ("notice_date", "member", "claim", "provider", "claim_amount")
_REVIEW = (
    "review_procedure",
    "review_deadline",
    "decision_time",
    "expedited_review",
    "external_review",
    "continued_benefits",
    "documents",
    "assistance",
    "contact",
    "legal_action",
    "language_help",
)
_DECIDED = {
    Determination.NOT_COVERED: "The plan does not cover this request.",
    Determination.BENEFIT_EXHAUSTED: "The plan does not cover what goes past the limit.",
    Determination.NEEDS_PRIOR_AUTH: "The plan does not cover this request without its approval "
    "beforehand, which it has not given.",
    Determination.REFER: "The plan does not cover this request as it stands; "
    "the member is sent first to: {}.",
    Determination.COVERED: "The plan covers this request, and pays a part of what it costs.",
}


def is_adverse(explanation: Explanation) -> bool:
    """Whether a benefit was denied, or paid or provided only in part (29 CFR 2560.503-1(m)(4)).

    Nothing is denied where another guideline or another payer decides, where something is
    missing, or where a person still has to decide.
    """
    match explanation.decision.determination:
        case Determination.COVERED:
            pays = explanation.payment
            return pays is not None and (pays.rate == 0 or bool(pays.member))
        case determination:
            return determination in _DECIDED


def _deciding(explanation: Explanation) -> tuple[ClauseTrace, ...]:
    return tuple(c for c in explanation.reasons() if c.role in (Role.DECIDES, Role.OPEN))


def for_notice(explanation: Explanation, slots: Mapping[str, object]) -> Rendering:
    """Return the notice; `NoticeError` says why there is none."""
    if not is_adverse(explanation):
        raise NoticeError((problems.not_adverse(explanation.decision.determination),))
    judged = judgments(explanation)
    given = filled(slots, judged=bool(judged))
    reasons = _deciding(explanation)
    if explanation.decision.determination is Determination.COVERED:
        reasons = ()  # what was not paid is the reason, not what is covered
    provisions = _provisions(explanation, reasons)
    subject = explanation.subject
    sections = (
        Section("", tuple(_head(explanation, given))),
        Section("In short", (Entry(" ".join(s.text for s in sentences(explanation))),)),
        Section("What was decided", tuple(_decided(explanation))),
        Section("Why", (*map(_reason, reasons), *_unpaid(explanation))),
        Section("What the plan says", tuple(_provision(each) for each in provisions)),
        Section("What was relied on", tuple(_relied_on(explanation))),
        Section("Clinical judgment", tuple(_judgment(judged, given))),
        Section("What is missing, and why it is needed", tuple(_missing(explanation))),
        Section("What was assumed", tuple(standing.assumed(explanation))),
        Section("Your right to a review", tuple(_labelled(_REVIEW, given))),
    )
    page = Page(
        "Notice of an adverse determination",
        "",
        (subject.heading,),
        tuple(section for section in sections if section.entries),
    )
    return Rendering(
        Reader.NOTICE, page, lambda: _data(explanation, given, reasons, provisions, judged)
    )


# ----------------------------------------------------------------------- sections


def _head(explanation: Explanation, given: Mapping[str, str]) -> Iterator[Entry]:
    yield from _labelled(_HEADING, given)
    yield Entry(explanation.decision.receipt.as_of, label="Date of service")


def _labelled(names: tuple[str, ...], given: Mapping[str, str]) -> Iterator[Entry]:
    for name in names:
        if name in given:
            yield Entry(given[name], label=BY_NAME[name].label)


def _decided(explanation: Explanation) -> Iterator[Entry]:
    decision, partly = explanation.decision, explanation.partly()
    said = _DECIDED[decision.determination].format(texts.spaced(decision.routes_to or ""))
    # Some of it fits: what is denied is the rest.
    yield Entry(said.replace("cover this", "cover all of this") if partly else said)
    limits = _speaking(explanation)
    if partly:
        asked, fits, unit = partly
        are = "is" if fits == "1" else "are"
        yield Entry(f"Of {asked} {unit} asked for, {fits} {are} within the limit.")
    elif limits and decision.fits == 0:
        yield Entry("Nothing of what was asked for is within the limit.")
    pays = decision.pays
    if pays is not None and pays.rate == 0:
        rest = "What goes past it the plan does not pay" if partly else "The plan pays nothing"
        yield Entry(f"{rest}; the member pays all.")
    for limit in limits:
        yield Entry(f"{limit.title}: {limit.line}", limit.citations)


def _speaking(explanation: Explanation) -> tuple[LimitTrace, ...]:
    """Return the limits that the determination rests on."""
    ids = {c.id for c in explanation.reasons() if c.kind in (ir.Kind.LIMIT, ir.Kind.EXTENSION)}
    return tuple(limit for limit in explanation.limits if limit.limit in ids)


def _reason(clause: ClauseTrace) -> Entry:
    below = [Entry(clause.says)] if clause.says else []
    below += tests(clause.when) if clause.when is not None else ()
    below += map(why.excepted, clause.exceptions)
    return Entry(clause.title, all_citations(clause), Mark.ITEM, tuple(below))


def _unpaid(explanation: Explanation) -> Iterator[Entry]:
    """Yield how the member's share of what is covered came about."""
    pays = explanation.payment
    if pays is not None and explanation.decision.determination is Determination.COVERED:
        yield Entry(f"What the plan pays: {pays.line}", pays.citations, Mark.ITEM)


def _provisions(
    explanation: Explanation, reasons: tuple[ClauseTrace, ...]
) -> tuple[SourceTrace, ...]:
    cited = {id for clause in reasons for id in citing.of_clause(clause)}
    cited |= {id for limit in _speaking(explanation) for id in limit.citations}
    cited |= {id for entry in _unpaid(explanation) for id in entry.citations}
    return explanation.sources(cited)


def _provision(source: SourceTrace) -> Entry:
    text = f"{source.document}, {source.section}: {source.paraphrase}"
    return Entry(text, (source.id,), Mark.ITEM)


def _relied_on(explanation: Explanation) -> Iterator[Entry]:
    """Yield the documents that the policy encodes, and the text that decided."""
    for document in explanation.program.documents:
        parts = (document.title, document.publisher, document.dated)
        yield Entry(", ".join(part for part in parts if part), mark=Mark.ITEM)
    receipt = explanation.decision.receipt
    edition = f", edition {receipt.edition}" if receipt.edition else ""
    yield Entry(f"As encoded in {receipt.policy}{edition}, {receipt.policy_hash}", mark=Mark.ITEM)


def judgments(explanation: Explanation) -> tuple[FactRead, ...]:
    """Return what a reviewer found and the reasons turned on."""
    found = {read.fact: read for clause in _deciding(explanation) for read in clause.turned_on()}
    return tuple(
        read
        for read in found.values()
        if read.supplier == Supplier.REVIEWER.value
        and read.state in (FactState.GIVEN, FactState.ABSENT)
    )


def _judgment(judged: tuple[FactRead, ...], given: Mapping[str, str]) -> Iterator[Entry]:
    if not judged:
        yield Entry(
            "No clinical judgment was applied: the decision rests on the facts of the request "
            "and on the provisions above."
        )
        return
    yield Entry("A clinical judgment was applied.")
    yield Entry(given["clinical_reviewer"], label=BY_NAME["clinical_reviewer"].label)
    for read in judged:
        yield Entry(f"{words.short(read.label)}: {value_words(read)}", mark=Mark.ITEM)


def _missing(explanation: Explanation) -> Iterator[Entry]:
    """Yield what a person could still supply or change, and which rule asks for it."""
    ways = explanation.ways()
    if ways.reached:
        return
    same = keeping(ways, explanation)
    if not same:
        said = "Nothing that a person could send in or change leads to another decision on it."
        if not ways.exact:
            said = "Nothing is known that could be sent in and would lead to another decision."
        yield Entry(said)
        return
    goal = VERDICT[ways.toward].lower()
    for number, way in enumerate(same):
        said = f"or {goal}" if number else f"The request would be {goal}"
        yield _way(way, said, explanation)


def _way(way: Way, said: str, explanation: Explanation) -> Entry:
    below = tuple(_needed(change, explanation) for change in way.changes)
    return Entry(f"{said} with {all_of(len(below))}:", (), Mark.TO, below)


def _needed(change: Change, explanation: Explanation) -> Entry:
    asking = _asking(change.fact, explanation)
    titles = [_titled(clause, change.fact) for clause in asking[:3]]
    below = [Entry(f"needed for: {'; '.join(titles)}")]
    if change.supplier:
        below.append(Entry(f"from {SUPPLIER.get(change.supplier, change.supplier)}"))
    cited = dict.fromkeys(id for clause in asking[:3] for id in all_citations(clause))
    return Entry(told(change), tuple(cited), Mark.ITEM, tuple(below if asking else below[1:]))


def _asking(fact: str, explanation: Explanation) -> list[ClauseTrace]:
    """Return the clauses that turn on *fact*: first those that decided, then those still open."""
    bearing = (Role.DECIDES, Role.OPEN, Role.LOST)
    found = [
        clause
        for clause in sorted(explanation.clauses, key=lambda each: each.role is not Role.DECIDES)
        if (clause.role in bearing or clause.result is not Kleene.NO)
        and clause.determination is not Determination.COVERED
        and any(read.fact == fact for read in clause.turned_on())
    ]
    # What was not looked at yet, as it stands under something that is not so.
    return found or [
        explanation.clause_by_key[clause.key]
        for clause in explanation.program.clauses
        if fact in facts_read(clause.bite)
    ]


def _titled(clause: ClauseTrace, fact: str) -> str:
    """Return a clause's title, or that the fact bears on an exception to it."""
    excepting = {read.fact for e in clause.excepted() for read in e.step.decisive_facts()}
    own = (read.fact for step in clause.own_steps() for read in step.decisive_facts())
    itself = fact not in excepting or fact in own
    return clause.title if itself else f"an exception to: {clause.title}"


# --------------------------------------------------------------------------- data


def _data(
    explanation: Explanation,
    given: Mapping[str, str],
    reasons: tuple[ClauseTrace, ...],
    provisions: tuple[SourceTrace, ...],
    judged: tuple[FactRead, ...],
) -> dict[str, Any]:
    decision = explanation.decision
    ways = explanation.ways()
    return {
        "schema": SCHEMA_VERSION,
        "reader": Reader.NOTICE.value,
        "policy": explanation.subject.to_dict(),
        "as_of": decision.receipt.as_of,
        "determination": decision.determination.value,
        "asked": decision.asked,
        "fits": decision.fits,
        "summary": [sentence.text for sentence in sentences(explanation)],
        "reasons": [
            {
                "clause": clause.key,
                "title": clause.title,
                "says": clause.says or None,
                "citations": list(all_citations(clause)),
            }
            for clause in reasons
        ],
        "provisions": [source.to_dict() for source in provisions],
        "criteria": [
            {"id": d.id, "title": d.title, "publisher": d.publisher, "dated": d.dated}
            for d in explanation.program.documents
        ],
        "clinical_judgment": {
            "applied": bool(judged),
            "by": given.get("clinical_reviewer") if judged else None,
            "findings": [read.to_dict() for read in judged],
        },
        "ways": ways.to_dict(),
        "limits": [limit.to_dict() for limit in explanation.limits],
        "assumptions": [assumption.to_dict() for assumption in explanation.assumptions],
        "slots": dict(given),
        "receipt": decision.to_dict()["receipt"],
    }
