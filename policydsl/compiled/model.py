"""Hold what a compiled policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policydsl.frozen import frozen

if TYPE_CHECKING:
    from policydsl.core import ir


@frozen
class Compiled:
    """A compiled policy: the program of each edition, and the version that compiled them."""

    name: str
    compiler: str
    editions: tuple[ir.Program, ...]
