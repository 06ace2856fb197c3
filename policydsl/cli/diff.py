"""Say what changed between two versions of a policy."""

from __future__ import annotations

import sys

import click

from policydsl.changes import Changes, compare
from policydsl.changes.impact import Impact
from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.impact import measured
from policydsl.cli.loading import refused
from policydsl.policy import PolicyError
from policydsl.solve.contrast import Direction
from policydsl.workspace.rows import MEMBER
from policydsl.workspace.versions import versions


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "notation",
    type=click.Choice(["text", "markdown", "html", "json", "scenarios"]),
    default="text",
    show_default=True,
    help="How to write it; scenarios are the cases, ready to paste.",
)
@click.option("--cases", metavar="FILE", help="Requests to decide by both: jsonl, csv or parquet.")
@click.option(
    "--member",
    default=MEMBER,
    show_default=True,
    help="The key or column of FILE that names a request's member.",
)
@click.option(
    "--show",
    type=click.IntRange(0, 1000),
    default=3,
    show_default=True,
    help="How many cases that flip are shown, with both explanations.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["any", "narrower", "broader"]),
    help="Exit with 1 when requests are decided differently, or so.",
)
def diff(
    old: str,
    new: str,
    notation: str,
    cases: str | None,
    member: str,
    show: int,
    fail_on: str | None,
) -> ExitCode:
    """Say what NEW says and decides otherwise than OLD.

    Each is a policy file, a folder, or a compiled policy; `PATH@REVISION` is it as it was in a
    git revision, `PATH@DATE` the edition that answers for a day.
    """
    if old == new == "-":
        raise click.UsageError("the two versions cannot both be standard input")
    try:
        pairs = versions(old, new)
    except PolicyError as error:
        refused(error)
    found = [compare(before, after) for before, after in pairs]
    impact = None
    if cases is not None:
        if len(found) > 1:
            raise click.UsageError("`--cases` is about one edition: name it by a day, `PATH@DATE`")
        impact = measured(found[0], cases, member, show)
    if notation == "json":
        data = [each.to_dict() for each in found]
        if impact is not None:
            data[0]["impact"] = impact.to_dict()
        output.write_json(data[0] if len(data) == 1 else {"editions": data})
    elif notation == "html" and len(found) > 1:
        raise click.UsageError("a page shows one edition: name it by a day, `PATH@DATE`")
    else:
        output.write("\n".join(_written(each, notation, impact) for each in found))
    if impact is not None and impact.refused:
        return ExitCode.REFUSED
    return ExitCode.FINDINGS if any(_fails(each, fail_on) for each in found) else ExitCode.FINE


def _written(changes: Changes, notation: str, impact: Impact | None) -> str:
    match notation:
        case "scenarios":
            from policydsl.changes.cases import scenarios

            return "\n".join(scenarios(changes.programs[1], changes.decided.classes))
        case "markdown":
            from policydsl.changes.markdown import as_markdown

            return as_markdown(changes, impact)
        case "html":
            from policydsl.changes.html import as_html

            return as_html(changes, impact)
        case _:
            from policydsl.changes.page import page
            from policydsl.explain import text

            options = text.Options(output.page_width(), output.wants_colour(sys.stdout))
            return text.as_text(page(changes, impact), options)


def _fails(changes: Changes, fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    if fail_on == "any":
        return not changes.is_equivalent
    return changes.goes(Direction(fail_on))
