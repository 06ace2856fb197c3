"""Decide one request, or one on each line."""

import json
import sys
from typing import BinaryIO

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import loaded, opened, requests_option
from policydsl.cli.requests import Single, requests_in
from policydsl.core.faults import RequestFault
from policydsl.policy import Policy, RequestError

_OF_LINES = (".jsonl", ".ndjson")


@click.command()
@click.argument("policy")
@requests_option
@click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    help="How to write a decision; text on a terminal unless said, json elsewhere.",
)
def eval(policy: str, request_file: str, format: str | None) -> ExitCode:
    """Decide a request by POLICY.

    POLICY is a policy file, the folder that holds its editions, or - for standard input.
    Of many requests, one that is refused does not keep the others from being decided.
    """
    if policy == request_file == "-":
        raise click.UsageError("the policy and the request cannot both be standard input")
    chosen = loaded(policy)
    with opened(request_file) as stream:
        return _decide_all(chosen, stream, format)


def _decide_all(policy: Policy, stream: BinaryIO, format: str | None) -> ExitCode:
    as_text = format == "text" or (format is None and sys.stdout.isatty())
    given = requests_in(stream, str(stream.name).endswith(_OF_LINES))
    if isinstance(given, Single):
        return _decide(policy, given.text, as_text, None)
    worst = ExitCode.FINE
    for number, line in given.lines:
        worst = max(worst, _decide(policy, line, as_text, number))
    return worst


def _decide(policy: Policy, text: bytes, as_text: bool, line: int | None) -> ExitCode:
    """Write the decision, or complain; a line that is refused keeps its place in the output."""
    try:
        decision = policy.decide(text)
    except RequestError as error:
        _refuse(error.faults, line)
        if line is not None:
            faults = [fault.to_dict() for fault in error.faults]
            refused = {"refused": {"line": line, "faults": faults}}
            output.write(
                f"line {line}: refused\n"
                if as_text
                else json.dumps(refused, ensure_ascii=False, separators=(",", ":")) + "\n"
            )
        return ExitCode.REFUSED
    if as_text:
        from policydsl.cli.decisions import as_text as laid_out

        output.write((f"line {line}: " if line is not None else "") + laid_out(decision))
    else:
        output.write(decision.to_json() + "\n")
    return ExitCode.FINE


def _refuse(faults: tuple[RequestFault, ...], line: int | None) -> None:
    import attrs

    found = [fault.diagnostic() for fault in faults]
    if line is not None:
        found = [attrs.evolve(each, message=f"line {line}: {each.message}") for each in found]
    output.complain(found)
