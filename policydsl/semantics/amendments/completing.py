"""Make the complete edition of an edition and the amendments that are worked into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments.heads import Amending
from policydsl.semantics.amendments.order import Order
from policydsl.semantics.amendments.overlays import Overlays
from policydsl.semantics.amendments.plain import Plain, only
from policydsl.semantics.amendments.references import encoded
from policydsl.semantics.amendments.touches import conflicts, touches
from policydsl.semantics.amendments.tree import Tree
from policydsl.semantics.shape import WORKED
from policydsl.syntax import ast


def completed(
    base: ast.File, amendments: Sequence[Amending]
) -> tuple[ast.File, tuple[Diagnostic, ...]]:
    """Work *amendments* that all speak of *base* into it, and say what of it cannot be done.

    The result says by itself all that the edition says. Scenarios stay behind: each is of the
    edition that its date chooses, whichever file it stands in.
    """
    items = tuple(item for item in base.items if not isinstance(item, WORKED))
    file = attrs.evolve(base, items=items, comments=())
    tree = Tree(file)
    order = Order(amendments)
    touched, wrong = [], list(order.problems)
    for each in amendments:
        own, unknown = touches(tree, each)
        touched.append((each, own))
        wrong += unknown
    clashing = conflicts(touched, order)
    wrong += clashing.diagnostics
    own_by_id = {each.id: own for each, own in touched}
    before = encoded(tree.items)
    highest_first = order.highest_first()
    plain = Plain(tree)
    for each in (each for each in highest_first if not each.is_overlay):
        above = [
            touch
            for other in highest_first
            if order.beats(other, each) and not other.is_overlay
            for touch in own_by_id[other.id]
        ]
        plain.work(each, clashing.places | only(own_by_id[each.id], above))
    plain.take_away()
    overlays = Overlays(tree, [each for each in highest_first if each.is_overlay])
    overlays.work(clashing.places)
    wrong += (*plain.problems, *overlays.problems)
    _head(tree, amendments)
    _tell_superseded(tree, before, amendments)
    return tree.file, tuple(wrong)


def _head(tree: Tree, amendments: Sequence[Amending]) -> None:
    """Give the edition the date and the days of its own, and what the amendments rest on.

    The `edition` line cites what they cite as a whole, and for what they take away.
    """
    items = list(tree.items)
    index, policy = next((i, item) for i, item in enumerate(items) if isinstance(item, ast.Policy))
    making = [each for each in amendments if not each.is_part]
    edition = next((each.edition for each in making if each.edition), None)
    in_force = next((each.in_force for each in making if each.in_force), None)
    cited = tuple(dict.fromkeys(citation for each in amendments for citation in _cited(each)))
    lines: list[ast.AnyLine] = []
    for line in policy.lines:
        if isinstance(line, ast.Edition):
            stated = edition or line
            before = () if edition else line.citations
            lines.append(attrs.evolve(stated, citations=(*before, *cited)))
            lines += (in_force,) if in_force else ()
        elif not (isinstance(line, ast.InForce) and in_force):
            lines.append(line)
    items[index] = attrs.evolve(policy, lines=tuple(lines))
    tree.hold(items)


def _cited(amending: Amending) -> Iterator[ast.Citation]:
    """Give what the amendment as a whole cites, and what it cites for taking things away."""
    yield from amending.node.citations
    for line in amending.node.lines:
        taking_away = isinstance(line, ast.Remove | ast.RemoveRows) and not amending.is_overlay
        if isinstance(line, ast.Edition) or taking_away:
            yield from line.citations


def _tell_superseded(
    tree: Tree, before: dict[str, ast.Citation], amendments: Sequence[Amending]
) -> None:
    """Say of the statements that nothing cites any more that they no longer hold."""
    after = encoded(tree.items)
    gone = tuple(citation for id, citation in before.items() if id not in after)
    said = {
        citation.id
        for item in tree.items
        if isinstance(item, ast.NotEncoded)
        for citation in item.citations
    }
    left = tuple(citation for citation in gone if citation.id not in said)
    if left:
        names = " and ".join(each.id for each in amendments)
        several = "s" if len(amendments) > 1 else ""
        span = amendments[-1].node.id.span
        why = ast.Text(f"Superseded by the amendment{several} {names}.", span=span)
        tree.hold((*tree.items, ast.NotEncoded(why, (), citations=left, span=span)))
    if gone:
        ids = {citation.id for citation in gone}
        tree.hold(item for item in tree.items if not _settled(item, ids))


def _settled(item: ast.AnyItem, gone: set[str]) -> bool:
    """Say whether *item* is an open question about nothing but what no longer holds."""
    if not isinstance(item, ast.OpenQuestion) or not item.citations:
        return False
    about = any(isinstance(line, ast.About) for line in item.lines)
    return not about and all(citation.id in gone for citation in item.citations)
