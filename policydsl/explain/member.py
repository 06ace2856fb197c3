"""Tell a member what was decided, in two to six plain sentences.

The sentences are the policy's own (`say to member`), with numbers and names of facts put
in; what stands around them says nothing about benefits.  Whether they are true and easy to
read is held by the tests, over every worked example.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.core import ir, texts
from policydsl.core.determinations import Determination
from policydsl.core.facts import Supplier
from policydsl.core.values import Kleene
from policydsl.explain.arithmetic import LimitTrace
from policydsl.explain.asking import WHO, needs
from policydsl.explain.blocks import Entry, Page, Reader, Section
from policydsl.explain.changing import keeping
from policydsl.explain.clausetrace import LIMITS, ClauseTrace, Role
from policydsl.explain.explanation import SCHEMA_VERSION, Explanation
from policydsl.explain.plainly import Sentence, assumed, joined, so
from policydsl.explain.rendering import Rendering
from policydsl.explain.ways import Change, Kind

MOST = 6
_MOST_REASONS = 2
_MOST_CHANGES = 2
_MOST_TOLD = 4
_MOST_WORDS = 32  # of one sentence, beside its frame

# Where the policy says nothing of its own. None of them says what is or is not a benefit.
_OPENING = {
    Determination.COVERED: "The answer to this request is yes.",
    Determination.NOT_COVERED: "The answer to this request is no.",
    Determination.NOT_APPLICABLE: "These rules do not decide this request.",
    Determination.ROUTE: "Someone else decides this request.",
    Determination.REFER: "You have to go to someone else first.",
    Determination.BENEFIT_EXHAUSTED: "This request is for more than the limit.",
    Determination.REVIEW: "A person will look at this request and decide.",
    Determination.NEEDS_PRIOR_AUTH: "This care has to be approved before you get it.",
    Determination.PEND_DOCUMENTATION: "We can not decide this request yet.",
    Determination.NEEDS_EXTENSION: "This request goes past the limit, and more may be granted.",
}


def for_member(explanation: Explanation) -> Rendering:
    """Tell the member; every format holds the same sentences."""
    told = sentences(explanation)
    subject, receipt = explanation.subject, explanation.decision.receipt
    page = Page("", "", (subject.heading,), (Section("", tuple(_paragraphs(told, explanation))),))

    def data() -> dict[str, Any]:
        return {
            "schema": SCHEMA_VERSION,
            "reader": Reader.MEMBER.value,
            "policy": subject.to_dict(),
            "as_of": receipt.as_of,
            "determination": explanation.decision.determination.value,
            "sentences": [sentence.to_dict() for sentence in told],
            "ways": explanation.ways().to_dict(),
            "assumptions": [assumption.to_dict() for assumption in explanation.assumptions],
        }

    return Rendering(Reader.MEMBER, page, data)


def _paragraphs(told: tuple[Sentence, ...], explanation: Explanation) -> Iterator[Entry]:
    """Yield the answer, what it rests on, and what was assumed."""
    assumptions = {sentence.text for sentence in assumed(explanation)}
    answer, *rest = told
    yield Entry(answer.text)
    main = [sentence.text for sentence in rest if sentence.text not in assumptions]
    if main:
        yield Entry(" ".join(main))
    yield from (Entry(s.text, aside=True) for s in rest if s.text in assumptions)


def sentences(explanation: Explanation) -> tuple[Sentence, ...]:
    """Return two to six sentences, the answer first."""
    determination = explanation.decision.determination
    found = [_opening(explanation)]
    closing = list(assumed(explanation))
    room = MOST - len(closing)
    if determination is Determination.PEND_DOCUMENTATION:
        found += needs(explanation, room - len(found))
    else:
        found += _reasons(explanation)
        found += _counts(explanation)
        found += _money(explanation)
        found += _change(explanation, room - len(found))
        del found[room:]
    found += closing
    if len(found) < 2:
        found.append(_plain_reason(explanation))
    return tuple(found)


def _opening(explanation: Explanation) -> Sentence:
    determination = explanation.decision.determination
    if explanation.partly():
        return Sentence("Only part of what you ask for fits.", ("asked",))
    for saying in explanation.program.sayings:
        if saying.determination is determination:
            return Sentence(saying.text, ("policy",))
    return Sentence(_OPENING[determination], ())


# ------------------------------------------------------------------------ reasons


def _reasons(explanation: Explanation) -> Iterator[Sentence]:
    """Yield what the deciding clauses say, each text once."""
    clauses = _deciding(explanation)
    if not clauses:
        yield Sentence("One of a few rules decides it, and which one is not known yet.", ())
        return
    by_text: dict[str, list[str]] = {}
    for clause in clauses:
        by_text.setdefault(clause.says or _titled(clause), []).append(clause.key)
    by_text.pop("", None)
    for text, keys in list(by_text.items())[:_MOST_REASONS]:
        yield Sentence(text, tuple(keys))
    more = len(by_text) - _MOST_REASONS
    if more > 0:
        keys_left = [key for keys in list(by_text.values())[_MOST_REASONS:] for key in keys]
        said = "There is 1 more reason." if more == 1 else f"There are {more} more reasons."
        yield Sentence(said, tuple(keys_left))


def _deciding(explanation: Explanation) -> list[ClauseTrace]:
    """Return the clauses that decide; of benefits that cover, those that no other is part of."""
    clauses = [clause for clause in explanation.reasons() if clause.role is Role.DECIDES]
    covers = {clause.key for clause in clauses if clause.kind is ir.Kind.COVER}
    outer = {
        id for benefit in explanation.benefits if benefit.id in covers for id in benefit.lineage[1:]
    }
    return [c for c in clauses if c.kind is not ir.Kind.COVER or c.key not in outer]


def _titled(clause: ClauseTrace) -> str:
    """Return a clause's title as a sentence; that a benefit covers, or none, needs no reason."""
    if clause.kind is ir.Kind.IN_FORCE:
        return "They are not in force on the day of this care."
    if clause.kind in (ir.Kind.COVER, ir.Kind.SILENCE) or not clause.title:
        return ""
    return f"The rule for this is called “{clause.title}.”"


