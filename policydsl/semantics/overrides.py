"""Find out which clause beats which, and refuse clauses that beat each other in a circle."""

from __future__ import annotations

from collections.abc import Sequence

from policydsl.core import ir
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics.drafts import Build, Draft
from policydsl.semantics.names import Sort
from policydsl.syntax import ast


def beaten_by(build: Build, drafts: Sequence[Draft]) -> dict[str, tuple[str, ...]]:
    """Give the keys of the clauses that override each clause, in order of their keys.

    That a cover overrides a cover narrows its scope, and that a redirect overrides an
    `applies` widens that; neither is repeated here.
    """
    keys = keys_by_name(drafts)
    cover_keys = {draft.key for draft in drafts if draft.kind is ir.Kind.COVER}
    beats: dict[str, dict[str, ast.Name]] = {}
    found: dict[str, set[str]] = {}
    reported: set[int] = set()
    for draft in drafts:
        if draft.papers:
            for name in () if draft.part_of else draft.overrides:
                build.problems.append(problems.papers_override(name, draft.key))
            continue
        for name in draft.overrides:
            beaten = _meant(build, name, draft, keys, reported)
            if beaten is None:
                continue
            beats.setdefault(draft.id, {}).setdefault(beaten[0], name)
            for key in beaten[1]:
                if not (draft.key in cover_keys and key in cover_keys):
                    found.setdefault(key, set()).add(draft.key)
    _refuse_circles(build, beats)
    return {key: tuple(sorted(keys)) for key, keys in found.items()}


def keys_by_name(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """Give the clauses that each declared name stands for: a list stands for its items."""
    found: dict[str, list[str]] = {}
    for draft in drafts:
        for name in dict.fromkeys((draft.key, draft.id, *draft.aliases)):
            found.setdefault(name, []).append(draft.key)
    return found


def _meant(
    build: Build,
    name: ast.Name,
    draft: Draft,
    keys: dict[str, list[str]],
    reported: set[int],
) -> tuple[str, list[str]] | None:
    """Find what *name* overrides: the declared key, and the clauses that it stands for."""
    if name.text in keys and name.text not in build.names.clauses:
        return name.text, keys[name.text]
    if id(name) in reported:
        return None
    before = len(build.problems)
    declared = build.clause(name, near=draft.key)
    if declared is None:
        if len(build.problems) > before:
            reported.add(id(name))  # a list's items share its `overrides`
        return None
    if declared.sort is Sort.APPLIES and draft.kind is not ir.Kind.REDIRECT:
        build.problems.append(problems.applies_overridden(name, draft.head))
        return None
    return declared.key, keys.get(declared.key, [])


def _refuse_circles(build: Build, beats: dict[str, dict[str, ast.Name]]) -> None:
    """Report each circle once, at the clause of it that comes first."""
    done: set[str] = set()
    for start in beats:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            key, depth = stack.pop()
            del path[depth:]
            if key in path:
                circle = path[path.index(key) :]
                names = [
                    beats[one][other]
                    for one, other in zip(circle, [*circle[1:], circle[0]], strict=True)
                ]
                build.problems.append(problems.override_cycle(names, circle))
                done.update(circle)
                continue
            if key in done:
                continue
            path.append(key)
            stack.extend((other, len(path)) for other in beats.get(key, {}))
        done.update(path)
