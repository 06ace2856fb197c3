"""Write a picture of a policy as a Mermaid flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policydsl.core.values import Kleene
from policydsl.graph.picture import Picture, Shape

_BRACKETS = {
    Shape.FACT: ("([", "])"),
    Shape.CONDITION: ("[", "]"),
    Shape.JOIN: ("((", "))"),
    Shape.EXCEPTION: ("[/", "/]"),
    Shape.CLAUSE: ("[", "]"),
    Shape.DETERMINATION: ("{{", "}}"),
}
_RESULTS = {
    Kleene.YES: ("yes", "stroke:#0072b2"),
    Kleene.NO: ("no", "stroke:#b34700,stroke-dasharray:7 4"),
    Kleene.UNKNOWN: ("unknown", "stroke:#8a3d74,stroke-dasharray:2 3"),
}
_STYLES = {
    Shape.FACT: "fill:#eef3fb,stroke:#5b7db1",
    Shape.CLAUSE: "fill:#fff7e0,stroke:#b08a2e,stroke-width:2px",
    Shape.EXCEPTION: "fill:#fdeeee,stroke:#b05b5b",
    Shape.DETERMINATION: "fill:#e9f6ec,stroke:#4d8a5c,stroke-width:2px",
}
# What would end a quoted label, open markup in it, or start a directive.
_ESCAPES = {ord(mark): f"#{ord(mark)};" for mark in '"#&<>`[](){}|;\\'}
# TRAP: Mermaid 10 and 11 take a label that begins like a list for one, and refuse it.
_LIST = re.compile(r"^(\d+)?([.)+*-])(?= )")


def to_mermaid(picture: Picture) -> str:
    """Return *picture* as a flowchart; every label is quoted and escaped."""
    lines = ["---", f"title: {_front_matter(picture.title)}", "---", "flowchart LR"]
    for group, boxes in picture.grouped():
        indent = "  "
        if group is not None:
            lines.append(f'  subgraph {group.name}["{escaped(group.title)}"]')
            indent = "    "
        for box in boxes:
            left, right = _BRACKETS[box.shape]
            style = f":::{box.shape.value}" if box.shape in _STYLES else ""
            lines.append(f'{indent}{box.name}{left}"{escaped(box.text)}"{right}{style}')
        if group is not None:
            lines.append("  end")
    for arrow in picture.arrows:
        word = f'|"{escaped(arrow.word)}"|' if arrow.word else ""
        lines.append(f"  {arrow.start} -->{word} {arrow.end}")
    shapes = {box.shape for box in picture.boxes}
    lines += [f"  classDef {s.value} {style}" for s, style in _STYLES.items() if s in shapes]
    lines += _of_path(picture)
    return "\n".join(lines) + "\n"


def _of_path(picture: Picture) -> Iterator[str]:
    """Yield the lines that show what came of each box, and the way of the decision."""
    for result, (word, style) in _RESULTS.items():
        names = [box.name for box in picture.boxes if box.result is result]
        if names:
            yield f"  classDef {word} {style}"
            yield f"  class {','.join(names)} {word}"
    went = [box.name for box in picture.boxes if box.taken]
    if went:
        yield "  classDef taken stroke-width:4px"
        yield f"  class {','.join(went)} taken"
    thick = [str(number) for number, arrow in enumerate(picture.arrows) if arrow.taken]
    if thick:
        yield f"  linkStyle {','.join(thick)} stroke-width:4px"


def escaped(text: str) -> str:
    """Return *text* so that it stands for itself between quotes in Mermaid.

    >>> escaped('he said "no" [R-1]')
    'he said #34;no#34; #91;R-1#93;'
    """
    plain = _LIST.sub(_unlisted, " ".join(text.split()).translate(_ESCAPES))
    return plain or " "


def _unlisted(found: re.Match[str]) -> str:
    return f"{found[1] or ''}#{ord(found[2])};"


def _front_matter(text: str) -> str:
    """Return *text* as a quoted scalar of YAML, which is what a title is in."""
    line = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'
