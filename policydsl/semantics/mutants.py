"""Turn a policy's text into every policy that one slip of its author's would have made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from policydsl.core import ir
from policydsl.frozen import frozen
from policydsl.semantics import shape
from policydsl.semantics.check import program_of
from policydsl.syntax import ast
from policydsl.syntax.changes import Change
from policydsl.syntax.mutants import Mutant, mutants


@frozen
class Mutants:
    """The mutants of one policy, by number in the order of its text; each is lowered when asked.

    `files` are the policy with its vocabularies; only the policy itself is changed.
    """

    files: tuple[ast.File, ...]
    policy: ast.File
    found: tuple[tuple[int, Mutant], ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(mutant.change for _, mutant in self.found)

    def program(self, number: int) -> ir.Program | None:
        """Lower one mutant; None when the checker refuses it, so that nobody could run it."""
        place, mutant = self.found[number]
        before, after = self.policy.items[:place], self.policy.items[place + 1 :]
        items = (*before, *([mutant.item] if mutant.item else []), *after)
        found = self._lowered(items)
        gone = _names_gone(self.policy.items[place], mutant)
        if found is None and gone:
            found = self._lowered(tuple(_without_mention(items, gone)))
        return found

    def _lowered(self, items: tuple[ast.AnyItem, ...]) -> ir.Program | None:
        policy = attrs.evolve(self.policy, items=items)
        files = (policy if file is self.policy else file for file in self.files)
        return program_of(tuple(files))


def mutants_of(files: tuple[ast.File, ...]) -> Mutants | None:
    """Return the mutants of the policy among *files*; None when there is no policy."""
    policy = next((f for f in files if shape.kind_of(f) is shape.FileKind.POLICY), None)
    if policy is None:
        return None
    kept = tuple(file for file in files if shape.kind_of(file) is not shape.FileKind.SCENARIO)
    found = ((place, mutant) for place, item in enumerate(policy.items) for mutant in mutants(item))
    return Mutants(kept, policy, tuple(found))


# ------------------------------------------------- what speaks of a clause that is gone


def _names_gone(item: ast.AnyItem, mutant: Mutant) -> frozenset[str]:
    """Return the names of the clauses that are in *item* and not in its mutant."""
    left = frozenset(_names(mutant.item)) if mutant.item else frozenset[str]()
    return frozenset(_names(item)) - left


def _names(item: ast.AnyItem | ast.AnyLine) -> Iterator[str]:
    if isinstance(item, ast.Headed | ast.Item):
        yield item.id.text
    for line in getattr(item, "lines", ()):
        yield from _names(line)


def _without_mention(items: tuple[ast.AnyItem, ...], gone: frozenset[str]) -> Iterator[ast.AnyItem]:
    """Yield *items*, questions and overrides speaking only of clauses that are still there."""
    for item in items:
        lines = getattr(item, "lines", None)
        if lines is None:
            yield item
            continue
        kept = tuple(line for old in lines if (line := _still(old, gone)) is not None)
        if isinstance(item, ast.OpenQuestion | ast.Accept) and len(kept) < len(lines):
            continue  # all that it was about is gone
        changed: dict[str, Any] = {"lines": kept}
        yield attrs.evolve(item, **changed)


def _still(line: ast.AnyLine, gone: frozenset[str]) -> ast.AnyLine | None:
    if not isinstance(line, ast.About | ast.Overrides):
        return line
    names = tuple(name for name in line.clauses if name.text.rpartition(".")[2] not in gone)
    return attrs.evolve(line, clauses=names) if names else None
