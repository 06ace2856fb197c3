"""Choose the policies and the scenarios that a run of `test` is about."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from policydsl.cli.tested import place_of
from policydsl.core.scenario import Scenario
from policydsl.diagnostics.model import Diagnostic, Severity, in_order
from policydsl.policy import Policy
from policydsl.semantics import Checked
from policydsl.syntax import ast
from policydsl.workspace import Sort, examine
from policydsl.workspace.policies import Examined


@attrs.frozen
class Chosen:
    """One policy, edition by edition, with the trees that each was checked from."""

    path: str
    editions: tuple[tuple[Policy, tuple[ast.File, ...]], ...]


@attrs.frozen
class Choice:
    """What there is to run, and what is in the way of running anything.

    `broken` are errors of policies and what could not be read; `unread` only the latter.
    """

    policies: tuple[Chosen, ...]
    examined: tuple[Examined, ...]
    broken: tuple[Diagnostic, ...]
    unread: tuple[Diagnostic, ...]


def choose(paths: Sequence[str], wanted: Sequence[str]) -> Choice:
    """Choose the policies at *paths*; with *wanted*, the scenarios that it finds."""
    examined, unread = examine(paths)
    broken = list(unread)
    policies: list[Chosen] = []
    for each in examined:
        if any(found.severity is Severity.ERROR for found in each.diagnostics):
            broken += each.diagnostics
        elif each.sort in (Sort.POLICY, Sort.AMENDMENT):
            checked = (_only(one, wanted) for one in each.editions)
            editions = tuple(zip(map(Policy, checked), each.texts, strict=True))
            if not wanted or any(policy.scenarios for policy, _ in editions):
                policies.append(Chosen(each.path, editions))
    return Choice(tuple(policies), examined, in_order(broken), unread)


def nothing(choice: Choice, wanted: Sequence[str]) -> str:
    """Say that no scenario ran, and what there is instead."""
    count = sum(len(one.scenarios) for each in choice.examined for one in each.editions)
    if wanted and count:
        texts = " or ".join(f"`{text}`" for text in wanted)
        return (
            f"no scenario has {texts} in its title or place; there are {count} without the filter"
        )
    vocabularies = [each.path for each in choice.examined if each.sort is Sort.VOCABULARY]
    if vocabularies and len(vocabularies) == len(choice.examined):
        return f"no scenarios: {', '.join(vocabularies)} declares facts and decides nothing"
    return "no scenarios"


def _only(checked: Checked, wanted: Sequence[str]) -> Checked:
    """Leave out the scenarios that the filter does not want."""
    if not wanted:
        return checked
    kept = tuple(each for each in checked.scenarios if _is_wanted(each, wanted))
    return attrs.evolve(checked, scenarios=kept)


def _is_wanted(scenario: Scenario, wanted: Sequence[str]) -> bool:
    place, title = place_of(scenario), scenario.title.casefold()
    return any(text.casefold() in title or place.endswith(text) for text in wanted)
