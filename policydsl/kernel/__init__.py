"""Compile a program into a function that decides one request: generated Python, same answers."""

from __future__ import annotations

from policydsl.core import ir
from policydsl.kernel.kernel import Kernel


def compile(program: ir.Program) -> Kernel:
    """Return what decides requests of *program*; source is generated scope by scope, on demand."""
    return Kernel(program)


__all__ = ["Kernel", "compile"]
