"""Wrap the SAT solver: the only module that imports it."""

from __future__ import annotations

from collections.abc import Sequence

# TRAP: python-sat's own `pysat.solvers` takes 30 ms to import, four times what a small policy
# takes to be analysed; the extension module that it wraps takes one.
import pysolvers  # type: ignore[import-not-found, unused-ignore]

Literal = int
"""A variable, or its negation as the negative number."""


class Sat:
    """An incremental solver; freed with the object."""

    def __init__(self) -> None:
        self._solver = pysolvers.cadical153_new()

    def __del__(self) -> None:
        pysolvers.cadical153_del(self._solver, None)

    def add(self, clause: list[Literal]) -> None:
        pysolvers.cadical153_add_cl(self._solver, clause)

    def solve(self, assumptions: Sequence[Literal]) -> bool:
        """Whether all clauses and *assumptions* can be true together."""
        return bool(pysolvers.cadical153_solve(self._solver, list(assumptions), 0))

    def model(self) -> list[Literal]:
        """Return the literals that are true, after `solve` said yes; literal of v at v - 1."""
        return list(pysolvers.cadical153_model(self._solver))

    def core(self, assumptions: Sequence[Literal]) -> list[Literal]:
        """Return those of *assumptions* that cannot be true together, after `solve` said no."""
        return list(pysolvers.cadical153_core(self._solver, list(assumptions)) or [])
