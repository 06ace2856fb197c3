"""Lower the author's expressions into truths and terms, with every name bound.

One `Lowering` serves one policy and collects what was wrong.  An expression that
cannot be lowered becomes poison: a truth is then `Truism(False)`, a term None, and
the cause has been reported once.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from policydsl.core import ir
from policydsl.core.facts import Fact, FactTable
from policydsl.core.tables import Column, Counts, Table
from policydsl.core.values import FactValue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import definitions, expressions, problems_names, tables, terms
from policydsl.semantics.extent import Extents
from policydsl.semantics.headings import ids
from policydsl.semantics.joining import cited
from policydsl.semantics.names import DERIVED, Declaration, Names, Sort
from policydsl.semantics.ordering import in_order_of_use
from policydsl.semantics.parameters import NONE, Parameters
from policydsl.semantics.referents import POISONED, FactRef, Referent, TermRef
from policydsl.semantics.typing import Lowered, TermType
from policydsl.semantics.values import read_value
from policydsl.source import Span
from policydsl.syntax import ast


class LimitPart(enum.Enum):
    """What an expression can read of a limit: `outpatient_visits.used`."""

    USED = "used"
    REMAINING = "remaining"
    BASE = "base"
    GRANTED = "granted"


MOST_LIMITS_DEEP = 16
"""How many limits may stand one behind the other, each in the usage of the one before."""

LimitTerms = Callable[[str, LimitPart, Span], Lowered | None]
"""Gives a part of the limit with that key; None when the limit itself is in error."""


@frozen
class Scope:
    """What expressions may speak of."""

    names: Names
    facts: FactTable


class Lowering:
    """Lowers expressions in one scope; `problems` and `tables` grow as it goes."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[Diagnostic] = []
        self._reported: set[Diagnostic] = set()
        self.tables: list[Table] = []
        self.counts: list[Counts] = []
        # Whoever lowers limits sets this before the first expression that reads one.
        self.limit_terms: LimitTerms | None = None
        self.parameters: Parameters = NONE
        # By plan, when it is that of the request; `plans` fills it as it is asked.
        self.plan_conditions: dict[str, ir.Truth] = {}
        # Whether `is known` may stand in the expression that is being lowered.
        self.knowing = False
        self._referent_by_name: dict[str, Referent] = {}
        # INVARIANT: what is being defined, in order, each name with its use or its place.
        self._open: list[ast.Name] = []
        self._index_of_unknown: dict[str, int] = {}
        self._extents = Extents()
        self._members: dict[int, tuple[tuple[str, ...], frozenset[str]]] = {}
        self._readable = frozenset({*scope.names.values, *DERIVED})

    # ------------------------------------------------------------- to be called

    def truth(self, expr: ast.Expr, *, knowing: bool = False) -> ir.Truth:
        """Lower a condition; *knowing* allows `is known` (only in `advise` and `pays`)."""
        before, self.knowing = self.knowing, self.knowing or knowing
        try:
            return expressions.truth(self, expr)
        finally:
            self.knowing = before

    def condition(
        self, expr: ast.Expr, citations: ast.Citations, *, knowing: bool = False
    ) -> ir.Truth:
        """Lower a condition with the citations at the end of its line."""
        truth = self.truth(expr, knowing=knowing)
        return cited(truth, ids(citations))

    def term(self, expr: ast.Expr, *, expected: TermType | None = None) -> Lowered | None:
        """Lower a number or day; one that is unlike *expected* is reported and gives None."""
        lowered = terms.term(self, expr)
        if lowered is None or expected is None:
            return lowered
        return terms.as_expected(self, expr, lowered, expected)

    def fact(self, name: ast.Name) -> Fact | None:
        """Find the fact that *name* means; report an unknown name, with those near it."""
        declaration = self.scope.names.values.get(name.text)
        if declaration is not None and declaration.sort is Sort.FACT:
            # A fact in error is declared but not in the table.
            return self.scope.facts.by_name.get(name.text)
        if name.text in DERIVED:
            source = "`birth_date`" if name.text == "age" else "the day with `as of`"
            self.report(problems_names.derived_is_no_input(name, source))
            return None
        namesake = declaration or self.scope.names.clauses.get(name.text)
        self._unknown(name, problems_names.unknown_fact(name, self.scope.facts.by_name, namesake))
        return None

    def value(self, fact: Fact, value: ast.Value) -> FactValue | None:
        """Read what *fact* is given, assumed or set to be; None when it cannot be that."""
        read = read_value(fact, value)
        if isinstance(read, Diagnostic):
            self.report(read)
            return None
        return read

    def know(self, parameters: Parameters, facts: FactTable) -> None:
        """Let expressions speak of *parameters*, and of *facts* in the place of those known."""
        self.parameters = parameters
        self.scope = Scope(self.scope.names, facts)

    def row_tests(
        self, given: tuple[ast.Name, ...], cells: tuple[ast.Cell, ...]
    ) -> tuple[ir.Truth, ...]:
        """Say when each cell of a row holds; *cells* are those under *given*."""
        return tables.row_tests(self, given, cells)

    def columns(self, given: tuple[ast.Name, ...]) -> tuple[Column, ...]:
        """Say what the columns of a table or redirect are about."""
        return tables.columns(self, given)

    def check_definitions(self) -> None:
        """Lower everything that is defined, used or not, so that all that is wrong is said."""
        for declaration in self.scope.names.of_sort(Sort.DEFINE, Sort.TABLE, Sort.PARAMETER):
            self.referent(declaration.name)

    # ------------------------------------------------- for the rest of this floor

    def is_one_of(self, word: str, members: tuple[str, ...]) -> bool:
        """Say whether *word* is among *members*, which may be many and be asked about often."""
        known = self._members.get(id(members))
        if known is None:
            # Both are kept, so that no other tuple takes over the id.
            known = self._members[id(members)] = (members, frozenset(members))
        return word in known[1]

    def report(self, problem: Diagnostic) -> None:
        if problem not in self._reported:
            self._reported.add(problem)
            self.problems.append(problem)

    def referent(self, name: ast.Name) -> Referent:
        """Find what *name* means in an expression; what means nothing has been reported."""
        if name.text == "as_of":
            return TermRef(terms.service_date(name.span))
        if name.text == "age":
            age = terms.age(self, name.span)
            return TermRef(age) if age else POISONED
        declaration = self.scope.names.values.get(name.text)
        if declaration is None:
            return self._part_of_limit(name)
        if declaration.sort is Sort.FACT:
            fact = self.scope.facts.by_name.get(name.text)
            return FactRef(fact) if fact else POISONED
        return self._defined(name, declaration)

    def _defined(self, use: ast.Name, declaration: Declaration) -> Referent:
        """Lower a definition after all that it reads, so that no chain of them goes deep."""
        known = self._referent_by_name.get(declaration.key)
        if known is not None:
            return known
        if self._closes_a_circle(declaration.key, use):
            return POISONED
        ordered = in_order_of_use(self.scope.names, declaration, self._referent_by_name)
        for circle in ordered.circles:
            self.report(problems_names.cyclic_definition(circle))
            for name in circle:
                self._referent_by_name[name.text] = POISONED
        for each in ordered.declarations:
            if each.key not in self._referent_by_name:
                found = self._lowered(each, use if each is declaration else each.name)
                self._referent_by_name.setdefault(each.key, found)
        return self._referent_by_name[declaration.key]

    def _lowered(self, declaration: Declaration, use: ast.Name) -> Referent:
        before, self.knowing = self.knowing, False
        self._open.append(use)
        found = definitions.referent(self, declaration)
        self._open.pop()
        self.knowing = before
        if not self._extents.of(found).bearable:
            self.report(problems_names.grows_too_large(declaration.name))
            return POISONED
        return found

    def _part_of_limit(self, name: ast.Name) -> Referent:
        """Read `LIMIT.used`; anything else that got here is an unknown name."""
        key, _, part = name.text.rpartition(".")
        limit = self.scope.names.clauses.get(key)
        if limit is None or limit.sort not in (Sort.LIMIT, Sort.COUNTER):
            namesake = self.scope.names.clauses.get(name.text)
            self._unknown(name, problems_names.unknown_value(name, self._readable, namesake))
            return POISONED
        if part not in [p.value for p in LimitPart]:
            parts = [p.value for p in LimitPart]
            self.report(problems_names.unknown_limit_part(name, limit, parts))
            return POISONED
        if self._closes_a_circle(name.text, name) or self.limit_terms is None:
            return POISONED
        if len(self._open) >= MOST_LIMITS_DEEP:
            self.report(problems_names.grows_too_large(name))
            return POISONED
        self._open.append(name)
        found = self.limit_terms(limit.key, LimitPart(part), name.span)
        self._open.pop()
        return TermRef(found) if found else POISONED

    def _closes_a_circle(self, text: str, use: ast.Name) -> bool:
        for index, opened in enumerate(self._open):
            if opened.text == text:
                chain = (*self._open[index:], use)
                declared = self.scope.names.values.get(text)
                first = declared.name if declared else opened
                self.report(problems_names.cyclic_definition((first, *chain[1:])))
                for name in chain:
                    self._referent_by_name.setdefault(name.text, POISONED)
                return True
        return False

    def _unknown(self, name: ast.Name, problem: Diagnostic) -> None:
        """Report an unknown name at its first use, and point at the uses that follow."""
        index = self._index_of_unknown.get(name.text)
        if index is None:
            self._index_of_unknown[name.text] = len(self.problems)
            self.problems.append(problem)
            return
        first = self.problems[index]
        places = [first.span, *(label.span for label in first.also)]
        if name.span not in places and len(places) <= 3:
            self.problems[index] = first.and_at(name.span, "and here")
