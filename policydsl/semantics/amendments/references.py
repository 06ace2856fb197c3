"""Find where the items of an edition speak of each other by name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from policydsl.frozen import frozen
from policydsl.semantics.amendments.tree import Key, Tree
from policydsl.semantics.citations import cited_in
from policydsl.semantics.names import Names
from policydsl.semantics.shape import WORKED
from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.walk import remade, trails

# Where a name means a clause.
_OF_CLAUSES = frozenset({"clauses", "counter", "benefit", "document", "items", "because"})
# Names in these fields mean no item: who supplies, where somebody is sent, a unit of time.
_ELSEWHERE = frozenset(
    {"id", "supplier", "system", "target", "per", "mode", "days", "vocabularies", "determination"}
    | {"code"}
)


@frozen
class Spoken:
    """A name by which something is spoken of, and whether it means a clause where it stands."""

    name: ast.Name
    of_clause: bool

    def means(self, key: Key) -> bool:
        """Say whether it means what has *key*: a clause, a part of a limit, or a value."""
        kind, text = key
        if kind == "clause":
            return means(self.name.text, text) if self.of_clause else self._counts(text)
        return not self.of_clause and self.name.text == text

    def _counts(self, key: str) -> bool:
        return key in (self.name.text, self.name.text.rpartition(".")[0])


def means(text: str, key: str) -> bool:
    """Say whether a name *text*, where clauses are named, may mean the one with *key*.

    >>> [means(text, "outpatient.place") for text in ("place", "outpatient.place", "outpatient")]
    [True, True, False]
    """
    return text == key or key.endswith(f".{text}")


def speaking_of(tree: Tree, nodes: Mapping[Key, ast.Node]) -> dict[Key, list[Span]]:
    """Find, for each of *nodes* that is to go, where what stays speaks of it."""
    going = {id(node) for node in nodes.values()}
    names = tree.names
    gone = {key: list(_keys_in(tree, key)) for key in nodes}
    every = {each for keys in gone.values() for each in keys}
    kept = [key for key in _keys_of(names) if key not in every]
    spoken = [
        each
        for item in tree.items
        if not isinstance(item, (*WORKED, *_REMARKS))
        for each in _spoken_outside(item, going)
        if not any(each.means(key) for key in kept)
    ]
    found = {
        key: [each.name.span for each in spoken if any(each.means(inner) for inner in keys)]
        for key, keys in gone.items()
    }
    return {key: spans for key, spans in found.items() if spans}


def _keys_of(names: Names) -> Iterator[Key]:
    yield from (("clause", key) for key in names.clauses)
    yield from (("value", key) for key in names.values)


def _keys_in(tree: Tree, key: Key) -> Iterator[Key]:
    """Give the keys that go with *key*: its own, and of what stands in it."""
    kind, text = key
    yield key
    if kind == "clause":
        inside = (k for k in tree.names.clauses if k.startswith(f"{text}."))
        yield from (("clause", each) for each in inside)


def _spoken_outside(root: ast.Node, going: Container[int]) -> Iterator[Spoken]:
    """Give what *root* speaks of, but for what stands in a node whose `id()` is in *going*."""
    for node, trail in trails(root):
        if not isinstance(node, ast.Name) or id(root) in going:
            continue
        step = trail[-1]
        if any(id(each.parent) in going for each in trail) or step.field in _ELSEWHERE:
            continue
        if not isinstance(step.parent, ast.WindowName | ast.Outcome):
            yield Spoken(node, step.field in _OF_CLAUSES)


def without_questions_about(tree: Tree, nodes: Mapping[Key, ast.Node]) -> Iterator[ast.AnyItem]:
    """Give the items, open questions and accepted findings without what is to go.

    One that was about nothing else goes with it.
    """
    gone = {text for key in nodes for _, text in _keys_in(tree, key)}
    for item in tree.items:
        if not isinstance(item, _REMARKS):
            yield item
            continue
        about = [line for line in item.lines if isinstance(line, ast.About)]
        left = tuple(name for line in about for name in line.clauses if not _goes(name, gone))
        if not about or sum(len(line.clauses) for line in about) == len(left):
            yield item
        elif left:
            others = tuple(line for line in item.lines if not isinstance(line, ast.About))
            line = remade(about[0], clauses=left)
            yield remade(item, lines=(*others, line))


# What is about clauses and says nothing itself.
_REMARKS = (ast.OpenQuestion, ast.Accept)


def _goes(name: ast.Name, gone: Iterable[str]) -> bool:
    return any(means(name.text, key) for key in gone)


def encoded(items: Iterable[ast.AnyItem]) -> dict[str, ast.Citation]:
    """Give what the items that decide cite, by id."""
    found: dict[str, ast.Citation] = {}
    for item in items:
        if not isinstance(item, _SAYS_NOTHING):
            for citation in cited_in(item):
                found.setdefault(citation.id, citation)
    return found


_SAYS_NOTHING = (ast.NotEncoded, ast.OpenQuestion, ast.Fact, *WORKED)
