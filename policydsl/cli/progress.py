"""Show on a terminal how far long work has come; the only user of rich's progress."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Each = TypeVar("_Each")


def shown(work: Iterable[_Each], total: int, what: str) -> Iterator[_Each]:
    """Yield from *work* and show a bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield from work
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )
    iterator = iter(work)
    # TRAP: what forks processes has to do so before the bar starts its thread.
    first = next(iterator, None)
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        if first is not None:
            progress.advance(task)
            yield first
        for each in iterator:
            progress.advance(task)
            yield each
