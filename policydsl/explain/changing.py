"""Tell what would change the answer: each smallest set of changes, and what would then be left."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import texts
from policydsl.core.decision import Decision
from policydsl.explain import words
from policydsl.explain.blocks import Entry, Mark
from policydsl.explain.explanation import Explanation
from policydsl.explain.verdicts import VERDICT
from policydsl.explain.ways import Change, Kind, Way, Ways

TITLE = "What would change the answer"
_MOST_VALUES = 5


def changing(explanation: Explanation) -> Iterator[Entry]:
    """Yield the ways to the determination that is sought, if one is, or that there are none."""
    ways = explanation.sought()
    if ways is None or ways.reached:
        return
    for way in offered(ways, explanation):
        yield _way(way, ways)
    said = verdict_on(ways)
    if said:
        yield Entry(said)


def offered(ways: Ways, explanation: Explanation) -> list[Way]:
    """Return the ways, first those that leave what the request is about as it is."""
    first = keeping(ways, explanation)
    return [*first, *(way for way in ways.ways if way not in first)]


def keeping(ways: Ways, explanation: Explanation) -> list[Way]:
    """Return the ways that leave what the request is about (what is asked first) as it is."""
    about = frozenset(explanation.program.asks_first)
    return [way for way in ways.ways if not about & way.facts]


def verdict_on(ways: Ways) -> str:
    """Say what the search proved, where the ways do not say it themselves."""
    goal = VERDICT[ways.toward].lower()
    if not ways.ways:
        if ways.exact:
            return f"Nothing that a person can change or supply leads to {goal}."
        return f"No way to {goal} was found before the search reached its bound."
    if not ways.exact:
        return "The search reached its bound: there may be smaller sets."
    return "" if ways.complete else "There are other ways, which were not all sought."


def _way(way: Way, ways: Ways) -> Entry:
    below = [Entry(told(change)) for change in way.changes]
    below += [Entry(line) for line in left(way.decision)]
    each = all_of(len(way.changes))
    return Entry(f"{VERDICT[ways.toward].capitalize()}, with {each}:", (), Mark.TO, tuple(below))


def all_of(count: int) -> str:
    """Say how many of what follows it takes.

    >>> [all_of(count) for count in (1, 2, 3)]
    ['this', 'both of these', 'all 3 of these']
    """
    return {1: "this", 2: "both of these"}.get(count, f"all {count} of these")


def told(change: Change) -> str:
    """Return `Where the therapy is given: Office or Clinic (now: Home)`."""
    values = change.any_of
    if len(values) > _MOST_VALUES:
        values = (*values[: _MOST_VALUES - 1], f"{len(values) - _MOST_VALUES + 1} others")
    said = " or ".join([", ".join(values[:-1]), values[-1]] if values[1:] else values)
    label = words.short(change.label) or change.fact
    if change.kind is Kind.LEARNED:
        return f"{label}: {said} (now {f'assumed: {change.was}' if change.was else 'not known'})"
    return f"{label}: {said} (now: {change.was})"


def left(decision: Decision) -> Iterator[str]:
    """Yield what each limit would then have left, and what would be paid."""
    for reading in decision.limits:
        if reading.remaining is None or reading.unlimited:
            continue
        before = texts.counted(str(reading.remaining), reading.unit)
        after = ""
        if reading.consumed is not None:
            after = f", {reading.remaining - reading.consumed} after"
        yield f"then, {reading.title}: {before} left before{after}"
    pays = decision.pays
    if pays is not None and pays.amount is not None:
        said = f"then the plan pays {texts.money(pays.amount)}"
        if pays.member_pays is not None:
            said += f", the member {texts.money(pays.member_pays)}"
        yield said
