"""Say which items an amendment changes, so that two that change one can be told to agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics.amendments import problems, problems_rows
from policydsl.semantics.amendments.heads import Amending
from policydsl.semantics.amendments.order import Order
from policydsl.semantics.amendments.rows import (
    RowsDelta,
    changed_rows,
    for_what,
    problems_in_rows,
)
from policydsl.semantics.amendments.tree import Found, Key, Tree
from policydsl.semantics.shape import BESIDE, WORKED, word_of
from policydsl.syntax import ast


@frozen
class Touch:
    """One item that is changed, and where that is said; *whole* when nothing of it stays."""

    key: Key
    at: ast.Node
    whole: bool

    def meets(self, other: Touch) -> bool:
        """Say whether both change one thing, or one takes away what the other changes."""
        if self.key == other.key:
            return True
        return (self.whole and _inside(other.key, self.key)) or (
            other.whole and _inside(self.key, other.key)
        )


def _inside(inner: Key, outer: Key) -> bool:
    return inner[0] == outer[0] and inner[1].startswith(f"{outer[1]}.")


def touches(tree: Tree, amending: Amending) -> tuple[list[Touch], list[Diagnostic]]:
    """List what *amending* changes in *tree*; names that are not there are reported here."""
    found: list[Touch] = []
    wrong: list[Diagnostic] = []

    def touch(name: ast.Name | ast.Text, target: Found | Diagnostic, *, whole: bool) -> None:
        if isinstance(target, Diagnostic):
            wrong.append(target)
        else:
            found.append(Touch(target.key, name, whole))

    for delta in amending.deltas:
        match delta:
            case ast.Change():
                for name in delta.clauses:
                    touch(name, tree.find(name), whole=False)
            case ast.Remove():
                for removed in delta.clauses:
                    target = tree.find(removed)
                    if isinstance(removed, ast.Name) and _is_head(target):
                        target = problems.head_stays(removed)
                    touch(removed, target, whole=True)
            case ast.AddRows() | ast.RemoveRows() | ast.ReplaceRows() | ast.ChangeRows():
                own, unknown = _of_rows(tree, delta, for_some=amending.is_overlay)
                found += own
                wrong += unknown
            case ast.AddTo():
                touch(delta.clause, tree.find(delta.clause), whole=False)
            case ast.Replace():
                for item in delta.items:
                    known_as = name_of(item)
                    if known_as is None:
                        wrong.append(problems.unaddressed(item))
                    else:
                        touch(known_as, tree.find_like(item, known_as), whole=True)
            case ast.Add():
                found += _added(tree, delta.items)
    found += _added(tree, beside(amending))
    return found, wrong


def _is_head(target: Found | Diagnostic) -> bool:
    return isinstance(target, Found) and target.key[0] == "head"


def _of_rows(
    tree: Tree, delta: RowsDelta, *, for_some: bool
) -> tuple[list[Touch], list[Diagnostic]]:
    target = tree.find(delta.table)
    if isinstance(target, Diagnostic):
        return [], [target]
    if not isinstance(target.node, ast.Rows):
        word = word_of(target.node)
        return [], [problems_rows.without_rows(delta.table, target.node, word)]
    kind, key = target.key
    found = [
        Touch((kind, f"{key}.{for_what(row)}"), row, whole=True) for row in changed_rows(delta)
    ]
    if for_some:
        # Of a table that has other rows for some, all of it is for them.
        found.append(Touch(target.key, delta.table, whole=False))
    return found, list(problems_in_rows(target.node, delta))


def beside(amending: Amending) -> tuple[ast.AnyItem, ...]:
    """Give what stands in the file beside the amendment, and is added with it: no scenarios."""
    items = (item for item in amending.file.items if isinstance(item, BESIDE))
    return tuple(item for item in items if not isinstance(item, WORKED))


def name_of(item: ast.AnyItem) -> ast.Name | None:
    match item:
        case ast.Assume():
            return item.fact
        case ast.Headed() | ast.Advise():
            return item.id
        case _:
            return None


def _added(tree: Tree, items: Sequence[ast.AnyItem]) -> Iterator[Touch]:
    for item in items:
        key, name = tree.key_of(item), name_of(item)
        # Several `assume` for one fact may stand beside each other.
        if key is not None and name is not None and not isinstance(item, ast.Assume):
            yield Touch(key, name, whole=True)


@frozen
class Conflicts:
    """Items that are changed twice, and all the places where that is said."""

    diagnostics: tuple[Diagnostic, ...]
    places: frozenset[int]


def conflicts(touched: Sequence[tuple[Amending, Sequence[Touch]]], order: Order) -> Conflicts:
    """Find items that are changed twice, by one amendment or by two that stand in no order."""
    found: list[tuple[Touch, Touch, str | None]] = []
    for _, own in touched:
        found += (
            (earlier, later, None)
            for earlier, later in combinations(own, 2)
            if earlier.meets(later) and (earlier.whole or later.whole)
        )
    for (one, ones), (two, twos) in combinations(touched, 2):
        # What is for some is divided; no order says what is left for it of what is for all.
        divides = one.is_overlay != two.is_overlay
        if divides or not order.settles(one, two):
            found += (
                (earlier, later, None if divides else one.id)
                for earlier in ones
                for later in twos
                if earlier.meets(later)
            )
    return Conflicts(
        tuple(problems.conflict(two.at, one.at, two.key[1], other) for one, two, other in found),
        frozenset(id(touch.at) for one, two, _ in found for touch in (one, two)),
    )
