"""Several comparisons as one: the editions of a policy, or the policies of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policydsl.changes.changes import Changes, Version
from policydsl.changes.data import SCHEMA_VERSION, to_dict, version_to_dict
from policydsl.changes.impact import Impact
from policydsl.changes.page import verdict
from policydsl.changes.told_impact import sections
from policydsl.explain.blocks import Entry, Page, Section
from policydsl.frozen import field, frozen


@frozen
class Report:
    """What was compared; `added` and `removed` are versions that have no other to compare with.

    `impact` is about one policy, whatever its editions.
    """

    comparisons: tuple[Changes, ...]
    added: tuple[Version, ...] = ()
    removed: tuple[Version, ...] = ()
    impact: Impact | None = field(default=None, eq=False, repr=False)

    @property
    def is_single(self) -> bool:
        return len(self.comparisons) == 1 and not self.added and not self.removed

    @property
    def telling(self) -> tuple[Changes, ...]:
        """Return the comparisons of which there is more to tell than that nothing changed."""
        return tuple(each for each in self.comparisons if each.items or not each.is_equivalent)

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON-ready data: of one comparison that, of several a list."""
        if self.is_single:
            data = to_dict(self.comparisons[0])
            return data if self.impact is None else data | {"impact": self.impact.to_dict()}
        data = {
            "schema": SCHEMA_VERSION,
            "editions": [to_dict(each) for each in self.comparisons],
            "added": [version_to_dict(each) for each in self.added],
            "removed": [version_to_dict(each) for each in self.removed],
        }
        return data if self.impact is None else data | {"impact": self.impact.to_dict()}


@frozen
class Content:
    """A line of the list of contents: `number` is that of the comparison, where it is told."""

    name: str
    title: str
    said: str
    number: int | None


def contents(report: Report) -> Iterator[Content]:
    """Yield a line for each comparison, and for what was added and removed."""
    telling = report.telling
    for each in report.comparisons:
        number = next((n for n, one in enumerate(telling, 1) if one is each), None)
        said = verdict(each)
        if each.is_equivalent and each.items:
            said += ", other words"
        yield Content(name_of(each.new), each.new.title, said, number)
    for word, versions in (("added", report.added), ("removed", report.removed)):
        for version in versions:
            yield Content(name_of(version), version.title, word, None)


def contents_page(report: Report) -> Page:
    """Return the list of contents as a page that stands before those of the comparisons."""
    lines = tuple(Entry(f"{each.name}: {each.said}") for each in contents(report))
    impact = () if report.impact is None else tuple(sections(report.impact))
    return Page(summary(report), "", (), (Section("Compared", lines), *impact))


def title_of_one(changes: Changes) -> str:
    """Return the title of one of several comparisons, with the edition that it is of."""
    new = changes.new
    edition = f", {new.edition}" if new.edition else ""
    return f"{new.title or new.policy}{edition}: {verdict(changes)}"


def name_of(version: Version) -> str:
    return version.policy if version.edition is None else f"{version.policy}, {version.edition}"


def summary(report: Report) -> str:
    """Say in a line what was compared, and how much of it changed."""
    changed = sum(not each.is_equivalent for each in report.comparisons)
    of = len(report.comparisons)
    parts = [f"{changed} of {of} compared {'decides' if changed == 1 else 'decide'} differently"]
    parts += [
        f"{len(versions)} {word}"
        for word, versions in (("added", report.added), ("removed", report.removed))
        if versions
    ]
    return ", ".join(parts)
