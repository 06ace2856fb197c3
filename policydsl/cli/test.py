"""Run the scenarios of policies, and show where a decision is not what was expected."""

from collections.abc import Iterator, Sequence

import attrs
import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.core.expectations import Check, Verdict
from policydsl.diagnostics.model import Severity
from policydsl.diagnostics.text import clean
from policydsl.policy import Policy
from policydsl.policy.scenarios import Ran
from policydsl.workspace import Sort, examine

_WIDEST = 48


@attrs.frozen
class Tested:
    """One policy and how its scenarios went."""

    path: str
    ran: tuple[Ran, ...]


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="How to write what came of the scenarios.",
)
def test(paths: tuple[str, ...], format: str) -> ExitCode:
    """Run the scenarios of the policies at each PATH.

    PATH is a policy, a file of scenarios beside one, a folder with all that is below it, or -
    for standard input. That there is no scenario at all is a failure too.
    """
    examined, unread = examine(paths)
    tested, broken = [], list(unread)
    for each in examined:
        if any(found.severity is Severity.ERROR for found in each.diagnostics):
            broken += each.diagnostics
        elif each.sort is Sort.POLICY:
            policies = map(Policy, each.editions)
            tested.append(Tested(each.path, tuple(r for one in policies for r in one.test())))
    if broken:
        output.complain(broken)
    match format:
        case "json":
            output.write_json(_as_json(tested))
        case "junit":
            from policydsl.cli.junit import report

            output.write(report((each.path, each.ran) for each in tested))
        case _:
            output.write("".join(f"{line}\n" for line in _lines(tested)))
    ran = [ran for each in tested for ran in each.ran]
    output.say(_summary(ran))
    if unread:
        return ExitCode.REFUSED
    fine = ran and not broken and all(each.passed for each in ran)
    return ExitCode.FINE if fine else ExitCode.FINDINGS


def _lines(tested: Sequence[Tested]) -> Iterator[str]:
    """Show each scenario that failed, then how each policy did."""
    for each in tested:
        for ran in each.ran:
            if not ran.passed:
                yield f"failed: {clean(ran.scenario.title)}"
                yield f"   --> {place_of(ran) or each.path}"
                yield from _side_by_side(ran.checks)
                yield ""
    for each in tested:
        yield f"{each.path}: {_summary(each.ran)}"


def place_of(ran: Ran) -> str:
    """Give `file:line` of the scenario, or of its row in a table."""
    span = ran.scenario.span
    if span is None:
        return ""
    return f"{clean(span.source.name)}:{span.start_position.line}"


def _side_by_side(checks: Sequence[Check]) -> Iterator[str]:
    rows = [("", "expected", "actual")]
    rows += [(check.what, clean(check.expected), clean(check.actual)) for check in checks]
    first = max(len(what) for what, _, _ in rows)
    second = min(_WIDEST, max(len(expected) for _, expected, _ in rows))
    yield f"   {'':<2}{'':<{first}}  {'expected':<{second}}  actual"
    for check, (what, expected, actual) in zip(checks, rows[1:], strict=True):
        mark = "≠" if check.verdict is Verdict.FAILED else " "
        yield f"   {mark} {what:<{first}}  {expected:<{second}}  {actual}".rstrip()


def _summary(ran: Sequence[Ran]) -> str:
    if not ran:
        return "no scenarios"
    failed = sum(not each.passed for each in ran)
    unchecked = sum(bool(each.unchecked) for each in ran)
    words = f"{len(ran)} scenario{'s' if len(ran) > 1 else ''}, {len(ran) - failed} passed"
    words += f", {failed} failed" if failed else ""
    return words + (f"; citations not checked in {unchecked}" if unchecked else "")


def _as_json(tested: Sequence[Tested]) -> dict[str, object]:
    return {
        "policies": [
            {
                "path": each.path,
                "scenarios": [
                    {
                        "title": ran.scenario.title,
                        "at": place_of(ran),
                        "passed": ran.passed,
                        "checks": [check.to_dict() for check in ran.checks],
                    }
                    for ran in each.ran
                ],
            }
            for each in tested
        ]
    }
