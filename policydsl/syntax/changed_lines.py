"""Change one line: leave it out, lift its guard, turn what it says round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from policydsl.syntax import ast
from policydsl.syntax.changed_expressions import moved, opposite, without
from policydsl.syntax.changes import Changed, Sort, left_out, rewritten
from policydsl.syntax.printer_simple import simple_line
from policydsl.syntax.printer_tables import cell as cell_text

# Lines that may be left out, and what that is.
_DROPPED: Final[dict[type[ast.Node], Sort]] = {
    ast.Except: Sort.EXCEPTION,
    ast.Unless: Sort.PART,
    ast.SatisfiedBy: Sort.PART,
    ast.SettledBy: Sort.PART,
    ast.AskedBy: Sort.GUARD,
    ast.CountsWhen: Sort.LINE,
    ast.InForce: Sort.GUARD,
    ast.PartOf: Sort.LINE,
    ast.Overrides: Sort.LINE,
    ast.Otherwise: Sort.LINE,
    ast.AskFor: Sort.LINE,
    ast.Outside: Sort.LINE,
    ast.Complete: Sort.REQUIREMENT,
    ast.DirectTo: Sort.LINE,
    ast.Pays: Sort.LINE,
    ast.WindowFrom: Sort.LINE,
    ast.WindowUntil: Sort.LINE,
    ast.Extend: Sort.LINE,
    ast.Granted: Sort.LINE,
    ast.Beyond: Sort.LINE,
    ast.FromNth: Sort.LINE,
    ast.Advise: Sort.CLAUSE,
    ast.AsksFirst: Sort.LINE,
    ast.Sets: Sort.LINE,
    ast.Typically: Sort.LINE,
}
_CLAUSES: Final = {
    ast.ClauseWord.REQUIRE: Sort.REQUIREMENT,
    ast.ClauseWord.AUTHORIZE: Sort.REQUIREMENT,
    ast.ClauseWord.EXCLUDE: Sort.CLAUSE,
    ast.ClauseWord.APPLIES: Sort.CLAUSE,
    ast.ClauseWord.COVER: Sort.CLAUSE,
    ast.ClauseWord.LIMIT: Sort.CLAUSE,
}
_CELL: Final = {
    ast.CellWord.OVER: ast.CellWord.AT_LEAST,
    ast.CellWord.AT_LEAST: ast.CellWord.OVER,
    ast.CellWord.UNDER: ast.CellWord.AT_MOST,
    ast.CellWord.AT_MOST: ast.CellWord.UNDER,
    ast.CellWord.OVER_TO: ast.CellWord.BETWEEN,
    ast.CellWord.BETWEEN: ast.CellWord.OVER_TO,
}


def droppable_item(item: ast.AnyItem) -> Sort | None:
    """Say what it is to leave a whole item out; None: it is not tried."""
    match item:
        case ast.Clause():
            return _CLAUSES.get(item.word)
        case ast.Sending() | ast.Review() | ast.Advise() | ast.Plan():
            return Sort.CLAUSE
        case ast.Assume():
            return Sort.CLAUSE
        case _:
            return None


def here(node: ast.Node) -> Iterator[Changed]:
    """Yield the changes of a line itself, or of what only a line holds."""
    dropped = _DROPPED.get(type(node))
    if dropped is not None:
        yield left_out(dropped, node.span), ()
    match node:
        case ast.Clause() if node.word in _CLAUSES:
            yield left_out(_CLAUSES[node.word], node.span), ()
        case ast.Item():
            yield left_out(Sort.ITEM, node.span), ()
        case ast.For() | ast.If():
            yield left_out(Sort.GUARD, node.span), node.lines
        case ast.AnyOf():
            yield left_out(Sort.JOINER, node.span), node.lines
        case ast.CountsToward():
            yield left_out(Sort.LINE, node.span), ()
            other = attrs.evolve(node, limited=not node.limited)
            yield rewritten(Sort.LINE, node.span, simple_line(other)), other
        case ast.Pays():
            yield from _pays(node)
        case ast.Attributes():
            yield from _default(node)
        case ast.Advise(condition=ast.Node()):
            change = left_out(Sort.GUARD, node.span)
            after = change.before.rpartition(" when ")[0]
            yield attrs.evolve(change, after=after), attrs.evolve(node, condition=None)
        case ast.PaysRounded():
            mode = "up" if node.mode.text == "down" else "down"
            name = ast.Name(mode, span=node.mode.span)
            yield rewritten(Sort.VALUE, node.mode.span, mode), attrs.evolve(node, mode=name)
        case ast.AsksFirst() if len(node.facts) > 1:
            for place in range(len(node.facts)):
                fewer = attrs.evolve(node, facts=without(node.facts, place))
                yield rewritten(Sort.MEMBER, node.span, simple_line(fewer)), fewer
        case ast.Overrides() if len(node.clauses) > 1:
            for place in range(len(node.clauses)):
                fewer_ = attrs.evolve(node, clauses=without(node.clauses, place))
                yield rewritten(Sort.MEMBER, node.span, simple_line(fewer_)), fewer_
        case ast.FromNth():
            for step in (1, -1):
                nth = attrs.evolve(node, number=node.number + step)
                yield rewritten(Sort.NUMBER, node.span, simple_line(nth)), nth
        case ast.Row():
            yield left_out(Sort.CLAUSE, node.span), ()
            yield from _cells(node)
        case ast.MemberRange():
            yield from moved(node)
        case ast.Assume() | ast.UnknownMeans() | ast.Sets():
            for change, value in opposite(node.value):
                yield change, attrs.evolve(node, value=value)
        case _:
            return


def _default(line: ast.Attributes) -> Iterator[Changed]:
    """Yield a fact of which nothing is assumed while it is unknown."""
    for place, part in enumerate(line.attributes):
        if not isinstance(part, ast.UnknownMeans):
            continue
        change = left_out(Sort.LINE, part.span)
        left = without(line.attributes, place)
        if left:
            words = part.span.text
            after = change.before.replace(f", {words}", "").replace(f"{words}, ", "")
            yield attrs.evolve(change, after=after), attrs.evolve(line, attributes=left)
        else:
            yield change, ()


def _pays(line: ast.Pays) -> Iterator[Changed]:
    """Yield a `pays` line that always holds, and one without each part that it can do without."""
    if line.condition is not None:
        always = attrs.evolve(line, condition=None)
        yield rewritten(Sort.GUARD, line.span, simple_line(always)), always
    for place, part in enumerate(line.payments):
        if isinstance(part, ast.PaysCopay | ast.PaysDeductible | ast.PaysRounded | ast.PaysOf):
            fewer = attrs.evolve(line, payments=without(line.payments, place))
            yield rewritten(Sort.PART, line.span, simple_line(fewer)), fewer


def _cells(row: ast.Row) -> Iterator[Changed]:
    """Yield a row with one test of it turned; its last cell is what it gives."""
    for place, cell in enumerate(row.cells[:-1]):
        for other in _cell(cell):
            cells = (*row.cells[:place], other, *row.cells[place + 1 :])
            sort = Sort.PART if other.word is ast.CellWord.ANY else Sort.COMPARISON
            if other.word is ast.CellWord.VALUES:
                sort = Sort.MEMBER
            yield rewritten(sort, cell.span, cell_text(other)), attrs.evolve(row, cells=cells)


def _cell(cell: ast.Cell) -> Iterator[ast.Cell]:
    if cell.word in _CELL:
        yield attrs.evolve(cell, word=_CELL[cell.word])
    if cell.word is not ast.CellWord.ANY:
        yield ast.Cell(ast.CellWord.ANY, span=cell.span)
    if cell.word is ast.CellWord.VALUES and len(cell.values) > 1:
        for place in range(len(cell.values)):
            yield attrs.evolve(cell, values=without(cell.values, place))
