"""Tell what a condition turned on: its tests in the author's words, and the facts they read."""

from __future__ import annotations

from collections.abc import Iterator

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
            inner = tuple(entry for part in step.deciding() for entry in _tests(part, result))
            if step.citations and inner:
                # The citations of a whole stand with its first part that has none.
                first = inner[0]
                cited = tuple(dict.fromkeys((*step.citations, *first.citations)))
                inner = (Entry(first.text, cited, first.mark, first.below), *inner[1:])
            yield from inner
        case StepKind.ALWAYS:
            return


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
