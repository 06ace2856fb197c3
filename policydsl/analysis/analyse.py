"""Turn a checked policy into what is wrong with it as a whole."""

from __future__ import annotations

from policydsl.analysis.tables import tables_in
from policydsl.diagnostics.model import Diagnostic, in_order
from policydsl.semantics import Checked


def analyse(checked: Checked) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the program of *checked*; nothing when it has none."""
    if checked.program is None:
        return ()
    return in_order(tables_in(checked.program, checked.tables))
