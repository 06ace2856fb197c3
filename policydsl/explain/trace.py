"""Hold what an explanation says, as data that every rendering reads.

A *condition* is what the policy says and is the same for every request; a *step* is
what came of it for one.  Each step has an address, `plateau:when.2` (the second part of
the condition of `plateau`), under which a rendering or another tool finds it again.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.facts import FactType
from policydsl.core.values import Kleene

WORD_OF = {Kleene.YES: "yes", Kleene.NO: "no", Kleene.UNKNOWN: "unknown"}


# ------------------------------------------------------------------------ facts


@attrs.frozen
class Place:
    """Where something is written; `line` counts from 1."""

    file: str
    line: int

    def to_dict(self) -> dict[str, Any]:
        return {"file": self.file, "line": self.line}


class FactState(enum.Enum):
    """How a fact's value is known, if it is."""

    GIVEN = "given"
    ABSENT = "absent"  # given as known not to exist
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


@attrs.frozen
class FactRead:
    """A fact as this request has it: `value` as in a request's JSON, `words` for people."""

    fact: str
    label: str
    state: FactState
    value: Any
    words: str
    supplier: str | None
    fixed: bool = False  # nobody can change it

    def to_dict(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "label": self.label,
            "state": self.state.value,
            "value": self.value,
            "words": self.words,
            "supplier": self.supplier,
            "fixed": self.fixed,
        }


# ------------------------------------------------------------------------ steps


class StepKind(enum.Enum):
    """How a condition is made of its parts."""

    ALL = "all"
    ANY = "any"
    NOT = "not"
    DEFINED = "defined"  # the use of a `define`d name
    TEST = "test"
    ALWAYS = "always"  # yes or no whatever is given


@attrs.frozen
class Side:
    """A side of a comparison that has to be worked out, and the type to show it as."""

    words: str
    term: ir.Term
    type: FactType | None


@attrs.frozen
class Condition:
    """A part of the policy's text that is yes, no or unknown.

    `words` are the author's where the author wrote them on one line, else a paraphrase
    in the same language; `facts` is None where which facts are read depends on others.
    `terms_cite`: numbers inside it bring citations of their own; `sides` are those
    that are neither a fact nor a number.
    """

    address: str
    kind: StepKind
    words: str
    citations: tuple[str, ...]
    parts: tuple[Condition, ...]
    facts: tuple[str, ...] | None
    truth: ir.Truth = attrs.field(eq=False, repr=False)
    name: str = ""
    title: str = ""
    place: Place | None = None
    terms_cite: bool = False
    sides: tuple[Side, ...] = attrs.field(default=(), eq=False, repr=False)


@attrs.frozen
class Computed:
    """A number or day that was worked out: what the author calls it, and what it is."""

    words: str
    value: str

    def to_dict(self) -> dict[str, str]:
        return {"words": self.words, "value": self.value}


@attrs.frozen
class Step:
    """What came of a condition: the facts it read, and what it worked out from them."""

    condition: Condition
    result: Kleene
    facts: tuple[FactRead, ...]
    computed: tuple[Computed, ...]
    citations: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def address(self) -> str:
        return self.condition.address

    @property
    def words(self) -> str:
        return self.condition.words

    def deciding(self) -> Iterator[Step]:
        """Yield the steps directly inside that make this one what it is."""
        if self.condition.kind in (StepKind.ALL, StepKind.ANY):
            yield from (step for step in self.steps if step.result is self.result)
        else:
            yield from self.steps

    def decisive(self) -> Iterator[Step]:
        """Yield this step and, at every depth, those that make it what it is."""
        yield self
        for step in self.deciding():
            yield from step.decisive()

    def decisive_facts(self) -> Iterator[FactRead]:
        """Yield the facts that make this step what it is; may repeat one."""
        for part in self.decisive():
            yield from part.facts

    def walk(self) -> Iterator[Step]:
        """Yield this step and every step inside it."""
        pending = [self]
        while pending:
            step = pending.pop()
            yield step
            pending += reversed(step.steps)

    def to_dict(self) -> dict[str, Any]:
        """Return the step with what is inside; `decides` of a part: it makes the whole so."""
        condition = self.condition
        made: dict[str, Any] = {
            "address": condition.address,
            "kind": condition.kind.value,
            "words": condition.words,
            "result": WORD_OF[self.result],
            "place": condition.place and condition.place.to_dict(),
        }
        if condition.name:
            made["name"] = condition.name
            made["title"] = condition.title
        if self.computed:
            made["computed"] = [computed.to_dict() for computed in self.computed]
        made["facts"] = [read.fact for read in self.facts]
        made["citations"] = list(self.citations)
        deciding = {id(step) for step in self.deciding()}
        made["steps"] = [{**step.to_dict(), "decides": id(step) in deciding} for step in self.steps]
        return made