def _plain_reason(explanation: Explanation) -> Sentence:
    if explanation.decision.determination is Determination.COVERED:
        return Sentence("Every rule that we looked at is met.", ())
    return Sentence("None of the kinds of care that they speak of is the one in this request.", ())


# ------------------------------------------------------------------------ numbers


def _counts(explanation: Explanation) -> Iterator[Sentence]:
    """Yield what is left of the limit that decides, or of the one with the least left."""
    known = [
        limit
        for limit in explanation.limits
        if not limit.unlimited and limit.remaining is not None and limit.unit
    ]
    speaking = {c.id for c in explanation.reasons() if c.kind in LIMITS}
    chosen = [limit for limit in known if limit.limit in speaking] or known
    if not chosen:
        return
    covered = explanation.decision.determination is Determination.COVERED
    if not covered and not speaking:
        return
    limit = min(chosen, key=lambda each: each.remaining or 0)
    if any(window.inside is Kleene.NO for window in limit.windows):
        return
    yield Sentence(_left(limit, covered), (limit.limit,))


def _left(limit: LimitTrace, covered: bool) -> str:
    assert limit.remaining is not None
    period = next((f" for this {w.words}" for w in limit.windows if w.inside is None), "")
    if covered:
        left = limit.remaining - (limit.consumed or 0)
        return f"After this you have {_count(limit, left)} left{period}."
    asked = limit.asked.value
    if limit.remaining == 0 or asked is None:
        return f"You have {_count(limit, limit.remaining)} left{period}."
    return f"You asked for {_count(limit, asked)} and have {_count(limit, limit.remaining)} left."


def _count(limit: LimitTrace, value: int) -> str:
    number = texts.decimal_text(value, limit.places)
    return f"no {limit.unit}" if value == 0 else texts.counted(number, limit.unit)


