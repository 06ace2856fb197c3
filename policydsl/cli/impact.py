"""Decide a file of requests by two versions, with a progress bar where somebody is watching."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from policydsl.changes.impact import Impact
from policydsl.changes.sides import Editions
from policydsl.cli import output
from policydsl.cli.exits import ExitCode
from policydsl.cli.loading import end
from policydsl.diagnostics.problems import unreadable
from policydsl.workspace.rows import Layout, RowsError, rows, size


def measured(editions: Editions, path: str, member: str, show: int) -> Impact:
    """Decide every request in the file at *path*; rows that are refused are said as they come."""
    layout = Layout(editions.facts, member)
    impact = Impact(editions, show)
    try:
        with _progress(path) as at:
            for row in rows(path, layout, at):
                before = impact.refused
                if row.fault is not None:
                    impact.refuse(row.line, (row.fault,))
                else:
                    impact.take(row.line, row.data, row.member)
                if impact.refused > before and impact.refused == len(impact.bad):
                    output.say(f"{path}:{row.line}: {'; '.join(impact.bad[-1].faults)}")
    except RowsError as error:
        output.say(f"error: {error}")
        end(ExitCode.REFUSED)
    except OSError as error:
        output.complain([unreadable(path, error.strerror or type(error).__name__)])
        end(ExitCode.REFUSED)
    return impact


@contextlib.contextmanager
def _progress(path: str) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=size(path))
        yield lambda seen: progress.update(task, completed=seen)
