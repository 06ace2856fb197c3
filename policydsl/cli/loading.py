"""Load the policy that a verb works on, or end the verb and say why."""

from collections.abc import Callable
from typing import BinaryIO, NoReturn, TypeVar

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.diagnostics.model import Diagnostic
from policydsl.policy import Policy, PolicyError
from policydsl.workspace import load_to_decide, open_stream

_Command = TypeVar("_Command", bound=Callable[..., object])


def loaded(path: str) -> Policy:
    """Load the policy at *path*; one in error ends the verb with its diagnostics.

    Its warnings are for `policyc check` to show, and so is what is wrong with its scenarios.
    """
    try:
        return load_to_decide(path)
    except PolicyError as error:
        refused(error)


def refused(error: PolicyError) -> NoReturn:
    """End the verb with what keeps a policy from being loaded."""
    output.complain(error.diagnostics)
    unread = all(found.code.id.startswith("POL00") for found in error.diagnostics)
    end(ExitCode.REFUSED if unread else ExitCode.FINDINGS)


def as_of_option(command: _Command) -> _Command:
    """Add `--as-of`, given to the command as `as_of: str | None`."""
    return click.option(
        "--as-of",
        metavar="DATE",
        help="The service date whose edition is meant, of a policy with several.",
    )(command)


def requests_option(command: _Command) -> _Command:
    """Add `--request`, given to the command as `request_file: str`."""
    return click.option(
        "--request",
        "request_file",
        default="-",
        show_default="standard input",
        metavar="FILE",
        help="One request as JSON, or one on each line (JSON Lines).",
    )(command)


def edition_of(policy: Policy, as_of: str | None) -> Policy:
    """Give the edition that decides on *as_of*; the last, and say so, when no day is given."""
    if as_of is not None:
        try:
            return policy.at(as_of)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    last = policy.editions[-1]
    if len(policy.editions) > 1:
        output.say(
            f"this is edition {last.edition}, the last of {len(policy.editions)}; "
            "`--as-of` and a day give another"
        )
    return last


def opened(path: str) -> BinaryIO:
    """Open a file of requests, `-` for standard input; one that cannot be read ends the verb."""
    stream = open_stream(path)
    if isinstance(stream, Diagnostic):
        output.complain([stream])
        end(ExitCode.REFUSED)
    return stream


def end(code: ExitCode) -> NoReturn:
    """End the verb with *code*; what had to be said has been said."""
    raise click.exceptions.Exit(int(code))
