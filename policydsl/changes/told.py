"""Say in what two conditions differ, as little of them as tells it.

Citations and the inside of what has a name of its own take no part: they are other
differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.reading import field_names
from policydsl.explain import spelling
from policydsl.frozen import frozen


@frozen
class Told:
    """What went and what came; `about` says of what, where it is a part of something longer."""

    went: tuple[str, ...]
    came: tuple[str, ...]
    about: str = ""


def bare(node: object) -> object:
    """Return *node* without citations, and with the names of conditions for their insides."""
    match node:
        case ir.Cited():
            return bare(node.operand)
        case ir.Named():
            return ("named", node.name)
        case ir.And(operands=(one,)) | ir.Or(operands=(one,)):
            return bare(one)
        case tuple():
            return tuple(bare(each) for each in node)
        case _ if attrs.has(type(node)):
            kept = [name for name in field_names(type(node)) if name != "citations"]
            return (type(node).__name__, *(bare(getattr(node, name)) for name in kept))
        case _:
            return node


def without_numbers(value: object) -> object:
    """Return what `bare` gave with every number left out."""
    match value:
        case ("Constant", int()):
            return ("Constant",)
        case ("AddPeriod", term, int(), period):
            return ("AddPeriod", without_numbers(term), period)
        case ("BirthdayTerm", born, int()):
            return ("BirthdayTerm", without_numbers(born))
        case tuple():
            return tuple(without_numbers(each) for each in value)
        case _:
            return value


def conditions(
    old: ir.Truth | None, new: ir.Truth | None, facts: tuple[FactTable, FactTable]
) -> Told:
    """Say what to write for *old* to have *new*."""
    before, after = _open(old), _open(new)
    match before, after:
        case ir.Not(), ir.Not():
            return conditions(before.operand, after.operand, facts)
        case (ir.And() | ir.Or(), ir.And() | ir.Or()) if type(before) is type(after):
            return _lists(before.operands, after.operands, facts, type(before))
        case (ir.MemberIs(), ir.MemberIs()) if before.fact == after.fact:
            return _members(before, after, facts)
        case (ir.SetIs(), ir.SetIs()) if (before.fact, before.word) == (after.fact, after.word):
            return _members(before, after, facts)
        case (ir.CodeIn() | ir.CodeSetIs(), ir.CodeIn() | ir.CodeSetIs()):
            if before.fact == after.fact and type(before) is type(after):
                went = [r for r in before.ranges if r not in after.ranges]
                came = [r for r in after.ranges if r not in before.ranges]
                return Told(tuple(map(_range, went)), tuple(map(_range, came)), before.fact)
        case _:
            pass
    return Told(_spelt(old, facts[0]), _spelt(new, facts[1]))


def _open(expr: ir.Truth | None) -> ir.Truth | None:
    while True:
        match expr:
            case ir.Cited():
                expr = expr.operand
            case ir.And(operands=(one,)) | ir.Or(operands=(one,)):
                expr = one
            case _:
                return expr


def _lists(
    old: Sequence[ir.Truth],
    new: Sequence[ir.Truth],
    facts: tuple[FactTable, FactTable],
    kind: type[ir.And] | type[ir.Or],
) -> Told:
    here, there = [bare(each) for each in old], [bare(each) for each in new]
    went = [each for each, said in zip(old, here, strict=True) if said not in there]
    came = [each for each, said in zip(new, there, strict=True) if said not in here]
    if len(went) == len(came) == 1:
        return conditions(went[0], came[0], facts)
    if not went and not came:
        return Told(_spelt(kind(tuple(old)), facts[0]), _spelt(kind(tuple(new)), facts[1]))
    return Told(
        tuple(text for each in went for text in _spelt(each, facts[0])),
        tuple(text for each in came for text in _spelt(each, facts[1])),
        "any of" if kind is ir.Or else "all of",
    )


def _members(
    old: ir.MemberIs | ir.SetIs, new: ir.MemberIs | ir.SetIs, facts: tuple[FactTable, FactTable]
) -> Told:
    before, after = old.values, new.values
    if frozenset(before) & frozenset(after):
        went = sorted(str(each) for each in before if each not in after)
        came = sorted(str(each) for each in after if each not in before)
        return Told(tuple(went), tuple(came), old.fact)
    return Told(_spelt(old, facts[0]), _spelt(new, facts[1]))


def _range(span: ir.CodeRange) -> str:
    return span.low if span.low == span.high else f"{span.low} to {span.high}"


def _spelt(expr: ir.Truth | None, facts: FactTable) -> tuple[str, ...]:
    return () if expr is None else (spelling.truth(expr, facts),)


def listed(went: Iterable[str], came: Iterable[str], about: str = "") -> Told:
    """Say what is in one collection alone, each in the order in which it stands there."""
    before, after = list(went), list(came)
    return Told(
        tuple(each for each in before if each not in after),
        tuple(each for each in after if each not in before),
        about,
    )
