"""Trace every clause of a policy: what it looked at, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core.decision import Decision
from policydsl.core.values import Kleene, conjunction
from policydsl.explain.outline import ClauseOutline, ExceptionOutline, Outline
from policydsl.explain.steps import Steps
from policydsl.explain.trace import ClauseTrace, ExceptionTrace, Role, Status, Step

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


class Clauses:
    """The clauses of one request, each looked at once however many it overrides."""

    def __init__(self, outline: Outline, steps: Steps, decision: Decision) -> None:
        self._outline = outline
        self._steps = steps
        self._reasons = {reason.clause: reason for reason in decision.reasons}
        self._traces: dict[str, ClauseTrace] = {}

    def all(self) -> tuple[ClauseTrace, ...]:
        """Return the traces of all clauses, in program order."""
        return tuple(self.of(outline.clause.key) for outline in self._outline.clauses)

    def of(self, key: str) -> ClauseTrace:
        found = self._traces.get(key)
        if found is None:
            found = self._traces[key] = self._trace(self._outline.by_key[key])
        return found

    def _trace(self, outline: ClauseOutline) -> ClauseTrace:
        clause = outline.clause
        result, guards, when = self._looked_at(outline)
        exceptions: tuple[ExceptionTrace, ...] = ()
        overriders: tuple[tuple[str, Kleene], ...] = ()
        if result is NO:
            status = self._stopped_by(outline, len(guards), when)
        else:
            exceptions = tuple(self._exception(inner) for inner in outline.exceptions)
            # INVARIANT: overrides are acyclic (policydsl.semantics refuses cycles).
            overriders = tuple((key, self.of(key).result) for key in clause.overridden_by)
            lifted = [exception.result for exception in exceptions]
            beaten = [beats for _, beats in overriders]
            if YES in lifted:
                result, status = NO, Status.LIFTED
            elif YES in beaten:
                result, status = NO, Status.OVERRIDDEN
            elif UNKNOWN in (result, *lifted, *beaten):
                result, status = UNKNOWN, Status.UNKNOWN
            else:
                status = self._standing(clause.key)
        return ClauseTrace(
            key=clause.key,
            id=clause.id,
            title=clause.title,
            kind=clause.kind,
            determination=clause.determination,
            target=clause.target,
            benefit=clause.benefit,
            status=status,
            role=self._role(clause.key, status),
            result=result,
            place=outline.place,
            citations=clause.citations,
            guards=guards,
            when=when,
            exceptions=exceptions,
            overriders=overriders,
            says=clause.says,
        )

    def _looked_at(self, outline: ClauseOutline) -> tuple[Kleene, tuple[Step, ...], Step | None]:
        """Return the steps up to the first that is no, and their conjunction."""
        result = YES
        guards: list[Step] = []
        for guard in outline.guards:
            step = self._steps.of(guard)
            guards.append(step)
            if step.result is NO:
                return NO, tuple(guards), None
            if step.result is UNKNOWN:
                result = UNKNOWN
        when = self._steps.of(outline.when)
        if when.result is NO or result is YES:
            result = when.result
        return result, tuple(guards), when

    def _stopped_by(self, outline: ClauseOutline, looked_at: int, when: Step | None) -> Status:
        if when is not None:
            return Status.DOES_NOT_HOLD
        benefit = outline.benefit_guard is not None and looked_at == outline.benefit_guard + 1
        return Status.OTHER_BENEFIT if benefit else Status.GUARDED_OFF

    def _standing(self, key: str) -> Status:
        return Status.HOLDS if key in self._reasons else Status.OUTRANKED

    def _role(self, key: str, status: Status) -> Role:
        reason = self._reasons.get(key)
        if reason is None:
            return Role.LOST if status is Status.OUTRANKED else Role.NONE
        match status:
            case Status.HOLDS:
                return Role.DECIDES
            case Status.UNKNOWN:
                return Role.OPEN
            case Status.LIFTED | Status.OVERRIDDEN:
                return Role.LIFTED
            case _:
                return Role.MET

    def _exception(self, outline: ExceptionOutline) -> ExceptionTrace:
        step = self._steps.of(outline.condition)
        nested = tuple(self._exception(inner) for inner in outline.exceptions)
        result = step.result
        for inner in nested:
            result = conjunction([result, ~inner.result])
        exception = outline.exception
        return ExceptionTrace(exception.title, result, step, nested, exception.citations)


def leaned_on(clauses: Iterable[ClauseTrace]) -> set[str]:
    """Return the facts that made known parts of the clauses what they are.

    Of clauses whose guards are not no; exceptions count where the condition is not no.
    """
    found: set[str] = set()
    seen: set[str] = set()
    for clause in clauses:
        if clause.when is None:
            continue
        parts = [*clause.guards, clause.when]
        if clause.when.result is not NO:
            parts += [exception.step for exception in clause.exceptions]
        for part in parts:
            if part.address not in seen and part.result is not UNKNOWN:
                seen.add(part.address)
                found.update(read.fact for inner in part.decisive() for read in inner.facts)
    return found
