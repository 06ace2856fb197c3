"""Say what changed between two versions of a policy."""

from __future__ import annotations

import sys

import click

from policydsl.changes import Changes, compare
from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import refused
from policydsl.policy import PolicyError
from policydsl.solve.contrast import Direction
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
@click.option(
    "--fail-on",
    type=click.Choice(["any", "narrower", "broader"]),
    help="Exit with 1 when requests are decided differently, or so.",
)
def diff(old: str, new: str, notation: str, fail_on: str | None) -> ExitCode:
    """Say what NEW says and decides otherwise than OLD.

    Each is a policy file, a folder, or a compiled policy; `PATH@REVISION` is it as it was in a
    git revision, `PATH@DATE` the edition that answers for a day.
    """
    try:
        pairs = versions(old, new)
    except PolicyError as error:
        refused(error)
    found = [compare(before, after) for before, after in pairs]
    if notation == "json":
        data = [each.to_dict() for each in found]
        output.write_json(data[0] if len(data) == 1 else {"editions": data})
    elif notation == "html" and len(found) > 1:
        raise click.UsageError("a page shows one edition: name it by a day, `PATH@DATE`")
    else:
        output.write("\n".join(_written(each, notation) for each in found))
    return ExitCode.FINDINGS if any(_fails(each, fail_on) for each in found) else ExitCode.FINE


def _written(changes: Changes, notation: str) -> str:
    match notation:
        case "scenarios":
            from policydsl.changes.cases import scenarios

            return "\n".join(scenarios(changes.programs[1], changes.decided.classes))
        case "markdown":
            from policydsl.changes.markdown import as_markdown

            return as_markdown(changes)
        case "html":
            from policydsl.changes.html import as_html

            return as_html(changes)
        case _:
            from policydsl.changes.page import page
            from policydsl.explain import text

            options = text.Options(output.page_width(), output.wants_colour(sys.stdout))
            return text.as_text(page(changes), options)


def _fails(changes: Changes, fail_on: str | None) -> bool:
    if fail_on is None:
        return False
    if fail_on == "any":
        return not changes.is_equivalent
    return changes.goes(Direction(fail_on))
