"""Say what changed between two versions of a policy."""

from __future__ import annotations

import sys

import click

from policydsl.changes import compare, version_of
from policydsl.changes.several import Report
from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.impact import measured
from policydsl.cli.loading import refused
from policydsl.cli.progress import shown
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
@click.option(
    "--cases", metavar="FILE", help="Requests to decide by both: jsonl (- too), csv, parquet."
)
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
@click.option("--all", "everything", is_flag=True, help="In text, show every class with a case.")
def diff(
    old: str,
    new: str,
    notation: str,
    cases: str | None,
    member: str,
    show: int,
    fail_on: str | None,
    everything: bool,
) -> ExitCode:
    """Say what NEW says and decides otherwise than OLD.

    Each is a policy file, a folder, or a compiled policy; `PATH@REVISION` is it as it was in a
    git revision, `PATH@DATE` the edition that answers for a day.
    """
    if [old, new, cases].count("-") > 1:
        raise click.UsageError("only one of the two versions and `--cases` can be standard input")
    try:
        matched = versions(old, new)
    except PolicyError as error:
        refused(error)
    pairs = matched.pairs
    if cases is not None and matched.editions is None:
        raise click.UsageError("`--cases` is about one policy: name its file or its folder")
    comparing = (compare(before, after) for before, after in pairs)
    found = tuple(shown(comparing, len(pairs), "comparing") if len(pairs) > 1 else comparing)
    impact = None
    if cases is not None and matched.editions is not None:
        impact = measured(matched.editions, cases, member, show)
    report = Report(
        found,
        tuple(map(version_of, matched.added)),
        tuple(map(version_of, matched.removed)),
        impact,
    )
    _write(report, notation, everything=everything)
    if impact is not None and impact.refused:
        return ExitCode.REFUSED
    return ExitCode.FINDINGS if _fails(report, fail_on) else ExitCode.FINE


def _write(report: Report, notation: str, *, everything: bool) -> None:
    match notation:
        case "json":
            output.write_json(report.to_dict())
        case "scenarios":
            from policydsl.changes.cases import scenarios

            for each in report.comparisons:
                output.write("\n".join(scenarios(each.programs[1], each.decided.classes)))
        case "markdown":
            from policydsl.changes.markdown import report_as_markdown

            output.write(report_as_markdown(report))
        case "html":
            from policydsl.changes.html import report_as_html

            output.write(report_as_html(report))
        case _:
            from policydsl.changes.page import page
            from policydsl.changes.several import contents_page
            from policydsl.explain import text

            options = text.Options(output.page_width(), output.wants_colour(sys.stdout))
            pages = [
                page(each, report.impact if report.is_single else None, everything=everything)
                for each in (report.comparisons if report.is_single else report.telling)
            ]
            if not report.is_single:
                pages.insert(0, contents_page(report))
            output.write("\n".join(text.as_text(each, options) for each in pages))


def _fails(report: Report, fail_on: str | None) -> bool:
    match fail_on:
        case None:
            return False
        case "any":
            every = all(each.is_equivalent for each in report.comparisons)
            return not every or bool(report.added or report.removed)
        case "narrower" if report.removed:
            return True
        case "broader" if report.added:
            return True
        case _:
            return any(each.goes(Direction(fail_on)) for each in report.comparisons)
