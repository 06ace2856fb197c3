"""What changed between two versions of a policy: its clauses, its decisions, and for whom."""

from __future__ import annotations

from typing import Any

from policydsl.changes.clauses import ItemChange, compared
from policydsl.changes.decisions import Decided, decided
from policydsl.changes.entries import entries
from policydsl.core import ir
from policydsl.core.tables import Table
from policydsl.frozen import field, frozen
from policydsl.solve.contrast import Direction


@frozen
class Version:
    """One side of a comparison: `name` is what the user called it."""

    name: str
    policy: str
    title: str
    edition: str | None


@frozen
class Changes:
    """What two versions say and decide differently.

    `items` is level 1, `decided` level 2.
    """

    old: Version
    new: Version
    items: tuple[ItemChange, ...]
    decided: Decided
    programs: tuple[ir.Program, ir.Program] = field(eq=False, repr=False)

    @property
    def is_equivalent(self) -> bool:
        """Whether it is proved that no request is decided differently."""
        return not self.decided.classes and not self.decided.unproved

    def goes(self, direction: Direction) -> bool:
        """Whether some request is decided more broadly, or more narrowly."""
        return any(each.direction is direction for each in self.decided.classes)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as JSON-ready data, keys in a fixed order."""
        from policydsl.changes.data import to_dict

        return to_dict(self)


@frozen
class Given:
    """A version to compare: what the user called it, its program, and its tables.

    A compiled policy does not say what its tables were: they are None.
    """

    name: str
    program: ir.Program = field(repr=False)
    tables: tuple[Table, ...] | None = field(default=None, repr=False)


def compare(old: Given, new: Given) -> Changes:
    """Say what changed from *old* to *new*, clause by clause and class by class."""
    before, after = old.program, new.program
    tables = (old.tables, new.tables)
    if old.tables is None or new.tables is None:
        tables = ((), ())
    here, there = (entries(p, t or ()) for p, t in zip((before, after), tables, strict=True))
    level = compared(here, there, (before.facts, after.facts))
    return Changes(
        version_of(old),
        version_of(new),
        level.changes,
        decided(before, after, level.renamed),
        (before, after),
    )


def version_of(given: Given) -> Version:
    """Return how a version is spoken of."""
    program = given.program
    return Version(given.name, program.id, program.title, program.edition)
