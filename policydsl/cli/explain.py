"""Decide a request and say why."""

from __future__ import annotations

import sys

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import loaded, opened
from policydsl.core.requests import MAX_BYTES
from policydsl.explain import Explanation
from policydsl.explain.author import Options, for_author
from policydsl.policy import RequestError

_NARROWEST = 60
_WIDEST = 100
_PLAIN = 80  # where there is no terminal: files and pipes get the same text everywhere


@click.command()
@click.argument("policy")
@click.option(
    "--request",
    "request_file",
    default="-",
    show_default="standard input",
    metavar="FILE",
    help="The request as JSON.",
)
@click.option(
    "--for",
    "reader",
    type=click.Choice(["author"]),
    default="author",
    show_default=True,
    help="Whom to explain it to.",
)
@click.option(
    "--format",
    "notation",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to write the explanation; json holds every clause with its conditions.",
)
@click.option("--all", "everything", is_flag=True, help="List the clauses that did not apply.")
def explain(
    policy: str, request_file: str, reader: str, notation: str, everything: bool
) -> ExitCode:
    """Decide a request by POLICY and say why.

    POLICY is a policy file, the folder that holds its editions, or - for standard input.
    """
    if policy == request_file == "-":
        raise click.UsageError("the policy and the request cannot both be standard input")
    chosen = loaded(policy)
    with opened(request_file) as stream:
        request = stream.read(MAX_BYTES + 1)
    try:
        explanation = chosen.explain(request)
    except RequestError as error:
        output.complain([fault.diagnostic() for fault in error.faults])
        return ExitCode.REFUSED
    if notation == "json":
        output.write_json(explanation.to_dict())
    else:
        output.write(_page(explanation, notation, everything))
    return ExitCode.FINE


def _page(explanation: Explanation, notation: str, everything: bool) -> str:
    page = for_author(explanation, Options(everything))
    if notation == "markdown":
        from policydsl.explain.markdown import as_markdown

        return as_markdown(page)
    from policydsl.explain import text

    return text.as_text(page, text.Options(_width(), output.wants_colour(sys.stdout)))


def _width() -> int:
    if not sys.stdout.isatty():
        return _PLAIN
    import shutil

    return min(max(shutil.get_terminal_size((_PLAIN, 24)).columns, _NARROWEST), _WIDEST)
