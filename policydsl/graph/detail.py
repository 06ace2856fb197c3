"""Lay one clause out as cards: what it is about, what it asks, what it then determines.

Facts stand in the words of the tests that read them.  `not` is a word on a link, what
must hold together leads straight to what it is for, and a choice among the values of
one fact is one card; so a reader follows a line from a fact to the determination.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core import ir
from policydsl.core.facts import Fact
from policydsl.core.values import Kleene
from policydsl.graph.cards import MARK_OF, Card, Link, Mark, Row, Scene, Sort
from policydsl.graph.nodes import Graph, Kind, Node, Role
from policydsl.graph.path import Part, Path, taken
from policydsl.graph.sentences import capital, sentence, spaced, tag_of, title_of, verdict

_ABOUT_SCOPE = frozenset({ir.Kind.APPLIES, ir.Kind.IN_FORCE, ir.Kind.REDIRECT})
_MOST_VALUES = 12
_FEW_VALUES = 2
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


@attrs.frozen
class _End:
    """A node once what only wraps it is taken off, and how the wrapping changes it."""

    id: str
    negated: bool
    citations: tuple[str, ...]


class _Drawing:
    def __init__(self, graph: Graph, path: Path | None, top: str) -> None:
        self.graph = graph
        self.path = path
        self.taken = taken(graph, path, [top]) if path else frozenset[str]()
        self.cards: dict[str, Card] = {}
        self.links: dict[tuple[str, str], Link] = {}
        program = graph.program
        self.scope_of = {
            next(graph.nodes[id].of_role(Role.SCOPE)): benefit
            for benefit, id in graph.benefits.items()
        }
        self.benefit_by_id = {benefit.id: benefit for benefit in program.benefits}
        # What a clause about whom the policy governs says is what the others take for granted.
        about_it = graph.nodes[top].says.kind in _ABOUT_SCOPE
        self.governs = None if about_it else governing(graph)

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

    def card(self, id: str, sort: Sort, tag: str, title: str, rows: Iterator[Row]) -> Card:
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
        end = self._end(id, negated)
        node = self.graph.nodes[end.id]
        flat = node.kind is Kind.AND and not end.negated and end.id not in self.scope_of
        if flat and end.id != self.governs and (word or to.tag == _ALL):
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

    def _end(self, id: str, negated: bool) -> _End:
        citations: tuple[str, ...] = ()
        while True:
            node = self.graph.nodes[id]
            if id in self.scope_of or id == self.governs:
                return _End(id, negated, citations)
            if node.kind is Kind.CITED:
                citations += node.says.citations
            elif node.kind is Kind.NOT:
                negated = not negated
            else:
                return _End(id, negated, citations)
            id = node.inputs[0][1]

    def _citing(self, id: str, card: Card, citations: tuple[str, ...]) -> Card:
        row = Row(", ".join(citations), aside=True)
        if row not in card.rows:
            card = self.cards[id] = attrs.evolve(card, rows=(*card.rows, row))
        return card

    def condition(self, end: _End, node: Node) -> Card:
        id = end.id
        if id == self.governs:
            return self._governing(id, node)
        if id in self.scope_of:
            benefit = self.benefit_by_id[self.scope_of[id]]
            title = benefit.title or benefit.id
            plain = node.kind is Kind.TEST
            rows = [Row(sentence(self.graph, node)), *self._found(id)] if plain else []
            said = f"The request is about: {title}"
            card = self.card(id, Sort.GROUP, "Benefit", said, iter(rows))
            if not plain:
                self._behind(node, card)
            return card
        match node.kind:
            case Kind.AND | Kind.OR:
                benefits = self._benefits(node)
                if benefits is not None:
                    title = "The request is about one of these benefits"
                    return self.card(id, Sort.GROUP, "Benefits", title, iter(benefits))
                values = self._values(node)
                if values is not None:
                    return self.card(id, Sort.CONDITION, "Any of these", values[0], values[1])
                tag = _ALL if node.kind is Kind.AND else _ANY
                card = self.card(id, Sort.JOIN, tag, "", iter(()))
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
        if node.kind in (Kind.AND, Kind.OR) and self._values(node) is None:
            word = "" if card.sort is Sort.JOIN else "if" if node.kind is Kind.AND else "or if"
            for _, part in node.inputs:
                self.attach(part, card, word)
        elif self.cards.get(node.id) is not card:
            self.attach(node.id, card, "if")
        elif node.kind in (Kind.NAMED, Kind.CITED, Kind.NOT):
            self.attach(node.inputs[0][1], card, "if", node.kind is Kind.NOT)

    def _test(self, id: str, node: Node) -> Card:
        expr = node.says
        if isinstance(expr, ir.MemberIs) and len(expr.values) > _FEW_VALUES:
            fact = self.graph.program.facts[expr.fact]
            labels = dict(fact.member_labels)
            words = sorted(labels.get(str(value)) or spaced(str(value)) for value in expr.values)
            rows = iter([*_few([Row(word, Mark.ITEM) for word in words]), *self._found(id)])
            return self.card(id, Sort.CONDITION, "Any of these", _label(fact), rows)
        return self.card(id, Sort.CONDITION, "", sentence(self.graph, node), self._found(id))

    def _found(self, id: str) -> Iterator[Row]:
        if self.path is not None:
            for line in self.path.found.get(id, ()):
                yield Row(line, aside=True)

    def _values(self, node: Node) -> tuple[str, Iterator[Row]] | None:
        """Say a choice among values of one fact as rows: its label, and each of them."""
        if node.kind is not Kind.OR:
            return None
        ends = [self._end(id, False) for _, id in node.inputs]
        if any(end.id in self.scope_of for end in ends):
            return None
        tests = [self.graph.nodes[end.id].says for end in ends]
        facts = {test.fact if isinstance(test, ir.MemberIs) else None for test in tests}
        if any(end.negated for end in ends) or len(facts) != 1 or facts == {None}:
            return None
        fact = self.graph.program.facts[facts.pop() or ""]
        labels = dict(fact.member_labels)
        rows: list[Row] = []
        for end, test in zip(ends, tests, strict=True):
            words = sorted(labels.get(str(value)) or spaced(str(value)) for value in test.values)
            said = " or ".join(words)
            cited = f" ({', '.join(end.citations)})" if end.citations else ""
            mark = MARK_OF[self.path.results[end.id]] if self.path else Mark.ITEM
            rows.append(Row(f"{capital(said)}{cited}", mark))
        return _label(fact), iter([*_few(rows), *self._found(ends[0].id)])

    def _benefits(self, node: Node) -> list[Row] | None:
        """Name the benefits that *node* is about, when it is about any of several."""
        scopes = [id for _, id in node.inputs if self.graph.nodes[id].kind is not Kind.TRUISM]
        if node.kind is not Kind.OR or not all(id in self.scope_of for id in scopes):
            return None
        rows: list[Row] = []
        for id in scopes:
            benefit = self.benefit_by_id[self.scope_of[id]]
            mark = MARK_OF[self.path.results[id]] if self.path else Mark.ITEM
            rows.append(Row(benefit.title or benefit.id, mark))
        return _few(rows)

    def _governing(self, id: str, node: Node) -> Card:
        """Draw in brief that the policy speaks at all, which is a guard of almost every clause."""
        clauses = self.graph.program.clauses
        rows = [
            Row(title_of(clause), Mark.ITEM) for clause in clauses if clause.kind is ir.Kind.APPLIES
        ]
        others = sum(1 for clause in clauses if clause.kind is ir.Kind.REDIRECT)
        if others:
            rows.append(Row(f"and none of {others} other texts governs instead", Mark.ITEM))
        found: list[Row] = []
        if node.kind is Kind.TEST:
            found = list(self._found(id))
        return self.card(
            id, Sort.GROUP, "Scope", "The policy governs the request", iter([*rows, *found])
        )


_ALL = "all of these"
_ANY = "any of these"
_HELD = {
    Kleene.YES: "For this request it holds",
    Kleene.NO: "For this request it does not hold",
    Kleene.UNKNOWN: "Whether it holds for this request is not known",
}


def title_named(node: Node) -> str:
    return str(node.says.title) or spaced(node.says.name)


def _label(fact: Fact) -> str:
    return fact.label.split(";")[0].strip() or fact.name


def _cited(says: ir.Clause | ir.Named | ir.Exception_) -> Iterator[Row]:
    if says.citations:
        yield Row(", ".join(says.citations), aside=True)


def _few(rows: list[Row]) -> list[Row]:
    """Return at most a dozen rows, the ones that matter among them, and how many there are more."""
    if len(rows) <= _MOST_VALUES:
        return rows
    first = [row for row in rows if row.mark is Mark.YES]
    rest = [row for row in rows if row.mark is not Mark.YES]
    kept = [*first, *rest][: _MOST_VALUES - 1]
    return [*kept, Row(f"and {len(rows) - len(kept)} more")]


def governing(graph: Graph) -> str | None:
    """Return the node of the guard that all clauses have which say nothing of who is governed."""
    for clause in graph.program.clauses:
        if clause.kind is ir.Kind.SILENCE and clause.guards:
            return graph.ids[clause.guards[0]]
    return None
