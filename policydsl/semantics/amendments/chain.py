"""Find which edition each amendment makes and of which, and make them in that order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.frozen import frozen
from policydsl.semantics.amendments import problems
from policydsl.semantics.amendments.completing import completed
from policydsl.semantics.amendments.edition import Edition, first_day
from policydsl.semantics.amendments.heads import Amending, amending
from policydsl.semantics.editions import dated
from policydsl.semantics.shape import FileKind, problems_in
from policydsl.syntax import ast


def chained(files: Sequence[ast.File]) -> tuple[Edition, ...]:
    """Make the editions that *files* hold, some of them by amendments, in the order of time."""
    made = _Making(files)
    found = [made.edition(group) for group in made.groups]
    return tuple(sorted(found, key=first_day))


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

    def edition(self, group: _Group) -> Edition:
        """Make the edition of *group*, after those that it is made of: no chain goes deep."""
        chain = [group]
        while id(chain[-1]) not in self._made:
            below = self._below(chain[-1])
            if below is None:
                break
            if below in chain:
                self._made[id(chain[-1])] = self._circular(chain[chain.index(below) :])
                break
            chain.append(below)
        for each in reversed(chain):
            if id(each) not in self._made:
                self._made[id(each)] = self._make(each)
        return self._made[id(group)]

    def _wrong(self, each: Amending, found: Iterable[Diagnostic]) -> None:
        self._problems.setdefault(id(each), []).extend(found)

    def _make(self, group: _Group) -> Edition:
        """Make the edition of *group*; what it is made of has been made."""
        wrong = [d for each in group.amendments for d in self._problems.get(id(each), ())]
        wrong += _twice_named(group.amendments)
        if group.policy is not None:
            base, made_of = group.policy, [group.policy]
            wrong += _makes_what_is_there(group)
        else:
            below = self._below(group)
            if below is None:
                wrong += self._without_base(group)
                return Edition(None, group.files, group.files, in_order(wrong))
            found = self._made[id(below)]
            wrong += _disagreements(group.amendments)
            dated = any(each.in_force for each in group.amendments if not each.is_part)
            if found.file is None or not dated:
                # What keeps the other from being made keeps this one, too.
                wrong += found.diagnostics if found.file is None else ()
                return Edition(None, group.files, group.files, in_order(wrong))
            base, made_of = found.file, [*found.made_of]
        if not group.amendments:
            return Edition(base, group.files, tuple(made_of), in_order(wrong))
        made_of += (each.file for each in group.amendments)
        # What is a part of an edition speaks of it as those make it that make it.
        making = [each for each in group.amendments if not each.is_part]
        parts = [each for each in group.amendments if each.is_part]
        for stage in filter(None, (making, parts)):
            base, more = completed(base, stage)
            wrong += more
        return Edition(base, group.files, tuple(made_of), in_order(wrong))

    # ------------------------------------------------------------------- bases

    def _below(self, group: _Group) -> _Group | None:
        """Give what the amendments of *group* amend; None for a policy, or when it is not here."""
        amends = _amended(group)
        if group.policy is not None or amends is None:
            return None
        return self._group_by_date.get(amends.edition.value.isoformat())

    def _without_base(self, group: _Group) -> Iterator[Diagnostic]:
        # What is a part of an edition is amended only if the edition is there.
        amends = _amended(group) or next((e.amends for e in group.amendments if e.amends), None)
        if amends is not None and not any(_undated(each) for each in group.amendments):
            known = [date for date, each in self._group_by_date.items() if self._rests(each)]
            undated = any(each.policy is not None for each in self.groups) and not known
            yield problems.unknown_base(amends, known, undated=undated)

    def _rests(self, group: _Group | None) -> bool:
        """Say whether *group* is made of a policy in the end."""
        seen: set[int] = set()
        while group is not None and id(group) not in seen:
            if group.policy is not None:
                return True
            seen.add(id(group))
            group = self._below(group)
        return False

    def _circular(self, circle: Sequence[_Group]) -> Edition:
        last = circle[-1]
        names = [each.amendments[0].node.id for each in circle]
        found = problems.circle(names, "amends")
        return Edition(None, last.files, last.files, (found,))


def _amended(group: _Group) -> ast.Amends | None:
    """Give the line that says of what the edition is made, unless all are parts of it."""
    return next((each.amends for each in group.amendments if not each.is_part), None)


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
