"""Level 1: which items of a policy were added, removed, renamed, moved, reworded or changed.

The trees are compared, so that a line break, the order of a list or a comment is never a
difference.
"""

from __future__ import annotations

import enum
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policydsl.changes.entries import Entry, Part
from policydsl.changes.told import Told, conditions, listed, without_numbers
from policydsl.core.facts import FactTable
from policydsl.frozen import frozen
from policydsl.source import Span


class Way(enum.Enum):
    """What happened to an item; the value is the word in JSON, the weightiest first."""

    ADDED = "added"
    REMOVED = "removed"
    OUTCOME = "outcome changed"
    CONDITION = "condition changed"
    NUMBER = "number changed"
    RENAMED = "renamed"
    MOVED = "moved"
    REWORDED = "reworded"


@frozen
class Edit:
    """One part of an item: what it was, what it is."""

    way: Way
    part: str
    told: Told


@frozen
class Place:
    """A line of a file, counted from 1."""

    file: str
    line: int


@frozen
class ItemChange:
    """What happened to one item; `old` is its name before, where it had another.

    `before` and `after` are its places.  `weighs` tells what can decide something from
    what only people read; `title` is the newer one.
    """

    way: Way
    sort: str
    name: str
    old: str | None
    title: str
    within: str | None
    edits: tuple[Edit, ...]
    before: Place | None
    after: Place | None
    weighs: bool


@frozen
class Compared:
    """The changes in the order of the newer text, and the old names of what has a new one."""

    changes: tuple[ItemChange, ...]
    renamed: Mapping[str, str]


Facts = tuple[FactTable, FactTable]


def compared(old: Sequence[Entry], new: Sequence[Entry], facts: Facts) -> Compared:
    """Return what happened to the items of *old* for them to be those of *new*."""
    pairs, gone, come = _paired(old, new)
    renames = _renamed(gone, come)
    names = {before.name: after.name for before, after in renames}
    pairs += renames
    # What stands in a benefit goes by its name; it is not renamed itself.
    carried = _carried(gone, come, names)
    pairs += carried
    matched_old = {(e.sort, e.name) for e, _ in pairs}
    matched_new = {(e.sort, e.name) for _, e in pairs}
    moved = _moved([pair for pair in pairs if pair[0].span and pair[1].span])
    found: list[ItemChange] = []
    for before, after in pairs:
        change = _changed(before, after, facts, names, (before.sort, before.name) in moved)
        if change is not None:
            found.append(change)
    found += [_one(Way.REMOVED, e) for e in old if (e.sort, e.name) not in matched_old]
    found += [_one(Way.ADDED, e) for e in new if (e.sort, e.name) not in matched_new]
    renamed = {
        key: other
        for before, after in (*renames, *carried)
        for key, other in zip(before.keys, after.keys, strict=False)
    }
    return Compared(tuple(sorted(found, key=_in_order)), {**renamed, **names})


Pairs = list[tuple[Entry, Entry]]


def _paired(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pairs, list[Entry], list[Entry]]:
    there = {(each.sort, each.name): each for each in new}
    here = {(each.sort, each.name) for each in old}
    pairs = [(each, there[each.sort, each.name]) for each in old if (each.sort, each.name) in there]
    gone = [each for each in old if (each.sort, each.name) not in there]
    come = [each for each in new if (each.sort, each.name) not in here]
    if len(gone) > 0 and gone[0].sort == "policy" and come and come[0].sort == "policy":
        pairs.append((gone.pop(0), come.pop(0)))
    return pairs, gone, come


def _renamed(gone: list[Entry], come: list[Entry]) -> Pairs:
    """Pair what went with what came that says the same; take them out of both lists."""
    pairs: Pairs = []
    for before in list(gone):
        alike = [each for each in come if _says_the_same(before, each)]
        rivals = [each for each in gone if alike and _says_the_same(each, alike[0])]
        if len(alike) == len(rivals) == 1:
            pairs.append((before, alike[0]))
            gone.remove(before)
            come.remove(alike[0])
    return pairs


_NOT_RENAMED = ("fact", "pays", "parameter", "assume", "open question", "table")


def _says_the_same(one: Entry, other: Entry) -> bool:
    if one.sort != other.sort or one.sort in _NOT_RENAMED:
        return False
    return one.parts == other.parts or (
        _tail(one) == _tail(other) and one.words == other.words and bool(one.words.get("title"))
    )


def _tail(entry: Entry) -> str:
    return entry.name.rpartition(".")[2]


def _carried(gone: list[Entry], come: list[Entry], names: Mapping[str, str]) -> Pairs:
    """Pair what stands in a benefit, or counts in a limit, that has a new name."""
    pairs: Pairs = []
    there = {(each.sort, each.name): each for each in come}
    for before in list(gone):
        owner = before.within or before.name.rpartition(".")[0]
        if owner in names:
            name = names[owner] + before.name.removeprefix(owner)
            after = there.get((before.sort, name))
            if after is not None:
                pairs.append((before, after))
                gone.remove(before)
                come.remove(after)
    return pairs


def _moved(pairs: Pairs) -> set[tuple[str, str]]:
    """Return the fewest items that have to be moved for those of each file to stand in order."""
    by_file: dict[str, Pairs] = {}
    for before, after in pairs:
        file = _file(before)
        if file == _file(after) and before.sort != "fact":
            by_file.setdefault(file, []).append((before, after))
    return {found for each in by_file.values() for found in _out_of_order(each)}


