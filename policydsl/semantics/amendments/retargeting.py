"""Let what spoke of a clause speak of it and of what it became for some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems_overlays
from policydsl.semantics.amendments.heads import joined, restated
from policydsl.semantics.amendments.tree import Tree
from policydsl.semantics.names import Declaration, Names, Sort
from policydsl.syntax import ast
from policydsl.syntax.walk import Trail, remade, rewrite, trails, walk

Variants = Mapping[str, Sequence[str]]
"""By the key of a clause that was divided, the keys of what it became for some."""


Cases = Mapping[str, Sequence[ast.Expr]]
"""By the key of a clause that was divided, whom each of its parts is for; all others first."""


def retarget(tree: Tree, before: Names, variants: Variants, cases: Cases) -> tuple[Diagnostic, ...]:
    """Rewrite the names in *tree*, which meant what they mean in *before*."""
    return tuple(_Retargeting(tree, before, variants, cases).all())


class _Retargeting:
    def __init__(self, tree: Tree, before: Names, variants: Variants, cases: Cases) -> None:
        self.cases = cases
        self.tree = tree
        self.before = before
        self.variants = variants
        self.new_by_id: dict[int, tuple[ast.Node, ...]] = {}

    def all(self) -> Iterator[Diagnostic]:
        for node, trail in trails(self.tree.file):
            match node:
                case ast.Overrides() | ast.About():
                    self._list(node, "clauses", node.clauses, trail)
                case ast.Except() if node.items:
                    self._list(node, "items", node.items, trail)
                case ast.CountsToward() | ast.Outside(counter=ast.Name()):
                    assert node.counter is not None
                    self._lines(node, "counter", node.counter, trail)
                case ast.Complete():
                    self._lines(node, "document", node.document, trail)
                case ast.PartOf():
                    if self._keys(node.benefit, trail):
                        what = f"the benefit `{node.benefit.text}`, of which others are a part,"
                        instead = f"change what stands in it, such as `add to {node.benefit.text}`"
                        yield problems_overlays.cannot_divide(node.benefit, what, instead)
                case ast.Name():
                    yield from self._part_of_a_limit(node, trail)
                case _:
                    pass
        self.tree.swap(self.new_by_id)

    # -------------------------------------------------------------------- lists

    def _list(self, node: ast.Node, field: str, names: Sequence[ast.Name], trail: Trail) -> None:
        made: list[ast.Name] = []
        local = isinstance(node, ast.Except)
        for name in names:
            keys = self._keys(name, trail)
            made += (_called(name, key, local=local) for key in keys) if keys else (name,)
        if len(made) != len(names):
            self.new_by_id[id(node)] = (remade(node, **{field: tuple(made)}),)

    def _lines(self, node: ast.Node, field: str, name: ast.Name, trail: Trail) -> None:
        keys = self._keys(name, trail)
        if keys:
            lines = (remade(node, **{field: _called(name, key, local=False)}) for key in keys)
            self.new_by_id[id(node)] = tuple(lines)

    def _keys(self, name: ast.Name, trail: Trail) -> list[str]:
        """Give the keys that *name* is to mean; none when what it means was not divided."""
        found = self.before.clause(name, near=_key_of(trail))
        if not isinstance(found, Declaration):
            return []
        for key, others in self.variants.items():
            if found.key == key or found.key.startswith(f"{key}."):
                inner = found.key[len(key) :]
                known = [f"{o}{inner}" for o in others if f"{o}{inner}" in self.tree.names.clauses]
                return [found.key, *known] if known else []
        return []

    # ------------------------------------------------------------------- limits

    def _part_of_a_limit(self, name: ast.Name, trail: Trail) -> Iterator[Diagnostic]:
        key, _, part = name.text.rpartition(".")
        others = self.variants.get(key, ())
        limit = self.before.clauses.get(key)
        if not others or limit is None or limit.sort is not Sort.LIMIT:
            return
        nodes = [limit.node, *(self.tree.names.clauses[other].node for other in others)]
        if part == "used" and len({_used(node) for node in nodes}) == 1:
            return
        made = self._by_case(key, others, trail)
        if made is None:
            instead = (
                f"read it in a comparison, such as `{name.text} is at least 1`, or in a `define`"
            )
            yield problems_overlays.cannot_divide(
                name, f"`{name.text}`, which is read here,", instead
            )
            return
        at, new = made
        if id(at) not in self.new_by_id:
            self.new_by_id[id(at)] = (new,)
        elif self.new_by_id[id(at)] != (new,):
            instead = "read each of the limits in a comparison or `define` of its own"
            what = f"`{name.text}`, read here beside another limit,"
            yield problems_overlays.cannot_divide(name, what, instead)

    def _by_case(
        self, key: str, others: Sequence[str], trail: Trail
    ) -> tuple[ast.Node, ast.Node] | None:
        """Find the comparison, or else the value, that reads the limit *key*; say it by case."""
        found = next(
            (s.parent for s in reversed(trail) if isinstance(s.parent, (*_READING, ast.Line))), None
        )
        every = self.cases.get(key, ())
        if len(every) != len(others) + 1 or not isinstance(found, (*_READING, ast.ValueLine)):
            return None
        if any(isinstance(node, ast.SumOf | ast.Listed) for node in walk(found)):
            return None
        said = [_reading(found, key, other) for other in (key, *others)]
        if isinstance(found, ast.ValueLine):
            lines = (each for each in said if isinstance(each, ast.ValueLine))
            summands = tuple(
                ast.Summand(line.value, case, line.citations, span=line.span)
                for case, line in zip(every, lines, strict=True)
            )
            value = ast.SumOf((), summands, span=found.span)
            return found, ast.ValueLine(value, span=found.span)
        both = [
            joined(ast.Joiner.AND, [case, each])
            for case, each in zip(every, said, strict=True)
            if isinstance(each, _READING)
        ]
        whole = joined(ast.Joiner.OR, both)
        inside = next(s.parent for s in reversed(trail) if _holds(s.parent, found))
        bare = not isinstance(inside, ast.Expr) or isinstance(inside, ast.Bracketed)
        return found, whole if bare else ast.Bracketed(whole, span=found.span)


# What compares amounts, and is yes, no or unknown.
_READING = (ast.Compare, ast.Between, ast.Within)


def _reading(node: ast.Node, key: str, other: str) -> ast.Node:
    """Give *node* when it reads the limit *other* where it reads *key*."""
    names = (each for each in walk(node) if isinstance(each, ast.Name))
    new_by_id: dict[int, tuple[ast.Node, ...]] = {
        id(name): (attrs.evolve(name, text=f"{other}{name.text[len(key) :]}"),)
        for name in names
        if name.text.rpartition(".")[0] == key
    }
    made = rewrite(node, new_by_id)
    return restated(made) if isinstance(made, _READING) else made


def _holds(parent: ast.Node, child: ast.Node) -> bool:
    return parent is not child and any(each is child for each in walk(parent))


def _used(limit: ast.Node) -> tuple[ast.AnyLine, ...]:
    lines = limit.lines if isinstance(limit, ast.Clause) else ()
    kinds = ast.Used | ast.MeasureDates | ast.MeasureUnit | ast.MeasureMoney | ast.ForEach
    return tuple(line for line in lines if isinstance(line, kinds))


def _called(name: ast.Name, key: str, *, local: bool) -> ast.Name:
    return attrs.evolve(name, text=key.rpartition(".")[2] if local else key)


def _key_of(trail: Trail) -> str | None:
    """Give the key of the clause in which something stands."""
    ids = [step.parent.id.text for step in trail if isinstance(step.parent, ast.Headed | ast.Item)]
    return ".".join(ids) or None
