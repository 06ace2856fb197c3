"""Divide clauses into what they are for most and what they are for some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems
from policydsl.semantics.amendments.columns import Members, divided_rows, members
from policydsl.semantics.amendments.guards import (
    Case,
    by_case,
    cases,
    guarded,
    scope_by_case,
    value_by_case,
)
from policydsl.semantics.amendments.heads import Amending
from policydsl.semantics.amendments.retargeting import retarget
from policydsl.semantics.amendments.tree import Tree
from policydsl.syntax import ast
from policydsl.syntax.walk import remade, trails


@attrs.define(eq=False)
class Divided:
    """A clause or line that becomes something else for some; None: nothing.

    `at` is where the first of them says so; `of_document` that it is an element of a paper.
    """

    unit: ast.Node
    at: ast.Node
    of_document: bool
    became: list[tuple[Amending, ast.Node | None]] = attrs.field(factory=list)
    cited: ast.Citations = ()
    """What taking it away for some rests on."""

    def for_overlay(self, overlay: Amending) -> ast.Node | None:
        return next((new for each, new in self.became if each is overlay), None)

    def say(self, overlay: Amending, new: ast.Node | None) -> None:
        self.became = [each for each in self.became if each[0] is not overlay]
        self.became.append((overlay, new))

    @property
    def overlays(self) -> list[Amending]:
        return [overlay for overlay, _ in self.became]


class Naming:
    """Names what is made for some: clauses, and the conditions that columns are about."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._taken: set[str] | None = None
        self._members: dict[str, Members] = {}

    @property
    def taken(self) -> set[str]:
        if self._taken is None:
            names = self._tree.names
            self._taken = {*names.clauses, *names.values, *(key for _, key in names.others)}
        return self._taken

    def of(self, overlay: Amending) -> Members:
        """Give whom *overlay* is about; the condition gets a name once."""
        if overlay.id not in self._members:
            name = self.free(f"members_of_{overlay.id.replace('.', '_')}")
            self._members[overlay.id] = members(overlay, name)
        return self._members[overlay.id]

    def definitions_of(self, overlay: Amending) -> Iterator[ast.Clause]:
        if overlay.id in self._members:
            yield self._members[overlay.id].definition

    def free(self, wanted: str, outer: str = "") -> str:
        name, number = wanted, 2
        while (f"{outer}.{name}" if outer else name) in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(f"{outer}.{name}" if outer else name)
        return name

    def variant(self, key: str, overlay: Amending) -> str:
        """Name what *key* becomes for those whom *overlay* is about; the last part only."""
        outer, _, last = key.rpartition(".")
        return self.free(f"{last}_{overlay.id.replace('.', '_')}", outer)


def divide(tree: Tree, divided: Sequence[Divided], naming: Naming) -> tuple[Diagnostic, ...]:
    """Put what each unit becomes into *tree*, and let what spoke of it speak of all of it."""
    wrong = list(_nested(tree, divided))
    if wrong:
        return tuple(wrong)
    before = tree.names
    key_by_unit = {id(found.node): key for key, found in before.clauses.items()}
    new_by_id: dict[int, tuple[ast.Node, ...]] = {}
    variants: dict[str, list[str]] = {}
    for each in divided:
        key = key_by_unit.get(id(each.unit))
        named = each.unit.id.text if isinstance(each.unit, ast.Plan) else key
        names = [naming.variant(named, overlay) if named else "" for overlay in each.overlays]
        new_by_id[id(each.unit)] = tuple(_parts(each, names, naming))
        if key is not None:
            ids = [n for n, (_, new) in zip(names, each.became, strict=True) if new is not None]
            outer = key.rpartition(".")[0]
            variants[key] = [f"{outer}.{id}" if outer else id for id in ids]
    tree.swap(new_by_id)
    unit_by_key = {key_by_unit[id(e.unit)]: e for e in divided if id(e.unit) in key_by_unit}
    cases_by_key = {
        key: [case.expr() for case in cases(each.overlays)]
        for key, each in unit_by_key.items()
        if all(new is not None for _, new in each.became)
    }
    ours = {k: v for k, v in variants.items() if k in unit_by_key}
    wrong += retarget(tree, before, ours, cases_by_key)
    return tuple(wrong)


def _nested(tree: Tree, divided: Sequence[Divided]) -> Iterator[Diagnostic]:
    by_id = {id(each.unit): each for each in divided}
    for node, trail in trails(tree.file):
        inner = by_id.get(id(node))
        outer = next((by_id[id(s.parent)] for s in trail if id(s.parent) in by_id), None)
        if inner is not None and outer is not None:
            text = inner.at.text if isinstance(inner.at, ast.Name | ast.Text) else "this"
            yield problems.conflict(inner.at, outer.at, text, None)


