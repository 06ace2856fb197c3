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

    `files` are the policy with its vocabularies.  Behind those of the policy itself come those
    of the facts that it reads.
    """

    files: tuple[ast.File, ...]
    found: tuple[tuple[Place, Mutant], ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(mutant.change for _, mutant in self.found)

    def program(self, number: int) -> ir.Program | None:
        """Lower one mutant; None when the checker refuses it, so that nobody could run it."""
        (which, place), mutant = self.found[number]
        old = self.files[which].items
        items = (*old[:place], *([mutant.item] if mutant.item else []), *old[place + 1 :])
        found = self._lowered(which, items)
        gone = _names_gone(old[place], mutant)
        if found is None and gone:
            found = self._lowered(which, tuple(_without_mention(items, gone)))
        return found

    def _lowered(self, which: int, items: tuple[ast.AnyItem, ...]) -> ir.Program | None:
        changed = attrs.evolve(self.files[which], items=items)
        return program_of((*self.files[:which], changed, *self.files[which + 1 :]))


Place = tuple[int, int]
"""The number of a file, and of an item in it."""


def mutants_of(files: tuple[ast.File, ...]) -> Mutants | None:
    """Return the mutants of the policy among *files*; None when there is no policy."""
    kept = tuple(file for file in files if shape.kind_of(file) is not shape.FileKind.SCENARIO)
    kinds = [shape.kind_of(file) for file in kept]
    if shape.FileKind.POLICY not in kinds:
        return None
    policy = kinds.index(shape.FileKind.POLICY)
    program = program_of(kept)
    read = frozenset(program.read_facts if program else ())
    found = [
        ((policy, n), mutant) for n, i in enumerate(kept[policy].items) for mutant in mutants(i)
    ]
    for which, file in enumerate(kept):
        for place, item in enumerate(file.items) if which != policy else ():
            if isinstance(item, ast.Fact) and item.id.text in read:
                found += [((which, place), _named(item, mutant)) for mutant in mutants(item)]
    return Mutants(kept, tuple(found))


def _named(fact: ast.Fact, mutant: Mutant) -> Mutant:
    """Show a line of many a fact with the name of its own."""
    change = mutant.change
    before, after = (
        f"{fact.id.text}: {line}" if line else "" for line in (change.before, change.after)
    )
    return attrs.evolve(mutant, change=attrs.evolve(change, before=before, after=after))


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
