"""Say what the reference evaluator has to find in a case before the case is shown."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.frozen import frozen


@frozen
class Claim:
    """What conditions are, and whether clauses hold.

    The clauses of `alone` decide, and no others beside them; what is `unassumed` does not
    hold by what the request itself gives.
    """

    truths: tuple[tuple[ir.Truth, Kleene], ...] = ()
    statuses: tuple[tuple[ir.Clause, Kleene], ...] = ()
    alone: tuple[ir.Clause, ...] = ()
    unassumed: tuple[ir.Truth, ...] = ()


def are(held: Kleene, *truths: ir.Truth) -> Claim:
    return Claim(tuple((each, held) for each in truths))


def follows(before: Iterable[ir.Truth], then: ir.Truth, held: Kleene) -> Claim:
    """Claim that all of *before* are yes, and that what stands after them is *held*."""
    return Claim((*((each, Kleene.YES) for each in before), (then, held)))


def hold(*clauses: ir.Clause) -> Claim:
    return Claim((), tuple((clause, Kleene.YES) for clause in clauses))
