"""Read the slots of a notice: from a file, and one by one from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import end, opened
from policydsl.core.requests import MAX_BYTES
from policydsl.diagnostics.model import Diagnostic
from policydsl.explain import problems


def slots_of(file: str | None, given: Iterable[str]) -> dict[str, object]:
    """Return what *file* holds, JSON or TOML by its name, and over it what each `NAME=TEXT` says.

    A file that cannot be read ends the verb; whether a name is a slot is not asked here.
    """
    found: dict[str, object] = {}
    if file is not None:
        read = _read(file)
        if isinstance(read, Diagnostic):
            output.complain([read])
            end(ExitCode.REFUSED)
        found = read
    for pair in given:
        name, sign, text = pair.partition("=")
        if not sign:
            raise click.BadParameter(f"`{pair}` is not NAME=TEXT", param_hint="'--slot'")
        found[name.strip()] = text
    return found


def _read(path: str) -> dict[str, object] | Diagnostic:
    with opened(path) as stream:
        data = stream.read(MAX_BYTES)
    try:
        if path.endswith(".toml"):
            import tomllib

            return tomllib.loads(data.decode())
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        return problems.unread_slots(path, str(error))
    if not isinstance(held, dict):
        return problems.unread_slots(path, "it holds no object")
    return held
