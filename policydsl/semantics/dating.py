"""Turn `edition` and `in force` lines into dates, and into conditions on the service date."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core import ir
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics import problems_citations as problems
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import YES, cited
from policydsl.syntax import ast


def in_force(lines: Iterable[ast.AnyLine]) -> ir.InForce:
    """Give the range that the `in force` line states, open on both sides when there is none."""
    for line in lines:
        if isinstance(line, ast.InForce):
            return ir.InForce(_day(line.start), _day(line.end))
    return ir.InForce(None, None)


def edition(lines: Iterable[ast.AnyLine]) -> str | None:
    for line in lines:
        if isinstance(line, ast.Edition):
            return line.date.value.isoformat()
    return None


def range_truth(lines: Iterable[ast.AnyLine]) -> ir.Truth:
    """Say that the service date lies in the range of the `in force` line, if there is one."""
    for line in lines:
        if isinstance(line, ast.InForce):
            return _within(line)
    return YES


def empty_ranges(lines: Iterable[ast.AnyLine]) -> tuple[Diagnostic, ...]:
    return tuple(
        problems.never_in_force(line)
        for line in lines
        if isinstance(line, ast.InForce)
        and line.start
        and line.end
        and line.end.value < line.start.value
    )


def _within(line: ast.InForce) -> ir.Truth:
    ends: list[ir.Truth] = []
    date = ir.ServiceDate(span=line.span)
    if line.start:
        start = ir.Constant(line.start.value.toordinal(), span=line.start.span)
        ends.append(ir.Compare(start, ir.Order.AT_MOST, date, span=line.span))
    if line.end:
        end = ir.Constant(line.end.value.toordinal(), span=line.end.span)
        ends.append(ir.Compare(date, ir.Order.AT_MOST, end, span=line.span))
    if not ends:
        return YES
    truth = ends[0] if len(ends) == 1 else ir.And(tuple(ends), span=line.span)
    return cited(truth, ids(line.citations))


def _day(date: ast.Date | None) -> int | None:
    return date.value.toordinal() if date else None
