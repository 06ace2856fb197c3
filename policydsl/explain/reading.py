"""Tell what a condition turned on: its tests in the author's words, and the facts they read."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from policydsl.core.values import Kleene
from policydsl.explain import words
from policydsl.explain.blocks import Entry
from policydsl.explain.trace import FactRead, FactState, Step, StepKind

_MOST_FACTS = 3  # more are told by what was worked out from them


def tests(step: Step) -> tuple[Entry, ...]:
    """Return an entry for each test that makes the step what it is."""
    return tuple(_tests(step, step.result))


def _tests(step: Step, result: Kleene) -> Iterator[Entry]:
    match step.condition.kind:
        case StepKind.TEST:
            yield _test(step)
        case StepKind.DEFINED:
            inner = tuple(_tests(step.steps[0], result))
            title = step.condition.title or step.condition.name
            yield Entry(_so(title, step.result), step.citations, below=inner)
        case StepKind.ALL | StepKind.ANY | StepKind.NOT:
            yield from _with_citations(step, tuple(_parts(step, result)))
        case StepKind.ALWAYS:
            return


def _with_citations(step: Step, inner: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Put the citations of a whole with the first of what it is made of."""
    if not step.citations or not inner:
        return inner
    cited = tuple(dict.fromkeys((*step.citations, *inner[0].citations)))
    return (attrs.evolve(inner[0], citations=cited), *inner[1:])


def _parts(step: Step, result: Kleene) -> Iterator[Entry]:
    """Tell the deciding parts, those that ask one fact for a member in one entry."""
    groups: dict[str, list[Step]] = {}
    for part in step.deciding():
        groups.setdefault(_alike(part), []).append(part)
    for group in groups.values():
        if len(group) == 1:
            yield from _tests(group[0], result)
        elif _member_of(group[0]) is not None:
            yield _test(group[0], _alternatives(group), _cited(group))
        else:
            yield from _same_words(group, result)


def _alike(step: Step) -> str:
    """Return what parts have in common that are told together."""
    if step.condition.kind is not StepKind.TEST:
        return step.address
    fact = _member_of(step)
    return step.words if fact is None else f"{fact} is"


def _member_of(step: Step) -> str | None:
    """Return the fact of a test `fact is member`."""
    if step.condition.kind is StepKind.TEST and len(step.facts) == 1 and not step.computed:
        fact = step.facts[0].fact
        if step.words.startswith(f"{fact} is "):
            return fact
    return None


def _alternatives(steps: list[Step], most: int = 99) -> str:
    """Return `service is massage, acupuncture or 3 others`."""
    fact = steps[0].facts[0].fact
    names = list(dict.fromkeys(step.words.removeprefix(f"{fact} is ") for step in steps))
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return f"{fact} is {', '.join(names[:-1])} or {names[-1]}" if names[1:] else steps[0].words


def _cited(steps: list[Step]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for step in steps for id in step.citations))


def _same_words(group: list[Step], result: Kleene) -> Iterator[Entry]:
    """Tell once what the author wrote once and is tested in several parts."""
    entries = [entry for part in group for entry in _tests(part, result)]
    below = dict.fromkeys(inner for entry in entries for inner in entry.below)
    cited = dict.fromkeys(id for entry in entries for id in entry.citations)
    yield attrs.evolve(entries[0], citations=tuple(cited), below=tuple(below))


def failing(step: Step) -> tuple[str, tuple[FactRead, ...]]:
    """Return the first thing that makes a step what it is, in one line, and the facts it read."""
    while step.condition.kind is not StepKind.TEST:
        inner = list(step.deciding())
        if not inner:
            break
        step = inner[0]
        members = [part for part in inner if _alike(part) == _alike(step)]
        if len(members) > 1 and _member_of(step) is not None:
            return f"{_alternatives(members, most=3)} — {_verdict(step)}", step.facts
    if is_bare(step):
        return f"{step.words} — {value_words(step.facts[0])}", step.facts
    return f"{step.words} — {_verdict(step)}", step.facts


def _verdict(step: Step) -> str:
    if len(step.computed) == 1 or (step.computed and len(step.facts) != 1):
        found = [computed.value for computed in step.computed]
    else:
        found = [value_words(read) for read in step.facts[:3]]
    said = {Kleene.YES: "yes", Kleene.NO: "no", Kleene.UNKNOWN: "not known"}[step.result]
    return ", ".join([said, *found])


def _test(step: Step, said: str = "", cited: tuple[str, ...] = ()) -> Entry:
    if is_bare(step):
        return Entry(fact_line(step.facts[0]), step.citations)
    text = _so(said or step.words, step.result)
    return Entry(text, cited or step.citations, below=tuple(_read(step)))


def is_bare(step: Step) -> bool:
    """Whether a test is a yes-or-no fact, whose label and value say all of it."""
    return len(step.facts) == 1 and step.words in (
        step.facts[0].fact,
        f"not {step.facts[0].fact}",
    )


def _read(step: Step) -> Iterator[Entry]:
    if len(step.facts) <= _MOST_FACTS or not step.computed:
        for read in step.facts:
            yield Entry(fact_line(read))
    for computed in step.computed:
        yield Entry(f"{computed.words}: {computed.value}")


def _so(said: str, result: Kleene) -> str:
    match result:
        case Kleene.YES:
            return said
        case Kleene.NO:
            return f"not so: {said}"
        case Kleene.UNKNOWN:
            return f"not known: {said}"


def fact_line(read: FactRead) -> str:
    """Return `Where the care is given: Home`, and whether that was assumed."""
    return f"{words.short(read.label)}: {value_words(read)}"


def value_words(read: FactRead) -> str:
    return f"{read.words} (assumed)" if read.state is FactState.ASSUMED else read.words


def found_words(step: Step) -> tuple[str, ...]:
    """Return the values behind a step that say more than yes or no, each once."""
    found = (
        value_words(read)
        for inner in step.decisive()
        for read in inner.facts
        if read.words not in ("yes", "no") and read.state is not FactState.UNKNOWN
    )
    return tuple(dict.fromkeys(found))


def leans_on_assumption(step: Step) -> bool:
    return any(read.state is FactState.ASSUMED for inner in step.decisive() for read in inner.facts)
