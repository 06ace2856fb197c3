"""Say which conditions cannot both hold, as far as members of one fact tell them apart.

What is not seen here is not wrong, only compared for nothing: the limits of two benefits of
which a request can be about one at most need not be held against each other (SPEC 4.4).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from policydsl.core import ir

MOST_ALTERNATIVES = 64

Allowed = dict[str, frozenset[bool] | frozenset[str]]
"""What members a fact must be among, for some facts."""


def exclusive(one: Iterable[Allowed], other: Iterable[Allowed]) -> bool:
    """Whether no alternative of *one* goes with one of *other*."""
    others = list(other)
    return all(_apart(mine, theirs) for mine in one for theirs in others)


def _apart(one: Allowed, other: Allowed) -> bool:
    return any(one[fact].isdisjoint(other[fact]) for fact in one.keys() & other.keys())


def alternatives(truths: Iterable[ir.Truth]) -> list[Allowed]:
    """Return ways in which all of *truths* can hold: one of them is so whenever they do."""
    found: list[Allowed] = [{}]
    for truth in truths:
        parts = _ways(truth)
        if len(found) * len(parts) > MOST_ALTERNATIVES:
            continue
        found = [_both(one, other) for one, other in itertools.product(found, parts)]
    return found


def _ways(truth: ir.Truth) -> list[Allowed]:
    match truth:
        case ir.MemberIs():
            return [{truth.fact: truth.values}]
        case ir.Cited() | ir.Named():
            return _ways(truth.operand)
        case ir.And():
            return alternatives(truth.operands)
        case ir.Or():
            found = [way for part in truth.operands for way in _ways(part)]
            return found if len(found) <= MOST_ALTERNATIVES else [{}]
        case ir.Truism(value=False):
            return []
        case _:
            return [{}]


def _both(one: Allowed, other: Allowed) -> Allowed:
    joined = {**one, **other}
    for fact in one.keys() & other.keys():
        joined[fact] = one[fact] & other[fact]
    return joined
