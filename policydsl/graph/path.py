"""Hold what came of a policy's parts for one request, so that a picture can show it.

It is worked out above this floor (`policydsl.explain.drawn`) and only read here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from types import MappingProxyType

import attrs

from policydsl.core.determinations import Determination
from policydsl.core.values import Kleene
from policydsl.graph.nodes import Graph, Kind, Node, Role


class Part(enum.Enum):
    """The part of a clause in a decision."""

    DECIDES = "decides"
    OPEN = "open"  # not known to hold: why the request pends, or one of several
    MET = "met"  # a requirement on the way to `covered`
    LIFTED = "lifted"  # an exception or another clause took it out of the way
    LOST = "lost"  # it holds, but what it asks for was outranked


@attrs.frozen
class Path:
    """The way of one decision through a graph.

    `results` has an entry for every condition, exception, clause and benefit, by node id;
    `found` what was given or worked out, in words, by the id of a fact, a test or a limit.
    `summary` says the decision in one sentence, `notes` what else a person wants to know.
    """

    service_date: str
    determination: Determination
    entity: str
    summary: str
    notes: tuple[str, ...]
    results: MappingProxyType[str, Kleene]
    parts: MappingProxyType[str, Part]  # by clause key; a clause without a part is left out
    found: MappingProxyType[str, tuple[str, ...]]

    @property
    def outcome(self) -> tuple[str, str]:
        return self.determination.value, self.entity

    def clauses(self, *parts: Part) -> list[str]:
        """Return the keys of the clauses that have one of *parts*, in program order."""
        return [key for key, part in self.parts.items() if part in parts]


def taken(graph: Graph, path: Path, tops: Iterable[str]) -> frozenset[str]:
    """Return *tops* and, at every depth, the nodes that make them what they are."""
    seen: set[str] = set()
    pending = list(tops)
    while pending:
        id = pending.pop()
        if id not in seen:
            seen.add(id)
            pending.extend(_deciding(graph.nodes[id], path))
    return frozenset(seen)


def _deciding(node: Node, path: Path) -> Iterator[str]:
    result = path.results.get(node.id)
    match node.kind:
        case Kind.CLAUSE:
            yield from _deciding_clause(node, path)
        case Kind.AND | Kind.OR:
            yield from (id for _, id in node.inputs if path.results[id] is result)
        case Kind.EXCEPTION:
            for role, id in node.inputs:
                if (path.results[id] if role is Role.CONDITION else ~path.results[id]) is result:
                    yield id
        case _:
            yield from (id for _, id in node.inputs)


def _deciding_clause(node: Node, path: Path) -> Iterator[str]:
    """Yield what a clause holds by, or the first thing that it fails or is open by."""
    result = path.results[node.id]
    needed = [*node.of_role(Role.GUARD), *node.of_role(Role.BITE)]
    lifting = [*node.of_role(Role.EXCEPTION), *node.of_role(Role.OVERRIDDEN_BY)]
    if result is Kleene.YES:
        yield from needed
        return
    stopping = [id for id in needed if path.results[id] is result]
    if stopping:
        yield stopping[0]
    else:
        yield from (id for id in lifting if ~path.results[id] is result)
