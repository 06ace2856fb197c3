"""Hold the items of an edition while amendments are worked into them, and find them by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems
from policydsl.semantics.names import Declaration, Names, Sort, declare
from policydsl.syntax import ast
from policydsl.syntax.walk import rewrite, trails

Key = tuple[str, str]
"""What a thing is known by: `clause`, `value`, `other`, `text` or `head`, and its key there."""

_OTHERS: Final = (Sort.PLAN, Sort.SOURCE, Sort.CALENDAR)


@attrs.frozen
class Found:
    key: Key
    node: ast.AnyItem | ast.AnyLine


class Tree:
    """The items of one edition; each change gives it new ones, and its nodes other identities."""

    def __init__(self, file: ast.File) -> None:
        self.file = file
        self._names: Names | None = None

    @property
    def items(self) -> tuple[ast.AnyItem, ...]:
        return self.file.items

    @property
    def head(self) -> ast.Policy | None:
        return next((item for item in self.items if isinstance(item, ast.Policy)), None)

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = declare((self.file,)).names
        return self._names

    def hold(self, items: Iterable[ast.AnyItem]) -> None:
        self.file = attrs.evolve(self.file, items=tuple(items))
        self._names = None

    def swap(self, new_by_id: Mapping[int, tuple[ast.Node, ...]]) -> None:
        """Put other nodes in the place of those whose `id()` is a key."""
        file = rewrite(self.file, new_by_id)
        assert isinstance(file, ast.File)
        self.file = file
        self._names = None

    def put(self, found: Found, new: ast.Node) -> None:
        """Put *new* in the place of what was found; only the item around it is looked through."""
        kind, text = found.key
        outer = self.names.clauses.get(text.partition(".")[0]) if kind == "clause" else None
        top = outer.node if outer else found.node
        if not any(top is item for item in self.items):
            self.swap({id(found.node): (new,)})
            return
        made = rewrite(top, {id(found.node): (new,)})
        assert isinstance(made, ast.AnyItem)
        self.hold(made if item is top else item for item in self.items)

    # ----------------------------------------------------------------- finding

    def find(self, name: ast.Name | ast.Text) -> Found | Diagnostic:
        """Find what an amendment means: a clause, else what is read, else a plan or a source."""
        if isinstance(name, ast.Text):
            return self._passage(name)
        head = self.head
        if head is not None and name.text == head.id.text:
            return Found(("head", name.text), head)
        clause = self.names.clause(name)
        if isinstance(clause, Declaration):
            return Found(("clause", clause.key), clause.node)
        if clause.code is catalogue.AMBIGUOUS_CLAUSE:
            return clause
        value = self.names.values.get(name.text)
        if value is not None:
            return Found(("value", value.key), value.node)
        for sort in _OTHERS:
            other = self.names.others.get((sort, name.text))
            if other is not None:
                return Found(("other", other.key), other.node)
        assumed = self._assumed(name.text)
        if len(assumed) == 1:
            return Found(("assume", name.text), assumed[0])
        return problems.not_in_base(name, name.text, self._known())

    def find_like(self, item: ast.AnyItem, name: ast.Name) -> Found | Diagnostic:
        """Find what *item*, called *name*, takes the place of: a thing of its kind."""
        key = self.key_of(item)
        assert key is not None
        kind, text = key
        match kind:
            case "clause":
                found = self.names.clause(name)
                if isinstance(found, Declaration):
                    return Found(("clause", found.key), found.node)
                if found.code is catalogue.AMBIGUOUS_CLAUSE:
                    return found
            case "assume":
                assumed = self._assumed(text)
                if len(assumed) == 1:
                    return Found(key, assumed[0])
            case _:
                node = self.at(key)
                if node is not None:
                    return Found(key, node)
        return problems.not_in_base(name, name.text, self._known())

    def _assumed(self, fact: str) -> list[ast.Assume]:
        items = (item for item in self.items if isinstance(item, ast.Assume))
        return [item for item in items if item.fact.text == fact]

    def key_of(self, item: ast.AnyItem) -> Key | None:
        """Give the key that *item* has among the items; None when it has no name."""
        match item:
            case ast.Policy():
                return ("head", item.id.text)
            case ast.Fact() | ast.Parameter():
                return ("value", item.id.text)
            case ast.Clause(word=ast.ClauseWord.DEFINE):
                return ("value", item.id.text)
            case ast.Rows(word=ast.RowsWord.TABLE):
                return ("value", item.id.text)
            case ast.Plan() | ast.SourceItem() | ast.Calendar():
                return ("other", item.id.text)
            case ast.Assume():
                return ("assume", item.fact.text)
            case ast.Headed() | ast.Advise(id=ast.Name()):
                assert item.id is not None
                return ("clause", item.id.text)
            case _:
                return None

    def at(self, key: Key) -> ast.AnyItem | ast.AnyLine | None:
        """Give what has that very key."""
        kind, text = key
        found: Declaration | None = None
        match kind:
            case "head":
                return self.head if self.head and self.head.id.text == text else None
            case "clause":
                found = self.names.clauses.get(text)
            case "value":
                found = self.names.values.get(text)
            case "other":
                others = (self.names.others.get((sort, text)) for sort in _OTHERS)
                found = next((each for each in others if each is not None), None)
            case _:
                return None
        return found.node if found else None

    def _passage(self, text: ast.Text) -> Found | Diagnostic:
        words = dict(self._passages())
        node = words.get(text.text)
        if node is None:
            return problems.not_in_base(text, text.text, words)
        return Found(("text", text.text), node)

    def _passages(self) -> Iterator[tuple[str, ast.AnyItem | ast.AnyLine]]:
        for node, _ in trails(self.file):
            match node:
                case ast.OpenQuestion():
                    yield node.question.text, node
                case ast.NotEncoded():
                    yield node.why.text, node
                case ast.Advise():
                    yield node.text.text, node
                case _:
                    pass

    def _known(self) -> Iterator[str]:
        for key in self.names.clauses:
            yield key
            yield key.rpartition(".")[2]
        yield from self.names.values
        yield from (key for sort, key in self.names.others if sort in _OTHERS)
        if self.head:
            yield self.head.id.text
