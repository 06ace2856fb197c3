"""Word what cannot be different for some, and what to write instead."""

from __future__ import annotations

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Span
from policydsl.syntax import ast


def overlay_cannot(line: ast.Node, what: str, condition: Span, instead: str) -> Diagnostic:
    return (
        catalogue.OVERLAY_CANNOT.at(line.span, f"{what} cannot be different for some", "")
        .and_at(condition, "the amendment is for these alone")
        .suggest(instead)
    )


def instead_of_changing(clause: ast.Node, name: ast.Name | ast.Text) -> str:
    """Say how else *clause*, called *name*, can be different for some."""
    match clause:
        case ast.Clause(word=ast.ClauseWord.COVER | ast.ClauseWord.DOCUMENT):
            return f"add what is for them alone: `add to {name.text}`"
        case ast.Clause(word=ast.ClauseWord.DEFINE):
            return f"say under `replace` what `{name.text}` is for them, on the same kind of line"
        case ast.Clause() | ast.Sending() | ast.Review():
            return f"put `{name.text}` as it is for them under `replace`"
        case ast.Rows():
            return "give it the same facts in the same order, and other rows"
        case ast.Item():
            return f"add an element of their own under another name than `{name.text}`"
        case _:
            return "leave out `for`: it is the same for everybody"


def instead_of_adding(line: ast.AnyLine, clause: ast.Name) -> str:
    match line:
        case ast.PartOf(benefit):
            return (
                f"write a benefit of their own under `add`, such as "
                f"`cover {clause.text}_for_some`, with `part of {benefit.text}`"
            )
        case ast.InForce():
            return "give the amendment itself the line `in force from DATE`"
        case _:
            return f"put `{clause.text}` with this line under `replace`"


def cannot_divide(name: ast.Name, what: str, instead: str) -> Diagnostic:
    return catalogue.OVERLAY_CANNOT.at(
        name.span, f"{what} cannot be different for some", "speaks of what an amendment divides"
    ).suggest(instead)
