"""Lay a whole policy out as cards: lists of clauses, benefits, and what these lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policydsl.core import ir
from policydsl.graph.cards import Card, Link, Mark, Row, Scene, Sort
from policydsl.graph.groups import (
    Listing,
    Outcome,
    listings,
    outcome_of,
    outcomes,
    short_title,
)
from policydsl.graph.nodes import Graph
from policydsl.graph.sentences import spaced

_MOST_ROWS = 8


def policy_scene(graph: Graph) -> Scene:
    """Draw the whole policy in brief."""
    return Drawing(graph).scene()


class Drawing:
    """Draws a policy as it is written."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.program = graph.program
        self.cards: list[Card] = []
        self.links: dict[tuple[str, str], Link] = {}
        self.reached: dict[Outcome, str] = {}

    def scene(self) -> Scene:
        for outcome in self.outcomes():
            self.reached[outcome] = self.add(self.outcome(outcome)).name
        for listing in self.listings():
            card = self.add(self.listed(listing))
            self.link(card, self.reached[listing.outcome], listing.clauses)
        self.benefits()
        program = self.program
        edition = f"edition {program.edition}" if program.edition else ""
        told = f"The decision graph of {program.title or program.id}, {_counted(program)}."
        return Scene(
            program.title or program.id,
            " · ".join(part for part in (program.issuer, edition, *self.when()) if part),
            " ".join([told, *self.told()]),
            tuple(self.cards),
            tuple(self.links.values()),
            tuple(self.reached.values()),
            reading="Of what applies, the topmost on the right is the decision.",
        )

    def add(self, card: Card) -> Card:
        self.cards.append(card)
        return card

    def name(self) -> str:
        return f"n{len(self.cards)}"

    def when(self) -> Iterator[str]:
        yield from ()

    def told(self) -> Iterator[str]:
        """Yield sentences for whoever cannot see the picture."""
        for listing in self.listings():
            titles = "; ".join(short_title(clause) for clause in listing.clauses)
            yield f"{listing.owner} — {listing.title}: {titles}."

    def outcomes(self) -> list[Outcome]:
        return outcomes(self.program)

    def outcome(self, outcome: Outcome) -> Card:
        return Card(self.name(), Sort.DETERMINATION, "", outcome.words)

    def listings(self) -> list[Listing]:
        return listings(self.program)

    def listed(self, listing: Listing) -> Card:
        shown = listing.clauses[: at_most(len(listing.clauses))]
        rows = [Row(short_title(clause), Mark.ITEM) for clause in shown]
        if len(listing.clauses) > len(shown):
            rows.append(Row(f"and {len(listing.clauses) - len(shown)} more"))
        return Card(self.name(), Sort.LIST, listing.owner, listing.title, tuple(rows))

    def link(self, card: Card, to: str, clauses: Iterable[ir.Clause], word: str = "") -> None:
        self.links[card.name, to] = Link(card.name, to, word)

    def benefits(self) -> None:
        for benefit in self.program.benefits:
            self.benefit(benefit)

    def benefit(self, benefit: ir.Benefit) -> None:
        """Draw a benefit, which is covered where nothing above speaks."""
        cited = (Row(", ".join(benefit.citations), aside=True),) if benefit.citations else ()
        title = benefit.title or spaced(benefit.id)
        card = self.add(self.about(Card(self.name(), Sort.GROUP, "Benefit", title, cited), benefit))
        for cover in self.covers([benefit]):
            self.link(card, self.reached[outcome_of(cover)], [cover], "otherwise")

    def covers(self, benefits: Iterable[ir.Benefit]) -> list[ir.Clause]:
        """Return the clauses by which *benefits* are covered."""
        ids = {benefit.id for benefit in benefits}
        return [c for c in self.program.clauses if c.kind is ir.Kind.COVER and c.id in ids]

    def about(self, card: Card, benefit: ir.Benefit) -> Card:
        return card


def at_most(count: int) -> int:
    """Return how many of *count* rows to show: all, or one fewer than fit."""
    return count if count <= _MOST_ROWS else _MOST_ROWS - 1


def _counted(program: ir.Program) -> str:
    clauses, benefits = len(program.clauses), len(program.benefits)
    return f"with {clauses} clauses and {benefits} benefit{'' if benefits == 1 else 's'}"
