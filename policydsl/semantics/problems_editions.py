"""Word what can be wrong between the editions of one policy."""

from __future__ import annotations

import datetime

from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.frozen import frozen
from policydsl.syntax import ast


@frozen
class Overlap:
    """A day on which two editions are in force, None for every day; whether one came first."""

    day: int | None
    succeeds: bool


def undated_edition(head: ast.Policy) -> Diagnostic:
    return catalogue.UNDATED_EDITION.at(
        head.id.span, f"this edition of `{head.id.text}` has no date, and there are others", ""
    ).suggest("add a line `edition` with the day that names it")


def edition_twice(second: ast.Policy, first: ast.Policy, date: str) -> Diagnostic:
    return (
        catalogue.EDITION_TWICE.at(
            _edition_of(second).span, f"two editions have the date {date}", "the second"
        )
        .and_at(_edition_of(first).span, "the first")
        .suggest("give each edition a date of its own, or take one of the files away")
    )


def editions_overlap(later: ast.Node, earlier: ast.Node, overlap: Overlap) -> Diagnostic:
    day = overlap.day
    on = _day(day) if day else "every day"
    found = catalogue.EDITIONS_OVERLAP.at(
        later.span, f"two editions are in force on {on}", "this one"
    ).and_at(earlier.span, "and this one")
    if day and overlap.succeeds:
        end = f"`to {_day(day - 1)}`"
        if not (isinstance(earlier, ast.InForce) and earlier.start):
            end = f"with `in force until {_day(day - 1)}`"
        return found.suggest(f"let the earlier one end {end}")
    return found.suggest("say in each of them from when to when it is `in force`")


def hole_between_editions(later: ast.Node, earlier: ast.Node, hole: tuple[int, int]) -> Diagnostic:
    first, last = hole
    days = f"on {_day(first)}" if first == last else f"from {_day(first)} to {_day(last)}"
    return (
        catalogue.EDITIONS_HOLE.at(later.span, f"no edition is in force {days}", "begins too late")
        .and_at(earlier.span, "or ends too early")
        .suggest("move one of the two dates; as it is, such a day is `not_applicable`")
    )


def _edition_of(head: ast.Policy) -> ast.Node:
    return next((line for line in head.lines if isinstance(line, ast.Edition)), head.id)


def _day(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()
