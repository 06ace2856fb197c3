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
    members: dict[str, list[Step]] = {}
    for part in step.deciding():
        fact = _member_of(part)
        if fact is not None:
            members.setdefault(fact, []).append(part)
    for part in step.deciding():
        fact = _member_of(part)
        if fact is None or len(members[fact]) == 1:
            yield from _tests(part, result)
        elif part is members[fact][0]:
            yield _alternatives(fact, members[fact])


def _member_of(step: Step) -> str | None:
    """Return the fact of a test `fact is member`."""
    if step.condition.kind is StepKind.TEST and len(step.facts) == 1:
        fact = step.facts[0].fact
        if step.words.startswith(f"{fact} is "):
            return fact
    return None


def _alternatives(fact: str, steps: list[Step]) -> Entry:
    cited = tuple(dict.fromkeys(id for step in steps for id in step.citations))
    names = [step.words.removeprefix(f"{fact} is ") for step in steps]
    said = f"{fact} is {', '.join(names[:-1])} or {names[-1]}"
    found = Entry(fact_line(steps[0].facts[0]))
    return Entry(_so(said, steps[0].result), cited, below=(found,))


def _test(step: Step) -> Entry:
    if is_bare(step):
        return Entry(fact_line(step.facts[0]), step.citations)
    return Entry(_so(step.words, step.result), step.citations, below=tuple(_read(step)))


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
