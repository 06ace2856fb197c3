"""Hold the numbers of a limit, and work out what follows from them (SPEC 4.4, LIMIT).

They are terms of one unit, and whole numbers.
"""

from __future__ import annotations

from policydsl.core import ir
from policydsl.core.facts import BOUND, Fact
from policydsl.frozen import frozen
from policydsl.semantics.joining import YES, cited, negation
from policydsl.semantics.typing import Lowered, NumberType
from policydsl.syntax import ast


@frozen
class Extension:
    """What a plan may grant on top; `most` None: without ceiling."""

    line: ast.Extend
    most: ir.Term | None
    status: Fact | None
    asked_by: ir.Truth


@frozen
class Arithmetic:
    """The numbers of one limit; `base` None: unlimited."""

    name: ast.Name
    type: NumberType
    base: ir.Term | None
    amount_citations: tuple[str, ...]
    used: Lowered
    asked: ir.Term
    granted: ir.Term | None
    extension: Extension | None
    windows: tuple[ir.Window, ...]

    @property
    def citations(self) -> tuple[str, ...]:
        """Give what the amount and the windows rest on."""
        return tuple(
            dict.fromkeys(
                (*self.amount_citations, *(id for w in self.windows for id in w.citations))
            )
        )

    @property
    def unit(self) -> str:
        return self.type.unit or ""

    @property
    def bounded(self) -> ir.Term:
        return self.base if self.base is not None else ir.Constant(BOUND)

    @property
    def authorized(self) -> ir.Term:
        if self.granted is None:
            return self.bounded
        most = self.extension.most if self.extension else None
        counted = self.granted if most is None else ir.Least((self.granted, most))
        return _plus(self.bounded, counted)

    @property
    def ceiling(self) -> ir.Term | None:
        if self.extension is None or self.extension.most is None:
            return None
        return _plus(self.bounded, self.extension.most)

    @property
    def remaining(self) -> ir.Term:
        left: ir.Term = ir.Greatest(
            (
                ir.Constant(0),
                ir.Sum((ir.Addend(1, self.authorized), ir.Addend(-1, self.used.term))),
            )
        )
        insides = [window.inside for window in self.windows if window.inside is not None]
        if not insides:
            return left
        inside = insides[0] if len(insides) == 1 else ir.And(tuple(insides))
        return ir.Cases((ir.Case(inside, left),), ir.Constant(0))

    @property
    def past_amount(self) -> ir.Truth:
        """Say that usage and what is asked exceed what is authorized."""
        if self.base is None:
            return ir.Truism(False)
        taken = _plus(self.used.term, self.asked)
        over = ir.Compare(self.authorized, ir.Order.LESS, taken, span=self.name.span)
        return cited(over, self.amount_citations)

    @property
    def outside_windows(self) -> tuple[ir.Truth, ...]:
        return tuple(
            cited(negation(window.inside), window.citations)
            for window in self.windows
            if window.inside is not None
        )

    @property
    def below_ceiling(self) -> ir.Truth:
        """Say that an extension could still reach further, whatever the window."""
        ceiling = self.ceiling
        if ceiling is None:
            return YES
        reached = ir.Greatest((self.used.term, self.authorized))
        return ir.Compare(reached, ir.Order.LESS, ceiling, span=self.name.span)


def _plus(one: ir.Term, other: ir.Term) -> ir.Term:
    if isinstance(one, ir.Constant) and isinstance(other, ir.Constant):
        return ir.Constant(one.value + other.value)
    return ir.Sum((ir.Addend(1, one), ir.Addend(1, other)))
