"""Put definitions in the order in which they rest on each other, and find those that go in circles.

Without recursion: a chain of definitions may be as long as the policy.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from policydsl.frozen import frozen
from policydsl.semantics.names import Declaration, Names, Sort
from policydsl.syntax import ast
from policydsl.syntax.walk import walk


@frozen
class Ordered:
    """`declarations` come after all that they read; `circles` are uses that lead back.

    A circle begins with the name where it is declared and ends with the use that
    closes it.
    """

    declarations: tuple[Declaration, ...]
    circles: tuple[tuple[ast.Name, ...], ...]


def in_order_of_use(names: Names, start: Declaration, known: Container[str]) -> Ordered:
    """Order *start* and every definition that it reads, except the *known* ones."""
    order: list[Declaration] = []
    circles: list[tuple[ast.Name, ...]] = []
    done: set[str] = set()
    # The way from *start*: each definition, the name that led to it, what is left to follow.
    path = [(start, start.name, _uses(names, start))]
    while path:
        declaration, _, uses = path[-1]
        use = next(uses, None)
        if use is None:
            path.pop()
            done.add(declaration.key)
            order.append(declaration)
            continue
        if use.text in done or use.text in known:
            continue
        way = [opened.key for opened, _, _ in path]
        if use.text in way:
            circle = path[way.index(use.text) :]
            between = (name for _, name, _ in circle[1:])
            circles.append((circle[0][0].name, *between, use))
            continue
        path.append((names.values[use.text], use, _uses(names, names.values[use.text])))
    return Ordered(tuple(order), tuple(circles))


def _uses(names: Names, declaration: Declaration) -> Iterator[ast.Name]:
    """Give every name in *declaration* that may mean a definition, in the order of the text."""
    for line in _read_lines(names, declaration):
        for part in walk(line):
            if isinstance(part, ast.Name):
                meant = names.values.get(part.text)
                if meant is not None and meant.sort in (Sort.DEFINE, Sort.TABLE, Sort.PARAMETER):
                    yield part


def _read_lines(names: Names, declaration: Declaration) -> Iterator[ast.AnyLine]:
    """Give the lines on which *declaration* rests: a parameter rests on who has which plan."""
    match declaration.node:
        case ast.Clause(lines=lines) | ast.Rows(lines=lines):
            yield from lines
        case ast.Parameter():
            for plan in names.of_sort(Sort.PLAN):
                if isinstance(plan.node, ast.Plan):
                    yield from (line for line in plan.node.lines if isinstance(line, ast.For))
        case _:
            return
