"""Write what scenarios have seen of a policy: each clause and condition, yes and no."""

import io
import itertools
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

import attrs

from policydsl.cli import output
from policydsl.cli.tested import percentage, place_of
from policydsl.core.scenario import Scenario
from policydsl.diagnostics.text import clean
from policydsl.diagnostics.xml import legal
from policydsl.explain.trace import Place
from policydsl.policy import Policy
from policydsl.policy.covering import ClauseSeen, Covered, Seen, covered

_PAGE = 100


@attrs.frozen
class Covering:
    """One policy, edition by edition with its scenarios, and what they have seen."""

    path: str
    editions: tuple[tuple[Covered, tuple[Scenario, ...]], ...]

    @property
    def percent(self) -> float:
        sides = sum(each.sides for each, _ in self.editions)
        whole = sum(each.all_sides for each, _ in self.editions)
        return 100 * sides / whole if whole else 100.0


def covering(path: str, policies: Sequence[Policy]) -> Covering:
    found = []
    for policy in policies:
        requests = [scenario.request for scenario in policy.scenarios]
        found.append((covered(policy.program, requests), policy.scenarios))
    return Covering(path, tuple(found))


# ------------------------------------------------------------------------- text


def lines(each: Covering) -> Iterator[str]:
    """Yield a table of what was never seen, and a line that counts it."""
    for one, scenarios in each.editions:
        yield from _table(one, scenarios)
    yield f"{clean(each.path)}: {summary(each)}"


def summary(each: Covering) -> str:
    clauses = sum(len(one.clauses) for one, _ in each.editions)
    points = sum(one.all_sides // 2 for one, _ in each.editions)
    sides = sum(one.sides for one, _ in each.editions)
    return (
        f"{clauses} clauses and {points - clauses} conditions, {sides} of {2 * points} sides seen"
        f" ({percentage(each.percent)})"
    )


def _table(seen: Covered, scenarios: Sequence[Scenario]) -> Iterator[str]:
    rows = [row for clause in seen.clauses for row in _rows(clause, scenarios)]
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column("never seen both ways", overflow="fold")
    table.add_column("yes", justify="right")
    table.add_column("no", justify="right")
    table.add_column("reached by", overflow="fold")
    for words, yes, no, reached in rows:
        cells = [Text(count, style="" if count != "never" else "red") for count in (yes, no)]
        table.add_row(Text(words), *cells, Text(reached))
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((_PAGE, 24)).columns if terminal else _PAGE
    console = Console(
        file=io.StringIO(), width=width, force_terminal=output.wants_colour(sys.stdout)
    )
    with console.capture() as captured:
        console.print(table)
    lines = (line.rstrip() for line in captured.get().splitlines())
    yield from itertools.dropwhile(lambda line: not line, lines)


def _rows(clause: ClauseSeen, scenarios: Sequence[Scenario]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for a clause, if it or a condition in it was not seen both ways."""
    lacking = [point for point in clause.conditions if point.sides < 2]
    if clause.holds.sides == 2 and not lacking:
        return
    yield _row(f"{clause.key} ({_at(clause.holds.place)})", clause.holds, clause.reached, scenarios)
    for point in lacking:
        seen = sorted({*point.yes, *point.no, *point.unknown})
        line = f":{point.place.line}" if point.place else ""
        yield _row(f"  {clean(point.words)} {line}", point, seen, scenarios)


def _row(
    words: str, seen: Seen, reached: Sequence[int], scenarios: Sequence[Scenario]
) -> tuple[str, str, str, str]:
    first = f", first {place_of(scenarios[reached[0]])}" if reached else ""
    count = f"{len(reached)} scenario{'s' if len(reached) != 1 else ''}{first}"
    yes, no = (str(len(side)) if side else "never" for side in (seen.yes, seen.no))
    return words, yes, no, count


def _at(place: Place | None) -> str:
    return f"{clean(place.file)}:{place.line}" if place else "not written"


# --------------------------------------------------------------------- machines


def as_json(each: Covering) -> dict[str, Any]:
    return {
        "percent": int(each.percent * 10) / 10,
        "sides": sum(one.sides for one, _ in each.editions),
        "of": sum(one.all_sides for one, _ in each.editions),
        "clauses": [
            {
                "clause": clause.key,
                **_point(clause.holds, scenarios),
                "reached_by": _titles(clause.reached, scenarios),
                "conditions": [
                    {"words": point.words, **_point(point, scenarios)}
                    for point in clause.conditions
                ],
            }
            for one, scenarios in each.editions
            for clause in one.clauses
        ],
    }


def _point(seen: Seen, scenarios: Sequence[Scenario]) -> dict[str, Any]:
    return {
        "at": _at(seen.place),
        "yes": _titles(seen.yes, scenarios),
        "no": _titles(seen.no, scenarios),
        "unknown": _titles(seen.unknown, scenarios),
    }


def _titles(numbers: Sequence[int], scenarios: Sequence[Scenario]) -> list[str]:
    return [scenarios[number].title for number in numbers]


def as_junit(suites: ElementTree.Element, each: Covering) -> None:
    """Add a suite with a case for each clause, failed where something was not seen both ways."""
    suite = ElementTree.SubElement(suites, "testsuite", name=legal(f"{each.path}: coverage"))
    failures = total = 0
    for one, _ in each.editions:
        for clause in one.clauses:
            total += 1
            name = legal(clause.key)
            case = ElementTree.SubElement(suite, "testcase", classname=legal(each.path), name=name)
            lacking = [p for p in (clause.holds, *clause.conditions) if p.sides < 2]
            if lacking:
                failures += 1
                failure = ElementTree.SubElement(case, "failure", message="not seen both ways")
                failure.text = legal("\n".join(map(_lacking, lacking)))
    suite.set("tests", str(total))
    suite.set("failures", str(failures))
    suite.set("errors", "0")


def _lacking(seen: Seen) -> str:
    never = [word for word, side in (("yes", seen.yes), ("no", seen.no)) if not side]
    return f"{seen.words}: never {' or '.join(never)}"
