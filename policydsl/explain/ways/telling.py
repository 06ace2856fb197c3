"""Put a change into words: what a fact would have to be, and everything that would do."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from policydsl.core.codes import SYSTEMS, next_code
from policydsl.core.facts import BOUND, CodeValue, Day, Number
from policydsl.core.texts import number, to_json_value
from policydsl.core.values import ABSENT, FactValue
from policydsl.explain import words
from policydsl.explain.ways.model import Change
from policydsl.explain.ways.states import States
from policydsl.reference.codes import class_of, code_starts, code_tests

_FAR = BOUND // 2


def change(states: States, name: str, good: list[FactValue]) -> Change:
    """Return what becomes of *name*; *good* are the values that would do, the chosen first."""
    fact = states.program.facts[name]
    now = states.original.known.get(name)
    kind = states.kind(name)
    assert kind is not None
    return Change(
        fact=name,
        label=fact.label,
        kind=kind,
        was=None if now is None else words.value(fact, now),
        value=to_json_value(fact, good[0]),
        words=words.value(fact, good[0]),
        any_of=tuple(_all(states, name, good)),
        supplier=fact.supplier.value if fact.supplier else None,
    )


def _all(states: States, name: str, good: Iterable[FactValue]) -> Iterator[str]:
    fact = states.program.facts[name]
    good = list(good)
    if isinstance(fact.type, Number | Day):
        for low, high in states.stretches(name, good):
            yield _range(fact.type, low, high)
        good = [value for value in good if not isinstance(value, int)]
    if isinstance(fact.type, CodeValue) and fact.type.system in SYSTEMS:
        yield from _stretches_of_codes(states, name, fact.type.system, good)
        good = [value for value in good if value is ABSENT]
    now = states.original.known.get(name)
    found = (member for value in good for member in states.alike(name, value))
    yield from dict.fromkeys(words.value(fact, member) for member in found if member != now)


def _stretches_of_codes(
    states: States, name: str, system: str, good: list[FactValue]
) -> Iterator[str]:
    """Yield `icd10 I60 to I69`, for each stretch of codes that would do."""
    tests = code_tests(states.cells.atoms_by_fact.get(name, ()))
    classes = {class_of(code, system, tests) for code in good if isinstance(code, str)}
    last_by_next = {next_code(system, s.high): s.high for ranges in tests for s in ranges}
    starts: list[str | None] = [*code_starts(system, tests), None]
    for start, after in itertools.pairwise(starts):
        if start is not None and class_of(start, system, tests) in classes:
            last = last_by_next.get(after)
            if last is None:
                yield f"{system} {start} and on" + (f", before {after}" if after else "")
            else:
                yield f"{system} {start}" if last == start else f"{system} {start} to {last}"


def _range(type_: Number | Day, low: int, high: int) -> str:
    if low == high:
        return number(low, type_)
    from_start = low <= type_.low
    to_end = high >= type_.high or high >= _FAR
    until, since = (
        ("until {}", "from {} on") if isinstance(type_, Day) else ("at most {}", "at least {}")
    )
    if from_start and to_end:
        return "any"
    if from_start:
        return until.format(number(high, type_))
    if to_end:
        return since.format(number(low, type_))
    return f"{number(low, type_)} to {number(high, type_)}"
