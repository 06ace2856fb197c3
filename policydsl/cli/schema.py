"""Say what a request to a policy may hold, or what a decision holds."""

import click

from policydsl.cli import output
from policydsl.cli.loading import loaded


@click.command()
@click.argument("policy")
@click.option(
    "--format",
    "notation",
    type=click.Choice(["json-schema", "python"]),
    default="json-schema",
    show_default=True,
    help="JSON Schema 2020-12, or a Python module of types.",
)
@click.option("--decision", is_flag=True, help="Describe the decision instead (JSON Schema only).")
def schema(policy: str, notation: str, decision: bool) -> None:
    """Say what a request to POLICY may hold.

    POLICY is a policy file, the folder that holds it, or - for standard input.
    """
    if decision and notation != "json-schema":
        raise click.UsageError("a decision is described as JSON Schema only")
    found = loaded(policy)
    if decision:
        from policydsl.policy.decision_schema import decision_schema

        output.write_json(decision_schema())
    elif notation == "json-schema":
        output.write_json(found.schema())
    else:
        from policydsl.policy.schema import python_types

        output.write(python_types(found.program))
