"""Tell a member what is still to be found out, in few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.determinations import Determination
from policydsl.explain.explanation import Explanation
from policydsl.explain.parts import MissingTrace
from policydsl.explain.plainly import Sentence, asks
from policydsl.explain.trace import ClauseTrace

# Who can say it, as a member knows them.
_WHO = {
    "performer": "Your doctor or therapist",
    "location": "Your doctor or therapist",
    "timeframe": "Your doctor or therapist",
    "code": "Your doctor or therapist",
    "clinical": "Your doctor or therapist",
    "admin": "Your doctor or therapist",
    "patient": "You",
}
_OTHERS = {
    "payer_system": "The plan has to look this up.",
    "reviewer": "A reviewer has to look at this.",
}


def needs(explanation: Explanation, most: int) -> Iterator[Sentence]:
    """Yield at most *most* sentences: papers by what they are, then facts, then who can help."""
    texts: dict[str, list[str]] = {}
    plain: list[MissingTrace] = []
    for lack in explanation.missing:
        said = dict.fromkeys(c.says for c in lack.asked_by if _is_paper(c) and c.says)
        if said:
            texts.setdefault(next(iter(said)), []).append(lack.read.fact)
        else:
            plain.append(lack)
    found = [Sentence(text, tuple(facts)) for text, facts in texts.items()]
    facts_by_name = explanation.program.facts
    for number, lack in enumerate(plain):
        also = "also " if number or found else ""
        fact = facts_by_name[lack.read.fact]
        found.append(Sentence(f"We {also}need to know {asks(fact)}.", (fact.name,)))
    who = _who(explanation)
    room = most - (1 if who else 0)
    if len(found) > room:
        rest = found[room - 1 :]
        left = tuple(fact for sentence in rest for fact in sentence.about)
        things = "1 more thing" if len(left) == 1 else f"{len(left)} more things"
        found = [*found[: room - 1], Sentence(f"We need {things} as well.", left)]
    yield from found
    if who:
        yield who


def _is_paper(clause: ClauseTrace) -> bool:
    return clause.determination is Determination.PEND_DOCUMENTATION


def _who(explanation: Explanation) -> Sentence | None:
    """Say who can help, when it is one of them."""
    facts = tuple(lack.read.fact for lack in explanation.missing)
    suppliers = {lack.read.supplier or "" for lack in explanation.missing}
    if len(suppliers) == 1 and suppliers <= _OTHERS.keys():
        return Sentence(_OTHERS[suppliers.pop()], facts)
    who = {_WHO.get(supplier) for supplier in suppliers}
    helper = who.pop() if len(who) == 1 else None
    if helper is None:
        return None
    papers = [bool([c for c in lack.asked_by if _is_paper(c)]) for lack in explanation.missing]
    verb = "send us" if all(papers) else "help with" if any(papers) else "tell us"
    return Sentence(f"{helper} can {verb} {'this' if len(facts) == 1 else 'these things'}.", facts)
