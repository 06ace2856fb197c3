"""Turn a checked policy into what is wrong with it as a whole."""

from __future__ import annotations

from policydsl.analysis.assumptions import assumptions_that_deny
from policydsl.analysis.behind import lines_left_behind
from policydsl.analysis.conditions import Conditions, conditions_settled
from policydsl.analysis.exceptions import exceptions_that_are_idle
from policydsl.analysis.excluded import members_excluded
from policydsl.analysis.extensions import extensions_that_err
from policydsl.analysis.findings import Analysed, settle
from policydsl.analysis.gaps import covered_services_left_open
from policydsl.analysis.idle import Explained, clauses_that_are_idle, limits_that_never_bind
from policydsl.analysis.overlaps import benefits_that_overlap, targets_that_conflict
from policydsl.analysis.places import Places
from policydsl.analysis.redundant import redundant_parts
from policydsl.analysis.standing import Standing
from policydsl.analysis.tables import tables_that_err
from policydsl.analysis.twice import counted_twice
from policydsl.analysis.unread import unread
from policydsl.semantics import Checked


def analyse(checked: Checked) -> Analysed:
    """Return what is wrong with the program of *checked*; nothing when it has none."""
    if checked.program is None:
        return Analysed()
    standing = Standing(checked.program, checked.tables)
    idle = exceptions_that_are_idle(standing)
    conditions = Conditions(Places(standing).every(), [each.places[0] for each in idle])
    settled = conditions.settled()
    explained = Explained.by(settled)
    found = (
        *unread(standing),
        *tables_that_err(standing),
        *benefits_that_overlap(standing),
        *targets_that_conflict(standing),
        *conditions_settled(standing, settled),
        *redundant_parts(standing, conditions),
        *idle,
        *clauses_that_are_idle(standing, explained),
        *limits_that_never_bind(standing, explained),
        *members_excluded(standing, explained),
        *covered_services_left_open(standing),
        *counted_twice(standing, checked.counts),
        *extensions_that_err(standing),
        *lines_left_behind(standing),
        *assumptions_that_deny(standing),
    )
    return settle(found, checked.acceptances)
