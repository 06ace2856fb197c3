"""Lower the period and the windows of a limit: the days in which its amount holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policydsl.core import ir
from policydsl.core.dates import Period
from policydsl.semantics import problems_limits as problems
from policydsl.semantics.drafts import Build
from policydsl.semantics.headings import ids
from policydsl.semantics.typing import DAY
from policydsl.syntax import ast

_PERIODS: Final = {
    ast.Unit.DAYS: Period.DAYS,
    ast.Unit.WEEKS: Period.WEEKS,
    ast.Unit.MONTHS: Period.MONTHS,
    ast.Unit.YEARS: Period.YEARS,
}
# Words after `per` that leave open which of several periods is meant.
_UNNAMED: Final = frozenset({"year", "month", "week", "quarter", "rolling"})


def read_windows(
    build: Build, amount: ast.Amount, lines: Iterable[ast.AnyLine]
) -> tuple[ir.Window, ...] | None:
    """Read the period after `per`, then the windows; None when one of them is in error."""
    found: list[ir.Window] = []
    whole = True
    if amount.window is not None:
        words = _words(amount.window)
        name = amount.window.name
        if amount.window.word is ast.WindowWord.NAMED and name and name.text in _UNNAMED:
            build.problems.append(problems.unnamed_period(amount.window, name.text))
            whole = False
        found.append(ir.Window(words, None, ids(amount.citations), span=amount.window.span))
    for line in lines:
        match line:
            case ast.WindowFrom():
                window = _from(build, line)
            case ast.WindowUntil():
                window = _until(build, line)
            case _:
                continue
        whole = whole and window is not None
        found += [window] if window else []
    return tuple(found) if whole else None


def _from(build: Build, line: ast.WindowFrom) -> ir.Window | None:
    anchor = build.low.term(line.anchor, expected=DAY)
    length = line.length
    if not isinstance(length, ast.Quantity) or length.unit not in _PERIODS:
        build.problems.append(problems.no_length(length))
        return None
    if anchor is None:
        return None
    day = ir.ServiceDate(span=line.anchor.span)
    ends = [ir.Compare(anchor.term, ir.Order.AT_MOST, day, span=line.span)]
    if line.repeats is not True:
        end = ir.AddPeriod(anchor.term, int(length.text), _PERIODS[length.unit])
        ends.append(ir.Compare(day, ir.Order.AT_MOST, end, span=line.span))
    inside: ir.Truth = ir.And(tuple(ends), span=line.span) if len(ends) > 1 else ends[0]
    if anchor.may_be_absent and anchor.fact is not None:
        # A first service opens its own window (SPEC 5.4).
        inside = ir.Or((ir.IsAbsent(anchor.fact, span=line.anchor.span), inside))
    words = f"{length.text} {length.unit.value} from {line.anchor.span.text}"
    return ir.Window(words, inside, ids(line.citations), span=line.span)


def _until(build: Build, line: ast.WindowUntil) -> ir.Window | None:
    end = build.low.term(line.end, expected=DAY)
    if end is None:
        return None
    day = ir.ServiceDate(span=line.span)
    inside = ir.Compare(day, ir.Order.AT_MOST, end.term, span=line.span)
    words = f"until {line.end.span.text}"
    return ir.Window(words, inside, ids(line.citations), span=line.span)


def _words(window: ast.WindowName) -> str:
    match window.word:
        case ast.WindowWord.SLIDING:
            return f"sliding {_length(window.length)}"
        case ast.WindowWord.NAMED:
            return window.name.text if window.name else ""
        case ast.WindowWord.CALENDAR_WEEK if window.name:
            return f"calendar week from {window.name.text}"
        case _:
            return str(window.word.value)


def _length(length: ast.Literal | None) -> str:
    match length:
        case ast.Quantity():
            return f"{length.text} {length.unit.value}"
        case None:
            return ""
        case _:
            return length.span.text
