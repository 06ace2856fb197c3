"""Write how scenarios went: each failure with both sides and what the decision rests on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from policydsl.cli import output
from policydsl.core.expectations import Check, Verdict
from policydsl.core.scenario import Scenario
from policydsl.diagnostics.text import clean
from policydsl.policy.scenarios import Ran
from policydsl.source import display_width

if TYPE_CHECKING:
    from policydsl.cli.covered import Covering
    from policydsl.cli.mutated import Mutated

_WIDEST = 48
_PAGE = 100


@attrs.frozen
class Tested:
    """One policy and how its scenarios went; what they cover and notice, if it was asked."""

    path: str
    ran: tuple[Ran, ...]
    covering: Covering | None = None
    mutated: Mutated | None = None

    @property
    def passed(self) -> bool:
        return all(ran.passed for ran in self.ran)


def write(tested: Sequence[Tested], format: str) -> None:
    """Write what came of the scenarios to standard output."""
    match format:
        case "json":
            output.write_json(_as_json(tested))
        case "junit":
            from policydsl.cli.junit import report

            output.write(report(tested))
        case _:
            output.write("".join(f"{line}\n" for line in _lines(tested)))


def place_of(scenario: Scenario) -> str:
    """Give `file:line` of the scenario, or of its row in a table."""
    span = scenario.span
    if span is None:
        return ""
    return f"{clean(span.source.name)}:{span.start_position.line}"


def summary(ran: Sequence[Ran]) -> str:
    if not ran:
        return "no scenarios"
    failed = sum(not each.passed for each in ran)
    unchecked = sum(bool(each.unchecked) for each in ran)
    words = f"{len(ran)} scenario{'s' if len(ran) > 1 else ''}, {len(ran) - failed} passed"
    words += f", {failed} failed" if failed else ""
    return words + (f"; citations not checked in {unchecked}" if unchecked else "")


def percentage(percent: float) -> str:
    """Write a percentage with one place, never rounded up.

    >>> percentage(100.0), percentage(99.96), percentage(200 / 3)
    ('100%', '99.9%', '66.6%')
    """
    tenths = int(percent * 10)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def side_by_side(checks: Sequence[Check]) -> Iterator[str]:
    """Lay checks out in columns; one that failed is marked."""
    rows = [(check.what, clean(check.expected), _actual(check)) for check in checks]
    first = max((display_width(what) for what, _, _ in rows), default=0)
    second = max((display_width(expected) for _, expected, _ in rows), default=0)
    second = max(len("expected"), min(_WIDEST, second))
    yield f"   {'':<2}{'':<{first}}  {'expected':<{second}}  actual"
    for check, (what, expected, actual) in zip(checks, rows, strict=True):
        mark = "≠" if check.verdict is Verdict.FAILED else " "
        line = f"   {mark} {_padded(what, first)}  {_padded(expected, second)}  {actual}".rstrip()
        yield styled(line, bold=True) if check.failed else line


def _actual(check: Check) -> str:
    long = check.actual == check.expected and len(check.actual) > _WIDEST
    return "the same" if long else clean(check.actual)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _lines(tested: Sequence[Tested]) -> Iterator[str]:
    """Show each scenario that failed, then how each policy did."""
    for each in tested:
        for ran in each.ran:
            if not ran.passed:
                yield styled(f"failed: {clean(ran.scenario.title)}", fg="red", bold=True)
                yield f"   --> {place_of(ran.scenario) or each.path}"
                yield from side_by_side(ran.checks)
                yield from _why(ran)
                yield ""
    for each in tested:
        yield f"{each.path}: {summary(each.ran)}"
        yield from _more(each)


def _more(each: Tested) -> Iterator[str]:
    if each.covering is not None:
        from policydsl.cli import covered

        yield ""
        yield from covered.lines(each.covering)
    if each.mutated is not None:
        from policydsl.cli import mutated

        yield ""
        yield from mutated.lines(each.mutated)


def _why(ran: Ran) -> Iterator[str]:
    from policydsl.explain import text

    width = shutil.get_terminal_size((_PAGE, 24)).columns if sys.stdout.isatty() else _PAGE
    options = text.Options(width, output.wants_colour(sys.stdout))
    for section in ran.differences:
        yield f"   {section.title}"
        yield from text.below(section.entries, 2, options)


def styled(line: str, **style: Any) -> str:
    return click.style(line, **style) if output.wants_colour(sys.stdout) else line


def _as_json(tested: Sequence[Tested]) -> dict[str, object]:
    return {"policies": [{"path": each.path, **_parts(each)} for each in tested]}


def _parts(each: Tested) -> dict[str, object]:
    parts: dict[str, object] = {
        "scenarios": [
            {
                "title": ran.scenario.title,
                "at": place_of(ran.scenario),
                "passed": ran.passed,
                "checks": [check.to_dict() for check in ran.checks],
                "why": list(plain_reasons(ran)),
            }
            for ran in each.ran
        ]
    }
    if each.covering is not None:
        from policydsl.cli import covered

        parts["coverage"] = covered.as_json(each.covering)
    if each.mutated is not None:
        from policydsl.cli import mutated

        parts["mutation"] = mutated.as_json(each.mutated)
    return parts


def plain_reasons(ran: Ran) -> Iterator[str]:
    """Tell why what failed is as it is, a line each, two blanks for each step in."""
    from policydsl.explain.blocks import Entry

    def lines(entries: Iterable[Entry], depth: int) -> Iterator[str]:
        for entry in entries:
            cited = f" [{', '.join(entry.citations)}]" if entry.citations else ""
            yield f"{'  ' * depth}{entry.text}{cited}"
            yield from lines(entry.below, depth + 1)

    for section in ran.differences:
        yield section.title
        yield from lines(section.entries, 1)
