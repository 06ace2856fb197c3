"""Write a decision graph as canonical JSON, or as DOT for Graphviz."""

from __future__ import annotations

from typing import Any

from policydsl.graph.nodes import Graph
from policydsl.graph.picture import Picture, Shape
from policydsl.graph.words import label

SCHEMA_VERSION = 1

_DOT_SHAPES = {
    Shape.FACT: 'shape=box, style="rounded"',
    Shape.CONDITION: "shape=box",
    Shape.JOIN: "shape=oval",
    Shape.EXCEPTION: 'shape=box, style="dashed"',
    Shape.CLAUSE: 'shape=box, style="bold"',
    Shape.DETERMINATION: "shape=doubleoctagon",
}


def to_json(graph: Graph) -> dict[str, Any]:
    """Return the whole graph as JSON-ready data, the same for the same policy everywhere.

    Nodes stand in topological order.  `rails` gives each condition, exception and
    clause the nodes of its "definitely yes" and "definitely no".
    """
    return {
        "schema": SCHEMA_VERSION,
        "policy": graph.program.id,
        "content_hash": graph.program.content_hash,
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind.value,
                "label": label(graph, node),
                "inputs": [{"role": role.value, "id": id} for role, id in node.inputs],
                "detail": {key: _plain(value) for key, value in node.detail},
            }
            for node in graph.topological_order()
        ],
        "rails": {id: {"yes": rails.yes, "no": rails.no} for id, rails in graph.rails.items()},
        "clauses": dict(graph.clauses),
        "benefits": dict(graph.benefits),
        "limits": dict(graph.limits),
        "determinations": [
            {"determination": word, "entity": entity or None, "id": id}
            for (word, entity), id in graph.determinations.items()
        ],
    }


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def to_dot(picture: Picture) -> str:
    """Return *picture* in Graphviz's language."""
    lines = [
        "digraph policy {",
        f"  label={_dot(picture.title)};",
        "  rankdir=LR;",
        '  node [fontname="Helvetica", fontsize=10];',
    ]
    for group, boxes in picture.grouped():
        indent = "  "
        if group is not None:
            lines += [f"  subgraph cluster_{group.name} {{", f"    label={_dot(group.title)};"]
            indent = "    "
        lines += [
            f"{indent}{box.name} [label={_dot(box.text)}, {_DOT_SHAPES[box.shape]}];"
            for box in boxes
        ]
        if group is not None:
            lines.append("  }")
    for arrow in picture.arrows:
        style = f" [label={_dot(arrow.word)}]" if arrow.word else ""
        lines.append(f"  {arrow.start} -> {arrow.end}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
