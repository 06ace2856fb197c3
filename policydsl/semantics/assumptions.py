"""Turn `unknown means` and `assume` into assumptions, none of which rests on itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policydsl.core import ir
from policydsl.core.facts import RecordValue
from policydsl.core.reading import facts_read
from policydsl.semantics import problems_names
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import all_of
from policydsl.semantics.lowering import Lowering
from policydsl.semantics.names import Sort
from policydsl.semantics.vocabulary import unknown_means
from policydsl.syntax import ast


def assumptions(
    low: Lowering, assumes: Iterable[ast.Assume], supplied: Iterable[ir.Assumption] = ()
) -> tuple[ir.Assumption, ...]:
    """Read the policy's `assume` clauses, then the vocabulary's defaults, in order.

    What plans have *supplied* goes before both.
    The first that applies to a fact stands, so evidence goes before a default.
    *low* gets what was wrong, cycles included.
    """
    found = [*supplied]
    found += [assumption for assume in assumes for assumption in _assumed(low, assume)]
    for declaration in low.scope.names.of_sort(Sort.FACT):
        if isinstance(declaration.node, ast.Fact):
            found += _stated(low, declaration.node)
    _report_circles(low, found)
    return tuple(found)


def _stated(low: Lowering, node: ast.Fact) -> list[ir.Assumption]:
    fact = low.scope.facts.by_name.get(node.id.text)
    if fact is None or isinstance(fact.type, RecordValue):
        return []
    found: list[ir.Assumption] = []
    for stated in unknown_means(node):
        value = low.value(fact, stated.value)
        condition = low.truth(stated.condition) if stated.condition else None
        if value is not None:
            citations = ids(node.citations)
            found.append(
                ir.Assumption(
                    fact.name, value, condition, fact.label, citations, True, span=stated.span
                )
            )
    return found


def _assumed(low: Lowering, assume: ast.Assume) -> list[ir.Assumption]:
    fact = low.fact(assume.fact)
    whens = [line for line in assume.lines if isinstance(line, ast.When | ast.For)]
    conditions = [low.condition(line.condition, line.citations) for line in whens]
    value = low.value(fact, assume.value) if fact else None
    if fact is None or value is None:
        return []
    return [
        ir.Assumption(
            fact.name,
            value,
            all_of(conditions, low.scope.facts) if whens else None,
            assume.title.text if assume.title else "",
            ids(assume.citations),
            False,
            span=assume.span,
        )
    ]


def _report_circles(low: Lowering, found: Sequence[ir.Assumption]) -> None:
    """Report every circle of facts, each assumed on a condition that reads the next."""
    read_by_fact: dict[str, list[str]] = {}
    for assumption in found:
        read = sorted(facts_read(assumption.condition)) if assumption.condition else []
        read_by_fact.setdefault(assumption.fact, []).extend(read)
    spans = {a.fact: a.span for a in reversed(found) if a.span is not None}
    done: set[str] = set()
    for start in read_by_fact:
        circle = _circle(start, read_by_fact, done)
        if circle:
            places = [spans[fact] for fact in circle]
            low.report(problems_names.cyclic_assumption(circle, places))


def _circle(start: str, read_by_fact: dict[str, list[str]], done: set[str]) -> list[str]:
    """Walk from *start*, depth first and without recursion, until a fact comes back."""
    path: list[str] = []
    stack = [(start, False)]
    while stack:
        fact, leaving = stack.pop()
        if leaving:
            path.pop()
            done.add(fact)
            continue
        if fact in path:
            done.update(path)
            return path[path.index(fact) :]
        if fact in done or fact not in read_by_fact:
            continue
        path.append(fact)
        stack.append((fact, True))
        stack += [(read, False) for read in reversed(read_by_fact[fact])]
    return []
