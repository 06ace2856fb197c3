"""Lower the author's expressions into truths and terms, with every name bound.

One `Lowering` serves one policy and collects what was wrong.  An expression that
cannot be lowered becomes poison: a truth is then `Truism(False)`, a term None, and
the cause has been reported once.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

import attrs

from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable
from policydsl.core.values import FactValue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.names import Names
from policydsl.semantics.typing import Lowered, TermType
from policydsl.source import Span
from policydsl.syntax import ast


class LimitPart(enum.Enum):
    """What an expression can read of a limit: `outpatient_visits.used`."""

    USED = "used"
    REMAINING = "remaining"
    BASE = "base"
    GRANTED = "granted"


LimitTerms = Callable[[str, LimitPart, Span], Lowered | None]
"""Gives a part of the limit with that key; None when the limit itself is in error."""


@attrs.frozen
class Scope:
    """What expressions may speak of."""

    names: Names
    facts: FactTable


class Lowering:
    """Lowers expressions in one scope; `problems` grows as it goes."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[Diagnostic] = []
        # Whoever lowers limits sets this before the first expression that reads one.
        self.limit_terms: LimitTerms | None = None

    def truth(self, expr: ast.Expr, *, knowing: bool = False) -> ir.Truth:
        """Lower a condition; *knowing* allows `is known` (only in `advise` and `pays`)."""
        raise NotImplementedError

    def condition(
        self, expr: ast.Expr, citations: ast.Citations, *, knowing: bool = False
    ) -> ir.Truth:
        """Lower a condition with the citations at the end of its line."""
        raise NotImplementedError

    def term(self, expr: ast.Expr, *, expected: TermType | None = None) -> Lowered | None:
        """Lower a number or day; one that is unlike *expected* is reported and gives None."""
        raise NotImplementedError

    def fact(self, name: ast.Name) -> Fact | None:
        """Find the fact that *name* means; report an unknown name, with those near it."""
        raise NotImplementedError

    def value(self, fact: Fact, value: ast.Value) -> FactValue | None:
        """Read what *fact* is given, assumed or set to be; None when it cannot be that."""
        raise NotImplementedError

    def row_condition(self, given: tuple[ast.Name, ...], cells: tuple[ast.Cell, ...]) -> ir.Truth:
        """Say when a row of a table or redirect holds; *cells* are those under *given*."""
        raise NotImplementedError

    def check_definitions(self) -> None:
        """Lower every define and table, used or not, so that all that is wrong is said."""
        raise NotImplementedError
