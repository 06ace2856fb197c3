"""The vocabulary of the decision graph: its kinds of node, the edges between them, their names.

A node's id is the hash of what it says and of the nodes it is made of.  It is the
same in every process, and what two versions of a policy share has one id in both.
Places in the text take no part in it.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from policydsl.core import ir

if TYPE_CHECKING:
    import networkx


class Kind(enum.Enum):
    """What a node is; the value is the word in exports, and only new words are added."""

    # What is read: numbers and days are terms, every fact is one too.
    FACT = "fact"
    CONSTANT = "constant"
    SERVICE_DATE = "service date"
    SUM = "sum"
    LEAST = "least"
    GREATEST = "greatest"
    ELSE = "else"
    CASES = "cases"
    CASE = "case"
    ADD_PERIOD = "add period"
    AGE = "age"
    BIRTHDAY = "birthday"
    YEAR = "year"
    # Conditions: yes, no or unknown.
    TRUISM = "truism"
    TEST = "test"
    NOT = "not"
    AND = "and"
    OR = "or"
    CITED = "cited"
    NAMED = "named"
    # Rails: yes or no.  Each condition has two, "definitely yes" and "definitely no".
    SURELY = "surely"  # the test is yes whatever the unknown facts are
    SURELY_NOT = "surely not"  # the test is no whatever the unknown facts are
    ALL = "all"  # of none: yes
    ANY = "any"  # of none: no
    # The policy.
    EXCEPTION = "exception"
    CLAUSE = "clause"
    LIMIT = "limit"
    BENEFIT = "benefit"
    DETERMINATION = "determination"


RAILS = frozenset({Kind.SURELY, Kind.SURELY_NOT, Kind.ALL, Kind.ANY})


class Role(enum.Enum):
    """What one node is to the node made of it."""

    FACT = "fact"
    TERM = "term"
    LEFT = "left"
    RIGHT = "right"
    OTHERWISE = "otherwise"
    CONDITION = "condition"
    OPERAND = "operand"
    GUARD = "guard"
    BITE = "bite"
    EXCEPTION = "exception"
    OVERRIDDEN_BY = "overridden by"
    SCOPE = "scope"
    LIVE = "live"
    USED = "used"
    ASKED = "asked"
    REMAINING = "remaining"
    ASKS_FOR = "asks for"


@attrs.frozen
class Node:
    """One thing said; `inputs` are the nodes it is made of, `detail` the rest of it.

    `says` is the element of the program that it comes from, None for a rail.
    """

    id: str
    kind: Kind
    inputs: tuple[tuple[Role, str], ...]
    detail: tuple[tuple[str, Any], ...]
    says: Any = attrs.field(eq=False, repr=False)

    def of_role(self, role: Role) -> Iterator[str]:
        return (id for found, id in self.inputs if found is role)


@attrs.frozen
class Rails:
    """The ids of "definitely yes" and "definitely no"; neither holds: unknown."""

    yes: str
    no: str


def node_id(
    kind: Kind, inputs: Iterable[tuple[Role, str]], detail: Iterable[tuple[str, Any]]
) -> str:
    """Return the content hash that names a node: 128 bits of SHA-256, in hexadecimal."""
    said = [kind.value, [[role.value, id] for role, id in inputs], list(detail)]
    text = json.dumps(said, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@attrs.frozen
class Graph:
    """A policy as a directed acyclic graph; it points from what is read to what is decided.

    `nodes` stand in topological order, inputs first.  `rails` are those of every
    condition, exception and clause.  `clauses`, `benefits` and `limits` find nodes
    by key or id, `ids` by the term or
    condition that they say, `determinations` by (determination, entity).
    """

    program: ir.Program
    nodes: MappingProxyType[str, Node]
    rails: MappingProxyType[str, Rails]
    facts: MappingProxyType[str, str]
    clauses: MappingProxyType[str, str]
    benefits: MappingProxyType[str, str]
    limits: MappingProxyType[str, str]
    ids: MappingProxyType[ir.Term | ir.Truth, str]
    determinations: MappingProxyType[tuple[str, str], str]

    def topological_order(self) -> tuple[Node, ...]:
        """Return every node after all of its inputs; the same order in every process."""
        return tuple(self.nodes.values())

    def behind(self, ids: Iterable[str]) -> frozenset[str]:
        """Return *ids* and everything that they are made of."""
        seen: set[str] = set()
        pending = list(ids)
        while pending:
            id = pending.pop()
            if id not in seen:
                seen.add(id)
                pending.extend(input for _, input in self.nodes[id].inputs)
        return frozenset(seen)

    def only(self, key: str) -> Graph:
        """Return the part of the graph behind one clause, rails included."""
        top = self.clauses[key]
        kept = self.behind([top])
        rails = {id: rails for id, rails in self.rails.items() if id in kept}
        kept |= self.behind([id for r in rails.values() for id in (r.yes, r.no)])

        def within(ids: Mapping[str, str]) -> MappingProxyType[str, str]:
            return MappingProxyType({name: id for name, id in ids.items() if id in kept})

        return attrs.evolve(
            self,
            nodes=MappingProxyType({id: n for id, n in self.nodes.items() if id in kept}),
            rails=MappingProxyType(rails),
            facts=within(self.facts),
            clauses=within(self.clauses),
            benefits=within(self.benefits),
            limits=within(self.limits),
            determinations=MappingProxyType({}),
        )

    def to_networkx(self) -> networkx.DiGraph[str]:
        """Return the graph of facts, conditions, clauses and determinations (no rails)."""
        from policydsl.graph.network import to_networkx

        return to_networkx(self)


__all__ = ["RAILS", "Graph", "Kind", "Node", "Rails", "Role", "node_id"]
