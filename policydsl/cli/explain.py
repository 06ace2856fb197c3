"""Decide a request, or one on each line, and say why."""

from __future__ import annotations

import json
import sys

import attrs
import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import loaded, opened, requests_option
from policydsl.cli.requests import Lines, Single, requests_in
from policydsl.cli.slots import slots_of
from policydsl.core.determinations import Determination
from policydsl.core.faults import RequestFault
from policydsl.diagnostics.model import Diagnostic
from policydsl.explain import NoticeError, Reader, Rendering
from policydsl.policy import Policy, RequestError

_NARROWEST = 60
_WIDEST = 100
_PLAIN = 80  # where there is no terminal: files and pipes get the same text everywhere
_OF_LINES = (".jsonl", ".ndjson")
_GOALS = [d.value for d in Determination if d is not Determination.PEND_DOCUMENTATION]


@attrs.frozen
class Options:
    reader: Reader
    notation: str
    everything: bool
    goal: Determination
    slots: dict[str, object]


@click.command()
@click.argument("policy")
@requests_option
@click.option(
    "--for",
    "reader",
    type=click.Choice([reader.value for reader in Reader]),
    default=Reader.AUTHOR.value,
    show_default=True,
    help="Whom to explain it to: the policy's author, a clinical reviewer, the member; "
    "or the content of a notice of an adverse determination.",
)
@click.option(
    "--format",
    "notation",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How to write it; html is one page that needs nothing else.",
)
@click.option(
    "--toward",
    type=click.Choice(_GOALS),
    default=Determination.COVERED.value,
    show_default=True,
    help="The determination to seek the smallest changes for.",
)
@click.option("--all", "everything", is_flag=True, help="List the clauses that did not apply.")
@click.option(
    "--slots", metavar="FILE", help="What only the payer knows of a notice: JSON or TOML."
)
@click.option("--slot", "given", multiple=True, metavar="NAME=TEXT", help="One slot of a notice.")
def explain(
    policy: str,
    request_file: str,
    reader: str,
    notation: str,
    toward: str,
    everything: bool,
    slots: str | None,
    given: tuple[str, ...],
) -> ExitCode:
    """Decide a request by POLICY and say why.

    POLICY is a policy file, the folder that holds its editions, or - for standard input.
    JSON Lines in are JSON Lines out, with --format json.
    """
    if policy == request_file == "-":
        raise click.UsageError("the policy and the request cannot both be standard input")
    whom = Reader(reader)
    if everything and whom is not Reader.AUTHOR:
        raise click.UsageError("--all is for the author; the others are told what bears on them")
    if (slots is not None or given) and whom is not Reader.NOTICE:
        raise click.UsageError("slots are those of a notice; add `--for notice`")
    goal = Determination(toward)
    options = Options(whom, notation, everything, goal, slots_of(slots, given))
    chosen = loaded(policy)
    with opened(request_file) as stream:
        return _explain_all(chosen, requests_in(stream, request_file.endswith(_OF_LINES)), options)


def _explain_all(policy: Policy, requests: Single | Lines, options: Options) -> ExitCode:
    if isinstance(requests, Single):
        return _explain(policy, requests.text, options, None)
    if options.notation == "html" or options.reader is Reader.NOTICE:
        what = "a page" if options.notation == "html" else "a notice"
        raise click.UsageError(f"{what} is about one request, and the file has one on each line")
    worst = ExitCode.FINE
    for number, line in requests.lines:
        worst = max(worst, _explain(policy, line, options, number))
    return worst


def _explain(policy: Policy, text: bytes, options: Options, line: int | None) -> ExitCode:
    """Write the explanation, or complain; a line that is refused keeps its place."""
    try:
        told = _told(policy, text, options)
    except RequestError as error:
        _complain([fault.diagnostic() for fault in error.faults], line)
        if line is not None:
            output.write(_refused(error.faults, line, options))
        return ExitCode.REFUSED
    except NoticeError as error:
        _complain(error.diagnostics, line)
        return ExitCode.REFUSED
    if options.notation == "json" and line is None:
        output.write_json(told.to_dict())
    elif options.notation == "json":
        output.write(told.to_json() + "\n")
    else:
        heading = "" if line is None else f"line {line}\n\n"
        output.write(heading + _written(told, options) + ("" if line is None else "\n"))
    return ExitCode.FINE


def _told(policy: Policy, text: bytes, options: Options) -> Rendering:
    explanation = policy.explain(text).toward(options.goal)
    match options.reader:
        case Reader.AUTHOR:
            return explanation.for_author(everything=options.everything)
        case Reader.REVIEWER:
            return explanation.for_reviewer()
        case Reader.MEMBER:
            return explanation.for_member()
        case Reader.NOTICE:
            return explanation.for_notice(options.slots)


def _written(told: Rendering, options: Options) -> str:
    match options.notation:
        case "markdown":
            return told.to_markdown()
        case "html":
            return told.to_html()
        case _:
            return told.to_text(_width(), colour=output.wants_colour(sys.stdout))


def _refused(faults: tuple[RequestFault, ...], line: int, options: Options) -> str:
    if options.notation != "json":
        return f"line {line}: refused\n\n"
    data = {"refused": {"line": line, "faults": [fault.to_dict() for fault in faults]}}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _complain(found: list[Diagnostic] | tuple[Diagnostic, ...], line: int | None) -> None:
    at = "" if line is None else f"line {line}: "
    output.complain([attrs.evolve(each, message=f"{at}{each.message}") for each in found])


def _width() -> int:
    if not sys.stdout.isatty():
        return _PLAIN
    import shutil

    return min(max(shutil.get_terminal_size((_PLAIN, 24)).columns, _NARROWEST), _WIDEST)
