"""Hold what became of each clause and exception, and of what it was looked at for."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.core.determinations import Determination
from policydsl.core.values import Kleene
from policydsl.explain.trace import WORD_OF, FactRead, FactState, Place, Step, StepKind

MUST = (
    ir.Kind.IN_FORCE,
    ir.Kind.APPLIES,
    ir.Kind.REQUIRE,
    ir.Kind.DOCUMENT,
    ir.Kind.AUTHORIZE,
)
"""What has to be met: a clause of these that does not hold is good news."""

LIMITS = (ir.Kind.LIMIT, ir.Kind.EXTENSION)


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
