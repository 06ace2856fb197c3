"""Choose the fewest facts to set, such that every lesson of the search is heeded.

A lesson is a set of literals of which one has to be so: that a fact is set to a value, or
that it is left as it is.  The SAT solver finds a choice of the smallest size, so what is
proposed is never larger than it has to be.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from policydsl.core.values import FactValue
from policydsl.solve.sat import Literal, Sat


@attrs.frozen
class Sets:
    """That *fact* is set to *value*."""

    fact: str
    value: FactValue


@attrs.frozen
class Leaves:
    """That *fact* is left as it is."""

    fact: str


@attrs.frozen
class Wild:
    """That *fact* is set to a value that is not known."""

    fact: str


Literals = Sets | Leaves | Wild
Lesson = frozenset[Literals]


class Hitting:
    """Proposes choices by growing size; every fact is left or set to one value."""

    def __init__(self) -> None:
        self._sat = Sat()
        self._count = 0
        self._left: dict[str, Literal] = {}
        self._set: dict[Sets, Literal] = {}
        self._wild: dict[str, Literal] = {}
        self._tamed = False
        self._size = 0
        self._guard: tuple[int, int, Literal] | None = None

    def add_fact(self, name: str, values: Iterable[FactValue], *, wild: bool) -> None:
        """Let *name* be left, or set to one of *values*, or, when *wild*, to something else."""
        if name in self._left:
            return
        self._left[name] = self._fresh()
        literals = [self._left[name]]
        if wild:
            self._wild[name] = self._fresh()
            literals.append(self._wild[name])
            if self._tamed:
                self._sat.add([-self._wild[name]])
        for value in values:
            literals.append(self._fresh())
            self._set[Sets(name, value)] = literals[-1]
        self._sat.add(literals)
        for number, one in enumerate(literals):
            for other in literals[:number]:
                self._sat.add([-one, -other])

    def heed(self, lesson: Iterable[Literals]) -> None:
        """Take no choice from now on in which nothing of *lesson* is so."""
        self._sat.add([self._literal(each) for each in lesson])

    def _literal(self, each: Literals) -> Literal:
        match each:
            case Sets():
                return self._set[each]
            case Leaves(name):
                return self._left[name]
            case Wild(name):
                return self._wild[name]

    def tame(self) -> None:
        """Set no fact to what is not known from now on."""
        self._tamed = True
        for literal in self._wild.values():
            self._sat.add([-literal])

    def choice(self, largest: int) -> dict[str, FactValue | None] | None:
        """Return a smallest choice that heeds every lesson; None: there is none up to *largest*.

        A fact that would have to be set to something unknown is None in it.
        """
        while self._size <= largest:
            if self._sat.solve([self._at_most(self._size)]):
                model = set(self._sat.model())
                chosen: dict[str, FactValue | None] = {
                    each.fact: each.value for each, number in self._set.items() if number in model
                }
                wild = (name for name, number in self._wild.items() if number in model)
                return chosen | dict.fromkeys(wild)
            if self._size >= len(self._left):
                return None
            self._size += 1
        return None

    @property
    def size(self) -> int:
        """The least size that a choice can still have."""
        return self._size

    def _fresh(self) -> Literal:
        self._count += 1
        return self._count

    def _at_most(self, most: int) -> Literal:
        """Return a literal under which no more than *most* facts are set.

        A sequential counter (Sinz 2005): `row[j]` is so once more than j facts so far are set.
        """
        facts = len(self._left)
        if self._guard is not None and self._guard[:2] == (facts, most):
            return self._guard[2]
        guard = self._fresh()
        self._guard = (facts, most, guard)
        before: list[Literal] = []
        for left in self._left.values():
            if most == 0:
                self._sat.add([-guard, left])
                continue
            row = [self._fresh() for _ in range(most)]
            self._sat.add([-guard, left, row[0]])
            for place, literal in enumerate(before):
                self._sat.add([-guard, -literal, row[place]])
                if place + 1 < most:
                    self._sat.add([-guard, -literal, left, row[place + 1]])
            if before:
                self._sat.add([-guard, left, -before[most - 1]])
            before = row
        return guard
