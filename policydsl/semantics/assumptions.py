"""Turn `unknown means` and `assume` into assumptions, none of which rests on itself."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.semantics.lowering import Lowering


def assumptions(low: Lowering) -> tuple[ir.Assumption, ...]:
    """Read the vocabulary's defaults, then the policy's `assume` clauses, in order.

    *low* gets what was wrong, cycles included.
    """
    raise NotImplementedError
