"""Decide one request by both versions: by the editions that answer for its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from policydsl.core import ir
from policydsl.core.conversion import ordinal_of
from policydsl.core.decision import Decision
from policydsl.core.determinations import Determination
from policydsl.core.faults import Faults
from policydsl.core.request import Request
from policydsl.core.succession import Succession
from policydsl.core.values import FactValue
from policydsl.kernel import compile
from policydsl.reference.settings import contradictions
from policydsl.solve.contrast import LIMITS, amount, facts_missing

Programs = tuple[ir.Program, ir.Program]


class Editions:
    """Both versions with all their editions.

    `facts` are those that some edition declares, as the last of them does: a request may hold
    each of them.
    """

    def __init__(self, old: Sequence[ir.Program], new: Sequence[ir.Program]) -> None:
        self._versions = (tuple(old), tuple(new))
        self._successions = (Succession(old), Succession(new))
        self.facts = {
            name: fact for each in (*old, *new) for name, fact in each.facts.by_name.items()
        }
        self._sides: dict[tuple[int, int], Sides] = {}

    def of(self, data: Any) -> Sides:
        """Return what decides a request, as of JSON, whatever it holds."""
        day = ordinal_of(data.get("as_of")) if isinstance(data, dict) else None
        old, new = self._successions
        places = (old.at(day), new.at(day))
        sides = self._sides.get(places)
        if sides is None:
            before, after = self._versions
            programs = (before[places[0]], after[places[1]])
            sides = self._sides[places] = Sides(programs, self.facts.keys())
        return sides

    def forget(self) -> None:
        """Let go of what was compiled, and of what that remembers of requests."""
        self._sides.clear()


class Sides:
    """An edition of each version, ready to decide requests."""

    def __init__(self, programs: Programs, declared: Set[str]) -> None:
        self.programs = programs
        self.paying = Paying(programs)
        self._declared = declared
        self._kernels = tuple(compile(program) for program in programs)
        self._declare_all = all(each.facts.by_name.keys() == declared for each in programs)

    def decided(self, data: Any) -> Iterator[Decision | Faults]:
        """Yield what each version decides, or what is wrong with the request."""
        told = (data, data) if self._declare_all else self._told(data)
        for kernel, given in zip(self._kernels, told, strict=True):
            found = kernel.decide_data(given)
            if kernel.program.settings and not isinstance(found, tuple):
                request = kernel.given.checker.validate(given)
                assert isinstance(request, Request)
                found = contradictions(kernel.program, request) or found
            yield found

    def request(self, data: Any) -> Request:
        """Return what both versions are told of a request that both have decided."""
        facts: dict[str, FactValue] = {}
        day = 0
        for kernel, given in zip(self._kernels, self._told(data), strict=True):
            request = kernel.given.checker.validate(given)
            assert isinstance(request, Request)
            facts, day = {**facts, **request.facts}, request.as_of
        return Request(day, facts)

    def _told(self, data: Any) -> list[Any]:
        """Return what each version is told: of the facts those that it declares."""
        facts = data.get("facts") if isinstance(data, dict) else None
        if not isinstance(facts, Mapping):
            return [data for _ in self.programs]  # the checker says what is wrong
        return [
            # What nobody declares is left for the checker to refuse.
            {
                **data,
                "facts": {
                    name: value
                    for name, value in facts.items()
                    if name in program.facts or name not in self._declared
                },
            }
            for program in self.programs
        ]


class Paying:
    """What a decision pays, and in what two differ, reading no part that must be empty.

    What a decision pays, whom it sends to and what fits are worked out only when they are read,
    which takes longer than the decision itself.
    """

    def __init__(self, programs: tuple[ir.Program, ...]) -> None:
        clauses = [clause for program in programs for clause in program.clauses]
        covered = Determination.COVERED
        self._pay = {covered} | {c.determination for c in clauses if c.member_pays}
        self._send = {clause.determination for clause in clauses if clause.target}
        self._limit = {clause.determination for clause in clauses if clause.kind.value in LIMITS}

    def amount(self, decision: Decision) -> int | None:
        """Return what the plan pays, in cents; None where it cannot be said."""
        pays = decision.pays if decision.determination in self._pay else None
        if pays is not None:
            return pays.amount
        settled = (Determination.COVERED, Determination.PEND_DOCUMENTATION)
        return None if decision.determination in settled else 0

    def either(self, *decisions: Decision) -> bool:
        """Whether one of them says what is paid."""
        return any(e.pays is not None for e in decisions if e.determination in self._pay)

    def differ(self, before: Decision, after: Decision) -> bool:
        """Whether two decisions with one determination differ otherwise, reasons aside."""
        word = before.determination
        return (
            (word in self._send and before.routes_to != after.routes_to)
            or facts_missing(before) != facts_missing(after)
            or ((word in self._pay or word in self._limit) and amount(before) != amount(after))
        )
