"""Turn `fact` items into the table of facts."""

from __future__ import annotations

import attrs

from policydsl.core.facts import FactTable
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.names import Names


@attrs.frozen
class FactsRead:
    facts: FactTable
    diagnostics: tuple[Diagnostic, ...]


def read_facts(names: Names) -> FactsRead:
    """Give every declared fact its type; one in error is left out and has been reported."""
    raise NotImplementedError
