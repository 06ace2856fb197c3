"""Draw the decision graph of a policy, and the way that a decision took through it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import as_of_option, edition_of, end, loaded, opened
from policydsl.core.request import Request
from policydsl.core.requests import MAX_BYTES
from policydsl.diagnostics.suggest import nearest_few
from policydsl.policy import Policy, RequestError

if TYPE_CHECKING:
    from policydsl.graph import Graph
    from policydsl.graph.cards import Scene
    from policydsl.graph.path import Path

_MOST_SIMILAR = 3


@click.command()
@click.argument("policy")
@click.option(
    "--format",
    type=click.Choice(["mermaid", "dot", "svg", "html", "json"]),
    default="mermaid",
    show_default=True,
    help="svg is a picture, html a page that fits phones and paper, json the whole graph.",
)
@click.option("--clause", metavar="ID", help="Draw one clause, with every condition behind it.")
@click.option(
    "--request",
    "request_file",
    metavar="FILE",
    help="Decide this request, as JSON, and show the way that its decision took.",
)
@click.option(
    "--width",
    metavar="PIXELS",
    type=click.IntRange(240, 2000),
    help="For svg: no wider than this, from top to bottom; 390 fits a phone, 700 a page.",
)
@as_of_option
def graph(
    policy: str,
    format: str,
    clause: str | None,
    request_file: str | None,
    width: int | None,
    as_of: str | None,
) -> None:
    """Draw which facts POLICY turns on, its clauses, and what they determine.

    POLICY is a policy file, the folder that holds its editions, or - for standard input.
    """
    if policy == request_file == "-":
        raise click.UsageError("the policy and the request cannot both be standard input")
    if request_file is not None and as_of is not None:
        raise click.UsageError("the request says its service date; leave `--as-of` out")
    if width is not None and format != "svg":
        raise click.UsageError("only a picture has a `--width`: add `--format svg`")
    from policydsl.graph import build
    from policydsl.graph.export import to_dot, to_json
    from policydsl.graph.mermaid import to_mermaid
    from policydsl.graph.picture import one_clause, whole

    chosen = loaded(policy)
    request = None if request_file is None else _request(chosen, request_file)
    if request is None:
        built, path = build(edition_of(chosen, as_of).program), None
    else:
        from policydsl.explain.drawn import path_of

        built = build(chosen.at(date.fromordinal(request.as_of)).program)
        path = path_of(built, request)
    key = None if clause is None else _key(clause, list(built.clauses))
    if format == "json":
        output.write_json(to_json(built if key is None else built.only(key), path))
    elif format == "html":
        from policydsl.graph.page import to_page

        output.write(to_page(_scene(built, key, path)))
    elif format == "svg":
        from policydsl.graph.svg import to_svg

        output.write(to_svg(_scene(built, key, path), width))
    else:
        picture = whole(built, path) if key is None else one_clause(built, key, path)
        output.write(to_dot(picture) if format == "dot" else to_mermaid(picture))


def _request(policy: Policy, request_file: str) -> Request:
    """Read the request in *request_file*; one that is refused ends the verb."""
    with opened(request_file) as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        return policy.request(data)
    except RequestError as error:
        output.complain([fault.diagnostic() for fault in error.faults])
        end(ExitCode.REFUSED)


def _scene(built: Graph, key: str | None, path: Path | None) -> Scene:
    from policydsl.graph.decided import decided_scene
    from policydsl.graph.detail import clause_scene
    from policydsl.graph.overview import policy_scene

    if key is not None:
        return clause_scene(built, key, path)
    return policy_scene(built) if path is None else decided_scene(built, path)


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
