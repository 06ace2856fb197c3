"""Level 3: what a change does to a given set of requests, one after the other.

Nothing is kept of a request but counts, the first cases that flip, and eight bytes for each
member who loses something, so that a file of any length takes no more memory than a short one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from policydsl.changes.changes import Changes
from policydsl.core import ir
from policydsl.core.decision import Decision, decimal_string
from policydsl.core.determinations import Determination
from policydsl.core.faults import RequestFault
from policydsl.core.request import Request
from policydsl.core.values import FactValue
from policydsl.frozen import frozen
from policydsl.kernel import compile
from policydsl.reference.settings import contradictions
from policydsl.solve.contrast import Aspect, Contrast

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
        decided = self._decided(data)
        if not isinstance(decided, Contrast):
            self.refuse(line, decided)
            return
        self.requests += 1
        self.named += member is not None
        before, after = decided.before, decided.after
        self.table[before.determination, after.determination] += 1
        self._count_money(before, after)
        if before.determination is after.determination:
            self.otherwise += bool(set(decided.aspects) - {Aspect.REASON})
            return
        self.flips += 1
        if before.determination is Determination.COVERED:
            self.approved_lost += 1
            if member is not None and len(self._members) < MOST_MEMBERS:
                self._members.add(hashlib.blake2b(member.encode(), digest_size=8).digest())
        if len(self.shown) < self._show:
            self.shown.append(Flip(line, member, data, decided))

    def _count_money(self, before: Decision, after: Decision) -> None:
        one, other = _amount(before), _amount(after)
        if one is not None and other is not None and (before.pays or after.pays):
            self.priced += 1
            self.paid_before += one
            self.paid_after += other

    def _decided(self, data: Any) -> Contrast | tuple[str, ...]:
        told = _told(self._programs, data)
        found: list[Decision] = []
        facts: dict[str, FactValue] = {}
        day = 0
        for program, kernel, given in zip(self._programs, self._kernels, told, strict=True):
            request = kernel.given.checker.validate(given)
            if isinstance(request, tuple):
                return _said(request)
            if program.settings and (faults := contradictions(program, request)):
                return _said(faults)
            found.append(kernel.decide(request))
            facts, day = {**facts, **request.facts}, request.as_of
        return Contrast(Request(day, facts), found[0], found[1])

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


def _amount(decision: Decision) -> int | None:
    """Return what the plan pays, in cents; None where it cannot be said."""
    if decision.pays is not None:
        return decision.pays.amount
    settled = (Determination.COVERED, Determination.PEND_DOCUMENTATION)
    return None if decision.determination in settled else 0


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


def _said(faults: tuple[RequestFault, ...]) -> tuple[str, ...]:
    return tuple(f"{each.path}: {each.message} [{each.code.id}]" for each in faults)
