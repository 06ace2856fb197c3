"""Lay a whole policy out with the way that one decision took through it.

What the decision turned on stands before it: the lists in which a clause decided, and
what that clause looked at.  Of the other lists only how they came out is told, and the
benefits that the request is not about are named and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from policydsl.core import ir
from policydsl.core.determinations import RANK
from policydsl.core.values import Kleene, disjunction
from policydsl.graph.cards import MARK_OF, Card, Link, Mark, Row, Scene, Sort
from policydsl.graph.groups import Listing, Outcome, concerned, outcome_of, short_title
from policydsl.graph.nodes import Graph, Kind, Node, Role
from policydsl.graph.overview import Drawing, at_most
from policydsl.graph.path import Part, Path, taken
from policydsl.graph.rows import governing
from policydsl.graph.sentences import sentence, spaced

_FIRST = [Part.DECIDES, Part.OPEN, Part.LIFTED, Part.LOST, Part.MET]
_DECIDING = (Part.DECIDES, Part.OPEN)
_COVER = ir.Kind.COVER


def decided_scene(graph: Graph, path: Path) -> Scene:
    """Draw the whole policy in brief, and the way of a decision through it."""
    return _Deciding(graph, path).scene()


class _Deciding(Drawing):
    """Draws a policy with the way that one decision took."""

    def __init__(self, graph: Graph, path: Path) -> None:
        super().__init__(graph)
        self.path = path
        self._told_of: set[str] = set()
        self._tested: dict[str, Card] = {}
        self._governs = governing(graph)
        self._scopes = {next(graph.nodes[id].of_role(Role.SCOPE)) for id in graph.benefits.values()}

    def scene(self) -> Scene:
        return attrs.evolve(super().scene(), with_path=True)

    def when(self) -> Iterator[str]:
        yield f"service date {self.path.service_date}"

    def told(self) -> Iterator[str]:
        yield f"The decision: {self.path.summary}."
        for key in self.path.clauses(*_DECIDING):
            yield f"Decided by: {short_title(self.graph.nodes[self.graph.clauses[key]].says)}."
        yield from (f"{note}." for note in self.path.notes)

    # ------------------------------------------------------------ determinations

    def outcomes(self) -> list[Outcome]:
        """Return what clauses can ask for, and the decision when none does (a mere pend)."""
        found = super().outcomes()
        path = self.path
        if not any(self._decided(outcome) for outcome in found):
            found.append(Outcome(path.determination, False, RANK[path.determination]))
            found.sort(key=lambda outcome: outcome.rank)
        led = {listing.outcome for listing in self.listings()}
        led |= {outcome_of(clause) for clause in self.program.clauses if clause.kind is _COVER}
        return [outcome for outcome in found if outcome in led or self._decided(outcome)]

    def _decided(self, outcome: Outcome) -> bool:
        path = self.path
        if outcome.determination is not path.determination:
            return False
        deciding = [
            self.graph.nodes[self.graph.clauses[key]].says for key in path.clauses(*_DECIDING)
        ]
        silent = bool(deciding) and all(c.kind is ir.Kind.SILENCE for c in deciding)
        return outcome.silent == silent

    def outcome(self, outcome: Outcome) -> Card:
        if not self._decided(outcome):
            return super().outcome(outcome)
        _, _, more = self.path.summary.partition("; ")
        rows = [Row(spaced(self.path.entity))] if self.path.entity else []
        rows += [Row(part) for part in more.split("; ") if part]
        notes = self.path.notes
        rows += [Row(note, aside=True) for note in notes[: at_most(len(notes))]]
        if len(notes) > at_most(len(notes)):
            rows.append(Row(f"and {len(notes) - at_most(len(notes))} more", aside=True))
        return Card(
            self.name(),
            Sort.DETERMINATION,
            "The decision",
            outcome.words,
            tuple(rows),
            taken=True,
        )

    # ---------------------------------------------------------------------- lists

    def listings(self) -> list[Listing]:
        about = frozenset(
            benefit
            for benefit, id in self.graph.benefits.items()
            if self.path.results[id] is not Kleene.NO
        )
        return [
            listing
            for listing in concerned(super().listings(), about)
            if listing.limit is None or self.graph.limits[listing.limit] in self.path.found
        ]

    def listed(self, listing: Listing) -> Card:
        path = self.path
        alone = len(listing.clauses) == 1 and not listing.met
        some = [clause for clause in listing.clauses if alone or clause.key in path.parts]
        some.sort(key=lambda clause: _FIRST.index(path.parts.get(clause.key, Part.MET)))
        shown = some[: at_most(len(some))]
        rows: list[Row] = []
        for clause in shown:
            result = path.results[self.graph.clauses[clause.key]]
            rows.append(Row(short_title(clause), MARK_OF[~result if listing.met else result]))
        if len(some) > len(shown):
            rows.append(Row(f"and {len(some) - len(shown)} like the last"))
        rest = len(listing.clauses) - len(some)
        if rest:
            rows.append(Row(_rest(listing, rest, self._result(listing.clauses)), aside=True))
        if listing.limit is not None and listing.limit not in self._told_of:
            self._told_of.add(listing.limit)
            found = path.found.get(self.graph.limits[listing.limit], ())
            rows += [Row(line, aside=True) for line in found]
        return Card(
            self.name(),
            Sort.LIST,
            listing.owner,
            listing.title,
            tuple(rows),
            self._result(listing.clauses),
            self._matters(listing.clauses),
        )

    def link(self, card: Card, to: str, clauses: Iterable[ir.Clause], word: str = "") -> None:
        clauses = list(clauses)
        matters = self._matters(clauses)
        self.links[card.name, to] = Link(card.name, to, word, self._result(clauses), matters)
        self._tests(card, clauses)

    def _matters(self, clauses: Iterable[ir.Clause]) -> bool:
        return any(self.path.parts.get(clause.key) in _DECIDING for clause in clauses)

    def _result(self, clauses: Iterable[ir.Clause]) -> Kleene:
        """Say whether one of *clauses* holds."""
        found = self.graph.clauses
        return disjunction([self.path.results[found[clause.key]] for clause in clauses])

    def benefits(self) -> None:
        """Draw what the request is about, or may be; name the other benefits in one card."""
        others: list[ir.Benefit] = []
        for benefit in self.program.benefits:
            if self.path.results[self.graph.benefits[benefit.id]] is Kleene.NO:
                others.append(benefit)
            else:
                self.benefit(benefit)
        if others:
            rows = tuple(Row(b.title or spaced(b.id), Mark.NO) for b in others)
            title = "The request is not about"
            card = self.add(Card(self.name(), Sort.GROUP, "Benefits", title, rows, Kleene.NO))
            for outcome in dict.fromkeys(outcome_of(cover) for cover in self.covers(others)):
                to = self.reached[outcome]
                self.links[card.name, to] = Link(card.name, to, "", Kleene.NO)

    def about(self, card: Card, benefit: ir.Benefit) -> Card:
        result = self.path.results[self.graph.benefits[benefit.id]]
        return attrs.evolve(card, result=result, taken=self._matters(self.covers([benefit])))

    # ---------------------------------------------------------------------- tests

    def _tests(self, card: Card, clauses: list[ir.Clause]) -> None:
        """Draw what the clauses that decided looked at, and what was found."""
        graph = self.graph
        decided = [graph.clauses[c.key] for c in clauses if self.path.parts.get(c.key) in _DECIDING]
        if not decided:
            return
        own = [input for id in decided for input in self._own(id)]
        behind = taken(graph, self.path, decided) & graph.behind(own)
        tests = [n for id, n in graph.nodes.items() if id in behind and n.kind is Kind.TEST]
        shown = tests[: at_most(len(tests))]
        for node in shown:
            self._test(node, card)
        if len(tests) > len(shown):
            more = f"and {len(tests) - len(shown)} more"
            made = self.add(Card(self.name(), Sort.CONDITION, "", more, taken=True))
            self.links[made.name, card.name] = Link(made.name, card.name, taken=True)

    def _own(self, clause: str) -> Iterator[str]:
        """Yield the inputs of a clause but those that only say that it is spoken of at all."""
        for role, id in self.graph.nodes[clause].inputs:
            node = self.graph.nodes[id]
            among = node.kind is Kind.OR and {part for _, part in node.inputs} <= self._scopes
            spoken = id == self._governs or id in self._scopes or among
            known = self.path.results.get(id) is Kleene.YES
            if not (role is Role.GUARD and spoken and known):
                yield id

    def _test(self, node: Node, to: Card) -> None:
        made = self._tested.get(node.id)
        result = self.path.results[node.id]
        if made is None:
            rows = tuple(Row(line, aside=True) for line in self.path.found.get(node.id, ()))
            made = self._tested[node.id] = self.add(
                Card(
                    self.name(),
                    Sort.CONDITION,
                    "",
                    sentence(self.graph, node),
                    rows,
                    result,
                    True,
                )
            )
        # What decides by being no stands under a negation.
        negated = result is Kleene.NO
        carried = Kleene.YES if negated else result
        word = "not" if negated else ""
        self.links[made.name, to.name] = Link(made.name, to.name, word, carried, taken=True)


def _rest(listing: Listing, count: int, result: Kleene) -> str:
    """Say of *count* clauses of a list that they had no part."""
    if count < len(listing.clauses):
        return f"{count} more {'has' if count == 1 else 'have'} no part in this"
    if result is not Kleene.NO:
        return f"{count} with no part in this"
    if listing.met:
        return f"none of {count} stands in the way" if count > 1 else "does not stand in the way"
    return f"none of {count} applies"
