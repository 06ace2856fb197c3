"""Change one thing in an expression: a number, a comparison, a joiner, a member, a part."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeVar

import attrs

from policydsl.syntax import ast
from policydsl.syntax.changes import Change, Changed, Sort, left_out, rewritten
from policydsl.syntax.printer_expressions import expression, literal, member_range, value

_BOUND: Final = {
    ast.Relation.AT_LEAST: ast.Relation.MORE_THAN,
    ast.Relation.MORE_THAN: ast.Relation.AT_LEAST,
    ast.Relation.AT_MOST: ast.Relation.LESS_THAN,
    ast.Relation.LESS_THAN: ast.Relation.AT_MOST,
    ast.Relation.BEFORE: ast.Relation.ON_OR_BEFORE,
    ast.Relation.ON_OR_BEFORE: ast.Relation.BEFORE,
    ast.Relation.AFTER: ast.Relation.ON_OR_AFTER,
    ast.Relation.ON_OR_AFTER: ast.Relation.AFTER,
}
_LOOSER: Final = {
    ast.Relation.EXACTLY: (ast.Relation.AT_LEAST, ast.Relation.AT_MOST),
    ast.Relation.SAME_AS: (ast.Relation.AT_LEAST, ast.Relation.AT_MOST),
}
_OPPOSITE: Final = {
    ast.Relation.AT_LEAST: ast.Relation.LESS_THAN,
    ast.Relation.LESS_THAN: ast.Relation.AT_LEAST,
    ast.Relation.AT_MOST: ast.Relation.MORE_THAN,
    ast.Relation.MORE_THAN: ast.Relation.AT_MOST,
    ast.Relation.BEFORE: ast.Relation.ON_OR_AFTER,
    ast.Relation.ON_OR_AFTER: ast.Relation.BEFORE,
    ast.Relation.AFTER: ast.Relation.ON_OR_BEFORE,
    ast.Relation.ON_OR_BEFORE: ast.Relation.AFTER,
}
_JOINER: Final = {ast.Joiner.AND: ast.Joiner.OR, ast.Joiner.OR: ast.Joiner.AND}
_LISTED: Final = {ast.ListWord.ANY: ast.ListWord.ALL, ast.ListWord.ALL: ast.ListWord.ANY}
_SIGN: Final = {ast.Sign.PLUS: ast.Sign.MINUS, ast.Sign.MINUS: ast.Sign.PLUS}
_EXTREME: Final = {
    ast.ExtremeWord.SMALLER: ast.ExtremeWord.LARGER,
    ast.ExtremeWord.LARGER: ast.ExtremeWord.SMALLER,
}
_SET: Final = {
    ast.SetWord.ANY_IN: ast.SetWord.ALL_IN,
    ast.SetWord.ALL_IN: ast.SetWord.ANY_IN,
    ast.SetWord.ONLY: ast.SetWord.ALL_IN,
}
_Part = TypeVar("_Part")
_Numeric = ast.Number | ast.Quantity | ast.Money | ast.Percent


def here(node: ast.Node) -> Iterator[Changed]:
    """Yield the changes of *node* itself, not of what is in it."""
    match node:
        case ast.Number() | ast.Quantity() | ast.Money() | ast.Percent():
            for number in beside(node):
                yield rewritten(Sort.NUMBER, node.span, literal(number)), number
        case ast.Date():
            for days in (1, -1):
                date = attrs.evolve(node, value=node.value + datetime.timedelta(days))
                yield rewritten(Sort.DATE, node.span, literal(date)), date
        case ast.Birthday():
            for step in (1, -1):
                birthday = attrs.evolve(node, number=node.number + step)
                yield rewritten(Sort.NUMBER, node.span, expression(birthday)), birthday
        case ast.Compare() | ast.Within():
            yield from _compared(node)
        case ast.Chain():
            yield from _chain(node)
        case ast.Listed():
            yield from _listed(node)
        case ast.MemberList():
            if len(node.bullets) > 1:
                for place, bullet in enumerate(node.bullets):
                    fewer = attrs.evolve(node, bullets=without(node.bullets, place))
                    yield left_out(Sort.MEMBER, bullet.span), fewer
        case ast.In() | ast.Like() | ast.SetTest():
            yield from _members(node)
        case ast.Sum():
            yield from _sum(node)
        case ast.SumOf():
            yield from _sum_of(node)
        case ast.Extreme():
            other = attrs.evolve(node, word=_EXTREME[node.word])
            yield rewritten(Sort.VALUE, node.span, expression(other)), other
        case ast.Else():
            for part in (node.left, node.right):
                yield rewritten(Sort.PART, node.span, expression(part)), part
        case _:
            return


def negated(expr: ast.Expr) -> Iterator[Changed]:
    """Yield the opposite of a condition, if it is one that can be negated as a whole."""
    other: ast.Expr
    match expr:
        case ast.Is() | ast.IsState() | ast.In():
            other = attrs.evolve(expr, negated=not expr.negated)
        case ast.MemberList():
            other = attrs.evolve(expr, negated=not expr.negated)
            head = expr.span.source.line_text(expr.span.start_position.line)
            words = ("is none of", "is any of") if expr.negated else ("is any of", "is none of")
            yield (
                attrs.evolve(
                    left_out(Sort.NEGATION, expr.span),
                    after=" ".join(head.replace(*words).split()),
                ),
                other,
            )
            return
        case ast.Not():
            other = expr.operand
        case ast.Compare() | ast.Within() if expr.relation in _OPPOSITE:
            other = attrs.evolve(expr, relation=_OPPOSITE[expr.relation])
            if isinstance(expr, ast.Within):
                other = ast.Not(expr, span=expr.span)
        case ast.Name() | ast.Compare() | ast.Between() | ast.Like() | ast.SetTest():
            other = ast.Not(expr, span=expr.span)
        case _:
            return
    yield rewritten(Sort.NEGATION, expr.span, expression(other)), other


def beside(node: _Numeric) -> Iterator[_Numeric]:
    """Yield the numbers one more and one less, in the last place that was written."""
    text = node.text.replace(",", "")
    step = Decimal(1).scaleb(-len(text.partition(".")[2]))
    for number in (Decimal(text) + step, Decimal(text) - step):
        yield attrs.evolve(node, text=f"{number:f}")


def _compared(node: ast.Compare | ast.Within) -> Iterator[Changed]:
    others = [_BOUND[node.relation]] if node.relation in _BOUND else _LOOSER.get(node.relation, ())
    for relation in others:
        other = attrs.evolve(node, relation=relation)
        yield rewritten(Sort.COMPARISON, node.span, expression(other)), other


def _chain(node: ast.Chain) -> Iterator[Changed]:
    other = attrs.evolve(node, joiner=_JOINER[node.joiner])
    yield rewritten(Sort.JOINER, node.span, expression(other)), other
    for place in range(len(node.operands)):
        left = without(node.operands, place)
        fewer = attrs.evolve(node, operands=left) if len(left) > 1 else left[0]
        yield rewritten(Sort.PART, node.span, expression(fewer)), fewer


def _listed(node: ast.Listed) -> Iterator[Changed]:
    if len(node.bullets) < 2:
        return
    if node.word in _LISTED:
        other = attrs.evolve(node, word=_LISTED[node.word])
        line = " ".join(node.span.source.line_text(node.span.start_position.line).split())
        change = left_out(Sort.JOINER, node.span)
        after = line.replace(node.word.value, other.word.value)
        yield attrs.evolve(change, after=after), other
    for place, bullet in enumerate(node.bullets):
        yield (
            left_out(Sort.PART, bullet.span),
            attrs.evolve(node, bullets=without(node.bullets, place)),
        )


def _members(node: ast.In | ast.Like | ast.SetTest) -> Iterator[Changed]:
    if isinstance(node, ast.SetTest) and node.word in _SET:
        word = attrs.evolve(node, word=_SET[node.word])
        yield rewritten(Sort.COMPARISON, node.span, expression(word)), word
    if len(node.items) > 1:
        for place in range(len(node.items)):
            fewer = attrs.evolve(node, items=without(node.items, place))
            yield rewritten(Sort.MEMBER, node.span, expression(fewer)), fewer


def moved(item: ast.MemberRange) -> Iterator[Changed]:
    """Yield a range of codes with either end one further in or out."""
    if item.high is None:
        return
    for low, high in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        ends = _code_beside(item.low.text, low), _code_beside(item.high.text, high)
        if None not in ends:
            new = attrs.evolve(
                item,
                low=ast.Member(str(ends[0]), span=item.low.span),
                high=ast.Member(str(ends[1]), span=item.high.span),
            )
            yield rewritten(Sort.MEMBER, item.span, member_range(new)), new


def _code_beside(code: str, step: int) -> str | None:
    """Return the code *step* further, of as many digits at its end."""
    found = re.search(r"\d+$", code)
    if not found:
        return None
    digits = found.group()
    number = int(digits) + step
    if number < 0 or len(str(number)) > len(digits):
        return None
    return code[: found.start()] + str(number).rjust(len(digits), "0")


def _sum(node: ast.Sum) -> Iterator[Changed]:
    for place, term in enumerate(node.terms[1:], 1):
        other = attrs.evolve(term, sign=_SIGN[term.sign])
        terms = (*node.terms[:place], other, *node.terms[place + 1 :])
        new = attrs.evolve(node, terms=terms)
        yield rewritten(Sort.VALUE, node.span, expression(new)), new


def _sum_of(node: ast.SumOf) -> Iterator[Changed]:
    for place, bullet in enumerate(node.bullets):
        if len(node.bullets) > 1:
            fewer = attrs.evolve(node, bullets=without(node.bullets, place))
            yield left_out(Sort.PART, bullet.span), fewer
        if bullet.condition is not None:
            always = attrs.evolve(bullet, condition=None)
            bullets = (*node.bullets[:place], always, *node.bullets[place + 1 :])
            change = rewritten(Sort.GUARD, bullet.span, f"- {expression(bullet.expr)}")
            yield change, attrs.evolve(node, bullets=bullets)


def opposite(given: ast.Value) -> Iterator[tuple[Change, ast.YesNo]]:
    """Yield the other answer, for a yes or no that is assumed or set."""
    if isinstance(given, ast.YesNo):
        other = attrs.evolve(given, value=not given.value)
        yield rewritten(Sort.VALUE, given.span, value(other)), other


def without(parts: tuple[_Part, ...], place: int) -> tuple[_Part, ...]:
    return (*parts[:place], *parts[place + 1 :])
