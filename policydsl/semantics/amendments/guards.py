"""Let clauses hold only for some: put conditions before them, or into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from policydsl.frozen import frozen
from policydsl.semantics.amendments.heads import Amending, joined, negated, restated
from policydsl.source import Span
from policydsl.syntax import ast
from policydsl.syntax.walk import remade


@frozen
class Case:
    """Whom something is for: each of `guards` on a line of its own, with what it cites."""

    guards: tuple[ast.Condition, ...]

    def resting_on(self, citations: ast.Citations) -> Case:
        """Let the last of the guards rest on *citations*, too."""
        *first, last = self.guards
        cited = attrs.evolve(last, citations=(*last.citations, *citations))
        return Case((*first, cited))

    def lines(self) -> tuple[ast.For, ...]:
        return tuple(
            ast.For(each.expr, (), citations=each.citations, span=each.span) for each in self.guards
        )

    def expr(self) -> ast.Expr:
        return joined(ast.Joiner.AND, [each.expr for each in self.guards])

    @property
    def citations(self) -> ast.Citations:
        return tuple(citation for each in self.guards for citation in each.citations)

    @property
    def span(self) -> Span:
        return self.guards[0].span


def cases(overlays: Sequence[Amending]) -> tuple[Case, ...]:
    """Divide the requests: first those of nobody in *overlays*, then those of each.

    The *overlays* come in their order, the one that goes before the others first.
    """
    found = [Case(tuple(_without(each) for each in overlays))]
    for index, each in enumerate(overlays):
        above = (o for o in overlays[:index] if not disjoint(o.condition, each.condition))
        found.append(Case((_within(each), *(_without(o) for o in above))))
    return tuple(found)


def case_of(overlay: Amending) -> Case:
    return Case((_within(overlay),))


def case_of_others(overlay: Amending) -> Case:
    return Case((_without(overlay),))


def _within(overlay: Amending) -> ast.Condition:
    span = overlay.condition.span
    return ast.Condition(overlay.condition, overlay.citations, span=span)


def _without(overlay: Amending) -> ast.Condition:
    span = overlay.condition.span
    return ast.Condition(negated(overlay.condition), overlay.citations, span=span)


def disjoint(one: ast.Expr, two: ast.Expr) -> bool:
    """Say whether two conditions plainly exclude each other: one fact, and no member of both."""
    if isinstance(one, ast.Chain) and one.joiner is ast.Joiner.AND:
        return any(disjoint(operand, two) for operand in one.operands)
    if isinstance(two, ast.Chain) and two.joiner is ast.Joiner.AND:
        return any(disjoint(one, operand) for operand in two.operands)
    first, second = _members(one), _members(two)
    if first is None or second is None or first[0] != second[0]:
        return False
    return first[1].isdisjoint(second[1])


def _members(condition: ast.Expr) -> tuple[str, frozenset[str]] | None:
    match condition:
        case ast.Is(ast.Name(fact), ast.Member(member), False):
            return fact, frozenset({member})
        case ast.In(ast.Name(fact), items, False) if all(item.high is None for item in items):
            return fact, frozenset(item.low.text for item in items)
        case ast.Bracketed(inner):
            return _members(inner)
        case _:
            return None


# -------------------------------------------------------------- whole clauses

_WITH_FOR = frozenset(
    {
        ast.ClauseWord.EXCLUDE,
        ast.ClauseWord.REQUIRE,
        ast.ClauseWord.AUTHORIZE,
        ast.ClauseWord.LIMIT,
        ast.ClauseWord.COVER,
        ast.ClauseWord.DOCUMENT,
    }
)

Guardable = ast.Clause | ast.Item | ast.Sending | ast.Review | ast.Advise | ast.Assume | ast.Plan


def takes_for(node: ast.Node) -> bool:
    """Say whether a `for` line can stand in *node* and guard all of it."""
    if isinstance(node, ast.Clause):
        return node.word in _WITH_FOR
    return isinstance(node, Guardable)


def guarded(node: ast.Node, case: Case, *, of_document: bool = False) -> ast.Node:
    """Give *node* when it holds only in *case*; its name no longer says its condition."""
    plain = explicit(node, of_document=of_document)
    lines: tuple[ast.AnyLine, ...] = getattr(plain, "lines", ())
    return remade(plain, lines=(*case.lines(), *lines))


def explicit(node: ast.Node, *, of_document: bool = False) -> ast.Node:
    """Give *node* with its condition on a line, where it was the name alone that said it."""
    match node:
        case ast.Clause(word=ast.ClauseWord.REQUIRE):
            if not _has(node.lines, ast.MetWhen, ast.Complete):
                return _with_condition(node, ast.MetWhen)
        case ast.Clause(word=ast.ClauseWord.EXCLUDE):
            if not _has(node.lines, ast.When, ast.For, ast.Item):
                return _with_condition(node, ast.When)
        case ast.Sending() | ast.Review():
            if not _has(node.lines, ast.When, ast.For):
                return _with_condition(node, ast.When)
        case ast.Item():
            if node.condition is None and not _has(node.lines, ast.When, ast.MetWhen):
                word = ast.ItemWord.MET_WHEN if of_document else ast.ItemWord.WHEN
                return attrs.evolve(node, word=word, condition=node.id)
        case _:
            pass
    return node


def _has(lines: Iterable[ast.AnyLine], *kinds: type[ast.AnyLine]) -> bool:
    return any(isinstance(line, kinds) for line in lines)


def _with_condition(
    node: ast.Clause | ast.Sending | ast.Review, word: type[ast.When | ast.MetWhen]
) -> ast.Node:
    line = word(node.id, span=node.id.span)
    return remade(node, lines=(line, *node.lines))


# ------------------------------------------------------------------ conditions


def by_case(divided: Sequence[tuple[Case, ast.Condition | None]], span: Span) -> ast.Listed:
    """Say that in each case its condition holds; where there is none, the case is enough."""
    bullets = []
    for case, condition in divided:
        inner: ast.Expr
        if condition is None:
            inner, cited = case.expr(), case.citations
        else:
            parts = [ast.Bullet(g.expr, g.citations, span=g.span) for g in case.guards]
            parts.append(ast.Bullet(condition.expr, condition.citations, span=condition.span))
            inner, cited = ast.Listed(ast.ListWord.ALL, (), tuple(parts), span=span), ()
        bullets.append(ast.Bullet(inner, cited, span=span))
    return ast.Listed(ast.ListWord.ANY, (), tuple(bullets), span=span)


def scope_by_case(divided: Sequence[tuple[Case, ast.For | None]], span: Span) -> ast.For:
    """Give one `for` line that says in each case what its own says; without one, nothing."""
    found = [
        (case, ast.Condition(line.condition, line.citations, span=line.span) if line else None)
        for case, line in divided
    ]
    return ast.For(by_case(found, span), (), span=span)


def value_by_case(divided: Sequence[tuple[Case, ast.ValueLine]], span: Span) -> ast.ValueLine:
    """Add up what each line says in its case: no two cases hold together, and one does."""
    bullets: list[ast.Summand] = []
    for case, line in divided:
        parts: tuple[ast.Summand, ...] = (
            line.value.bullets
            if isinstance(line.value, ast.SumOf)
            else (ast.Summand(line.value, None, line.citations, span=line.value.span),)
        )
        for part in parts:
            when = case.expr()
            if part.condition is not None:
                when = restated(joined(ast.Joiner.AND, [when, part.condition]))
            cited = (*part.citations, *case.citations)
            bullets.append(attrs.evolve(part, condition=when, citations=cited))
    return ast.ValueLine(ast.SumOf((), tuple(bullets), span=span), span=span)


def both(case: Case, condition: ast.Expr) -> ast.Expr:
    """Say that *condition* holds, and that it is of *case*."""
    if isinstance(condition, ast.Listed | ast.MemberList):
        parts = (case.expr(), condition)
        bullets = tuple(ast.Bullet(each, (), span=each.span) for each in parts)
        return ast.Listed(ast.ListWord.ALL, (), bullets, span=condition.span)
    return restated(joined(ast.Joiner.AND, [case.expr(), condition]))