def _money(explanation: Explanation) -> Iterator[Sentence]:
    pays = explanation.payment
    if pays is None:
        return
    if pays.plan is not None and pays.member is not None and pays.plan:
        paid, own = texts.money(pays.plan), texts.money(pays.member)
        yield Sentence(f"The plan pays {paid} and you pay {own}.", ("pays",))
    elif pays.rate == 0:
        what = "the rest" if explanation.partly() else "the cost now"
        yield Sentence(f"The plan pays no part of {what}, so you would pay it.", ("pays",))


# ------------------------------------------------------------------------ changes


def _change(explanation: Explanation, room: int) -> Iterator[Sentence]:
    """Yield a smallest set of changes; where nobody can make one, what the answer rests on.

    Changes of what the request is about are told only where these rules are about other care.
    """
    ways = explanation.ways()
    if ways.reached:
        return
    determination = explanation.decision.determination
    same = keeping(ways, explanation)
    if same:
        smallest = min(same, key=lambda way: len(way.changes))
        if len(smallest.changes) <= _MOST_CHANGES or determination not in _WAITS:
            yield from _needed(explanation, smallest.changes, room)
    elif ways.ways and determination in _ELSEWHERE:
        if len(ways.ways[0].changes) <= _MOST_CHANGES:
            yield from _needed(explanation, ways.ways[0].changes, room)
    elif ways.exact and determination not in _WAITS:
        yield Sentence(_rests_on(explanation), ())


def _needed(explanation: Explanation, changes: tuple[Change, ...], room: int) -> Iterator[Sentence]:
    """Tell all of a few changes; of many, what would have to be otherwise, and who can help."""
    facts = explanation.program.facts
    told = list(changes)
    said = [so(facts[change.fact], change, 3 if len(told) == 1 else 1) for change in told]
    if len(told) > _MOST_TOLD or sum(len(each.split()) for each in said) > _MOST_WORDS:
        # What is not known may be so already; what is otherwise is what stands in the way.
        told = [change for change in changes if change.kind is Kind.CHANGED][:_MOST_CHANGES]
        said = [so(facts[change.fact], change, 3 if len(told) == 1 else 1) for change in told]
    named = tuple(change.fact for change in changes)
    goal = "is yes" if explanation.ways().toward is Determination.COVERED else "changes"
    rest = len(changes) - len(told)
    if not all(said):
        return
    if rest == 0:
        yield Sentence(f"By these rules, the answer {goal} if {joined(said, 'and')}.", named)
        return
    if said:
        yield Sentence(f"By these rules, the answer can change if {joined(said, 'and')}.", named)
    elif room < 2:
        return
    more = "more " if said else ""
    yield Sentence(f"For a yes, {rest} {more}things must be shown.", named)
    who = {WHO.get(change.supplier or "") for change in changes}
    helper = who.pop() if len(who) == 1 else None
    if helper:
        yield Sentence(f"{helper} can help with these things.", named)


_ELSEWHERE = (Determination.NOT_APPLICABLE, Determination.ROUTE, Determination.REFER)
_WAITS = (
    Determination.NEEDS_EXTENSION,
    Determination.NEEDS_PRIOR_AUTH,
    Determination.REVIEW,
)


def _rests_on(explanation: Explanation) -> str:
    """Say who holds what the answer rests on, when no person can change it."""
    deciding = _deciding(explanation)
    steps = [clause.when for clause in deciding if clause.when is not None]
    suppliers = {read.supplier for step in steps for part in step.decisive() for read in part.facts}
    if Supplier.REVIEWER.value in suppliers:
        return "This rests on what a reviewer found."
    counted = any(clause.kind in LIMITS for clause in deciding)
    if counted or Supplier.PAYER_SYSTEM.value in suppliers:
        return "This rests on what the plan has on file."
    return "By these rules, nothing that you could change now leads to a yes."
