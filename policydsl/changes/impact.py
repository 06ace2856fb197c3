"""Level 3: what a change does to a given set of requests, one after the other.

Nothing is kept of a request but counts, the first cases that flip, and eight bytes for each
member who loses something, so that a file of any length takes no more memory than a short one.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from copy import copy
from typing import Any

from policydsl.changes.sides import Editions, Paying, Programs
from policydsl.core.decision import Decision, decimal_string
from policydsl.core.determinations import Determination
from policydsl.core.faults import RequestFault
from policydsl.frozen import frozen
from policydsl.solve.contrast import Contrast

MOST_DECIDED = 100_000
"""How many requests the same kernels decide: what they remember of requests is then let go."""

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
    programs: Programs


class Impact:
    """What was counted so far.

    `approved` are requests that were covered and are not any more; a member loses an approved
    course who has at least one of them.  Money is in cents, over the requests of which both
    versions say an amount.
    """

    def __init__(self, editions: Editions, show: int) -> None:
        self._editions = editions
        self._show = show
        self._asked = 0  # since the kernels were compiled
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
            self._editions.forget()
            self._asked = 0
            gc.collect()  # a kernel and its scopes know each other
        self._asked += 1
        sides = self._editions.of(data)
        before, after = sides.decided(data)
        if isinstance(before, tuple) or isinstance(after, tuple):
            faults = before if isinstance(before, tuple) else after
            assert isinstance(faults, tuple)
            self.refuse(line, tuple(map(_said, faults)))
            return
        self.requests += 1
        self.named += member is not None
        self.table[before.determination, after.determination] += 1
        self._count_money(sides.paying, before, after)
        if before.determination is after.determination:
            self.otherwise += sides.paying.differ(before, after)
            return
        self.flips += 1
        if before.determination is Determination.COVERED:
            self.approved_lost += 1
            if member is not None and len(self._members) < MOST_MEMBERS:
                self._members.add(hashlib.blake2b(member.encode(), digest_size=8).digest())
        if len(self.shown) < self._show:
            # Copies are of the decisions alone, and keep no kernel.
            case = Contrast(sides.request(data), copy(before), copy(after))
            self.shown.append(Flip(line, member, data, case, sides.programs))

    def _count_money(self, paying: Paying, before: Decision, after: Decision) -> None:
        one, other = paying.amount(before), paying.amount(after)
        if one is not None and other is not None and paying.either(before, after):
            self.priced += 1
            self.paid_before += one
            self.paid_after += other

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


def _said(fault: RequestFault) -> str:
    return f"{fault.path}: {fault.message} [{fault.code.id}]"
