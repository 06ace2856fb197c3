"""Hold the numbers of a limit to one unit, and say which of them is the odd one."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_limits as problems
from policydsl.semantics.typing import NumberType, in_words
from policydsl.syntax import ast


@frozen
class Counted:
    """A number that a limit counts with, and the line that reads it."""

    line: ast.Node
    type: NumberType


def disagreements(
    limit: ast.Name, amount: ast.Amount, unit: str | None, counted: Sequence[Counted]
) -> tuple[Diagnostic, ...]:
    """Report what is not counted in *unit*, that of the amount.

    When several numbers agree with each other and none with the amount, it is the
    amount that is wrong: one cause, one diagnostic.
    """
    unlike = [number for number in counted if number.type.unit != unit]
    units = {number.type.unit for number in counted}
    if amount.amount is not None and len(unlike) == len(counted) > 1 and len(units) == 1:
        lines = [number.line for number in counted]
        return (problems.amount_alone(limit, amount.amount, unit or "", counted[0].type, lines),)
    return tuple(
        problems.limit_units(number.line, in_words(number.type), limit, unit or "nothing")
        for number in unlike
    )
