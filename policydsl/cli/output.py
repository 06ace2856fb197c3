"""Write results to standard output and everything else to standard error."""

import enum
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO, TypeVar, assert_never

import click

from policydsl.cli.exits import ExitCode
from policydsl.diagnostics.model import Accepted, Diagnostic, Severity

_Command = TypeVar("_Command", bound=Callable[..., object])


class Format(enum.Enum):
    """How `check` writes what it found."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


def format_option(command: _Command) -> _Command:
    """Add `--format`, given to the command as `format: Format`."""
    return click.option(
        "--format",
        type=click.Choice([choice.value for choice in Format]),
        default=Format.TEXT.value,
        show_default=True,
        callback=lambda _context, _option, word: Format(word),
        help="How to write what was found.",
    )(command)


def fail_level_option(command: _Command) -> _Command:
    """Add `--fail-level`, given to the command as `fail_level: Severity`."""
    return click.option(
        "--fail-level",
        type=click.Choice([Severity.ERROR.value, Severity.WARNING.value]),
        default=Severity.ERROR.value,
        show_default=True,
        callback=lambda _context, _option, word: Severity(word),
        help="The least severity that makes the exit code 1.",
    )(command)


def exit_code(diagnostics: Iterable[Diagnostic], fail_level: Severity) -> ExitCode:
    """Give `FINDINGS` when a diagnostic is at the fail level or above."""
    if any(diagnostic.severity.at_least(fail_level) for diagnostic in diagnostics):
        return ExitCode.FINDINGS
    return ExitCode.FINE


def write(text: str) -> None:
    """Write a result to standard output as it is; it ends its own last line."""
    click.echo(text, nl=False, color=True)


def write_bytes(data: bytes) -> None:
    """Write a result that is no text to standard output."""
    click.echo(data, nl=False)


def write_json(value: object) -> None:
    """Write a result as indented JSON, its keys in the order they were made."""
    import json

    write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_findings(
    diagnostics: Sequence[Diagnostic],
    format: Format,
    checked: Sequence[str],
    accepted: Sequence[Accepted] = (),
) -> None:
    """Write diagnostics that are the result; *checked* names every file that was looked at."""
    match format:
        case Format.TEXT:
            write(_rendered(diagnostics, sys.stdout))
            say(_summary(diagnostics) + (f", {len(accepted)} accepted" if accepted else ""))
        case Format.JSON:
            from policydsl.diagnostics.json import to_json

            write_json(to_json(diagnostics))
        case Format.SARIF:
            from policydsl.diagnostics.sarif import to_sarif

            write_json(to_sarif(diagnostics, accepted))
        case Format.GITHUB:
            from policydsl.diagnostics.github import to_github

            write(to_github(diagnostics))
        case Format.JUNIT:
            from policydsl.diagnostics.junit import to_junit

            write(to_junit(diagnostics, checked))
        case _:
            assert_never(format)


def say(text: str) -> None:
    """Tell the person at the terminal something that is no result."""
    click.echo(text, err=True)


def complain(diagnostics: Sequence[Diagnostic]) -> None:
    """Show diagnostics that stand in the way of a result."""
    click.echo(_rendered(diagnostics, sys.stderr), err=True, nl=False, color=True)


_NARROWEST = 60
_WIDEST = 100
_PLAIN = 80  # where there is no terminal: files and pipes get the same text everywhere


def page_width() -> int:
    """Give the width of a page on standard output, in terminal cells."""
    if not sys.stdout.isatty():
        return _PLAIN
    return min(max(_columns(_PLAIN), _NARROWEST), _WIDEST)


def _columns(otherwise: int) -> int:
    import shutil  # loaded on a terminal only

    return shutil.get_terminal_size((otherwise, 24)).columns


def wants_colour(stream: TextIO) -> bool:
    """Say whether *stream* is a terminal whose owner has not asked for plain text.

    https://no-color.org: set to anything but the empty string.
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def _rendered(diagnostics: Iterable[Diagnostic], stream: TextIO) -> str:
    from policydsl.diagnostics.text import Options, render

    width = _columns(_WIDEST) if stream.isatty() else _WIDEST
    return render(diagnostics, Options(width, wants_colour(stream)))


def _summary(diagnostics: Iterable[Diagnostic]) -> str:
    from policydsl.diagnostics.text import summary

    return summary(diagnostics)
