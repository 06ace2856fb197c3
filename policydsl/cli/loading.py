"""Load the policy that a verb works on, or end the verb and say why."""

from typing import BinaryIO, NoReturn

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.diagnostics.model import Diagnostic
from policydsl.policy import Policy, PolicyError
from policydsl.workspace import load_to_decide, open_stream


def loaded(path: str) -> Policy:
    """Load the policy at *path*; one in error ends the verb with its diagnostics.

    Its warnings are for `policyc check` to show, and so is what is wrong with its scenarios.
    """
    try:
        return load_to_decide(path)
    except PolicyError as error:
        output.complain(error.diagnostics)
        unread = all(found.code.id.startswith("POL00") for found in error.diagnostics)
        end(ExitCode.REFUSED if unread else ExitCode.FINDINGS)


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
