"""Collect everything that is declared, under one key each, and find it again by name."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.semantics import problems_names as problems
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
    CASE = "case"


VALUES: Final = frozenset({Sort.FACT, Sort.DEFINE, Sort.TABLE, Sort.PARAMETER})
OTHERS: Final = frozenset(
    {Sort.PLAN, Sort.CALENDAR, Sort.VOCABULARY, Sort.SOURCE, Sort.POLICY, Sort.AMENDMENT}
    | {Sort.CASE}
)
DERIVED: Final = frozenset({"age", "as_of"})

_RESERVED_VALUES: Final = {
    "age": "worked out from `birth_date`",
    "as_of": "the service date",
    "yes": "an answer",
    "no": "an answer",
    "absent": "said of a fact that does not exist",
    "present": "said of a fact that exists",
    "known": "said of a fact that was given",
} | dict.fromkeys(("all", "any", "at", "none", "not"), "a word with which a condition begins")
_RESERVED_CLAUSES: Final = {
    "in_force": "the clause that speaks outside the policy's dates",
    "silence": "the clause that speaks when no benefit is about a request",
}
_Key = TypeVar("_Key", str, tuple[Sort, str])
_SORT_OF_CLAUSE: Final = {word: Sort(word.value) for word in ast.ClauseWord}


@frozen
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


@frozen
class Names:
    """Everything declared, by key, in the order of declaration.

    `values` are what an expression can read (facts, defines, tables, parameters);
    `clauses` everything with a clause key; `others` by (sort, id): sources,
    vocabularies, plans, calendars, policies, cases.  A clause may share the name of a fact.
    `endings` are the clauses by what stands behind a dot of their keys; `referable_by_sorts`
    is filled as it is asked for.
    """

    values: Mapping[str, Declaration]
    clauses: Mapping[str, Declaration]
    others: Mapping[tuple[Sort, str], Declaration]
    endings: Mapping[str, Sequence[Declaration]]
    referable_by_sorts: dict[tuple[Sort, ...], frozenset[str]]

    def of_sort(self, *sorts: Sort) -> tuple[Declaration, ...]:
        """List the declarations of these sorts, in the order of declaration."""
        every = (*self.values.values(), *self.clauses.values(), *self.others.values())
        return tuple(declaration for declaration in every if declaration.sort in sorts)

    def clause(
        self, name: ast.Name, *sorts: Sort, near: str | None = None
    ) -> Declaration | Diagnostic:
        """Find the clause *name* means: its key, or *near*.name, or a unique last part.

        *sorts* narrows what may be meant; *near* is the key of the clause in which the
        name stands.  What cannot be found gives the diagnostic to report.
        """
        scope = near
        while scope:
            inside = self.clauses.get(f"{scope}.{name.text}")
            if inside and (not sorts or inside.sort in sorts):
                return inside
            scope = scope.rpartition(".")[0]
        exact = self.clauses.get(name.text)
        if exact and (not sorts or exact.sort in sorts):
            return exact
        ending = [d for d in self.endings.get(name.text, ()) if not sorts or d.sort in sorts]
        if len(ending) == 1:
            return ending[0]
        if ending:
            return problems.ambiguous_clause(name, ending)
        wanted = [sort.value for sort in sorts]
        # What is read by expressions may stand where a clause should, too.
        other = exact or self.values.get(name.text)
        if other and sorts:
            return problems.wrong_sort(name, other, wanted)
        return problems.unknown_clause(name, wanted, self._referable(sorts))

    def _referable(self, sorts: tuple[Sort, ...]) -> frozenset[str]:
        """List the keys and last parts of what a clause of *sorts* can be referred to by."""
        known = self.referable_by_sorts.get(sorts)
        if known is None:
            keys = {key for key, d in self.clauses.items() if not sorts or d.sort in sorts}
            known = frozenset(keys | {key.rpartition(".")[2] for key in keys})
            self.referable_by_sorts[sorts] = known
        return known


def _endings(clauses: Mapping[str, Declaration]) -> dict[str, list[Declaration]]:
    """Sort declarations by what stands behind each dot of their keys."""
    found: dict[str, list[Declaration]] = {}
    for key, declaration in clauses.items():
        _, dot, rest = key.partition(".")
        while dot:
            found.setdefault(rest, []).append(declaration)
            _, dot, rest = rest.partition(".")
    return found


@frozen
class Declared:
    names: Names
    diagnostics: tuple[Diagnostic, ...]


def declare(files: Iterable[ast.File]) -> Declared:
    """Collect every declaration of *files*; of two with one key the first stands."""
    collector = _Collector()
    items = [item for file in files for item in file.items]
    for item in items:
        collector.item(item)
    clauses = collector.clauses
    names = Names(collector.values, clauses, collector.others, _endings(clauses), {})
    vocabularies = {d.key: d for d in names.of_sort(Sort.VOCABULARY)}
    for item in items:
        if isinstance(item, ast.Policy):
            for used in (line for line in item.lines if isinstance(line, ast.Uses)):
                collector.problems += [
                    problems.unknown_vocabulary(name, vocabularies)
                    for name in used.vocabularies
                    if name.text not in vocabularies
                ]
    return Declared(names, tuple(collector.problems))


class _Collector:
    def __init__(self) -> None:
        self.values: dict[str, Declaration] = {}
        self.clauses: dict[str, Declaration] = {}
        self.others: dict[tuple[Sort, str], Declaration] = {}
        self.problems: list[Diagnostic] = []

    def item(self, item: ast.AnyItem) -> None:
        sort = _sort_of(item)
        if sort is None or not isinstance(item, ast.Headed | ast.Advise) or item.id is None:
            return
        title = _title_of(item)
        found = Declaration(item.id.text, sort, item.id, title, item)
        self._add(found)
        if sort not in VALUES and sort not in OTHERS:
            self._inside(found.key, item.lines)

    def _inside(self, parent: str, lines: Iterable[ast.AnyLine]) -> None:
        for line in lines:
            outer = parent
            match line:
                case ast.Clause():
                    title = _title_of(line)
                    outer = f"{parent}.{line.id.text}"
                    sort = _SORT_OF_CLAUSE[line.word]
                    self._add(Declaration(outer, sort, line.id, title, line, parent))
                case ast.Item():
                    title = _title_of(line)
                    outer = f"{parent}.{line.id.text}"
                    self._add(Declaration(outer, Sort.ITEM, line.id, title, line, parent))
                case ast.Advise(id=ast.Name() as name):
                    outer = f"{parent}.{name.text}"
                    self._add(Declaration(outer, Sort.ADVISE, name, _title_of(line), line, parent))
                case _:
                    pass
            self._inside(outer, _lines_of(line))

    def _add(self, found: Declaration) -> None:
        name = found.name
        if found.sort in OTHERS:
            self._keep(self.others, (found.sort, found.key), found)
            return
        reserved = _RESERVED_VALUES if found.sort in VALUES else _RESERVED_CLAUSES
        if name.text in reserved:
            self.problems.append(problems.reserved_name(name, reserved[name.text]))
        elif "." in name.text:
            self.problems.append(problems.dotted_name(name))
        self._keep(self.values if found.sort in VALUES else self.clauses, found.key, found)

    def _keep(self, into: dict[_Key, Declaration], key: _Key, found: Declaration) -> None:
        first = into.setdefault(key, found)
        if first is not found:
            self.problems.append(problems.declared_twice(found, first))


def _sort_of(item: ast.AnyItem) -> Sort | None:
    match item:
        case ast.Fact():
            return Sort.FACT
        case ast.Clause():
            return _SORT_OF_CLAUSE[item.word]
        case ast.Sending():
            return Sort(item.word.value)
        case ast.Review():
            return Sort.REVIEW
        case ast.Rows():
            return Sort(item.word.value)
        case ast.Parameter():
            return Sort.PARAMETER
        case ast.Advise():
            return Sort.ADVISE
        case ast.Plan():
            return Sort.PLAN
        case ast.Calendar():
            return Sort.CALENDAR
        case ast.Vocabulary():
            return Sort.VOCABULARY
        case ast.SourceItem():
            return Sort.SOURCE
        case ast.Policy():
            return Sort.POLICY
        case ast.Amendment():
            return Sort.AMENDMENT
        case ast.Case():
            return Sort.CASE
        case _:
            return None


def _lines_of(line: ast.AnyLine) -> tuple[ast.AnyLine, ...]:
    """Give the lines that stand inside *line*."""
    match line:
        case ast.Clause() | ast.Item() | ast.For() | ast.If() | ast.Except():
            return line.lines
        case ast.Extend() | ast.AnyOf() | ast.Advise():
            return line.lines
        case _:
            return ()


def _title_of(node: ast.Headed | ast.Item | ast.Advise) -> str:
    if isinstance(node, ast.Advise):
        return node.text.text
    return node.title.text if node.title else ""
