"""Word what analysis finds: what is wrong, where, beside what, and the case that shows it."""

from __future__ import annotations

from policydsl.analysis.cases import Case
from policydsl.core.tables import Table, TableRow, Use
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic

# ---------------------------------------------------------------------- tables


def rows_overlap(
    table: Table, rows: tuple[TableRow, TableRow], case: Case, more: int
) -> Diagnostic:
    """Report two rows that hold in one *case* and give different results."""
    earlier, later = rows
    verb = "sends to" if table.use is Use.TARGETS else "gives"
    message = (
        f"two rows of `{table.id}` hold at once: "
        f"one {verb} `{earlier.result}`, the other `{later.result}`"
    )
    if more:
        message += f"; {more} more like this"
    found = catalogue.ROWS_OVERLAP.at(later.span, message, f"{verb} `{later.result}`")
    if earlier.span:
        found = found.and_at(earlier.span, f"{verb} `{earlier.result}`")
    return found.with_case(case.scenario(f"two rows of {table.id} hold")).suggest(
        "narrow one of the rows until no case is in both"
    )


def rows_gap(table: Table, case: Case) -> Diagnostic:
    """Report a *case* in which no row holds, although others around it have rows."""
    said = f", {case.words}" if case.words else ""
    ending = " | ".join(["any"] * len(table.columns) + ["absent"])
    return (
        catalogue.ROWS_GAP.at(
            table.span, f"no row of `{table.id}` holds for a case{said}", "leaves a case out"
        )
        .with_case(case.scenario(f"no row of {table.id} holds"))
        .suggest(f"add a row for it; if none is meant, end the table with `{ending}`")
    )


# ---------------------------------------------------------------- what was not


def table_not_analysed(table: Table) -> Diagnostic:
    return catalogue.NOT_ANALYSED.at(
        table.span, f"the rows of `{table.id}` were not analysed", "has too many cases to try"
    ).suggest("divide the table, or work out the columns that it reads from others in a `define`")
