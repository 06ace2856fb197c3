"""Compile a policy into one file that decides without its sources."""

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.files import replace
from policydsl.cli.loading import loaded
from policydsl.compiled import SUFFIX
from policydsl.compiled import build as built
from policydsl.diagnostics.model import Diagnostic
from policydsl.policy import Policy

_STDOUT = "-"


@click.command()
@click.argument("policy")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar=f"FILE{SUFFIX}",
    help="The file to write, or - for standard output.",
)
def build(policy: str, target: str) -> ExitCode:
    """Compile POLICY into one file, which every verb that takes a POLICY takes.

    POLICY is a policy file, the folder of its editions, or - for standard input. The same
    sources give the same bytes. The file holds the policy and the vocabularies that it uses,
    comments included; inventories and scenarios stay behind.
    """
    if target != _STDOUT and not target.endswith(SUFFIX):
        # A slip must not write over a source.
        raise click.UsageError(f"a compiled policy ends in {SUFFIX}, and `{target}` does not")
    chosen = loaded(policy)
    data = built([each.program for each in chosen.editions])
    if isinstance(data, Diagnostic):
        output.complain([data])
        return ExitCode.REFUSED
    if target == _STDOUT:
        output.write_bytes(data)
        return ExitCode.FINE
    failure = replace(target, data)
    if failure is not None:
        output.complain([failure])
        return ExitCode.REFUSED
    output.say(f"{target}: {chosen.id}{_named(chosen)}, {len(data):,} bytes")
    return ExitCode.FINE


def _named(policy: Policy) -> str:
    if len(policy.editions) > 1:
        return f", {len(policy.editions)} editions"
    return f", edition {policy.edition}" if policy.edition else ""
