"""Bounds on sums of numbers, days and functions of days, and what such a function comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from policydsl.core import dates, ir
from policydsl.frozen import frozen
from policydsl.solve.comparing import applied, day_of
from policydsl.solve.gates import Form


@frozen
class Bound:
    """The sum of factor × base is at most *most*."""

    form: Form
    most: int


def bases_of(bound: Bound) -> Iterator[ir.Term]:
    """Yield what *bound* adds up, and the dates of which that is made."""
    for _, base in bound.form:
        yield base
        yield from days_of(base)


def is_free(base: ir.Term) -> bool:
    return isinstance(base, ir.FactTerm | ir.ServiceDate)


def days_of(base: ir.Term) -> list[ir.Term]:
    """Return the dates of which *base* is a function."""
    if is_free(base):
        return []
    found: list[ir.Term] = [day_of(base)]  # type: ignore[arg-type]
    if isinstance(base, ir.AgeTerm):
        found.append(ir.ServiceDate())
    return found


def value_of(base: ir.Term, values: Mapping[ir.Term, int]) -> int:
    """Return what *base* is when facts and the service date have *values*."""
    if is_free(base):
        return values[base]
    day = values[day_of(base)]  # type: ignore[arg-type]
    if isinstance(base, ir.AgeTerm):
        return age_of(base)(applied(base.born, day), values[ir.ServiceDate()])
    return applied(base, day)


def holds(bound: Bound, values: Mapping[ir.Term, int]) -> bool:
    return sum(factor * value_of(base, values) for factor, base in bound.form) <= bound.most


def age_of(base: ir.AgeTerm) -> Callable[[int, int], int]:
    return dates.age_in_months if base.in_months else dates.age_in_years
