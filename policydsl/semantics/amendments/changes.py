"""Find what a clause says, and let it say something else."""

from __future__ import annotations

import inspect
from typing import get_args

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics.amendments import problems
from policydsl.source import Restated, Span
from policydsl.syntax import ast
from policydsl.syntax.printer_lines import written_condition
from policydsl.syntax.walk import Trail, put, remade, trails


@frozen
class Place:
    """A node that says something, the way to it, and all that it says there as one value."""

    node: ast.Node
    trail: Trail
    says: ast.Said

    @property
    def span(self) -> Span:
        return self.says.span


def places(clause: ast.Node, old: ast.Said) -> list[Place]:
    """Find where *clause* says *old*: a value, a condition, an amount, a set or a text."""
    wanted = _bare(old)
    return [place for place in places_in(clause) if _same(place.says, wanted)]


def said_instead(clause: ast.Node, old: ast.Said) -> list[Place]:
    """Find what *clause* says that is of the kind of *old*, or else nearly so."""
    wanted, every = _bare(old), places_in(clause)
    kinds: tuple[type[ast.Node], ...] = (type(wanted),)
    if isinstance(wanted, ast.Name):
        kinds = (ast.Member,)  # it looks like a name
    found = [place for place in every if isinstance(place.says, kinds)]
    if not found and isinstance(wanted, ast.Literal):
        found = [place for place in every if isinstance(place.says, ast.Literal)]
    return found


def replaced(place: Place, change: ast.Change) -> ast.Node | Diagnostic:
    """Give the root of *place* when it says what *change* wants said."""
    new = _fitting(place, change.new)
    return (
        problems.misfit(change, place.says) if new is None else _Rebuilding(change).at(place, new)
    )


# ------------------------------------------------------------------- reading

_HIDDEN = frozenset({"id", "citations"})


def places_in(clause: ast.Node) -> list[Place]:
    """List everything that *clause* says, in the order of the text."""
    found: list[Place] = []
    for node, trail in trails(clause):
        if any(step.field in _HIDDEN for step in trail) or isinstance(node, ast.Bracketed):
            continue
        match node:
            case ast.In() | ast.Like() | ast.SetTest():
                found.append(Place(node, trail, ast.SetValue(node.items, span=node.span)))
            case ast.Amount():
                found.append(Place(node, trail, attrs.evolve(node, citations=())))
                continue
            case _:
                pass
        if isinstance(node, ast.Expr | ast.Value | ast.Text):
            found.append(Place(node, trail, node))
    return found


def _bare(said: ast.Said) -> ast.Said:
    while isinstance(said, ast.Bracketed):
        said = said.inner
    return said


def _same(here: ast.Said, wanted: ast.Said) -> bool:
    if here == wanted:
        return True
    match here, wanted:
        case ast.Member(text), ast.Name() | ast.Number() | ast.Member():
            return text == wanted.text
        case ast.SetValue(items), ast.SetValue(others):
            return _members(items) == _members(others)
        case _:
            return False


def _members(items: tuple[ast.MemberRange, ...]) -> list[tuple[ast.Member, ast.Member | None]]:
    return [(item.low, item.high) for item in items]


# ------------------------------------------------------------------- writing


def _fitting(place: Place, new: ast.Said) -> ast.Node | None:
    """Give *new* as a node that may stand where *place* is; None when it may not."""
    here, kinds = place.node, _kinds(place)
    match here:
        case ast.In() | ast.Like() | ast.SetTest() if isinstance(place.says, ast.SetValue):
            return attrs.evolve(here, items=new.items) if isinstance(new, ast.SetValue) else None
        case ast.Amount():
            if not isinstance(new, ast.Amount):
                return None
            return attrs.evolve(here, amount=new.amount, window=new.window)
        case ast.Member() if isinstance(new, (ast.Name, ast.Number, ast.Member)):
            return ast.Member(new.text, span=new.span)
        case _:
            pass
    if isinstance(new, ast.Bracketed) and not isinstance(place.trail[-1].parent, ast.Expr):
        new = new.inner
    if type(new) is type(here) or ("Expr" in kinds and isinstance(new, ast.Expr)):
        return new
    if "Value" in kinds:
        if isinstance(new, ast.Name):
            return ast.Member(new.text, span=new.span)
        return new if isinstance(new, ast.Value) else None
    return new if "Literal" in kinds and isinstance(new, ast.Literal) else None


def _kinds(place: Place) -> str:
    """Give the annotation of the field in which the node stands."""
    if not place.trail:
        return ""
    step = place.trail[-1]
    for kind in type(step.parent).__mro__:
        stated = inspect.get_annotations(kind).get(step.field)
        if stated is not None:
            return str(stated)
    return ""


class _Rebuilding:
    """Rebuilds what leads to a place.

    Up to the line, all of it reads as it now does and stands at the change; what the change
    cites takes the place of what the line cited, and in the head of a clause joins it.
    """

    def __init__(self, change: ast.Change) -> None:
        self.at_change = change.span
        self.citations = change.citations
        self.of_fact = False

    def at(self, place: Place, new: ast.Node) -> ast.Node:
        node, in_line = new, not isinstance(new, ast.Line)
        self.of_fact = bool(place.trail) and isinstance(place.trail[0].parent, ast.Fact)
        if not in_line:
            node = self._cited(node, append=False)
        if not isinstance(node, _LEAVES):
            node = self._restated(node)
        for step in reversed(place.trail):
            node = put((step,), (node,))
            head = isinstance(node, ast.Headed | ast.Item | ast.Advise)
            if self.citations and isinstance(node, _HOLDERS):
                node = self._cited(node, append=head or not in_line)
            if in_line and not head:
                node = self._restated(node)
            in_line = in_line and not isinstance(node, ast.Line)
        return node

    def _cited(self, node: ast.Node, *, append: bool) -> ast.Node:
        if not self.citations or isinstance(node, _WITHOUT_CITATIONS):
            return node
        if self.of_fact and isinstance(node, ast.Attributes):
            return node
        before = getattr(node, "citations", ())
        now = (*before, *self.citations) if append else self.citations
        self.citations = ()
        return remade(node, citations=now)

    def _restated(self, node: ast.Node) -> ast.Node:
        at = self.at_change
        if isinstance(node, ast.Expr):
            says = written_condition(node)
            return attrs.evolve(node, span=Restated(at.source, at.start, at.end, says))
        return attrs.evolve(node, span=at)


_LEAVES = (ast.Name, ast.Text, *get_args(ast.Value))
# What a citation may end; members in braces keep to the line that they stand in.
_HOLDERS = (
    ast.Line,
    ast.Bullet,
    ast.MemberBullet,
    ast.Summand,
    ast.EnumMember,
    ast.Listed,
    ast.MemberList,
    ast.SumOf,
)
_WITHOUT_CITATIONS = (
    ast.TextLine,
    ast.Say,
    ast.AskFor,
    ast.GivenNames,
    ast.SourceDate,
    ast.SourceText,
    ast.Uses,
    ast.RestDays,
    ast.Holiday,
    ast.Spans,
    ast.Reading,
    ast.About,
)
