"""Say which leaves can be true together, as clauses, each time that a solver meets another leaf.

A one-of fact has a variable for each member that some leaf speaks of; members exclude each
other by the bits of their numbers.  Bounds on one sum imply each other in their order.
Tests of codes come out in the ways in which they come out for some code.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence

from policydsl.core import ir
from policydsl.core.codes import example_of, is_code
from policydsl.core.facts import Choice, FactTable
from policydsl.solve.gates import Among, AtMost, Coded, Gates, Leaf
from policydsl.solve.sat import Literal

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
            case Coded(fact=fact, test=ir.CodeIn()) if fact not in self._coded:
                self._coded.add(fact)
                for clause in self.codes.clauses(fact):
                    self.add(clause)
            case _:
                pass

    def plain(self, base: object) -> list[int]:
        """Return the leaves met that bound *base* alone."""
        return [variable for _, variable in self._bounds.get(((1, base),), ())]

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


# ----------------------------------------------------------------------- codes


class Codes:
    """The tests of codes of one policy by fact.

    INVARIANT: no test of a code is met after the first question.
    """

    def __init__(self, gates: Gates) -> None:
        self.gates = gates
        self._clauses: dict[str, list[Clause]] = {}

    def clauses(self, fact: str) -> list[Clause]:
        """Return the clauses that hold between the tests of *fact*."""
        if fact not in self._clauses:
            leaves = {
                variable: leaf
                for variable, leaf in self.gates.leaves.items()
                if isinstance(leaf, Coded)
                and leaf.fact == fact
                and isinstance(leaf.test, ir.CodeIn)
            }
            seen = set(_signatures(self.gates.facts, leaves))
            self._clauses[fact] = _exactly(self.gates, list(leaves), seen)
        return self._clauses[fact]


def _exactly(gates: Gates, tests: Sequence[int], seen: set[tuple[bool, ...]]) -> list[Clause]:
    """Say that the *tests* come out in one of the ways that were *seen*."""
    if len(seen) == 2 ** len(tests):
        return []
    clauses: list[Clause] = []
    cells: list[int] = []
    for signature in sorted(seen):
        gates.count += 1
        cells.append(gates.count)
        for test, held in zip(tests, signature, strict=True):
            clauses.append([-gates.count, test if held else -test])
    return [*clauses, cells]


def codes_to_try(system: str, tests: Sequence[ir.CodeIn | ir.CodeSetIs]) -> list[str]:
    """Return codes of *system* at and around the ends of every range that *tests* speak of."""
    found: dict[str, None] = {}
    ends = [end for test in tests for span in test.ranges for end in (span.low, span.high)]
    for end in ends:
        found[end] = None
    for end in [*ends, *filter(None, [example_of(system)])]:
        for code in (end, *_beside(end), *(f"{end}{more}" for more in ("0", ".0", "9", ".9"))):
            found[code] = None
    return [code for code in found if is_code(system, code)]


def _beside(code: str) -> Iterator[str]:
    """Yield the codes before and after, of the same length."""
    for place in range(len(code) - 1, -1, -1):
        letter = code[place]
        if not letter.isalnum():
            continue
        for other in (chr(ord(letter) + 1), chr(ord(letter) - 1)):
            if other.isalnum() and other.isascii():
                yield code[:place] + other + code[place + 1 :]


def _signatures(facts: FactTable, leaves: Mapping[int, Leaf]) -> Iterator[tuple[bool, ...]]:
    from policydsl.reference.truths import in_ranges  # loaded only where there are codes

    tests = [leaf.test for leaf in leaves.values() if isinstance(leaf, Coded)]
    plain = [test for test in tests if isinstance(test, ir.CodeIn)]
    system = plain[0].system
    for code in ["", *codes_to_try(system, plain)]:
        yield tuple(in_ranges(code, system, test.ranges) for test in plain)
