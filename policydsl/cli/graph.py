"""Draw the decision graph of a policy."""

import click

from policydsl.cli import output
from policydsl.cli.loading import as_of_option, edition_of, loaded
from policydsl.diagnostics.suggest import nearest_few

_MOST_SIMILAR = 3


@click.command()
@click.argument("policy")
@click.option(
    "--format",
    type=click.Choice(["mermaid", "dot", "json"]),
    default="mermaid",
    show_default=True,
    help="The language to write the drawing in; json is the whole graph.",
)
@click.option("--clause", metavar="ID", help="Draw one clause, with every condition behind it.")
@as_of_option
def graph(policy: str, format: str, clause: str | None, as_of: str | None) -> None:
    """Draw which facts POLICY turns on, its clauses, and what they determine."""
    from policydsl.graph import build
    from policydsl.graph.export import to_dot, to_json
    from policydsl.graph.mermaid import to_mermaid
    from policydsl.graph.picture import one_clause, whole

    built = build(edition_of(loaded(policy), as_of).program)
    key = None if clause is None else _key(clause, list(built.clauses))
    if format == "json":
        output.write_json(to_json(built if key is None else built.only(key)))
        return
    picture = whole(built) if key is None else one_clause(built, key)
    output.write(to_dot(picture) if format == "dot" else to_mermaid(picture))


def _key(clause: str, keys: list[str]) -> str:
    """Return the key that *clause* means: a whole key, or the only one with that last part."""
    if clause in keys:
        return clause
    ending = [key for key in keys if key.rpartition(".")[2] == clause]
    if len(ending) == 1:
        return ending[0]
    near = ending[:_MOST_SIMILAR] or nearest_few(clause, keys, _MOST_SIMILAR)
    hint = f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
    said = "there are several clauses" if len(ending) > 1 else "there is no clause"
    raise click.UsageError(f"{said} `{clause}`{hint}")
