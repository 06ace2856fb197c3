"""Look closely at the tables that are not plainly without overlaps and gaps."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.analysis.standing import Standing
from policydsl.core.tables import Table, Use
from policydsl.diagnostics.model import Diagnostic
from policydsl.solve.slice import Answer


def tables_that_err(standing: Standing) -> Iterator[Diagnostic]:
    """Yield what is wrong with the tables of a policy."""
    suspects = [table for table in standing.tables if not _is_plain(standing, table)]
    if suspects:
        # Cells are worked out by the reference, which a policy in order does not wait for.
        from policydsl.analysis.tables import tables_in

        yield from tables_in(standing.program, suspects)


def _is_plain(standing: Standing, table: Table) -> bool:
    """Whether it is proved that no rows contradict each other and that none is lacking."""
    gates, slice = standing.gates, standing.slice(None)
    rows = list(zip(table.rows, standing.rows[table.id], strict=True))
    for place, (row, holds) in enumerate(rows):
        others = [other for after, other in rows[place + 1 :] if after.result != row.result]
        if others and slice.can(holds, gates.any_of(others)) is not Answer.NO:
            return False
    if table.use is Use.TARGETS:
        return True
    left_out = [-holds for _, holds in rows]
    return slice.can(*left_out, *standing.filled[table.id]) is Answer.NO
