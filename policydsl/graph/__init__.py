"""The decision graph: every condition of a policy once, shared by all that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.core import ir
from policydsl.graph.build import build
from policydsl.graph.nodes import Graph, Kind, Node, Rails, Role

if TYPE_CHECKING:
    import networkx


def digraph(program: ir.Program) -> networkx.DiGraph[str]:
    """Return the decision graph of *program* as networkx has graphs."""
    return build(program).to_networkx()


__all__ = ["Graph", "Kind", "Node", "Rails", "Role", "build", "digraph"]
