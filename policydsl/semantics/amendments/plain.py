"""Work amendments that are for everybody into the items of the edition that they amend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.amendments import problems
from policydsl.semantics.amendments.changes import places, replaced, said_instead
from policydsl.semantics.amendments.heads import Amending
from policydsl.semantics.amendments.references import speaking_of, without_questions_about
from policydsl.semantics.amendments.rows import reworked
from policydsl.semantics.amendments.touches import Touch, beside, name_of
from policydsl.semantics.amendments.tree import Found, Key, Tree
from policydsl.semantics.problems_clauses import misplaced_line
from policydsl.semantics.shape import word_of
from policydsl.syntax import ast
from policydsl.syntax.walk import Trail, remade, trails


class Plain:
    """Works amendments into one tree, and takes away at the end what they remove.

    What cannot be done is left as it was, and reported.
    """

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Diagnostic] = []
        self._passed_over: frozenset[int] = frozenset()
        # By what is changed, as it was, and the first line that changes it.
        self._changed: dict[Key, tuple[ast.Node, ast.Change]] = {}
        self._removed: list[tuple[ast.Name | ast.Text, Key]] = []

    def work(self, amending: Amending, passed_over: frozenset[int]) -> None:
        """Work one amendment in, but for what the names say whose `id()` is in *passed_over*."""
        self.pass_over(passed_over)
        for delta in amending.deltas:
            match delta:
                case ast.Change():
                    for name in delta.clauses:
                        if (found := self._found(name)) is not None:
                            self._change(delta, name, found)
                case ast.Replace():
                    for item in delta.items:
                        self._replace(item)
                case ast.Add():
                    self.add(item for item in delta.items if self.is_new(item))
                case ast.AddRows() | ast.RemoveRows() | ast.ReplaceRows() | ast.ChangeRows():
                    found = self._found(delta.table)
                    if found is not None and isinstance(found.node, ast.Rows):
                        self.tree.put(found, reworked(found.node, delta, self._passed_over))
                case ast.AddTo():
                    if (found := self._found(delta.clause)) is not None:
                        self._add_to(delta, found)
                case ast.Remove():
                    for removed in delta.clauses:
                        found = self._found(removed)
                        if found is not None and found.key[0] != "head":
                            self._removed.append((removed, found.key))
        self.add(item for item in beside(amending) if self.is_new(item))

    def pass_over(self, places: frozenset[int]) -> None:
        self._passed_over = places

    # ------------------------------------------------------------------ deltas

    def _found(self, name: ast.Name | ast.Text) -> Found | None:
        """Find what is meant; what is not there has been reported."""
        found = self.tree.find(name) if id(name) not in self._passed_over else None
        return found if isinstance(found, Found) else None

    def _change(self, change: ast.Change, name: ast.Name, found: Found) -> None:
        if isinstance(found.node, ast.Policy) and isinstance(change.old, ast.Date):
            self.problems.append(problems.not_of_an_amendment(change.old, "edition"))
            return
        # All lines speak of what is amended, and not of what the lines before made of it.
        before, earlier = self._changed.setdefault(found.key, (found.node, change))
        new = changed(before, change, name)
        if not isinstance(new, Diagnostic) and before is not found.node:
            new = changed(found.node, change, name)
            if isinstance(new, Diagnostic):
                new = problems.conflict(change.old, earlier.old, name.text, None)
        if isinstance(new, Diagnostic):
            self.problems.append(new)
        else:
            self.tree.put(found, new)

    def _replace(self, item: ast.AnyItem) -> None:
        found = self.replaced_by(item)
        if found is not None:
            if isinstance(found.node, ast.Policy) and isinstance(item, ast.Policy):
                item = self._head_like(found.node, item)
            self.tree.put(found, item)

    def _head_like(self, before: ast.Policy, after: ast.Policy) -> ast.Policy:
        """Give *after* with the date and the days of *before*, which are not for it to say."""
        dated = tuple(line for line in before.lines if isinstance(line, _DATED))
        lines = tuple(line for line in after.lines if self._of_head(line))
        return attrs.evolve(after, lines=(*dated, *lines))

    def _of_head(self, line: ast.AnyLine) -> bool:
        if isinstance(line, _DATED):
            word = "edition" if isinstance(line, ast.Edition) else "in force"
            self.problems.append(problems.not_of_an_amendment(line, word))
        elif not isinstance(line, _OF_HEADS) or (isinstance(line, ast.Say) and line.when is None):
            self.problems.append(misplaced_line(line, word_of(line), "policy", []))
        else:
            return True
        return False

    def replaced_by(self, item: ast.AnyItem) -> Found | None:
        """Find what *item* takes the place of; report it where *item* cannot stand there."""
        name = name_of(item)
        if name is None or id(name) in self._passed_over:
            return None
        found = self.tree.find_like(item, name)
        if not isinstance(found, Found):
            return None
        inside = all(found.node is not each for each in self.tree.items)
        if inside and word_of(item) not in _INSIDE:
            self.problems.append(problems.misplaced_replacement(name, word_of(item), found.node))
            return None
        return found

    def is_new(self, item: ast.AnyItem) -> bool:
        key, name = self.tree.key_of(item), name_of(item)
        if name is not None and id(name) in self._passed_over:
            return False
        old = self.tree.at(key) if key is not None else None
        if old is not None and name is not None:
            self.problems.append(problems.added_already(name, old, name.text))
            return False
        return True

    def add(self, items: Iterable[ast.AnyItem]) -> None:
        """Add items, sources and facts beside those that there are."""
        for item in items:
            before = list(self.tree.items)
            alike = [index for index, each in enumerate(before) if _stands_with(item, each)]
            before.insert(alike[-1] + 1 if alike else len(before), item)
            self.tree.hold(before)

    def _add_to(self, delta: ast.AddTo, found: Found) -> None:
        if self.takes_lines(delta.clause, found):
            lines = getattr(found.node, "lines", ())
            more = delta.lines
            if isinstance(found.node, ast.Policy):
                more = tuple(line for line in more if self._of_head(line))
            grown = remade(found.node, lines=(*lines, *more))
            self.tree.put(found, grown)

    def takes_lines(self, name: ast.Name, found: Found) -> bool:
        """Say whether lines can be added to what *name* means; report it where they cannot."""
        if isinstance(found.node, _GROWING):
            return True
        self.problems.append(problems.misplaced_lines(name, name, word_of(found.node)))
        return False

    # ----------------------------------------------------------------- removal

    def take_away(self) -> None:
        """Take away what is removed and what is left empty, but for what is spoken of still."""
        gone = {key: name for name, key in self._removed}
        nodes = {key: node for key in gone if (node := self._at(gone[key], key)) is not None}
        uses = speaking_of(self.tree, nodes)
        for key, spans in uses.items():
            self.problems.append(problems.removed_in_use(gone[key], key[1], spans))
            del nodes[key]
        self.tree.hold(without_questions_about(self.tree, nodes))
        for key in nodes:
            node = self._at(gone[key], key)
            if node is not None:
                self.tree.swap({id(_emptied(self.tree.file, node)): ()})

    def _at(self, name: ast.Name | ast.Text, key: Key) -> ast.AnyItem | ast.AnyLine | None:
        if key[0] in ("text", "assume"):
            found = self.tree.find(name)
            return found.node if isinstance(found, Found) else None
        return self.tree.at(key)


def changed(clause: ast.Node, change: ast.Change, name: ast.Name) -> ast.Node | Diagnostic:
    """Give *clause*, called *name*, when it says what *change* wants said."""
    found = places(clause, change.old)
    if not found:
        others = [(place.span, place.says) for place in said_instead(clause, change.old)]
        return problems.says_otherwise(change, name, clause, others)
    if len(found) > 1:
        spans = [place.span for place in found]
        parts = [part for place in found for part in _part(place.trail, name)]
        return problems.said_twice(change, name, spans, parts)
    return replaced(found[0], change)


def _part(trail: Trail, name: ast.Name) -> Iterator[str]:
    """Name the clause inside the clause *name* in which a place is."""
    inner = [
        step.parent.id.text for step in trail[1:] if isinstance(step.parent, ast.Clause | ast.Item)
    ]
    if inner:
        yield f"{name.text}.{'.'.join(inner)}"


# To what lines of clauses can be added.
_GROWING = (ast.Policy, ast.Clause, ast.Item, ast.Sending, ast.Review, ast.Advise, ast.Assume)
_DATED = (ast.Edition, ast.InForce)
_OF_HEADS = (ast.Issuer, ast.Uses, ast.AsksFirst, ast.Alternatives, ast.Say, ast.TextLine)
# What may stand in another clause.
_INSIDE = frozenset({"require", "authorize", "exclude", "advise"})
_KINDS = (ast.SourceItem, ast.Fact, ast.Policy)


def _stands_with(item: ast.AnyItem, other: ast.AnyItem) -> bool:
    """Say whether *item* goes behind *other*: sources and facts go with those there are."""
    match item:
        case ast.SourceItem():
            return isinstance(other, ast.SourceItem | ast.Policy)
        case ast.Fact():
            return isinstance(other, _KINDS)
        case _:
            return True


def _emptied(file: ast.File, node: ast.Node) -> ast.Node:
    """Give *node*, or the block or list around it that would be left without anything."""
    trail = next(trail for each, trail in trails(file) if each is node)
    for step in reversed(trail):
        parent = step.parent
        held = getattr(parent, step.field)
        match parent:
            case ast.If() | ast.For() | ast.AnyOf() if len(held) == 1:
                node = parent
            case ast.Clause(word=ast.ClauseWord.EXCLUDE) if isinstance(node, ast.Item) and (
                sum(isinstance(line, ast.Item) for line in held) == 1
            ):
                node = parent
            case _:
                break
    return node


def only(touched: Sequence[Touch], others: Iterable[Touch]) -> frozenset[int]:
    """Give the places of *touched* that *others*, which go before, change as well."""
    others = tuple(others)
    return frozenset(id(touch.at) for touch in touched if any(touch.meets(o) for o in others))
