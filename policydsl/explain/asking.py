"""Tell a member what is still to be found out, in few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core.determinations import Determination
from policydsl.explain.clausetrace import ClauseTrace
from policydsl.explain.explanation import Explanation
from policydsl.explain.plainly import Sentence, asks

# Who can say it, as a member knows them.
WHO = {
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
    papers: dict[str, list[str]] = {}
    plain: list[Sentence] = []
    for lack in explanation.missing:
        said = [c.says for c in lack.asked_by if _is_paper(c) and c.says]
        if said:
            papers.setdefault(said[0], []).append(lack.read.fact)
        else:
            also = "also " if plain or papers else ""
            asked = asks(explanation.program.facts[lack.read.fact])
            plain.append(Sentence(f"We {also}need to know {asked}.", (lack.read.fact,)))
    found = [*(Sentence(text, tuple(facts)) for text, facts in papers.items()), *plain]
    who = _who(explanation, len(papers), len(plain))
    room = most - (1 if who else 0)
    if len(found) > room:
        left = tuple(fact for sentence in found[room - 1 :] for fact in sentence.about)
        things = "1 more thing" if len(left) == 1 else f"{len(left)} more things"
        found = [*found[: room - 1], Sentence(f"We need {things} as well.", left)]
    yield from found
    if who:
        yield who


def _is_paper(clause: ClauseTrace) -> bool:
    return clause.determination is Determination.PEND_DOCUMENTATION


def _who(explanation: Explanation, papers: int, plain: int) -> Sentence | None:
    """Say who can help with what is told in so many sentences, when it is one of them."""
    facts = tuple(lack.read.fact for lack in explanation.missing)
    suppliers = {lack.read.supplier or "" for lack in explanation.missing}
    if len(suppliers) == 1 and suppliers <= _OTHERS.keys():
        return Sentence(_OTHERS[suppliers.pop()], facts)
    who = {WHO.get(supplier) for supplier in suppliers}
    helper = who.pop() if len(who) == 1 else None
    if helper is None:
        return None
    verb = "help with" if papers and plain else "send us" if papers else "tell us"
    return Sentence(
        f"{helper} can {verb} {'this' if papers + plain == 1 else 'these things'}.", facts
    )
