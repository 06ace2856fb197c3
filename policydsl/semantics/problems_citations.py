"""Word what can be wrong with citations, inventories, dates and worked examples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.diagnostics.suggest import nearest
from policydsl.semantics.wording import the
from policydsl.source import Span
from policydsl.syntax import ast


def unknown_citation(citation: ast.Citation, near: str | None) -> Diagnostic:
    found = catalogue.UNKNOWN_CITATION.at(
        citation.span, f"no inventory has the id `{citation.id}`", "in no inventory"
    )
    return found.suggest(
        f"did you mean `{near}`?" if near else "add the row to the inventory, or cite another"
    )


def uncited_clause(name: ast.Name, head: str) -> Diagnostic:
    return catalogue.UNCITED_CLAUSE.at(
        name.span, f"{the(head, name.text)} cites nothing", "rests on no statement"
    ).suggest("put the ids of the statements behind it in brackets at the end of its line")


def uncited_row(row: Span, id: str) -> Diagnostic:
    return catalogue.UNCITED_ROW.at(
        row, f"no clause cites `{id}`, which decides", "is not in the policy"
    ).suggest('write the clause, or say why not with `not encoded "…"`')


def information_decides(name: ast.Name, head: str, ids: Iterable[str], row: Span) -> Diagnostic:
    cited = ", ".join(f"`{id}`" for id in ids)
    return (
        catalogue.INFORMATION_DECIDES.at(
            name.span,
            f"{the(head, name.text)} decides, but cites only what does not: {cited}",
            "",
        )
        .and_at(row, "said not to decide")
        .suggest("cite the statement that decides, or correct the inventory")
    )


def inventory_header(header: Span, lacking: Iterable[str]) -> Diagnostic:
    columns = ", ".join(f"`{column}`" for column in lacking)
    return catalogue.INVENTORY_HEADER.at(
        header, f"the inventory lacks the column {columns}", ""
    ).suggest("begin the file with: id, section, paraphrase, decides, with tabs between them")


def inventory_row(row: Span, what: str) -> Diagnostic:
    return catalogue.INVENTORY_ROW.at(row, f"this row {what}", "")


def row_twice(row: Span, id: str, first: Span) -> Diagnostic:
    return (
        catalogue.ROW_TWICE.at(row, f"two rows have the id `{id}`", "the second")
        .and_at(first, "the first")
        .suggest("give one of them an id of its own")
    )


def no_inventory(text: ast.Text, known: Iterable[str]) -> Diagnostic:
    found = catalogue.NO_INVENTORY.at(
        text.span, f"there is no inventory `{text.text}` beside the policy", "not found"
    )
    near = nearest(text.text, known)
    if near:
        return found.suggest(f"did you mean `{near}`?")
    return found.suggest("put the file into the policy's folder, or write the name that it has")


def never_in_force(line: ast.Node) -> Diagnostic:
    return catalogue.NEVER_IN_FORCE.at(
        line.span, "this range ends before it begins", "never in force"
    ).suggest("exchange the two dates")


def expectation(node: ast.Node, message: str, help: str | None = None) -> Diagnostic:
    found = catalogue.EXPECTATION.at(node.span, message, "")
    return found.suggest(help) if help else found


def scenario_row(row: ast.Node, cells: int, columns: ast.Node, wanted: int) -> Diagnostic:
    return (
        catalogue.SCENARIO_ROW.at(row.span, f"this row has {cells} cells for {wanted} columns", "")
        .and_at(columns.span, "the columns")
        .suggest("write one cell for each column, and `any` where nothing is said")
    )


def cell_in_a_scenario(cell: ast.Node, column: str) -> Diagnostic:
    return catalogue.SCENARIO_ROW.at(
        cell.span, f"the column `{column}` cannot hold this", "not one value"
    ).suggest("write one value; several scenarios are several rows")


def given_twice(name: ast.Name, first: ast.Name) -> Diagnostic:
    return (
        catalogue.GIVEN_TWICE.at(name.span, f"`{name.text}` is given twice", "the second")
        .and_at(first.span, "the first")
        .suggest("keep one of them")
    )


def scenario_twice(title: ast.Text, first: ast.Text) -> Diagnostic:
    found = catalogue.DECLARED_TWICE.at(
        title.span, f"two scenarios have the title `{title.text}`", "the second"
    )
    return found.and_at(first.span, "the first").suggest("give one of them another title")


def unknown_reading(name: ast.Name, parts: Collection[str]) -> Diagnostic:
    """Report a line that expects something of what is no part of a limit."""
    limit, _, part = name.text.rpartition(".")
    message = f"a limit has no part named `{part}`" if limit else f"`{name.text}` is no expectation"
    found = catalogue.UNKNOWN_LIMIT_PART.at(name.span, message, "")
    near = nearest(part, parts)
    if not limit:
        return found.suggest("write a part of a limit, such as `LIMIT.used is 30 visits`")
    if near:
        return found.suggest(f"did you mean `{limit}.{near}`?")
    return found.suggest(f"its parts are {', '.join(f'`{part}`' for part in parts)}")


def unknown_advice(name: ast.Name, known: Sequence[str]) -> Diagnostic:
    """Report a name that no advice has, or of which *known* are several that may be meant."""
    several = [id for id in known if id.endswith(f".{name.text}")]
    if several:
        found = catalogue.AMBIGUOUS_CLAUSE.at(
            name.span, f"`{name.text}` may mean several", "which?"
        )
        return found.suggest(f"write one of {', '.join(f'`{id}`' for id in several)}")
    found = catalogue.UNKNOWN_CLAUSE.at(
        name.span, f"there is no advice named `{name.text}`", "not declared"
    )
    near = nearest(name.text, [*known, *(id.rpartition(".")[2] for id in known)])
    return found.suggest(
        f"did you mean `{near}`?"
        if near
        else "name one that there is, or add the one that is meant"
    )


def unknown_case(name: ast.Name, known: Collection[str]) -> Diagnostic:
    found = catalogue.UNKNOWN_NAME.at(
        name.span, f"there is no case named `{name.text}`", "not declared"
    )
    near = nearest(name.text, known)
    if near:
        return found.suggest(f"did you mean `{near}`?")
    return found.suggest(f"declare it: `case {name.text}`, with a block `given`")


def case_circle(name: ast.Name, chain: Sequence[ast.Name]) -> Diagnostic:
    """Report a case that is like one of those that lead to it."""
    first = next(each for each in chain if each.text == name.text)
    found = catalogue.CASE_CIRCLE.at(
        name.span, f"the case `{name.text}` is like itself", "this closes the circle"
    )
    return found.and_at(first.span, "declared here").suggest("let one of them stand by itself")


def not_in_a_scenario(line: ast.Node, item: type[ast.Node]) -> Diagnostic:
    """Report a line that parses in every scenario, and means nothing in this one."""
    words = "columns" if isinstance(line, ast.Columns) else "expect"
    where = "a case" if item is ast.Case else "a scenario"
    help = (
        "write `scenarios`, with rows below the columns"
        if words == "columns"
        else "move it to the scenarios that are like this case"
    )
    return catalogue.MISPLACED_LINE.at(
        line.span, f"`{words}` cannot stand in {where}", "does not belong here"
    ).suggest(help)
