"""Put classes of decisions under the change that makes them."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.changes.changes import Changes
from policydsl.changes.clauses import ItemChange
from policydsl.changes.decisions import ClassChange
from policydsl.core import ir
from policydsl.core.determinations import RANK, Determination
from policydsl.core.reading import facts_read, nodes_in
from policydsl.frozen import frozen
from policydsl.solve.contrast import Aspect
from policydsl.solve.side import Lead, name_of


@frozen
class Group:
    """The classes that one change makes; `cause` is None where no single one does."""

    cause: ItemChange | None
    classes: tuple[ClassChange, ...]


@frozen
class Row:
    """Classes with the same outcomes, whichever clauses lead; the first has the smallest case."""

    classes: tuple[ClassChange, ...]

    @property
    def first(self) -> ClassChange:
        return self.classes[0]

    @property
    def benefits(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for each in self.classes for name in each.benefits))

    @property
    def is_plain(self) -> bool:
        """Whether it tells by itself what changed: both sides are settled, or more is paid."""
        outcomes = self.first.old.outcome, self.first.new.outcome
        if any(each.determination is Determination.PEND_DOCUMENTATION for each in outcomes):
            return False
        covered = outcomes[0].determination is Determination.COVERED
        return self.first.aspect is not Aspect.AMOUNT or covered


@frozen
class Told:
    """The rows of a group: those that tell what changed, and those that follow from it."""

    leading: tuple[Row, ...]
    folded: tuple[Row, ...]

    @property
    def folded_classes(self) -> int:
        return sum(len(row.classes) for row in self.folded)


def told(group: Group) -> Told:
    """Say which rows lead: the plain ones, and where a direction has none, its first.

    What waits for facts or papers, and how much of a quantity fits, follows from them.
    """
    every = rows(group)
    leading = [row for row in every if row.is_plain]
    ways = {row.first.direction for row in leading}
    for row in every:
        if row.first.direction not in ways:
            ways.add(row.first.direction)
            leading.append(row)
    folded = [row for row in every if row not in leading]
    if len(folded) == 1:  # to say that there is one more takes as many lines
        return Told(every, ())
    return Told(tuple(row for row in every if row in leading), tuple(folded))


def rows(group: Group) -> tuple[Row, ...]:
    """Return the classes of a group, those with the same outcomes together."""
    found: dict[tuple[object, ...], list[ClassChange]] = {}
    for each in group.classes:
        lines = each.old.line, each.new.line
        said = (each.aspect, each.direction, each.old.outcome, each.new.outcome, lines)
        found.setdefault(said, []).append(each)
    return tuple(
        Row(tuple(sorted(members, key=lambda each: len(each.case.request.facts))))
        for members in found.values()
    )


def groups(changes: Changes, classes: Iterable[ClassChange]) -> tuple[Group, ...]:
    """Return the classes by what makes them, in the order of the newer text."""
    causing = Causes(changes)
    found: dict[int | None, list[ClassChange]] = {}
    for each in classes:
        cause = causing.of(each)
        place = None if cause is None else changes.items.index(cause)
        found.setdefault(place, []).append(each)
    return tuple(
        Group(None if place is None else changes.items[place], tuple(sorted(members, key=_weight)))
        for place, members in sorted(found.items(), key=lambda item: (item[0] is None, item[0]))
    )


def _weight(change: ClassChange) -> tuple[int, int, int, str, str]:
    before = change.old.outcome.determination
    return (
        list(Aspect).index(change.aspect),
        -RANK[before],
        -RANK[change.new.outcome.determination],
        change.old.clause or "",
        change.new.clause or "",
    )


class Causes:
    """The changed items by the clauses that they can change."""

    def __init__(self, changes: Changes) -> None:
        self.by_name = {item.name: item for item in changes.items if item.sort not in _APART}
        self._defined = {item.name: item for item in changes.items if item.sort == "define"}
        self._supplied = {
            item.name.partition(" ")[0]: item
            for item in changes.items
            if item.sort in ("fact", "assume") and item.weighs
        }
        self._payments = {item.name: item for item in changes.items if item.sort == "pays"}
        self._items = changes.items
        self.programs = changes.programs

    def of(self, change: ClassChange) -> ItemChange | None:
        """Return the change that makes a class: on the newer side, else on the older."""
        for lead in (change.new, change.old):
            found = self._own(lead)
            if found is not None:
                return found
        for lead, program in zip((change.new, change.old), reversed(self.programs), strict=True):
            found = self._behind(lead, program)
            if found is not None:
                return found
        weighing = [item for item in self._items if item.weighs]
        return weighing[0] if len(weighing) == 1 else None

    def _own(self, lead: Lead) -> ItemChange | None:
        if lead.line is not None:
            return self._payments.get(f"{lead.clause or 'policy'} {lead.line}")
        found = self.by_name.get(lead.clause or "")
        return found if found is not None and found.weighs else None

    def _behind(self, lead: Lead, program: ir.Program) -> ItemChange | None:
        """Return what a clause rests on that changed: a define, or a fact that is assumed."""
        clauses = [c for c in program.clauses if name_of(c) == lead.clause]
        for node in nodes_in(*clauses):
            if isinstance(node, ir.Named) and node.name in self._defined:
                return self._defined[node.name]
        for fact in sorted(facts_read(*clauses)):
            if fact in self._supplied:
                return self._supplied[fact]
        return None


_APART = ("fact", "assume", "define", "table", "pays", "parameter", "policy", "open question")