def _parts(divided: Divided, names: Sequence[str], naming: Naming) -> Iterator[ast.Node]:
    unit = divided.unit
    if isinstance(unit, ast.Rows):
        rows = ((naming.of(o), new) for o, new in divided.became)
        whole = divided_rows(unit, [(m, n if isinstance(n, ast.Rows) else None) for m, n in rows])
        yield attrs.evolve(whole, citations=(*whole.citations, *divided.cited))
        return
    others, *for_some = cases(divided.overlays)
    others = others.resting_on(divided.cited)
    became = [new for _, new in divided.became]
    if isinstance(unit, ast.For):
        lines = [(others, unit), *zip(for_some, became, strict=True)]
        yield scope_by_case([(c, n) for c, n in lines if isinstance(n, ast.For)], unit.span)
        return
    if isinstance(unit, ast.Clause) and value_of(unit) is not None:
        yield _valued(unit, [(others, unit), *zip(for_some, became, strict=True)])
        return
    if isinstance(unit, ast.Clause) and unit.word in BY_CONDITION:
        yield conditional(unit, [(others, unit), *zip(for_some, became, strict=True)])
        return
    if isinstance(unit, BLOCK_LINES):
        yield _block(others, unit)
        yield from (_block(c, n) for c, n in zip(for_some, became, strict=True) if n is not None)
        return
    yield guarded(unit, others, of_document=divided.of_document)
    for case, new, name in zip(for_some, became, names, strict=True):
        if new is not None:
            made = guarded(new, case, of_document=divided.of_document)
            yield _called(made, name) if name else made


def value_of(clause: ast.Node | None) -> ast.ValueLine | None:
    """Give the line on which a definition says its value."""
    if not isinstance(clause, ast.Clause) or clause.word is not ast.ClauseWord.DEFINE:
        return None
    return next((line for line in clause.lines if isinstance(line, ast.ValueLine)), None)


def _valued(clause: ast.Clause, divided: Sequence[tuple[Case, ast.Node | None]]) -> ast.Clause:
    lines = [(case, value_of(each)) for case, each in divided]
    value = value_by_case([(case, line) for case, line in lines if line], clause.span)
    others = (line for line in clause.lines if not isinstance(line, ast.ValueLine))
    return attrs.evolve(clause, lines=(*others, value))


def _called(node: ast.Node, name: str) -> ast.Node:
    assert isinstance(node, ast.Headed | ast.Item | ast.Advise)
    assert node.id is not None
    return remade(node, id=attrs.evolve(node.id, text=name))


def _block(case: Case, line: ast.Node) -> ast.If:
    assert isinstance(line, BLOCK_LINES)
    return ast.If(case.expr(), (line,), citations=case.citations, span=line.span)


BY_CONDITION = frozenset({ast.ClauseWord.APPLIES, ast.ClauseWord.DEFINE})
"""The clauses that say one condition, which can itself be divided."""
BLOCK_LINES = (ast.Pays, ast.CountsToward, ast.Complete)
"""The lines without a name that can stand in a block of their own."""


# ------------------------------------------------------------------ conditions


def conditional(clause: ast.Clause, divided: Sequence[tuple[Case, ast.Node | None]]) -> ast.Clause:
    """Give *clause* when its condition is that of each case; without one, the case is enough."""
    found = [
        (case, condition_of(each) if isinstance(each, ast.Clause) else None)
        for case, each in divided
    ]
    when = ast.When(by_case(found, clause.span), span=clause.span)
    others = (line for line in clause.lines if not isinstance(line, ast.When | ast.For))
    return attrs.evolve(clause, lines=(when, *others))


def condition_of(clause: ast.Clause) -> ast.Condition:
    """Give all that *clause* says on its `when` and `for` lines, or else by its name."""
    lines = [line for line in clause.lines if isinstance(line, ast.When | ast.For)]
    if not lines:
        return ast.Condition(clause.id, (), span=clause.id.span)
    if len(lines) == 1:
        return ast.Condition(lines[0].condition, lines[0].citations, span=lines[0].span)
    bullets = tuple(ast.Bullet(li.condition, li.citations, span=li.span) for li in lines)
    return ast.Condition(
        ast.Listed(ast.ListWord.ALL, (), bullets, span=lines[0].span), (), span=lines[0].span
    )
