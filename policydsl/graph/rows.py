"""Say in rows of one card what would take many: choices, benefits, whom the policy governs."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.core.facts import Fact
from policydsl.graph.cards import MARK_OF, Mark, Row
from policydsl.graph.nodes import Graph, Kind, Node, Role
from policydsl.graph.path import Path
from policydsl.graph.sentences import capital, spaced, title_of

_ABOUT_SCOPE = frozenset({ir.Kind.APPLIES, ir.Kind.IN_FORCE, ir.Kind.REDIRECT})
_MOST_VALUES = 12
_FEW_VALUES = 2


@attrs.frozen
class End:
    """A node once what only wraps it is taken off, and how the wrapping changes it."""

    id: str
    negated: bool
    citations: tuple[str, ...]


class Rows:
    """What is told in rows in the picture of the clause *top*, and what came of it on *path*.

    `benefit_of` finds a benefit by the node of its scope; `governs` is the node which says
    that the policy speaks at all, None in the picture of a clause that is about just that.
    """

    def __init__(self, graph: Graph, path: Path | None, top: str) -> None:
        self.graph = graph
        self.path = path
        self.benefit_of = {
            next(graph.nodes[graph.benefits[benefit.id]].of_role(Role.SCOPE)): benefit
            for benefit in graph.program.benefits
        }
        # What a clause about whom the policy governs says is what the others take for granted.
        about_it = graph.nodes[top].says.kind in _ABOUT_SCOPE
        self.governs = None if about_it else governing(graph)

    def stops(self, id: str) -> bool:
        """Whether a node has a card of its own whatever it is made of."""
        return id in self.benefit_of or id == self.governs

    def end(self, id: str, negated: bool) -> End:
        """Take off what only wraps a condition: citations and negations."""
        citations: tuple[str, ...] = ()
        while True:
            node = self.graph.nodes[id]
            if self.stops(id):
                return End(id, negated, citations)
            if node.kind is Kind.CITED:
                citations += node.says.citations
            elif node.kind is Kind.NOT:
                negated = not negated
            else:
                return End(id, negated, citations)
            id = node.inputs[0][1]

    def found(self, id: str) -> Iterator[Row]:
        """Yield what the request gave for a test."""
        if self.path is not None:
            for line in self.path.found.get(id, ()):
                yield Row(line, aside=True)

    def members(self, id: str, node: Node) -> tuple[str, list[Row]] | None:
        """Say a test of several members as rows: the label of its fact, and each of them."""
        expr = node.says
        if not isinstance(expr, ir.MemberIs) or len(expr.values) <= _FEW_VALUES:
            return None
        fact = self.graph.program.facts[expr.fact]
        rows = [Row(word, Mark.ITEM) for word in _words(fact, expr)]
        return _label(fact), [*_few(rows), *self.found(id)]

    def values(self, node: Node) -> tuple[str, list[Row]] | None:
        """Say a choice among values of one fact as rows: its label, and each of them."""
        if node.kind is not Kind.OR:
            return None
        ends = [self.end(id, False) for _, id in node.inputs]
        if any(self.stops(end.id) for end in ends):
            return None
        tests = [self.graph.nodes[end.id].says for end in ends]
        facts = {test.fact if isinstance(test, ir.MemberIs) else None for test in tests}
        if any(end.negated for end in ends) or len(facts) != 1 or facts == {None}:
            return None
        fact = self.graph.program.facts[facts.pop() or ""]
        rows: list[Row] = []
        for end, test in zip(ends, tests, strict=True):
            said = " or ".join(_words(fact, test))
            cited = f" ({', '.join(end.citations)})" if end.citations else ""
            mark = MARK_OF[self.path.results[end.id]] if self.path else Mark.ITEM
            rows.append(Row(f"{capital(said)}{cited}", mark))
        return _label(fact), [*_few(rows), *self.found(ends[0].id)]

    def benefits(self, node: Node) -> list[Row] | None:
        """Name the benefits that *node* is about, when it is about any of several."""
        scopes = [id for _, id in node.inputs if self.graph.nodes[id].kind is not Kind.TRUISM]
        if node.kind is not Kind.OR or not all(id in self.benefit_of for id in scopes):
            return None
        rows: list[Row] = []
        for id in scopes:
            benefit = self.benefit_of[id]
            mark = MARK_OF[self.path.results[id]] if self.path else Mark.ITEM
            rows.append(Row(benefit.title or spaced(benefit.id), mark))
        return _few(rows)

    def governing(self, node: Node) -> list[Row]:
        """Say in brief that the policy speaks at all, which is a guard of almost every clause."""
        clauses = self.graph.program.clauses
        rows = [Row(title_of(c), Mark.ITEM) for c in clauses if c.kind is ir.Kind.APPLIES]
        others = sum(1 for clause in clauses if clause.kind is ir.Kind.REDIRECT)
        if others:
            rows.append(Row(f"and none of {others} other texts governs instead", Mark.ITEM))
        return [*rows, *(self.found(node.id) if node.kind is Kind.TEST else ())]


def governing(graph: Graph) -> str | None:
    """Return the node of the guard that all clauses have which say nothing of who is governed."""
    for clause in graph.program.clauses:
        if clause.kind is ir.Kind.SILENCE and clause.guards:
            return graph.ids[clause.guards[0]]
    return None


def _label(fact: Fact) -> str:
    return fact.label.split(";")[0].strip() or fact.name


def _words(fact: Fact, test: ir.MemberIs) -> list[str]:
    labels = dict(fact.member_labels)
    return sorted(labels.get(str(value)) or spaced(str(value)) for value in test.values)


def _few(rows: list[Row]) -> list[Row]:
    """Return at most a dozen rows, the ones that matter among them, and how many there are more."""
    if len(rows) <= _MOST_VALUES:
        return rows
    first = [row for row in rows if row.mark is Mark.YES]
    rest = [row for row in rows if row.mark is not Mark.YES]
    kept = [*first, *rest][: _MOST_VALUES - 1]
    return [*kept, Row(f"and {len(rows) - len(kept)} more")]
