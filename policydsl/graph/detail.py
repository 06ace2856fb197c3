"""Lay one clause out as cards: what it is about, what it asks, what it then determines.

Facts stand in the words of the tests that read them.  `not` is a word on a link, what
must hold together leads straight to what it is for, and a choice among the values of
one fact is one card; so a reader follows a line from a fact to the determination.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir
from policydsl.core.values import Kleene
from policydsl.graph.cards import Card, Link, Row, Scene, Sort
from policydsl.graph.nodes import Graph, Kind, Node, Role
from policydsl.graph.path import Part, Path, taken
from policydsl.graph.rows import End, Rows
from policydsl.graph.sentences import sentence, spaced, tag_of, title_of, verdict

_WORD = {
    Role.GUARD: "only if",
    Role.BITE: "when",
    Role.EXCEPTION: "except",
    Role.OVERRIDDEN_BY: "unless",
}


def clause_scene(graph: Graph, key: str, path: Path | None = None) -> Scene:
    """Draw the clause *key* with everything behind it, and what came of it on *path*."""
    drawing = _Drawing(graph, path, graph.clauses[key])
    return drawing.scene(key)


class _Drawing:
    def __init__(self, graph: Graph, path: Path | None, top: str) -> None:
        self.graph = graph
        self.path = path
        self.taken = taken(graph, path, [top]) if path else frozenset[str]()
        self.cards: dict[str, Card] = {}
        self.links: dict[tuple[str, str], Link] = {}
        self.rows = Rows(graph, path, top)

    def scene(self, key: str) -> Scene:
        program, path = self.graph.program, self.path
        clause = self.graph.nodes[self.graph.clauses[key]].says
        top = self.clause(clause)
        self.outcome(top, clause)
        title = title_of(clause)
        subtitle = program.title or program.id
        told = [f"{tag_of(clause)} “{title}” of {subtitle}."]
        told += [f"It leads to: {verdict(clause.determination, clause.target)}."]
        if path is not None:
            subtitle = f"{subtitle} · service date {path.service_date}"
            told += [f"{_HELD[path.results[self.graph.clauses[key]]]}. {path.summary}."]
        return Scene(
            title,
            subtitle,
            " ".join(told),
            tuple(self.cards.values()),
            tuple(self.links.values()),
            with_path=path is not None,
        )

    # --------------------------------------------------------------------- cards

    def card(self, id: str, sort: Sort, tag: str, title: str, rows: Iterable[Row]) -> Card:
        made = Card(
            f"n{len(self.cards)}",
            sort,
            tag,
            title,
            tuple(rows),
            self.path.results.get(id) if self.path else None,
            id in self.taken,
        )
        self.cards[id] = made
        return made

    def clause(self, clause: ir.Clause) -> Card:
        """Draw the clause that the picture is about."""
        id = self.graph.clauses[clause.key]
        node = self.graph.nodes[id]
        card = self.card(id, Sort.CLAUSE, tag_of(clause), title_of(clause), _cited(clause))
        for role, part in node.inputs:
            if role in _WORD:
                self.attach(part, card, _WORD[role])
        return card

    def outcome(self, card: Card, clause: ir.Clause) -> None:
        path = self.path
        entity = (clause.target or "") if clause.determination.sends else ""
        rows: list[Row] = []
        decides = False
        if path is not None:
            decides = path.parts.get(clause.key) is Part.DECIDES
            said = "This is the decision" if decides else f"The decision: {path.summary}"
            rows = [Row(said, aside=True)]
        reached = Card(
            f"n{len(self.cards)}",
            Sort.DETERMINATION,
            "Determination",
            verdict(clause.determination, entity),
            tuple(rows),
            taken=decides,
        )
        self.cards["outcome"] = reached
        held = path.results[self.graph.clauses[clause.key]] if path else None
        self.links[card.name, reached.name] = Link(
            card.name, reached.name, "then", held, held is Kleene.YES
        )

    # ---------------------------------------------------------------- conditions

    def attach(self, id: str, to: Card, word: str, negated: bool = False) -> None:
        """Draw a condition and its link to *to*; parts that must all hold lead there each."""
        end = self.rows.end(id, negated)
        node = self.graph.nodes[end.id]
        flat = node.kind is Kind.AND and not end.negated and not self.rows.stops(end.id)
        if flat and (word or to.tag == _ALL):
            for _, part in node.inputs:
                self.attach(part, to, word)
            return
        card = self.cards.get(end.id) or self.condition(end, node)
        if end.citations:
            card = self._citing(end.id, card, end.citations)
        result = self.path.results.get(end.id) if self.path else None
        said = " ".join(part for part in (word, "not" if end.negated else "") if part)
        self.links.setdefault(
            (card.name, to.name),
            Link(
                card.name,
                to.name,
                said,
                ~result if result is not None and end.negated else result,
                card.taken and to.taken,
            ),
        )

    def _citing(self, id: str, card: Card, citations: tuple[str, ...]) -> Card:
        row = Row(", ".join(citations), aside=True)
        if row not in card.rows:
            card = self.cards[id] = attrs.evolve(card, rows=(*card.rows, row))
        return card

    def condition(self, end: End, node: Node) -> Card:
        id = end.id
        if id == self.rows.governs:
            rows = self.rows.governing(node)
            return self.card(id, Sort.GROUP, "Scope", "The policy governs the request", rows)
        if id in self.rows.benefit_of:
            benefit = self.rows.benefit_of[id]
            title = benefit.title or spaced(benefit.id)
            plain = node.kind is Kind.TEST
            rows = [Row(sentence(self.graph, node)), *self.rows.found(id)] if plain else []
            said = f"The request is about: {title}"
            card = self.card(id, Sort.GROUP, "Benefit", said, rows)
            if not plain:
                self._behind(node, card)
            return card
        match node.kind:
            case Kind.AND | Kind.OR:
                benefits = self.rows.benefits(node)
                if benefits is not None:
                    title = "The request is about one of these benefits"
                    return self.card(id, Sort.GROUP, "Benefits", title, benefits)
                values = self.rows.values(node)
                if values is not None:
                    return self.card(id, Sort.CONDITION, "Any of these", *values)
                tag = _ALL if node.kind is Kind.AND else _ANY
                card = self.card(id, Sort.JOIN, tag, "", ())
                self._behind(node, card)
                return card
            case Kind.NAMED:
                card = self.card(
                    id, Sort.CONDITION, "That is", title_named(node), _cited(node.says)
                )
                self._behind(self.graph.nodes[node.inputs[0][1]], card)
                return card
            case Kind.EXCEPTION:
                said = node.says.title
                card = self.card(id, Sort.EXCEPTION, "Exception", said, _cited(node.says))
                for role, part in node.inputs:
                    self.attach(part, card, "unless" if role is Role.EXCEPTION else "when")
                return card
            case Kind.CLAUSE:
                clause = node.says
                return self.card(id, Sort.CLAUSE, tag_of(clause), title_of(clause), _cited(clause))
            case _:
                return self._test(id, node)

    def _behind(self, node: Node, card: Card) -> None:
        """Draw what a card says more shortly: all of the parts of *node*, or any, or itself."""
        if node.kind in (Kind.AND, Kind.OR) and self.rows.values(node) is None:
            word = "" if card.sort is Sort.JOIN else "if" if node.kind is Kind.AND else "or if"
            for _, part in node.inputs:
                # That one of all the values is so goes without saying.
                if self.graph.nodes[part].kind is not Kind.TRUISM:
                    self.attach(part, card, word)
        elif self.cards.get(node.id) is not card:
            self.attach(node.id, card, "if")
        elif node.kind in (Kind.NAMED, Kind.CITED, Kind.NOT):
            self.attach(node.inputs[0][1], card, "if", node.kind is Kind.NOT)

    def _test(self, id: str, node: Node) -> Card:
        members = self.rows.members(id, node)
        if members is not None:
            return self.card(id, Sort.CONDITION, "Any of these", *members)
        said = sentence(self.graph, node)
        return self.card(id, Sort.CONDITION, "", said, self.rows.found(id))


_ALL = "all of these"
_ANY = "any of these"
_HELD = {
    Kleene.YES: "For this request it holds",
    Kleene.NO: "For this request it does not hold",
    Kleene.UNKNOWN: "Whether it holds for this request is not known",
}


def title_named(node: Node) -> str:
    return str(node.says.title) or spaced(node.says.name)


def _cited(says: ir.Clause | ir.Named | ir.Exception_) -> Iterator[Row]:
    if says.citations:
        yield Row(", ".join(says.citations), aside=True)
