"""Read the inventories of a policy's sources, and hold its citations against them.

An inventory is a tab-separated table, one row for each statement of a document;
the coverage of the document is how many of the rows that decide are cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from policydsl.core import ir
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.frozen import field, frozen
from policydsl.semantics import problems_citations as problems
from policydsl.semantics.headings import title_of
from policydsl.source import Source, Span
from policydsl.syntax import ast

COLUMNS = ("id", "section", "paraphrase", "decides")


@frozen
class Row:
    """One statement of a document, in the words of the inventory."""

    id: str
    section: str
    paraphrase: str
    decides: bool
    span: Span = field(eq=False, repr=False)


@frozen
class Inventory:
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]


@frozen
class Coverage:
    """How much of one source the policy encodes.

    `cited` counts the deciding rows that something in the policy cites, of
    `deciding` in all; `not_encoded` were left out on purpose, `uncited` are not
    mentioned at all.
    """

    source: str
    title: str
    rows: tuple[Row, ...] = field(repr=False)
    deciding: int
    cited: int
    not_encoded: tuple[str, ...]
    uncited: tuple[str, ...]


@frozen
class Cites:
    """A clause that decides, and every citation in it."""

    name: ast.Name
    head: str
    citations: tuple[str, ...]


@frozen
class Held:
    coverage: tuple[Coverage, ...]
    documents: tuple[ir.Document, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_inventory(source: Source) -> Inventory:
    """Read the rows of *source*; a bad row is left out and reported at its place."""
    found: list[Diagnostic] = []
    rows: dict[str, Row] = {}
    columns: dict[str, int] | None = None
    for number in range(1, source.line_count + 1):
        text = source.line_text(number)
        if not text.strip():
            continue
        start = source.line_start(number)
        span = source.span(start, start + len(text))
        cells = [cell.strip() for cell in text.split("\t")]
        if columns is None:
            columns = {name: index for index, name in enumerate(cells)}
            lacking = [name for name in COLUMNS if name not in columns]
            if lacking:
                return Inventory((), (problems.inventory_header(span, lacking),))
            continue
        row = _row(cells, columns, span)
        if isinstance(row, Diagnostic):
            found.append(row)
        elif row.id in rows:
            found.append(problems.row_twice(span, row.id, rows[row.id].span))
        else:
            rows[row.id] = row
    if columns is None:
        found.append(problems.inventory_header(source.span(0, 0), COLUMNS))
    return Inventory(tuple(rows.values()), tuple(found))


def _row(cells: list[str], columns: dict[str, int], span: Span) -> Row | Diagnostic:
    if len(cells) < len(columns):
        return problems.inventory_row(
            span, f"has {len(cells)} cells where the header has {len(columns)} columns"
        )
    if len(cells) > len(columns):
        return problems.inventory_row(span, "has more cells than the header has columns")
    id, section, paraphrase, decides = (cells[columns[name]] for name in COLUMNS)
    if not id:
        return problems.inventory_row(span, "has no id")
    if decides not in ("yes", "no"):
        return problems.inventory_row(
            span, f"says neither `yes` nor `no` under decides: `{decides}`"
        )
    return Row(id, section, paraphrase, decides == "yes", span)


def hold(
    policy: ast.File,
    inventories: Mapping[str, Source],
    clauses: Sequence[Cites],
) -> Held:
    """Hold what *policy* cites against the inventories that its sources name."""
    holder = _Holder(policy, clauses)
    sources = [item for item in policy.items if isinstance(item, ast.SourceItem)]
    read = [(item, holder.read(item, inventories)) for item in sources]
    if not any(inventory is not None for _, inventory in read):
        return Held((), _documents(read), tuple(holder.found))
    holder.check_citations()
    holder.check_clauses()
    coverage = tuple(holder.cover(item, rows) for item, rows in read if rows is not None)
    return Held(coverage, _documents(read), tuple(holder.found))


def _documents(
    read: Iterable[tuple[ast.SourceItem, tuple[Row, ...] | None]],
) -> tuple[ir.Document, ...]:
    """Give each source with what its inventory says, for whoever quotes a citation."""
    return tuple(
        ir.Document(
            id=item.id.text,
            title=title_of(item),
            publisher=_line(item, ast.SourceWord.PUBLISHER),
            dated=_line(item, ast.SourceWord.EFFECTIVE) or _line(item, ast.SourceWord.UPDATED),
            provisions=tuple(
                ir.Provision(row.id, row.section, row.paraphrase) for row in rows or ()
            ),
        )
        for item, rows in read
    )


def _line(item: ast.SourceItem, word: ast.SourceWord) -> str:
    for line in item.lines:
        match line:
            case ast.SourceText() if line.word is word:
                return line.text.text
            case ast.SourceDate() if line.word is word:
                return line.date.value.isoformat()
            case _:
                pass
    return ""


class _Holder:
    def __init__(self, policy: ast.File, clauses: Sequence[Cites]) -> None:
        self.found: list[Diagnostic] = []
        self.clauses = clauses
        self.rows: dict[str, Row] = {}
        self.whole = True
        # The rows that a misspelt citation seems to mean.
        self.meant: set[str] = set()
        left_out = [item for item in policy.items if isinstance(item, ast.NotEncoded)]
        self.left_out = {citation.id for item in left_out for citation in cited_in(item)}
        self.cited = [
            citation
            for item in policy.items
            if not isinstance(item, ast.Fact | ast.Case | ast.Scenario | ast.ScenarioTable)
            for citation in cited_in(item)
        ]
        self.encoded = {
            citation.id
            for item in policy.items
            if not isinstance(item, ast.NotEncoded | ast.OpenQuestion | ast.Fact)
            and not isinstance(item, ast.Case | ast.Scenario | ast.ScenarioTable)
            for citation in cited_in(item)
        }

    def read(
        self, item: ast.SourceItem, inventories: Mapping[str, Source]
    ) -> tuple[Row, ...] | None:
        """Give the rows of one source; None when it has no inventory, or none is there."""
        for line in item.lines:
            if isinstance(line, ast.SourceText) and line.word is ast.SourceWord.INVENTORY:
                source = inventories.get(line.text.text)
                if source is None:
                    self.found.append(problems.no_inventory(line.text, inventories))
                    self.whole = False
                    return None
                inventory = read_inventory(source)
                self.found += inventory.diagnostics
                self.whole = self.whole and not inventory.diagnostics
                for row in inventory.rows:
                    first = self.rows.setdefault(row.id, row)
                    if first is not row:
                        self.found.append(problems.row_twice(row.span, row.id, first.span))
                return inventory.rows
        return None

    def check_citations(self) -> None:
        # An id may stand in a row that could not be read: one cause, one diagnostic.
        if not self.whole:
            return
        for citation in self.cited:
            if citation.id not in self.rows:
                near = nearest(citation.id, self.rows)
                self.meant |= {near} if near else set()
                self.found.append(problems.unknown_citation(citation, near))

    def check_clauses(self) -> None:
        for clause in self.clauses:
            if not clause.citations:
                self.found.append(problems.uncited_clause(clause.name, clause.head))
                continue
            rows = [self.rows.get(id) for id in clause.citations]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows) and not any(row.decides for row in known):
                self.found.append(
                    problems.information_decides(
                        clause.name, clause.head, clause.citations, known[0].span
                    )
                )

    def cover(self, item: ast.SourceItem, rows: tuple[Row, ...]) -> Coverage:
        deciding = [row for row in rows if row.decides]
        open_ = [row for row in deciding if row.id not in self.encoded]
        uncited = [row for row in open_ if row.id not in self.left_out]
        self.found += (
            problems.uncited_row(row.span, row.id) for row in uncited if row.id not in self.meant
        )
        return Coverage(
            source=item.id.text,
            title=title_of(item),
            rows=rows,
            deciding=len(deciding),
            cited=len(deciding) - len(open_),
            not_encoded=tuple(row.id for row in open_ if row.id in self.left_out),
            uncited=tuple(row.id for row in uncited),
        )


def cited_in(root: ast.Node) -> Iterable[ast.Citation]:
    """Find every citation in *root*, in the order of the text."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(reversed(node))
        elif isinstance(node, ast.Citation):
            yield node
        elif isinstance(node, ast.Node):
            fields = [getattr(node, field.name) for field in attrs.fields(type(node))]
            stack.extend(reversed(fields))
