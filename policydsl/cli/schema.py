"""Say what a request may hold, or what a decision, an explanation or a comparison holds."""

import click

from policydsl.cli import output
from policydsl.cli.loading import as_of_option, edition_of, loaded


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
@click.option(
    "--explanation",
    type=click.Choice(["author", "reviewer", "member", "notice"]),
    help="Describe the explanation for this reader instead (JSON Schema only).",
)
@click.option(
    "--changes", is_flag=True, help="Describe what `diff` writes instead (JSON Schema only)."
)
@as_of_option
def schema(
    policy: str,
    notation: str,
    decision: bool,
    explanation: str | None,
    changes: bool,
    as_of: str | None,
) -> None:
    """Say what a request to POLICY may hold, whatever the edition unless --as-of chooses one.

    POLICY is a policy file, the folder that holds its editions, or - for standard input.
    """
    asked = {
        "--decision": ("a decision", decision),
        "--explanation": ("an explanation", explanation),
        "--changes": ("what `diff` writes", changes),
    }
    chosen = [option for option, (_, wanted) in asked.items() if wanted]
    if chosen and notation != "json-schema":
        raise click.UsageError(f"{asked[chosen[0]][0]} is described as JSON Schema only")
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} describe different things")
    found = loaded(policy)
    if as_of is not None:
        found = edition_of(found, as_of)
    if decision:
        from policydsl.policy.decision_schema import decision_schema

        output.write_json(decision_schema())
    elif explanation is not None:
        from policydsl.explain import Reader
        from policydsl.policy.explanation_schema import explanation_schema

        output.write_json(explanation_schema(Reader(explanation)))
    elif changes:
        from policydsl.policy.changes_schema import changes_schema

        output.write_json(changes_schema())
    elif notation == "json-schema":
        output.write_json(found.schema())
    else:
        from policydsl.policy.schema import python_types

        output.write(python_types(*(each.program for each in found.editions)))
