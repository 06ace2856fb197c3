"""Lay policies out in the one canonical way."""

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.files import replace
from policydsl.cli.loading import as_of_option
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.problems import source_wanted, undecodable, unreadable
from policydsl.source import MAX_BYTES, Source, decode
from policydsl.workspace.compiled import is_compiled

_STDIN = "-"


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.option(
    "--complete",
    is_flag=True,
    help="Change nothing; write the complete edition, amendments worked in, to standard output.",
)
@as_of_option
def fmt(
    paths: Sequence[str], check: bool, diff: bool, complete: bool, as_of: str | None
) -> ExitCode:
    """Lay the policies at PATH out in the one canonical way.

    A PATH is a `.pol` file, a folder whose `.pol` files are meant, or `-` for standard
    input, which goes to standard output.  A file that does not parse is left as it is.

    With --complete PATH is one policy or amendment, or the folder of a policy's editions, of
    which the last is meant unless --as-of chooses another.
    """
    if complete:
        if check or diff or len(paths) != 1:
            raise click.UsageError("--complete takes one PATH, and neither --check nor --diff")
        return _complete(paths[0], as_of)
    if as_of is not None:
        raise click.UsageError("--as-of chooses an edition for --complete")
    from policydsl.syntax.printer import format_source

    worst = ExitCode.FINE
    changed = 0
    files = list(_files(paths))
    for name in files:
        read = _read(name)
        if isinstance(read, Diagnostic):
            output.complain([read])
            worst = ExitCode.REFUSED
            continue
        source, raw = read
        formatted = format_source(source)
        if formatted.diagnostics:
            output.complain(formatted.diagnostics)
            worst = max(worst, ExitCode.FINDINGS)
            continue
        differs = formatted.text.encode() != raw
        changed += differs
        if diff:
            output.write(_difference(source, formatted.text))
        elif name == _STDIN and not check:
            output.write(formatted.text)
        elif differs and check:
            output.say(f"would lay out {name}")
        elif differs:
            failure = replace(name, formatted.text.encode())
            if failure:
                output.complain([failure])
                worst = ExitCode.REFUSED
                changed -= 1
            else:
                output.say(f"laid out {name}")
    if changed and (check or diff):
        worst = max(worst, ExitCode.FINDINGS)
    if _STDIN not in files:
        output.say(_summary(changed, len(files), only_told=check or diff))
    return worst


def _complete(path: str, as_of: str | None) -> ExitCode:
    from policydsl.workspace import complete

    try:
        found = complete(path, as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    output.complain(found.diagnostics)
    if found.text is None:
        unread = all(each.code.id.startswith("POL00") for each in found.diagnostics)
        return ExitCode.REFUSED if unread else ExitCode.FINDINGS
    output.write(found.text)
    return ExitCode.FINE


def _files(paths: Sequence[str]) -> Iterator[str]:
    """Name each file once: those given, and the `.pol` files in the folders given."""
    seen: set[str] = set()
    for path in paths:
        found = (
            (str(file) for file in sorted(Path(path).rglob("*.pol")) if file.is_file())
            if path != _STDIN and Path(path).is_dir()
            else [path]
        )
        for name in found:
            if name not in seen:
                seen.add(name)
                yield name


def _read(name: str) -> tuple[Source, bytes] | Diagnostic:
    shown = "standard input" if name == _STDIN else name
    if is_compiled(name):
        return source_wanted(shown, "layout")
    try:
        if name == _STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        return unreadable(shown, error.strerror or str(error))
    decoded = decode(shown, data)
    return (decoded, data) if isinstance(decoded, Source) else undecodable(decoded)


def _difference(source: Source, text: str) -> str:
    lines = difflib.unified_diff(
        source.text.splitlines(keepends=True),
        text.splitlines(keepends=True),
        source.name,
        source.name,
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _summary(changed: int, seen: int, *, only_told: bool) -> str:
    files = f"{changed} of {seen} {'file' if seen == 1 else 'files'}"
    return f"{files} would be laid out anew" if only_told else f"{files} laid out anew"
