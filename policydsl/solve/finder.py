"""Hold the conditions of one policy as literals, and what every solver needs to know of them."""

from __future__ import annotations

from typing import NamedTuple

from policydsl.core import ir
from policydsl.core.values import ABSENT
from policydsl.solve.bounds import Refuted, Values
from policydsl.solve.coded import Codes
from policydsl.solve.gates import AtMost, Gates, Unread
from policydsl.solve.sat import Literal
from policydsl.solve.sums import Bound
from policydsl.solve.witness import Customs


class Weight(NamedTuple):
    """How many leaves it takes for a variable to be true, and to be false.

    `intricate`: whether arithmetic has to be held against a model of it.
    """

    true: int
    false: int
    intricate: bool


class Finder:
    """The conditions of one policy as literals, and the slices that answer about them."""

    def __init__(self, program: ir.Program, day: int) -> None:
        self.program = program
        self.gates = Gates(program.facts)
        self.day = day
        defaults = {a.fact: a.value for a in program.assumptions if a.condition is None}
        self.customs = Customs(defaults, day)
        self.codes = Codes(self.gates)
        # What sums that hang together came to, whichever question met them.
        self.solved: dict[frozenset[Bound], Values | Refuted] = {}
        self._weights: list[Weight] = []

    def about_plans(self) -> list[tuple[Literal, Literal]]:
        """Say what plans set: (the plan's condition, what its fact then is)."""
        found = []
        for setting in self.program.settings:
            if setting.value is not None and setting.value is not ABSENT:
                held = self.gates.truth(holds_value(setting.fact, setting.value))
                found.append((self.gates.truth(setting.condition), held))
        return found

    def intricate(self, variable: int) -> bool:
        """Whether arithmetic has to be held against a model of *variable*."""
        weights = self._weights
        known = weights[variable] if variable < len(weights) else self.weight(variable)
        return known.intricate

    def weight(self, variable: int) -> Weight:
        """Return what it takes for *variable* to be true or false."""
        # INVARIANT: the inputs of a gate are numbered before it.
        while len(self._weights) <= variable:
            inputs = self.gates.joined.get(len(self._weights))
            if inputs is None:
                intricate = is_intricate(self.gates.leaves.get(len(self._weights)))
                self._weights.append(
                    Weight(3 if intricate else 1, 3 if intricate else 1, intricate)
                )
                continue
            parts = [self._weights[abs(i)] for i in inputs]
            signed = [
                (part.true, part.false) if i > 0 else (part.false, part.true)
                for i, part in zip(inputs, parts, strict=True)
            ]
            whole = sum(true for true, _ in signed)
            least = min(false for _, false in signed)
            self._weights.append(Weight(whole, least, any(part.intricate for part in parts)))
        return self._weights[variable]


def holds_value(fact: str, value: object) -> ir.Truth:
    """Return the condition that *fact* is *value*; of a set or a code, one that always holds."""
    if isinstance(value, bool):
        return ir.MemberIs(fact, frozenset({value}))
    if isinstance(value, str):
        return ir.MemberIs(fact, frozenset({value}))
    if isinstance(value, int):
        return ir.Compare(ir.FactTerm(fact), ir.Order.EQUAL, ir.Constant(value))
    return ir.Truism(True)


def is_intricate(leaf: object) -> bool:
    """Whether a leaf says something that the clauses about its group do not wholly say."""
    if isinstance(leaf, AtMost):
        return len(leaf.form) > 1 or isinstance(leaf.form[0][1], ir.AgeTerm)
    return isinstance(leaf, Unread)
