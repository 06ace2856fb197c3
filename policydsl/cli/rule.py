"""Show the page that explains a diagnostic code."""

import click

from policydsl.cli import output
from policydsl.diagnostics.catalogue import ALL_CODES
from policydsl.diagnostics.rules import page
from policydsl.diagnostics.suggest import nearest_few


@click.command()
@click.argument("code")
def rule(code: str) -> None:
    """Say what CODE means, with an example and how to fix it.

    CODE is what stands in brackets in a diagnostic, such as POL0312.
    """
    wanted = code.upper()
    if wanted not in ALL_CODES:
        *some, last = [f"`{other}`" for other in nearest_few(wanted, ALL_CODES)] or [""]
        near = f"{', '.join(some)} or {last}" if some else last
        raise click.UsageError(
            f"there is no code `{code}`" + (f"; did you mean {near}?" if near else "")
        )
    known = ALL_CODES[wanted]
    output.write(page(wanted) or f"# {known.id}: {known.title}\n")
