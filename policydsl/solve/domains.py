"""Say which leaves can be true together, as clauses, each time that a solver meets another leaf.

A one-of fact has a variable for each member that some leaf speaks of; members exclude each
other by the bits of their numbers.  Bounds on one sum imply each other in their order.
How tests of codes come out is a module of its own.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable

from policydsl.core.facts import Choice
from policydsl.solve.coded import Codes
from policydsl.solve.gates import Among, AtMost, Coded, Gates, Leaf
from policydsl.solve.sat import Literal
from policydsl.solve.sums import days_of

Clause = list[Literal]
Add = Callable[[Clause], None]


class Domains:
    """What one solver knows of the leaves that it has met; *add* takes each new clause."""

    def __init__(self, gates: Gates, codes: Codes, add: Add) -> None:
        self.gates = gates
        self.codes = codes
        self.add = add
        self._members: dict[str, dict[str, Literal]] = {}
        self._bounds: dict[object, list[tuple[int, int]]] = {}
        self._plain: dict[object, list[list[tuple[int, int]]]] = {}
        self._coded: set[str] = set()

    def meet(self, variable: int, leaf: Leaf) -> None:
        """Add what relates *leaf* to the leaves met before."""
        match leaf:
            case Among(fact=fact, values=values):
                kind = self.gates.facts[fact].type
                if isinstance(kind, Choice):
                    self._among(variable, fact, kind, [m for m in kind.members if m in values])
            case AtMost():
                self._bound(variable, leaf)
            case Coded(fact=fact) if fact not in self._coded:
                self._coded.add(fact)
                for clause in self.codes.clauses(fact):
                    self.add(clause)
            case _:
                pass

    def plain(self, leaf: AtMost) -> list[list[tuple[int, int]]]:
        """Return the bounds met of each single number or day that *leaf* reads, and to come."""
        found = self._plain.get(leaf.form)
        if found is None:
            bases = {day: None for _, base in leaf.form for day in (base, *days_of(base))}
            found = [self._bounds.setdefault(((1, base),), []) for base in bases]
            self._plain[leaf.form] = found
        return found

    def _among(self, variable: int, fact: str, kind: Choice, chosen: list[str]) -> None:
        if len(chosen) == 1:
            self._member(fact, kind, chosen[0])
            return
        held, side = variable, chosen
        if 2 * len(chosen) > len(kind.members):
            held, side = -variable, [m for m in kind.members if m not in set(chosen)]
        members = [self._member(fact, kind, member) for member in side]
        for member in members:
            self.add([-member, held])
        self.add([-held, *members])

    def _member(self, fact: str, kind: Choice, member: str) -> Literal:
        met = self._members.setdefault(fact, {})
        found = met.get(member)
        if found is None:
            found = met[member] = self.gates.leaf(Among(fact, frozenset({member})))
            number = kind.members.index(member)
            for place, bit in enumerate(self.gates.bits(fact, len(kind.members))):
                self.add([-found, bit if number >> place & 1 else -bit])
            if len(met) == len(kind.members):
                self.add(list(met.values()))
        return found

    def _bound(self, variable: int, leaf: AtMost) -> None:
        ordered = self._bounds.setdefault(leaf.form, [])
        place = bisect.bisect(ordered, (leaf.bound, variable))
        if place > 0:
            self.add([-ordered[place - 1][1], variable])
        if place < len(ordered):
            self.add([-variable, ordered[place][1]])
        ordered.insert(place, (leaf.bound, variable))
