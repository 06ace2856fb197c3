"""Turn a checked policy into what is wrong with it as a whole."""

from __future__ import annotations

from policydsl.analysis.conditions import (
    conditions_settled,
    exceptions_that_are_idle,
    is_requirement,
    settled,
    stops,
)
from policydsl.analysis.idle import Explained, clauses_that_are_idle, limits_that_never_bind
from policydsl.analysis.overlaps import benefits_that_overlap, targets_that_conflict
from policydsl.analysis.standing import Standing
from policydsl.analysis.suspects import tables_that_err
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.semantics import Checked


def analyse(checked: Checked) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the program of *checked*; nothing when it has none."""
    if checked.program is None:
        return ()
    standing = Standing(checked.program, checked.tables)
    answers = settled(standing)
    explained = Explained(
        idle=frozenset(key for each in answers if stops(each) for key in each.keys),
        unmet=frozenset(key for each in answers if is_requirement(each) for key in each.keys),
    )
    return in_order(
        (
            *tables_that_err(standing),
            *benefits_that_overlap(standing),
            *targets_that_conflict(standing),
            *conditions_settled(standing, answers),
            *exceptions_that_are_idle(standing),
            *clauses_that_are_idle(standing, explained),
            *limits_that_never_bind(standing),
        )
    )
