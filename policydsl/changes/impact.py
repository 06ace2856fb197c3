"""Level 3: what a change does to a given set of requests, one after the other.

Nothing is kept of a request but counts, the first cases that flip, and eight bytes for each
member who loses something, so that a file of any length takes no more memory than a short one.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from policydsl.changes.changes import Changes
from policydsl.core import ir
from policydsl.core.decision import Decision, decimal_string
from policydsl.core.determinations import Determination
from policydsl.core.faults import Faults, RequestFault
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.frozen import frozen
from policydsl.kernel import compile
from policydsl.reference.settings import contradictions
from policydsl.solve.contrast import LIMITS, Contrast, amount, facts_missing

MOST_DECIDED = 100_000
"""How many requests one pair of kernels decides: what they remember of requests is then let go."""

MOST_MEMBERS = 1_000_000
"""How many members who lose something are told apart; past it the count is a least."""


@frozen
class Refused:
    """A row that was not decided: its line, counted from 1, and what is wrong with it."""

    line: int
    faults: tuple[str, ...]


@frozen
class Flip:
    """A request whose determination is another now; `line` is that of its row."""

    line: int
    member: str | None
    data: dict[str, Any]
    case: Contrast


class Impact:
    """What was counted so far.

    `approved` are requests that were covered and are not any more; a member loses an approved
    course who has at least one of them.  Money is in cents, over the requests of which both
    versions say an amount.
    """

    def __init__(self, changes: Changes, show: int) -> None:
        self._show = show
        self._programs = changes.programs
        self._kernels = tuple(compile(program) for program in changes.programs)
        self._asked = 0  # of these kernels
        self._paying = Paying(changes.programs)
        old, new = changes.programs
        self._declare_alike = old.facts.by_name.keys() == new.facts.by_name.keys()
        self.requests = 0
        self.refused = 0
        self.flips = 0
        self.otherwise = 0  # another target, amount or missing fact, with the same determination
        self.table: Counter[tuple[Determination, Determination]] = Counter()
        self.priced = 0
        self.paid_before = 0
        self.paid_after = 0
        self.approved_lost = 0
        self.named = 0  # requests that name their member
        self._members: set[bytes] = set()
        self.shown: list[Flip] = []
        self.bad: list[Refused] = []

    @property
    def members_losing(self) -> int:
        return len(self._members)

    @property
    def members_are_a_least(self) -> bool:
        return len(self._members) >= MOST_MEMBERS

    def refuse(self, line: int, faults: tuple[str, ...], most: int = 20) -> Refused:
        """Count a row that cannot be decided, and keep the first ones."""
        self.refused += 1
        found = Refused(line, faults)
        if len(self.bad) < most:
            self.bad.append(found)
        return found

    def take(self, line: int, data: Any, member: str | None) -> None:
        """Decide one request, as of JSON, by both versions, and count it."""
        if self._asked >= MOST_DECIDED:
            self._kernels = tuple(compile(program) for program in self._programs)
            self._asked = 0
            gc.collect()  # a kernel and its scopes know each other
        self._asked += 1
        before, after = self._decided(data)
        if isinstance(before, tuple) or isinstance(after, tuple):
            faults = before if isinstance(before, tuple) else after
            assert isinstance(faults, tuple)
            self.refuse(line, tuple(map(_said, faults)))
            return
        self.requests += 1
        self.named += member is not None
        self.table[before.determination, after.determination] += 1
        self._count_money(before, after)
        if before.determination is after.determination:
            self.otherwise += self._paying.differ(before, after)
            return
        self.flips += 1
        if before.determination is Determination.COVERED:
            self.approved_lost += 1
            if member is not None and len(self._members) < MOST_MEMBERS:
                self._members.add(hashlib.blake2b(member.encode(), digest_size=8).digest())
        if len(self.shown) < self._show:
            # Copies are of the decisions alone, and keep no kernel.
            case = Contrast(self._request(data), copy(before), copy(after))
            self.shown.append(Flip(line, member, data, case))

    def _count_money(self, before: Decision, after: Decision) -> None:
        one, other = self._paying.amount(before), self._paying.amount(after)
        if one is not None and other is not None and self._paying.either(before, after):
            self.priced += 1
            self.paid_before += one
            self.paid_after += other

    def _decided(self, data: Any) -> Iterator[Decision | Faults]:
        told = (data, data) if self._declare_alike else _told(self._programs, data)
        for kernel, given in zip(self._kernels, told, strict=True):
            found = kernel.decide_data(given)
            if kernel.program.settings and not isinstance(found, tuple):
                request = kernel.given.checker.validate(given)
                assert isinstance(request, Request)
                found = contradictions(kernel.program, request) or found
            yield found

    def _request(self, data: Any) -> Request:
        """Return what both versions are told of a request that both have decided."""
        facts: dict[str, FactValue] = {}
        day = 0
        for kernel, given in zip(self._kernels, _told(self._programs, data), strict=True):
            request = kernel.given.checker.validate(given)
            assert isinstance(request, Request)
            facts, day = {**facts, **request.facts}, request.as_of
        return Request(day, facts)

    def to_dict(self) -> dict[str, Any]:
        """Return what was counted as JSON-ready data; money as decimal strings."""
        return {
            "requests": self.requests,
            "refused": self.refused,
            "flips": self.flips,
            "otherwise": self.otherwise,
            "table": [
                {"old": old.value, "new": new.value, "requests": count}
                for (old, new), count in sorted(self.table.items(), key=_in_order)
            ],
            "money": {
                "requests": self.priced,
                "before": decimal_string(self.paid_before, 2),
                "after": decimal_string(self.paid_after, 2),
            },
            "approved_lost": self.approved_lost,
            "members_losing": self.members_losing if self.named else None,
            "members_are_a_least": self.members_are_a_least,
            "cases": [
                {
                    "line": each.line,
                    "member": each.member,
                    "request": each.data,
                    "before": each.case.before.to_dict(),
                    "after": each.case.after.to_dict(),
                }
                for each in self.shown
            ],
            "bad_rows": [{"line": each.line, "faults": list(each.faults)} for each in self.bad],
        }


def _in_order(item: tuple[tuple[Determination, Determination], int]) -> tuple[int, int]:
    order = list(Determination)
    (old, new), _ = item
    return order.index(old), order.index(new)


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


def _told(programs: tuple[ir.Program, ...], data: Any) -> list[Any]:
    """Return what each version is told: of the facts those that it declares."""
    facts = data.get("facts") if isinstance(data, dict) else None
    if not isinstance(facts, Mapping):
        return [data for _ in programs]  # the checker says what is wrong
    declared = {name for program in programs for name in program.facts.by_name}
    return [
        # What neither declares is left for the checker to refuse.
        {**data, "facts": {n: v for n, v in facts.items() if n in p.facts or n not in declared}}
        for p in programs
    ]


def _said(fault: RequestFault) -> str:
    return f"{fault.path}: {fault.message} [{fault.code.id}]"
