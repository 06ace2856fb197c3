"""What changed between two versions of a policy: its clauses, its decisions, and for whom."""

from __future__ import annotations

from policydsl.changes.clauses import ItemChange, compared
from policydsl.changes.decisions import Decided, decided
from policydsl.changes.entries import entries
from policydsl.core import ir
from policydsl.frozen import field, frozen
from policydsl.semantics import Checked
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


def compare(old: Checked, new: Checked, names: tuple[str, str] = ("old", "new")) -> Changes:
    """Compare two checked policies; both have a program."""
    assert old.program is not None
    assert new.program is not None
    before, after = old.program, new.program
    level = compared(
        entries(before, old.tables), entries(after, new.tables), (before.facts, after.facts)
    )
    return Changes(
        _version(names[0], before),
        _version(names[1], after),
        level.changes,
        decided(before, after, level.renamed),
        (before, after),
    )


def _version(name: str, program: ir.Program) -> Version:
    return Version(name, program.id, program.title, program.edition)
