"""Read the numbers of a decision exactly, by functions that are generated once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.core.values import ABSENT, Kleene
from policydsl.kernel.arithmetic import CannotWriteError, Writer
from policydsl.kernel.running import generated
from policydsl.kernel.tables import Table
from policydsl.reference.terms import read
from policydsl.reference.valuation import Valuation

Exact = Callable[[Valuation], int | None]


def exact_of(term: ir.Term, facts: FactTable) -> Exact:
    """Return what gives the one value of *term*, None when it has none.

    Where a fact is unknown or absent it is the reference that reads.
    """

    def by_reference(valuation: Valuation) -> int | None:
        return read(term, valuation).exact

    names = _Names()
    try:
        written = Writer(names).term(term)
    except CannotWriteError:
        return by_reference
    unsure = [f"{variable} is None" for variable in names.variables.values()]
    unsure += [
        f"{variable} is {names.constant(ABSENT)}"
        for fact, variable in names.variables.items()
        if facts[fact].may_be_absent
    ]
    lines = [
        f"{variable} = get({names.constant(fact)})"
        for fact, variable in list(names.variables.items())
    ]
    if unsure:
        lines.append(f"if {' or '.join(unsure)}: return None")
    source = "\n    ".join(["def exact(get, as_of):", *lines, f"return {written}"])
    compiled: Callable[[Any, int], int | None] = generated(source, names.constants)["exact"]

    def exact(valuation: Valuation) -> int | None:
        found = compiled(valuation.known.get, valuation.as_of)
        return by_reference(valuation) if found is None else found

    return exact


class _Names:
    """The generated names of one function."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self.variables: dict[str, str] = {}

    def variable(self, fact: str) -> str:
        return self.variables.setdefault(fact, f"v{len(self.variables)}")

    def constant(self, value: object) -> str:
        name = f"k{len(self.constants)}"
        self.constants[name] = value
        return name

    def table(self, work_out: Callable[[Any], Any]) -> str:
        return self.constant(Table(work_out))

    def shared(self, term: ir.Term, written: str) -> str:
        return written

    def decided(self, condition: ir.Truth) -> Kleene:
        return Kleene.UNKNOWN