def _file(entry: Entry) -> str:
    """Return the name of the file that an item stands in, without its folder or revision."""
    if entry.span is None:
        return ""
    return os.path.basename(entry.span.source.name).partition("@")[0]


def _start(entry: Entry) -> int:
    return 0 if entry.span is None else entry.span.start


def _out_of_order(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Yield what does not belong to the longest run of items that stand in the same order."""
    by_old = sorted(pairs, key=lambda pair: _start(pair[0]))
    by_new = sorted(pairs, key=lambda pair: _start(pair[1]))
    order = {id(after): place for place, (_, after) in enumerate(by_new)}
    ends: list[int] = []  # the least rank at which a run of each length can end
    last: list[int] = []  # the item that it ends with
    earlier: list[int] = []  # the item before each in its run; -1: none
    for index, (_, after) in enumerate(by_old):
        rank = order[id(after)]
        length = bisect_left(ends, rank)
        ends[length : length + 1] = [rank]
        last[length : length + 1] = [index]
        earlier.append(last[length - 1] if length else -1)
    stays: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        stays.add(index)
        index = earlier[index]
    for index, (before, _) in enumerate(by_old):
        if index not in stays:
            yield before.sort, before.name


# ------------------------------------------------------------------ one item


def _changed(
    before: Entry, after: Entry, facts: Facts, names: Mapping[str, str], moved: bool
) -> ItemChange | None:
    edits = [*_edits(before, after, facts, names), *_words(before, after)]
    owner = before.within and names.get(before.within, before.within)
    carried = owner != before.within
    along = names.get(before.name.rpartition(".")[0]) == after.name.rpartition(".")[0]
    renamed = before.name != after.name and before.sort != "policy" and not carried and not along
    elsewhere = (owner or None) != (after.within or None)
    ways = [each.way for each in edits]
    if renamed and not elsewhere:
        ways.append(Way.RENAMED)
    if moved or elsewhere:
        ways.append(Way.MOVED)
    if not ways:
        return None
    way = min(ways, key=list(Way).index)
    weighs = any(each.way not in (Way.REWORDED,) for each in edits)
    old = before.name if before.name != after.name else None
    return ItemChange(
        way,
        after.sort,
        after.name,
        old,
        after.title,
        after.within,
        tuple(edits),
        place_of(before.span),
        place_of(after.span),
        weighs,
    )


def _edits(before: Entry, after: Entry, facts: Facts, names: Mapping[str, str]) -> Iterable[Edit]:
    for label in dict.fromkeys((*before.parts, *after.parts)):
        one, other = before.parts.get(label), after.parts.get(label)
        if _alike(one, other, names):
            continue
        yield Edit(_way(label, one, other), label, _told(one, other, facts))


def _alike(one: Part | None, other: Part | None, names: Mapping[str, str]) -> bool:
    if one is None or other is None:
        return one is other
    if one.value == other.value:
        return True
    if isinstance(one.value, tuple) and all(type(each) is str for each in one.value):
        return tuple(sorted(names.get(str(e), str(e)) for e in one.value)) == other.value
    return False


def _way(label: str, one: Part | None, other: Part | None) -> Way:
    if label == "outcome" or label == "beyond" or label == "pays":
        return Way.OUTCOME
    if one is None or other is None:
        return Way.CONDITION
    if label in _AMOUNTS or label.startswith("row "):
        return Way.NUMBER
    if without_numbers(one.value) == without_numbers(other.value):
        return Way.NUMBER
    return Way.CONDITION


_AMOUNTS = ("amount", "extension", "rate", "copay", "deductible", "value")


def _told(one: Part | None, other: Part | None, facts: Facts) -> Told:
    here = None if one is None else one.condition
    there = None if other is None else other.condition
    if here is not None or there is not None:
        return conditions(here, there, facts)
    if one is not None and other is not None and one.rows and other.rows:
        return listed(one.rows, other.rows)
    return Told((one.text,) if one else (), (other.text,) if other else ())


def _words(before: Entry, after: Entry) -> Iterable[Edit]:
    for label in dict.fromkeys((*before.words, *after.words)):
        one, other = before.words.get(label, ""), after.words.get(label, "")
        if one == other:
            continue
        if label == "citations":
            went, came = one.split(", ") if one else [], other.split(", ") if other else []
            told = listed(went, came)
            if not told.went and not told.came:
                continue  # only their order
        else:
            told = Told((one,) if one else (), (other,) if other else ())
        yield Edit(Way.REWORDED, label, told)


def _one(way: Way, entry: Entry) -> ItemChange:
    place = place_of(entry.span)
    before, after = (place, None) if way is Way.REMOVED else (None, place)
    told = [
        Edit(way, label, Told((), (part.text,)) if way is Way.ADDED else Told((part.text,), ()))
        for label, part in entry.parts.items()
        if part.text
    ]
    weighs = entry.sort not in _ONLY_READ and not (entry.sort == "fact" and not entry.keys)
    return ItemChange(
        way,
        entry.sort,
        entry.name,
        None,
        entry.title,
        entry.within,
        tuple(told),
        before,
        after,
        weighs,
    )


_ONLY_READ = ("advise", "open question")


def place_of(span: Span | None) -> Place | None:
    if span is None:
        return None
    return Place(span.source.name, span.source.position(span.start).line)


def _in_order(change: ItemChange) -> tuple[str, int, int]:
    """Order by the newer place; what is gone stands where it stood."""
    place = change.after or change.before
    if place is None:
        return "", 0, 0
    return place.file, place.line, 0 if change.after else 1
