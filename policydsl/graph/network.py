"""Turn a decision graph into networkx's; the only module that imports networkx."""

from __future__ import annotations

import networkx

from policydsl.graph.nodes import RAILS, Graph
from policydsl.graph.words import label


def to_networkx(graph: Graph) -> networkx.DiGraph[str]:
    """Return a graph whose edges lead from facts over conditions to determinations.

    A node has `kind`, `label` and the keys of its detail; an edge has `role`, the
    roles in which the one is part of the other, joined by a comma.
    """
    drawn: networkx.DiGraph[str] = networkx.DiGraph(
        policy=graph.program.id, content_hash=graph.program.content_hash
    )
    for node in graph.topological_order():
        if node.kind in RAILS:
            continue
        detail = {f"{key}_" if key in ("kind", "label") else key: v for key, v in node.detail}
        drawn.add_node(node.id, kind=node.kind.value, label=label(graph, node), **detail)
        roles: dict[str, list[str]] = {}
        for role, id in node.inputs:
            roles.setdefault(id, []).append(role.value)
        for id, words in roles.items():
            drawn.add_edge(id, node.id, role=", ".join(dict.fromkeys(words)))
    return drawn
