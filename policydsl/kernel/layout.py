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


@attrs.frozen
class Layout:
    """The planes of *clauses* clauses; above them, for each fact, the class of its value;
    above those two bits for each comparison or join, and one that says which facts are given.

    `facts` gives each fact the number of bits of its class.  The last class of a fact is
    for whatever comes after all others: it tells nothing apart.
    """

    clauses: int
    facts: dict[str, int]
    conditions: int
    _class_at: dict[str, int] = attrs.field(init=False)
    _conditions_at: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        place = len(Plane) * self.clauses
        class_at = {}
        for fact, width in self.facts.items():
            class_at[fact] = place
            place += width
        object.__setattr__(self, "_class_at", class_at)
        object.__setattr__(self, "_conditions_at", place)

    @property
    def full(self) -> int:
        return (1 << self.clauses) - 1

    def bit(self, plane: Plane, clause: int) -> int:
        return 1 << (plane * self.clauses + clause)

    def plane(self, bits: int, plane: Plane) -> int:
        return (bits >> (plane * self.clauses)) & self.full

    def condition(self, index: int, held: Kleene) -> int:
        """Return the bit for a comparison that is yes, or no; unknown has none."""
        if held is Kleene.UNKNOWN:
            return 0
        return 1 << (self._conditions_at + 2 * index + (held is Kleene.NO))

    def operand(self, index: int, held: Kleene, conjunctive: bool) -> int:
        """Return what one operand contributes to a condition that joins several.

        Nothing if it leaves the others to decide; else the first of the condition's bits,
        and the second too if it decides.
        """
        neutral = Kleene.of(conjunctive)
        if held is neutral:
            return 0
        return (1 if held is Kleene.UNKNOWN else 3) << (self._conditions_at + 2 * index)

    @property
    def told(self) -> int:
        """The mask of all but which facts are given."""
        return (1 << self.given_at) - 1

    @property
    def given_at(self) -> int:
        """The place above which there is one bit for each fact: whether it is given."""
        return self._conditions_at + 2 * self.conditions

    def class_of(self, fact: str, number: int) -> int:
        """Return the bits that put the value of *fact* into its class of this number."""
        return min(number, self._last_class(fact)) << self._class_at[fact]

    def _last_class(self, fact: str) -> int:
        return (1 << self.facts[fact]) - 1

    def telling(self, facts: Iterable[str]) -> int:
        """Return the mask of the planes, the conditions and the classes of *facts*."""
        mask = (1 << len(Plane) * self.clauses) - 1
        mask |= ((1 << 2 * self.conditions) - 1) << self._conditions_at
        for fact in facts:
            if fact in self.facts:
                mask |= self._last_class(fact) << self._class_at[fact]
        return mask

    def overflows(self, bits: int) -> bool:
        """Whether the class of some fact tells nothing apart."""
        return any(
            bits >> place & self._last_class(fact) == self._last_class(fact)
            for fact, place in self._class_at.items()
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
