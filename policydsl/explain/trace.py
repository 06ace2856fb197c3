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
from policydsl.core.determinations import Determination
from policydsl.core.facts import FactType
from policydsl.core.values import Kleene

MUST = (
    ir.Kind.IN_FORCE,
    ir.Kind.APPLIES,
    ir.Kind.REQUIRE,
    ir.Kind.DOCUMENT,
    ir.Kind.AUTHORIZE,
)
"""What has to be met: a clause of these that does not hold is good news."""

LIMITS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)

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


# ---------------------------------------------------------------------- clauses


class Status(enum.Enum):
    """What became of a clause."""

    HOLDS = "holds"
    OUTRANKED = "outranked"  # holds, but another determination prevails
    UNKNOWN = "unknown"
    LIFTED = "lifted"  # an exception holds
    OVERRIDDEN = "overridden"  # by another clause that holds
    DOES_NOT_HOLD = "does_not_hold"
    OTHER_BENEFIT = "other_benefit"  # the request is not about its benefit
    GUARDED_OFF = "guarded_off"  # what it stands under, or its own `for`, is not so


SET_ASIDE = (Status.LIFTED, Status.OVERRIDDEN)


class Role(enum.Enum):
    """The part of a clause in the decision."""

    DECIDES = "decides"
    OPEN = "open"  # not known to hold: why the request pends, or one of several
    MET = "met"  # a requirement on the way to `covered`
    LIFTED = "lifted"  # an exception took it out of the way
    LOST = "lost"  # it holds, but lost to the reasons
    NONE = "none"


@attrs.frozen
class ExceptionTrace:
    """An `except when`, and whether it lifts what it stands under."""

    title: str
    result: Kleene
    step: Step
    exceptions: tuple[ExceptionTrace, ...]
    citations: tuple[str, ...]

    def walk(self) -> Iterator[ExceptionTrace]:
        yield self
        for nested in self.exceptions:
            yield from nested.walk()

    def to_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "result": WORD_OF[self.result],
            "when": self.step.to_dict(),
            "exceptions": [nested.to_dict() for nested in self.exceptions],
            "citations": list(self.citations),
        }


@attrs.frozen
class ClauseTrace:
    """A clause, and how its status came about.

    `guards` ends with the first that is no; then `when` is None and the exceptions are
    not looked at.  `overriders` are the clauses that could override, with their results.
    """

    key: str
    id: str
    title: str
    kind: ir.Kind
    determination: Determination
    target: str | None
    benefit: str | None
    status: Status
    role: Role
    result: Kleene
    place: Place | None
    citations: tuple[str, ...]
    guards: tuple[Step, ...]
    when: Step | None
    exceptions: tuple[ExceptionTrace, ...]
    overriders: tuple[tuple[str, Kleene], ...]
    says: str = ""  # to a member

    def excepted(self) -> Iterator[ExceptionTrace]:
        """Yield its exceptions, nested ones too."""
        for exception in self.exceptions:
            yield from exception.walk()

    def own_steps(self) -> tuple[Step, ...]:
        """Return the steps of its guards and of its condition."""
        return self.guards if self.when is None else (*self.guards, self.when)

    def looked_at(self) -> Iterator[Step]:
        """Yield the steps of its guards, its condition and its exceptions."""
        yield from self.own_steps()
        yield from (exception.step for exception in self.excepted())

    def turned_on(self) -> Iterator[FactRead]:
        """Yield the facts that make what was looked at what it is; may repeat one."""
        for step in self.looked_at():
            yield from step.decisive_facts()

    @property
    def failing(self) -> Step | None:
        """The step that is no and so keeps the clause from holding, if there is one."""
        if self.when is None:
            return self.guards[-1] if self.guards else None
        return self.when if self.when.result is Kleene.NO else None

    @property
    def nearly(self) -> bool:
        """Whether one part of its condition was given as so, and only another was not.

        `member_unwilling and advised`: unwilling, but not advised.
        """
        step = self.when
        if self.status is not Status.DOES_NOT_HOLD or step is None:
            return False
        while step.condition.kind is StepKind.DEFINED:
            step = step.steps[0]
        return step.condition.kind is StepKind.ALL and any(
            part.result is Kleene.YES
            and any(read.state is FactState.GIVEN for inner in part.walk() for read in inner.facts)
            for part in step.steps
        )

    def to_dict(self) -> dict[str, Any]:
        failing = self.failing
        return {
            "clause": self.key,
            "id": self.id,
            "title": self.title,
            "kind": self.kind.value,
            "determination": self.determination.value,
            "target": self.target,
            "benefit": self.benefit,
            "status": self.status.value,
            "role": self.role.value,
            "place": self.place and self.place.to_dict(),
            "citations": list(self.citations),
            "guards": [step.address for step in self.guards],
            "when": self.when and self.when.to_dict(),
            "exceptions": [exception.to_dict() for exception in self.exceptions],
            "overridden_by": [
                {"clause": key, "result": WORD_OF[result]} for key, result in self.overriders
            ],
            "failing": failing and failing.address,
            "nearly": self.nearly,
            "says": self.says or None,
        }
