"""Turn programs into the bytes of a compiled policy, and such bytes back into programs.

A compiled policy (`.polc`) is data and never code. What stands in it is checked as closely as
a policy's text would be, so that one from a stranger can do no more harm than such a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policydsl.compiled.container import MAGIC, MAX_BYTES, SUFFIX
from policydsl.compiled.model import Compiled

if TYPE_CHECKING:
    from policydsl.core import ir
    from policydsl.diagnostics.model import Diagnostic

__all__ = ["MAGIC", "MAX_BYTES", "SUFFIX", "Compiled", "build", "read"]

# Every check of a text asks whether it is one; the reader is loaded for what is not.


def read(name: str, data: bytes) -> Compiled | Diagnostic:
    """Read the compiled policy *data*, which came from *name*, or say why it cannot be used."""
    from policydsl.compiled import reading

    return reading.read(name, data)


def build(editions: Sequence[ir.Program]) -> bytes | Diagnostic:
    """Give the compiled policy of *editions*, or say which bound it passes."""
    from policydsl.compiled import writing

    return writing.build(editions)
