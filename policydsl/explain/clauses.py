"""Trace every clause of a policy: what it looked at, and what became of it.

Clauses that stand under the same guards are looked at together: once a guard is no, what
is to be said of all that stands under it has been said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policydsl.core.decision import Decision
from policydsl.core.values import Kleene, conjunction
from policydsl.explain.clausetrace import ClauseTrace, ExceptionTrace, Role, Status
from policydsl.explain.outline import ClauseOutline, ExceptionOutline, Outline
from policydsl.explain.steps import MOST_REMEMBERED, Conditions, Found, Remembered, Steps
from policydsl.explain.trace import Condition, Step

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


class Traced:
    """A clause's trace, with the bits of the facts that it read, and of those it leans on."""

    __slots__ = ("leans_on", "looked_at", "trace")

    def __init__(self, trace: ClauseTrace, looked_at: int, leans_on: int) -> None:
        self.trace = trace
        self.looked_at = looked_at
        self.leans_on = leans_on


class Clauses:
    """The clauses of one program, for all requests."""

    def __init__(self, outline: Outline, conditions: Conditions) -> None:
        self.root = _Guard(None)
        self.in_order: list[_Clause] = []
        self.place_by_key: dict[str, int] = {}
        for place, each in enumerate(outline.clauses):
            guard = self.root
            for condition in each.guards:
                guard = guard.then(condition, conditions)
            clause = _Clause(place, each, conditions)
            guard.clauses.append(clause)
            self.in_order.append(clause)
            self.place_by_key[each.clause.key] = place

    def looked_at(self, steps: Steps, decision: Decision) -> Looking:
        return Looking(self, steps, decision)


class Looking:
    """The clauses of one request.

    `leans_on` are the bits of the facts that made known parts of the clauses what they
    are: of clauses whose guards are not no, and of exceptions where the condition is not.
    """

    def __init__(self, clauses: Clauses, steps: Steps, decision: Decision) -> None:
        self._clauses = clauses
        self._steps = steps
        self._reasons = {reason.clause for reason in decision.reasons}
        self._live: list[tuple[_Clause, _Under]] = []
        self._traced: list[Traced | None] = [None] * len(clauses.in_order)
        self.leans_on = 0
        self._look()

    def all(self) -> tuple[ClauseTrace, ...]:
        """Return the traces of all clauses, in program order."""
        return tuple([traced.trace for traced in self._traced if traced is not None])

    def of(self, key: str) -> ClauseTrace:
        return self._at(self._clauses.place_by_key[key]).trace

    def _look(self) -> None:
        steps, traced = self._steps, self._traced
        looked_at = leans_on = 0
        pending = [(self._clauses.root, NOTHING)]
        while pending:
            guard, above = pending.pop()
            under = guard.of(above, steps)
            looked_at |= under.looked_at
            if under.result is NO:
                for place, stopped in under.stopped:
                    traced[place] = stopped
            else:
                self._live += [(clause, under) for clause in guard.clauses]
                pending += [(inner, under) for inner in guard.inner]
        for clause, under in self._live:
            found = traced[clause.place]
            if found is None:
                found = traced[clause.place] = self._trace(clause, under)
            looked_at |= found.looked_at
            leans_on |= found.leans_on
        steps.looked_at |= looked_at
        self.leans_on = leans_on

    def _at(self, place: int) -> Traced:
        found = self._traced[place]
        if found is None:
            clause = self._clauses.in_order[place]
            under = next(under for other, under in self._live if other is clause)
            found = self._traced[place] = self._trace(clause, under)
        return found

    def _trace(self, clause: _Clause, under: _Under) -> Traced:
        """Trace a clause whose guards are not no."""
        when = clause.when.of(self._steps)
        reason = clause.key in self._reasons
        # A clause that may be beaten is found here only while its condition is no.
        found = clause.met.get((under, when, reason))
        return found or self._biting(clause, under, when, reason)

    def _biting(self, clause: _Clause, under: _Under, when: Found, reason: bool) -> Traced:
        exceptions: list[_Excepted] = []
        beaten: list[Kleene] = []
        if when.result is not NO:
            exceptions = [each.of(self._steps) for each in clause.exceptions]
            # INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
            beaten = [self.of(key).result for key in clause.overridden_by]
        key = (under, when, reason, *exceptions, *beaten)
        found = clause.met.get(key)
        if found is None:
            found = clause.traced(under, when, exceptions, beaten, reason=reason)
            if len(clause.met) < MOST_REMEMBERED:
                clause.met[key] = found
        return found


class _Guard:
    """A guard under others, with the clauses that stand under it and no more, and what is below."""

    def __init__(self, guard: Remembered[Found] | None) -> None:
        self._guard = guard
        self.clauses: list[_Clause] = []
        self.inner: list[_Guard] = []
        self._by_condition: dict[int, _Guard] = {}
        self._met: dict[tuple[_Under, Found], _Under] = {}

    def then(self, condition: Condition, conditions: Conditions) -> _Guard:
        """Return the guard *condition* under this one."""
        inner = self._by_condition.get(id(condition))
        if inner is None:
            inner = self._by_condition[id(condition)] = _Guard(conditions.of(condition))
            self.inner.append(inner)
        return inner

    def of(self, above: _Under, steps: Steps) -> _Under:
        if self._guard is None:
            return above
        found = self._guard.of(steps)
        under = self._met.get((above, found))
        if under is None:
            under = _Under(above, found, self._below() if found.result is NO else ())
            if len(self._met) < MOST_REMEMBERED:
                self._met[above, found] = under
        return under

    def _below(self) -> Iterator[_Clause]:
        yield from self.clauses
        for inner in self.inner:
            yield from inner._below()


