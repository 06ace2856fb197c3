"""Collect everything that is declared, under one key each."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

import attrs

from policydsl.diagnostics.model import Diagnostic
from policydsl.syntax import ast


class Sort(enum.Enum):
    """What a declaration declares; the value is the author's word for it."""

    FACT = "fact"
    DEFINE = "define"
    TABLE = "table"
    PARAMETER = "parameter"
    APPLIES = "applies"
    REDIRECT = "redirect"
    ROUTE = "route"
    REFER = "refer"
    REVIEW = "review"
    EXCLUDE = "exclude"
    COVER = "cover"
    REQUIRE = "require"
    DOCUMENT = "document"
    AUTHORIZE = "authorize"
    LIMIT = "limit"
    COUNTER = "counter"
    ITEM = "item"
    ADVISE = "advise"
    PLAN = "plan"
    CALENDAR = "calendar"
    VOCABULARY = "vocabulary"
    SOURCE = "source"
    POLICY = "policy"
    AMENDMENT = "amendment"


@attrs.frozen
class Declaration:
    """A declared thing: its key, what sort it is, and where the author names it.

    The key of something inside another is `outer.inner`; `parent` is the outer key.
    """

    key: str
    sort: Sort
    name: ast.Name
    title: str
    node: ast.AnyItem | ast.AnyLine
    parent: str | None = None


@attrs.frozen
class Names:
    """Everything declared, by key, in the order of declaration.

    `values` are what an expression can read (facts, defines, tables, parameters);
    `clauses` everything with a clause key; `others` by (sort, id): sources,
    vocabularies, plans, calendars, policies.  A clause may share the name of a fact.
    """

    values: Mapping[str, Declaration]
    clauses: Mapping[str, Declaration]
    others: Mapping[tuple[Sort, str], Declaration]

    def of_sort(self, *sorts: Sort) -> tuple[Declaration, ...]:
        raise NotImplementedError

    def clause(
        self, name: ast.Name, *sorts: Sort, near: str | None = None
    ) -> Declaration | Diagnostic:
        """Find the clause *name* means: its key, or *near*.name, or a unique last part.

        *sorts* narrows what may be meant; *near* is the key of the clause in which the
        name stands.  What cannot be found gives the diagnostic to report.
        """
        raise NotImplementedError


@attrs.frozen
class Declared:
    names: Names
    diagnostics: tuple[Diagnostic, ...]


def declare(files: Iterable[ast.File]) -> Declared:
    """Collect every declaration of *files*; of two with one key the first stands."""
    raise NotImplementedError
