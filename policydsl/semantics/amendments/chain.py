"""Find which edition each amendment makes and of which, and make them in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policydsl.core.dates import FIRST_DAY
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.semantics.amendments import problems
from policydsl.semantics.amendments.completing import completed
from policydsl.semantics.amendments.heads import Amending, amending
from policydsl.semantics.editions import dated
from policydsl.semantics.shape import FileKind, problems_in
from policydsl.syntax import ast


@frozen
class Edition:
    """One edition: `file` is all that it says, None when it cannot be made.

    `made_of` are the files that speak in it, that of its policy first; `own` those that are
    of this edition and no other; `diagnostics` are those of its amendments.
    """

    file: ast.File | None
    own: tuple[ast.File, ...]
    made_of: tuple[ast.File, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def amendments(self) -> tuple[ast.Amendment, ...]:
        every = (amending(file) for file in self.own)
        return tuple(each.node for each in every if each)


def editions(files: Sequence[ast.File]) -> tuple[Edition, ...]:
    """Make the editions that the *files* of one policy hold, in the order of time.

    Each file has a policy or an amendment; never raises on bad text.
    """
    made = _Making(files)
    found = [made.edition(group) for group in made.groups]
    return tuple(sorted(found, key=_first_day))


def _first_day(edition: Edition) -> tuple[int, str]:
    head = dated(edition.file) if edition.file else None
    name = edition.own[0].span.source.name
    return (head.start if head else FIRST_DAY, name)


@frozen
class _Group:
    """What makes one edition: a policy, or amendments of another edition; and its overlays."""

    policy: ast.File | None
    amendments: tuple[Amending, ...]
    files: tuple[ast.File, ...]


class _Making:
    def __init__(self, files: Sequence[ast.File]) -> None:
        found = [each for file in files if (each := amending(file))]
        policies = [file for file in files if amending(file) is None]
        self._problems: dict[int, list[Diagnostic]] = {}
        by_date: dict[str, list[Amending]] = {}
        undated: list[Amending] = []
        for each in found:
            self._wrong(each, problems_in(each.file, FileKind.AMENDMENT))
            wrong = _undated(each)
            self._wrong(each, wrong)
            if wrong or each.makes is None:
                undated.append(each)
            else:
                by_date.setdefault(each.makes, []).append(each)
        self._policy_by_date: dict[str, ast.File] = {}
        self.groups: list[_Group] = []
        self._group_by_date: dict[str, _Group] = {}
        for file in policies:
            head = dated(file)
            date = head.date if head else None
            own = () if date is None or date in self._policy_by_date else by_date.pop(date, ())
            group = _Group(file, tuple(own), (file, *(each.file for each in own)))
            self.groups.append(group)
            if date is not None:
                self._policy_by_date.setdefault(date, file)
                self._group_by_date.setdefault(date, group)
        for date, own in by_date.items():
            group = _Group(None, tuple(own), tuple(each.file for each in own))
            self.groups.append(group)
            self._group_by_date[date] = group
        self.groups += (_Group(None, (each,), (each.file,)) for each in undated)
        self._made: dict[int, Edition] = {}
        self._open: list[_Group] = []

    def edition(self, group: _Group) -> Edition:
        if id(group) not in self._made:
            self._made[id(group)] = self._make(group)
        return self._made[id(group)]

    def _wrong(self, each: Amending, found: Iterable[Diagnostic]) -> None:
        self._problems.setdefault(id(each), []).extend(found)

    def _make(self, group: _Group) -> Edition:
        wrong = [d for each in group.amendments for d in self._problems.get(id(each), ())]
        wrong += _twice_named(group.amendments)
        if group.policy is not None:
            base, made_of = group.policy, [group.policy]
            wrong += _makes_what_is_there(group)
        else:
            found = self._base(group, wrong)
            if found is None or found.file is None:
                return Edition(None, group.files, group.files, in_order(wrong))
            base, made_of = found.file, [*found.made_of]
            wrong += _disagreements(group.amendments)
            if not any(each.in_force for each in group.amendments if not each.is_part):
                return Edition(None, group.files, group.files, in_order(wrong))
        if not group.amendments:
            return Edition(base, group.files, tuple(made_of), in_order(wrong))
        file, more = completed(base, group.amendments)
        made_of += (each.file for each in group.amendments)
        return Edition(file, group.files, tuple(made_of), in_order([*wrong, *more]))

    def _others(self, group: _Group) -> list[str]:
        return [date for date, other in self._group_by_date.items() if other is not group]

    def _base(self, group: _Group, wrong: list[Diagnostic]) -> Edition | None:
        """Make what the amendments of *group* amend; say in *wrong* what is in the way."""
        # What is a part of the edition that the others make waits for them.
        amends = next((e.amends for e in group.amendments if not e.is_part and e.amends), None)
        if amends is None:
            wrong += (
                problems.unknown_base(each.amends, self._others(group))
                for each in group.amendments
                if each.amends and not _undated(each)
            )
            return None
        date = amends.edition.value.isoformat()
        below = self._group_by_date.get(date)
        if below is None:
            wrong.append(problems.unknown_base(amends, self._others(group)))
            return None
        if below is group or below in self._open:
            chain = self._open[self._open.index(below) :] if below in self._open else []
            names = [each.node.id for link in (*chain, group) for each in link.amendments[:1]]
            wrong.append(problems.circle(names, "amends"))
            return None
        self._open.append(group)
        found = self.edition(below)
        self._open.pop()
        if found.file is None and not any(
            d.code is catalogue.AMENDMENT_CYCLE for d in found.diagnostics
        ):
            wrong.append(problems.unread_base(amends))
        return found


def _undated(each: Amending) -> list[Diagnostic]:
    if each.amends is None:
        line = "amends POLICY edition DATE"
        return [problems.lacking(each.node, line, "does not say what it amends")]
    found = []
    if each.edition is None and not each.is_overlay:
        line = "edition DATE"
        found.append(problems.lacking(each.node, line, "does not date the edition that it makes"))
    return found


def _twice_named(amendments: Sequence[Amending]) -> list[Diagnostic]:
    first: dict[str, ast.Name] = {}
    found = []
    for each in amendments:
        name = first.setdefault(each.id, each.node.id)
        if name is not each.node.id:
            found.append(problems.amendment_twice(each.node.id, name))
    return found


def _makes_what_is_there(group: _Group) -> list[Diagnostic]:
    assert group.policy is not None
    head = dated(group.policy)
    return [
        problems.edition_exists(each.edition, head.head, head.date or "")
        for each in group.amendments
        if head and each.edition and not each.is_part
    ]


def _disagreements(amendments: Sequence[Amending]) -> list[Diagnostic]:
    """Say where amendments that make one edition are of two minds about what, or when, it is."""
    making = [each for each in amendments if not each.is_part]
    found: list[Diagnostic] = []
    date = making[0].makes or ""
    found += (
        problems.two_bases(each.amends, making[0].amends, date)
        for each in making[1:]
        if each.base != making[0].base and each.amends and making[0].amends
    )
    stated = [each.in_force for each in making if each.in_force]
    found += (
        problems.two_ranges(line, stated[0], date) for line in stated[1:] if line != stated[0]
    )
    if not stated:
        why = "does not say when its edition is in force"
        found.append(problems.lacking(making[0].node, "in force from DATE", why))
    return found
