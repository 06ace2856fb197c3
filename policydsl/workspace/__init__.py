"""Turn paths into policies: the only reader of disk.

A policy is a file that holds a `policy` item, or the several of one folder that hold its
editions. Beside it, or in a folder above it, lie the vocabularies that it uses; beside it the
inventories of its sources and files of scenarios.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from policydsl.diagnostics.model import Diagnostic
from policydsl.workspace.files import LEVELS_UP, MOST_FILES, STDIN, Sort, open_stream
from policydsl.workspace.verdicts import Verdict, verdicts

if TYPE_CHECKING:
    from policydsl.policy import Policy
    from policydsl.workspace.completing import Completed
    from policydsl.workspace.policies import Examined

__all__ = [
    "LEVELS_UP",
    "MOST_FILES",
    "Sort",
    "Verdict",
    "complete",
    "examine",
    "load",
    "load_to_decide",
    "open_stream",
    "verdicts",
]

# The compiler is loaded when there is something to compile.


def load(path: str | os.PathLike[str]) -> Policy:
    """Load the policy at *path*: a file, the folder of its editions, a compiled policy, or `-`.

    Raises `PolicyError` with everything that is wrong when it cannot be decided with.
    """
    return _load(os.fspath(path), scenarios=True)


def load_to_decide(path: str | os.PathLike[str]) -> Policy:
    """Load the policy at *path* as `load` does, but leave the scenarios beside it unread."""
    return _load(os.fspath(path), scenarios=False)


def _load(path: str, *, scenarios: bool) -> Policy:
    from policydsl.compiled import MAX_BYTES
    from policydsl.workspace import compiled

    if compiled.is_compiled(path):
        return compiled.load(path)
    given = None
    if path == STDIN:
        given = io.BytesIO(sys.stdin.buffer.read(MAX_BYTES + 1))
        if compiled.begins_compiled(given):
            given.seek(0)
            return compiled.load_stream(given)
        given.seek(0)
    from policydsl.workspace import policies

    load = policies.load if scenarios else policies.load_to_decide
    return load(path, given)


def complete(path: str, as_of: str | None = None) -> Completed:
    """Write the complete edition that *path* stands for, in a folder that of the day *as_of*.

    Raises `ValueError` when *as_of* is no day.
    """
    from policydsl.workspace import completing

    return completing.complete(path, as_of)


def examine(paths: Iterable[str]) -> tuple[tuple[Examined, ...], tuple[Diagnostic, ...]]:
    """Check every policy and vocabulary at *paths*, folders with all that is below them.

    The second value is what keeps a path from being read at all.
    """
    from policydsl.workspace import policies

    return policies.examine(paths)
