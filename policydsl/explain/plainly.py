"""Put facts into plain sentences, in the words that the vocabulary has for members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from policydsl.core.determinations import Determination
from policydsl.core.facts import Day, Fact, Number, Supplier, YesNo
from policydsl.explain import words
from policydsl.explain.explanation import Explanation
from policydsl.explain.trace import FactRead
from policydsl.explain.ways import Change

_MOST_ASSUMED = 2


@attrs.frozen
class Sentence:
    """A sentence, and the clauses, facts or limits that it speaks of."""

    text: str
    about: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "about": list(self.about)}


def asks(fact: Fact) -> str:
    """Return what is asked: `if your doctor ordered this care`, `the place of care`."""
    if not fact.says:
        return f"this: {words.short(fact.label) or fact.name}"
    return f"if {fact.says}" if isinstance(fact.type, YesNo) else fact.says


def so(fact: Fact, change: Change, most: int) -> str:
    """Return what has to be so, for after `if`; nothing where there are no words.

    Of several values that would do, the first *most*.
    """
    if not fact.says:
        return ""
    if isinstance(fact.type, YesNo):
        yes = "yes" in change.any_of
        return fact.says if yes else fact.says_not or f"it is not so that {fact.says}"
    values = [_sized(fact, _value(fact, value)) for value in change.any_of[:most]]
    others = len(change.any_of) - len(values)
    if others:
        values.append("another" if others == 1 else f"one of {others} others")
    return f"{fact.says} is {joined(values, 'or')}"


def joined(parts: Sequence[str], word: str) -> str:
    """Join with a comma, and the last with *word*.

    >>> joined(["a"], "or"), joined(["a", "b"], "or"), joined(["a", "b", "c"], "and")
    ('a', 'a or b', 'a, b and c')
    """
    return f" {word} ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _value(fact: Fact, shown: str) -> str:
    """Return a value as it stands inside a sentence."""
    if isinstance(fact.type, Day):
        until, since = shown.removeprefix("until "), shown.removeprefix("from ")
        if until != shown:
            return f"on or before {until}"
        return shown if since == shown else f"on or after {since.removesuffix(' on')}"
    if isinstance(fact.type, Number):
        return shown
    return f"“{shown}”" if shown in dict(fact.member_labels).values() else shown


def _sized(fact: Fact, value: str) -> str:
    """Return a value without its unit where the fact is said as `the number of visits`.

    `at most 2 visits` → `at most 2`
    """
    if fact.says.startswith("the number of") and not value[-1].isdigit():
        return value.rpartition(" ")[0] or value
    return value


# ------------------------------------------------------------------------ assumed


def assumed(explanation: Explanation) -> Iterator[Sentence]:
    """Yield what was assumed, in one sentence: by name what the answer leans on, or counted."""
    facts = explanation.program.facts
    reads = [assumption.read for assumption in explanation.assumptions]
    if not reads:
        return
    leaning = _leaning(explanation)
    worded = [
        read
        for read in reads
        if read.fact in leaning
        and isinstance(facts[read.fact].type, YesNo | Number)
        and that(facts[read.fact], read)
    ]
    worded.sort(key=lambda read: _rank(facts[read.fact]))
    named = [that(facts[read.fact], read) for read in worded[:_MOST_ASSUMED]]
    more = len(reads) - len(named)
    if more:
        things = "1 thing" if more == 1 else f"{more} things"
        named.append(_others(more) if named else f"{things} that we were not told")
    yield Sentence(f"We assumed {joined(named, 'and')}.", tuple(read.fact for read in reads))


def _others(count: int) -> str:
    return "1 other thing" if count == 1 else f"{count} other things"


def _leaning(explanation: Explanation) -> set[str]:
    """Return the facts that the reasons read, and the limits where they speak or are counted."""
    reasons = explanation.reasons()
    covered = explanation.decision.determination is Determination.COVERED
    speaking = {clause.id for clause in reasons}
    found = {
        read.fact
        for limit in explanation.limits
        if covered or limit.limit in speaking
        for amount in (limit.used, limit.asked)
        for part in amount.summands
        for read in part.facts
    }
    return found.union(read.fact for clause in reasons for read in clause.turned_on())


_NEAR = (Supplier.PATIENT, Supplier.CLINICAL, Supplier.ADMIN, Supplier.PERFORMER, Supplier.LOCATION)


def _rank(fact: Fact) -> tuple[int, int]:
    """Put what a person can say yes or no to before what is counted."""
    near = _NEAR.index(fact.supplier) if fact.supplier in _NEAR else len(_NEAR)
    return (0 if isinstance(fact.type, YesNo) else 1), near


def that(fact: Fact, read: FactRead) -> str:
    """Return `that your plan has no visit limit`; nothing where there are no words for it."""
    if not fact.says or read.value is None:
        return ""
    if isinstance(fact.type, YesNo):
        said = fact.says if read.value is True else fact.says_not
        return f"that {said}" if said else ""
    return f"that {fact.says} is {_sized(fact, _value(fact, read.words))}"
