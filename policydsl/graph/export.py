"""Write a decision graph as canonical JSON, or as DOT for Graphviz."""

from __future__ import annotations

from typing import Any

from policydsl.core.values import Kleene
from policydsl.graph.nodes import Graph
from policydsl.graph.path import Part, Path, taken
from policydsl.graph.picture import Box, Picture, Shape
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
_COLOURS = {Kleene.YES: "#0072b2", Kleene.NO: "#b34700", Kleene.UNKNOWN: "#8a3d74"}
_RESULTS = {Kleene.YES: "yes", Kleene.NO: "no", Kleene.UNKNOWN: "unknown"}


def to_json(graph: Graph, path: Path | None = None) -> dict[str, Any]:
    """Return the whole graph as JSON-ready data, the same for the same policy everywhere.

    Nodes stand in topological order.  `rails` gives each condition, exception and
    clause the nodes of its "definitely yes" and "definitely no".  `path`, when one is
    given, says what came of the nodes for one request.
    """
    made = _graph(graph)
    if path is not None:
        made["path"] = _path(graph, path)
    return made


def _graph(graph: Graph) -> dict[str, Any]:
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


def _path(graph: Graph, path: Path) -> dict[str, Any]:
    deciding = path.clauses(Part.DECIDES, Part.OPEN)
    tops = [graph.clauses[key] for key in deciding if key in graph.clauses]
    went = taken(graph, path, tops)
    return {
        "service_date": path.service_date,
        "determination": path.determination.value,
        "entity": path.entity or None,
        "summary": path.summary,
        "notes": list(path.notes),
        "results": {id: _RESULTS[path.results[id]] for id in graph.nodes if id in path.results},
        "found": {id: list(path.found[id]) for id in graph.nodes if id in path.found},
        "parts": {key: part.value for key, part in path.parts.items() if key in graph.clauses},
        "taken": [id for id in graph.nodes if id in went],
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
            f"{indent}{box.name} [label={_dot(box.text)}, {_DOT_SHAPES[box.shape]}{_of_path(box)}];"
            for box in boxes
        ]
        if group is not None:
            lines.append("  }")
    for arrow in picture.arrows:
        said = [f"label={_dot(arrow.word)}"] if arrow.word else []
        said += ["penwidth=4"] if arrow.taken else []
        style = f" [{', '.join(said)}]" if said else ""
        lines.append(f"  {arrow.start} -> {arrow.end}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def _of_path(box: Box) -> str:
    """Return the attributes that show what came of *box*, in addition to what its label says."""
    colour = f', color="{_COLOURS[box.result]}"' if box.result is not None else ""
    return f"{colour}{', penwidth=4' if box.taken else ''}"


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
