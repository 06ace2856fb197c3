"""Choose the scenarios that are meant where files of scenarios are asked for by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from policydsl.core.scenario import Scenario
from policydsl.source import Span
from policydsl.syntax import ast


def meant(
    scenarios: Sequence[Scenario], files: Sequence[ast.File], names: Collection[str]
) -> tuple[Scenario, ...]:
    """Return the scenarios in the files of these *names*.

    A file that holds nothing but cases stands for the scenarios that are like one of them.
    """
    items = [item for file in files for item in file.items]
    cases: set[str] = set()
    more = {
        item.id.text
        for file in files
        if file.span.source.name in names and all(isinstance(i, ast.Case) for i in file.items)
        for item in file.items
        if isinstance(item, ast.Case)
    }
    while more:
        cases |= more
        alike = (item for item in items if isinstance(item, ast.Case) and _like(item) & cases)
        more = {item.id.text for item in alike} - cases
    spans = [
        item.span
        for item in items
        if isinstance(item, ast.Scenario | ast.ScenarioTable) and _like(item) & cases
    ]
    return tuple(each for each in scenarios if _is_within(each.span, names, spans))


def _is_within(span: Span | None, names: Collection[str], spans: Iterable[Span]) -> bool:
    if span is None:
        return False
    name = span.source.name
    return name in names or any(
        name == item.source.name and item.start <= span.start and span.end <= item.end
        for item in spans
    )


def _like(item: ast.Case | ast.Scenario | ast.ScenarioTable) -> set[str]:
    """Return the names of the cases that *item* begins with."""
    givens = (line for line in item.lines if isinstance(line, ast.Given))
    return {given.like.text for given in givens if given.like is not None}
