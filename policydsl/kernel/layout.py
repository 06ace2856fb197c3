"""Where a clause's state stands in the one integer that an evaluation computes.

Bit *i* of a plane is clause *i* of a scope, strongest first.  Every part of a clause
sets bits and none clears any, so that parts are joined by `|` in any order.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

import attrs

from policydsl.core.values import Kleene


class Part(enum.Enum):
    GUARD = "guard"
    BITE = "bite"
    LIFTED = "lifted"  # an exception or an overrider: its yes is the clause's no


class Plane(enum.IntEnum):
    """What a bit says of its clause; `NOT_YES` is the union of the first two."""

    NO = 0
    UNKNOWN = 1  # some part is unknown; the clause is, unless it is also no
    GUARD_NOT_YES = 2
    BITE_NO = 3
    BITE_NOT_YES = 4


CLASS_BITS = 8
MOST_CLASSES = (1 << CLASS_BITS) - 1
"""The last class of a fact is for whatever comes after all others: it tells nothing apart."""


@attrs.frozen
class Layout:
    """The planes of *clauses* clauses; above them, for each fact, the class of its value;
    above those two bits for each condition, and one that says which facts are given."""

    clauses: int
    facts: tuple[str, ...]
    conditions: int

    @property
    def full(self) -> int:
        return (1 << self.clauses) - 1

    def bit(self, plane: Plane, clause: int) -> int:
        return 1 << (plane * self.clauses + clause)

    def plane(self, bits: int, plane: Plane) -> int:
        return (bits >> (plane * self.clauses)) & self.full

    def condition(self, index: int, held: Kleene) -> int:
        """Return the bit for a condition that is yes, or no; unknown has none."""
        if held is Kleene.UNKNOWN:
            return 0
        return 1 << (self._conditions_at + 2 * index + (held is Kleene.NO))

    @property
    def _classes_at(self) -> int:
        return len(Plane) * self.clauses

    @property
    def _conditions_at(self) -> int:
        return self._classes_at + CLASS_BITS * len(self.facts)

    @property
    def given_at(self) -> int:
        """The place above which there is one bit for each fact: whether it is given."""
        return self._conditions_at + 2 * self.conditions

    def class_of(self, fact: str, number: int) -> int:
        """Return the bits that put the value of *fact* into its class of this number."""
        place = self._classes_at + CLASS_BITS * self.facts.index(fact)
        return min(number, MOST_CLASSES) << place

    def telling(self, facts: Iterable[str]) -> int:
        """Return the mask of the planes, the conditions and the classes of *facts*."""
        mask = (1 << self._classes_at) - 1
        mask |= ((1 << 2 * self.conditions) - 1) << self._conditions_at
        for fact in facts:
            if fact in self.facts:
                mask |= self.class_of(fact, MOST_CLASSES)
        return mask

    def overflows(self, bits: int) -> bool:
        """Whether the class of some fact tells nothing apart."""
        classes = bits >> self._classes_at
        return any(
            classes >> CLASS_BITS * index & MOST_CLASSES == MOST_CLASSES
            for index in range(len(self.facts))
        )

    def part(self, part: Part, held: Kleene, clause: int) -> int:
        """Return what one part of a clause contributes when it is *held*."""
        if part is Part.LIFTED:
            held = ~held
        if held is Kleene.YES:
            return 0
        no = held is Kleene.NO
        bits = self.bit(Plane.NO if no else Plane.UNKNOWN, clause)
        if part is Part.GUARD:
            bits |= self.bit(Plane.GUARD_NOT_YES, clause)
        elif part is Part.BITE:
            bits |= self.bit(Plane.BITE_NOT_YES, clause)
            bits |= self.bit(Plane.BITE_NO, clause) if no else 0
        return bits
