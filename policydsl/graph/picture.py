"""Choose what of a decision graph is drawn: the whole policy in brief, or one clause in full.

A whole policy is drawn as facts, clauses and determinations, its conditions left to
the arrows, one group a benefit: a hundred clauses stay readable.  One clause is
drawn with every condition, exception and overrider behind it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator

import attrs

from policydsl.core.values import Kleene
from policydsl.graph.nodes import Graph, Kind, Node, Role
from policydsl.graph.path import Part, Path, taken
from policydsl.graph.words import label, shortened


class Shape(enum.Enum):
    FACT = "fact"
    CONDITION = "condition"
    JOIN = "join"
    EXCEPTION = "exception"
    CLAUSE = "clause"
    DETERMINATION = "determination"


@attrs.frozen
class Box:
    """`name` is made up (`n7`); `text` is for people and may hold anything on one line.

    `result` is what came of it for a request, if one is shown; `taken`: the decision
    went this way.
    """

    name: str
    shape: Shape
    text: str
    group: str | None
    result: Kleene | None = None
    taken: bool = False


@attrs.frozen
class Group:
    name: str
    title: str


@attrs.frozen
class Arrow:
    start: str
    end: str
    word: str
    taken: bool = False


@attrs.frozen
class Picture:
    title: str
    groups: tuple[Group, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    def grouped(self) -> Iterator[tuple[Group | None, list[Box]]]:
        """Yield the boxes outside every group, then each group with its own."""
        yield None, [box for box in self.boxes if box.group is None]
        for group in self.groups:
            boxes = [box for box in self.boxes if box.group == group.name]
            if boxes:
                yield group, boxes


_SHAPES = {
    Kind.FACT: Shape.FACT,
    Kind.CLAUSE: Shape.CLAUSE,
    Kind.EXCEPTION: Shape.EXCEPTION,
    Kind.DETERMINATION: Shape.DETERMINATION,
    Kind.NOT: Shape.JOIN,
    Kind.AND: Shape.JOIN,
    Kind.OR: Shape.JOIN,
}
_RESULT = {Kleene.YES: "✓ yes", Kleene.NO: "✗ no", Kleene.UNKNOWN: "? not known"}
_WORDS = {
    Role.GUARD: "only if",
    Role.EXCEPTION: "except",
    Role.OVERRIDDEN_BY: "overrides",
}


class _Drawing:
    def __init__(self, graph: Graph, path: Path | None, tops: Iterable[str]) -> None:
        self.graph = graph
        self.path = path
        self.taken = taken(graph, path, tops) if path else frozenset[str]()
        self.names: dict[str, str] = {}
        self.boxes: list[Box] = []
        self.arrows: dict[tuple[str, str], str] = {}
        program = graph.program
        self.groups = tuple(
            Group(f"g{index}", shortened(benefit.title or benefit.id))
            for index, benefit in enumerate(program.benefits)
        )
        names = [group.name for group in self.groups]
        self.group_of = dict(zip((b.id for b in program.benefits), names, strict=True))

    def box(self, id: str) -> str:
        if id not in self.names:
            node = self.graph.nodes[id]
            name = self.names[id] = f"n{len(self.names)}"
            shape = _SHAPES.get(node.kind, Shape.CONDITION)
            group = self.group_of.get(node.says.benefit) if node.kind is Kind.CLAUSE else None
            text, result = label(self.graph, node), None
            if self.path is not None:
                result = self.path.results.get(id)
                text = told(text, result, self.path.found.get(id, ()))
            self.boxes.append(Box(name, shape, text, group, result, self._went(id)))
        return self.names[id]

    def _went(self, id: str) -> bool:
        node = self.graph.nodes[id]
        if node.kind is not Kind.DETERMINATION or self.path is None:
            return id in self.taken
        return self.graph.determinations.get(self.path.outcome) == id

    def arrow(self, start: str, end: str, word: str = "") -> None:
        self.arrows.setdefault((self.box(start), self.box(end)), word)

    def picture(self) -> Picture:
        program = self.graph.program
        went = {box.name for box in self.boxes if box.taken}
        arrows = tuple(
            Arrow(start, end, word, start in went and end in went)
            for (start, end), word in self.arrows.items()
        )
        title = program.title or program.id
        if self.path is not None:
            title = f"{title}: {self.path.summary}"
        return Picture(shortened(title), self.groups, tuple(self.boxes), arrows)


def told(text: str, result: Kleene | None, found: tuple[str, ...]) -> str:
    """Return *text* with what came of it."""
    return " — ".join([text, *([_RESULT[result]] if result else []), *found])


def whole(graph: Graph, path: Path | None = None) -> Picture:
    """Draw the policy in brief: which facts each clause turns on, and what it asks for."""
    deciding = path.clauses(Part.DECIDES, Part.OPEN) if path else []
    drawing = _Drawing(graph, path, [graph.clauses[key] for key in deciding])
    for outcome in graph.determinations.values():
        for _, id in graph.nodes[outcome].inputs:
            drawing.box(id)
    for outcome in graph.determinations.values():
        for _, id in graph.nodes[outcome].inputs:
            clause = graph.nodes[id]
            for fact in _own_facts(graph, clause):
                drawing.arrow(fact, id)
            for overrider in clause.of_role(Role.OVERRIDDEN_BY):
                drawing.arrow(overrider, id, _WORDS[Role.OVERRIDDEN_BY])
            drawing.arrow(id, outcome)
    return drawing.picture()


def _own_facts(graph: Graph, clause: Node) -> list[str]:
    """Return the facts behind a clause's bite and exceptions, in topological order.

    Those of its guards, which it shares with its neighbours, would drown them; a
    clause that has no others keeps them.
    """
    own = [*clause.of_role(Role.BITE), *clause.of_role(Role.EXCEPTION)]
    behind = graph.behind(own) or graph.behind(clause.of_role(Role.GUARD))
    return [id for id in graph.facts.values() if id in behind]


def one_clause(graph: Graph, key: str, path: Path | None = None) -> Picture:
    """Draw one clause with everything behind it, and what it asks for.

    Citations and definitions are folded into the words of what they stand on.
    """
    top = graph.clauses[key]
    drawing = _Drawing(graph, path, [top])
    behind = graph.behind([top])
    for id, node in graph.nodes.items():
        if id not in behind or node.kind is Kind.CITED or not _drawn(node):
            continue
        drawing.box(id)
        for role, start in _parts(graph, node):
            drawing.arrow(start, id, _WORDS.get(role, ""))
    clause = graph.nodes[top].says
    outcome = (
        clause.determination.value,
        (clause.target or "") if clause.determination.sends else "",
    )
    drawing.arrow(top, graph.determinations[outcome])
    return drawing.picture()


def _drawn(node: Node) -> bool:
    """Whether a node has a box of its own: the terms of a test are in its words."""
    return node.kind in _SHAPES or node.kind in (Kind.TEST, Kind.NAMED, Kind.TRUISM)


def _parts(graph: Graph, node: Node) -> Iterator[tuple[Role, str]]:
    """Yield the drawn nodes that *node* is made of, through those that are not drawn."""
    for role, id in node.inputs:
        part = graph.nodes[id]
        if _drawn(part):
            yield role, id
        else:
            for _, inner in _parts(graph, part):
                yield role, inner
