"""Put facts into plain sentences, in the words that the vocabulary has for members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from policydsl.core.facts import Day, Fact, Number, YesNo
from policydsl.explain import words
from policydsl.explain.explanation import Explanation
from policydsl.explain.trace import FactRead
from policydsl.explain.ways import Change

_MOST_ASSUMED = 2
_MOST_VALUES = 3


@attrs.frozen
class Sentence:
    """A sentence, and the clauses, facts or limits that it speaks of."""

    text: str
    about: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "about": list(self.about)}


def sentence_about(head: str, parts: Sequence[str], about: tuple[str, ...]) -> Sentence:
    """Join *parts* with `and` after *head*."""
    return Sentence(f"{head}{' and '.join(parts)}.", about)


def asks(fact: Fact) -> str:
    """Return what is asked: `if your doctor ordered this care`, `the place of care`."""
    if not fact.says:
        return f"this: {words.short(fact.label) or fact.name}"
    return f"if {fact.says}" if isinstance(fact.type, YesNo) else fact.says


def so(fact: Fact, change: Change) -> str:
    """Return what would have to be so, for after `if`; nothing where there are no words."""
    if not fact.says:
        return ""
    if isinstance(fact.type, YesNo):
        yes = "yes" in change.any_of
        return fact.says if yes else fact.says_not or f"it were not so that {fact.says}"
    values = [_value(fact, value) for value in change.any_of[:_MOST_VALUES]]
    said = " or ".join([", ".join(values[:-1]), values[-1]] if values[1:] else values)
    return f"{fact.says} were {said}"


def _value(fact: Fact, shown: str) -> str:
    """Return a value as it stands inside a sentence; names without labels lose their lines."""
    if isinstance(fact.type, Number | Day):
        return shown
    labelled = shown in dict(fact.member_labels).values()
    return lower(shown) if labelled else shown.replace("_", " ")


def lower(label: str) -> str:
    """Return a label without its capital, unless more than the first letter is one.

    >>> lower("The patient's home"), lower("IEP copy"), lower("Raynaud's disease")
    ("the patient's home", 'IEP copy', "raynaud's disease")
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


# ------------------------------------------------------------------------ assumed


def assumed(explanation: Explanation) -> Iterator[Sentence]:
    """Yield what was assumed, in one sentence: a few by name, the others counted."""
    facts = explanation.program.facts
    reads = [assumption.read for assumption in explanation.assumptions]
    if not reads:
        return
    named = [read for read in reads if _that(facts[read.fact], read)]
    # What a person knows of is told before what the plan counts.
    named.sort(key=lambda read: isinstance(facts[read.fact].type, Number))
    named = named[:_MOST_ASSUMED]
    said = [_that(facts[read.fact], read) for read in named]
    more = len(reads) - len(named)
    if more:
        things = "1 thing" if more == 1 else f"{more} things"
        said.append(f"{things} more" if said else things)
    listed = " and ".join(said) if len(said) < 3 else f"{said[0]}, {said[1]} and {said[2]}"
    yield Sentence(f"We assumed {listed}.", tuple(read.fact for read in reads))


def _that(fact: Fact, read: FactRead) -> str:
    """Return `that your plan has no visit limit`; nothing where there are no words for it."""
    if not fact.says:
        return ""
    if isinstance(fact.type, YesNo):
        said = fact.says if read.value is True else fact.says_not
        return f"that {said}" if said else ""
    return "" if read.value is None else f"that {fact.says} is {_value(fact, read.words)}"
