"""Where a clause's state stands in the one integer that an evaluation computes.

Bit *i* of a plane is clause *i* of a scope, strongest first.  Every part of a clause
sets bits and none clears any, so that parts are joined by `|` in any order.
"""

from __future__ import annotations

import enum

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
    """The planes of *clauses* clauses, and above them two bits for each condition."""

    clauses: int

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
        place = len(Plane) * self.clauses + 2 * index
        return 1 << (place if held is Kleene.YES else place + 1)

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
