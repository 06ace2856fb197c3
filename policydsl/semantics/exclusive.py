"""Say which conditions cannot both hold, as far as members of one fact tell them apart.

What is not seen here is not wrong, only compared for nothing: the limits of two benefits of
which a request can be about one at most need not be held against each other (SPEC 4.4).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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


class Beside:
    """Finds, among many, those with which one can hold: without looking at every other.

    They are kept by the members of the fact that tells most of them apart.
    """

    def __init__(self, ways_by_key: Mapping[str, Sequence[Allowed]]) -> None:
        self._ways = ways_by_key
        among = {key: _among(ways) for key, ways in ways_by_key.items()}
        counted = Counter(fact for members in among.values() for fact in members)
        self._fact = max(counted, key=lambda fact: counted[fact], default="")
        self._anywhere: list[str] = []
        self._by_member: dict[bool | str, list[str]] = {}
        for key, members in among.items():
            if self._fact not in members:
                self._anywhere.append(key)
            for member in members.get(self._fact, ()):
                self._by_member.setdefault(member, []).append(key)

    def of(self, key: str) -> list[str]:
        """Return the keys, in their order, of all others that *key* does not exclude."""
        mine = self._ways[key]
        members = _among(mine).get(self._fact)
        near: Iterable[str] = self._ways
        if members is not None:
            found = [other for member in members for other in self._by_member[member]]
            near = {*found, *self._anywhere}
        return sorted(
            other for other in near if other != key and not exclusive(mine, self._ways[other])
        )


def _among(ways: Sequence[Allowed]) -> dict[str, frozenset[bool] | frozenset[str]]:
    """Return what members each fact is among that all of *ways* speak of."""
    if not ways:
        return {}
    first, *rest = ways
    return {
        fact: members.union(*(way[fact] for way in rest))  # type: ignore[arg-type]
        for fact, members in first.items()
        if all(fact in way for way in rest)
    }


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