class _Under:
    """What came of guards up to the first that is no, and what is then said of the clauses.

    Equal only to itself, like all that is remembered here.
    """

    __slots__ = ("leans_on", "looked_at", "result", "steps", "stopped")

    def __init__(self, above: _Under | None, found: Found | None, below: Iterable[_Clause]) -> None:
        self.result = YES
        self.steps: tuple[Step, ...] = ()
        self.looked_at = self.leans_on = 0
        if above is not None and found is not None:
            self.result = conjunction([above.result, found.result])
            self.steps = (*above.steps, found.step)
            self.looked_at = above.looked_at | found.looked_at
            self.leans_on = above.leans_on | found.leans_on
        self.stopped = tuple([(clause.place, clause.stopped(self)) for clause in below])


NOTHING = _Under(None, None, ())
"""What clauses stand under that have no guards."""


class _Clause:
    """A clause with what was found of it; `place` is its place in the program."""

    def __init__(self, place: int, outline: ClauseOutline, conditions: Conditions) -> None:
        self.place = place
        self.key = outline.clause.key
        self.outline = outline
        self.overridden_by = outline.clause.overridden_by
        self.when = conditions.of(outline.when)
        self.exceptions = [_excepting(each, conditions) for each in outline.exceptions]
        self.met: dict[Any, Traced] = {}

    def stopped(self, under: _Under) -> Traced:
        """Return the trace of the clause under a guard that is no."""
        guard = self.outline.benefit_guard
        benefit = guard is not None and len(under.steps) == guard + 1
        status = Status.OTHER_BENEFIT if benefit else Status.GUARDED_OFF
        return Traced(self._trace(NO, status, Role.NONE, under), under.looked_at, 0)

    def traced(
        self,
        under: _Under,
        when: Found,
        exceptions: list[_Excepted],
        beaten: list[Kleene],
        *,
        reason: bool,
    ) -> Traced:
        """Return the trace of the clause under guards that are not no.

        *beaten* is what came of its overriders; *reason*: it is one of the decision's.
        """
        lifted = [exception.trace.result for exception in exceptions]
        result = when.result if when.result is NO or under.result is YES else UNKNOWN
        if result is NO:
            status = Status.DOES_NOT_HOLD
        elif YES in lifted:
            result, status = NO, Status.LIFTED
        elif YES in beaten:
            result, status = NO, Status.OVERRIDDEN
        elif UNKNOWN in (result, *lifted, *beaten):
            result, status = UNKNOWN, Status.UNKNOWN
        else:
            status = Status.HOLDS if reason else Status.OUTRANKED
        role = _ROLES.get(status, Role.MET) if reason else Role.NONE
        if status is Status.OUTRANKED:
            role = Role.LOST
        trace = self._trace(
            result,
            status,
            role,
            under,
            when=when.step,
            exceptions=tuple(each.trace for each in exceptions),
            overriders=tuple(zip(self.overridden_by, beaten, strict=True)) if beaten else (),
        )
        looked_at, leans_on = under.looked_at | when.looked_at, under.leans_on | when.leans_on
        traced = Traced(trace, looked_at, leans_on)
        for each in exceptions:
            traced.looked_at |= each.looked_at
            traced.leans_on |= each.leans_on
        return traced

    def _trace(
        self, result: Kleene, status: Status, role: Role, under: _Under, **more: Any
    ) -> ClauseTrace:
        clause = self.outline.clause
        looked_at: dict[str, Any] = {"when": None, "exceptions": (), "overriders": ()}
        return ClauseTrace(
            key=clause.key,
            id=clause.id,
            title=clause.title,
            kind=clause.kind,
            determination=clause.determination,
            target=clause.target,
            benefit=clause.benefit,
            status=status,
            role=role,
            result=result,
            place=self.outline.place,
            citations=clause.citations,
            guards=under.steps,
            says=clause.says,
            **(looked_at | more),
        )


_ROLES = {
    Status.HOLDS: Role.DECIDES,
    Status.UNKNOWN: Role.OPEN,
    Status.LIFTED: Role.LIFTED,
    Status.OVERRIDDEN: Role.LIFTED,
}
"""The part in the decision of a clause that is one of its reasons; others were met."""


class _Excepted:
    """What came of an exception, nested ones with it."""

    __slots__ = ("leans_on", "looked_at", "trace")

    def __init__(self, trace: ExceptionTrace, looked_at: int, leans_on: int) -> None:
        self.trace = trace
        self.looked_at = looked_at
        self.leans_on = leans_on


def _excepting(outline: ExceptionOutline, conditions: Conditions) -> Remembered[_Excepted]:
    condition = conditions.of(outline.condition)
    nested = [_excepting(inner, conditions) for inner in outline.exceptions]
    exception = outline.exception

    def excepted(steps: Steps) -> _Excepted:
        found = condition.of(steps)
        inside = [inner.of(steps) for inner in nested]
        result = conjunction([found.result, *(~inner.trace.result for inner in inside)])
        traces = tuple(inner.trace for inner in inside)
        trace = ExceptionTrace(exception.title, result, found.step, traces, exception.citations)
        looked_at = found.looked_at
        for inner in inside:
            looked_at |= inner.looked_at
        return _Excepted(trace, looked_at, found.leans_on)

    return Remembered.of_all([condition, *nested], excepted)
