"""Word what can be wrong with limits and payments."""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.core.facts import Fact, Number
from policydsl.core.texts import counted
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.semantics.typing import NumberType, in_words
from policydsl.source import Span
from policydsl.syntax import ast


def nothing_counts(name: ast.Name) -> Diagnostic:
    return catalogue.NOTHING_COUNTS.at(
        name.span, f"nothing counts toward the limit `{name.text}`", "never binds"
    ).suggest(f"add `counts toward {name.text}` to a cover")


def limit_units(line: ast.Node, found: str, name: ast.Name, unit: str) -> Diagnostic:
    return (
        catalogue.LIMIT_UNITS.at(
            line.span, f"the limit `{name.text}` counts {unit}, and this is {found}", found
        )
        .and_at(name.span, f"counted in {unit}")
        .suggest(f"add `measured in {unit}` if each of them counts as one, or use another fact")
    )


def amount_alone(
    name: ast.Name, amount: ast.Expr, unit: str, other: NumberType, lines: Iterable[ast.Node]
) -> Diagnostic:
    """Report an amount in a unit of its own: all that the limit reads is in another."""
    words = in_words(other)
    found = catalogue.LIMIT_UNITS.at(
        amount.span,
        f"the limit `{name.text}` counts {unit}, and everything else it reads is in {words}",
        unit,
    )
    for line in lines:
        found = found.and_at(line.span, words)
    if isinstance(amount, ast.Quantity) and other.unit:
        return found.suggest(f"write `{counted(amount.text, other.unit)}`")
    return found.suggest(f"count the amount in {words} too")


def not_a_count(expr: ast.Node, found: str) -> Diagnostic:
    return catalogue.LIMIT_UNITS.at(
        expr.span, f"a limit counts visits, days and the like, and this is {found}", found
    ).suggest("name a quantity, such as `30 visits` or a fact in visits")


def amount_of_what(expr: ast.Node, name: ast.Name) -> Diagnostic:
    return catalogue.LIMIT_UNITS.at(
        expr.span, f"the limit `{name.text}` does not say what it counts", "of what?"
    ).suggest("write the unit after the number, such as `visits`, or add `measured in visits`")


def no_length(length: ast.Node) -> Diagnostic:
    return catalogue.LIMIT_UNITS.at(
        length.span, "a window is so many days, weeks, months or years long", "not a length"
    ).suggest("write a length such as `12 weeks`")


def nth_of_what(line: ast.Node, unit: str) -> Diagnostic:
    return catalogue.LACKING_LINE.at(
        line.span, f"it is not known how many {unit} there were before", "counted where?"
    ).suggest("name the fact that counts them: `from the 5th visit of visits_used on`")


def nth_asked_how_many(line: ast.Node, unit: str) -> Diagnostic:
    return catalogue.LACKING_LINE.at(
        line.span, f"it is not known how many {unit} a request takes", "asked where?"
    ).suggest(f"add the fact that says it: `asked {unit}_requested`")


def asked_of_no_count(line: ast.Node) -> Diagnostic:
    return catalogue.MISPLACED_LINE.at(
        line.span, "`asked` stands beside no `from the … on`", "counts nothing"
    ).suggest("add a line such as `from the 5th visit of visits_used on`, or remove this one")


def limit_of_itself(key: str, span: Span) -> Diagnostic:
    return catalogue.CYCLIC_DEFINITION.at(
        span, f"the limit `{key}` is counted with itself", "reads the limit it belongs to"
    ).suggest("name the facts that count the usage")


def counter_has_no(key: str, part: str, span: Span) -> Diagnostic:
    return catalogue.UNKNOWN_LIMIT_PART.at(
        span, f"the counter `{key}` has no `{part}`", "only a limit has it"
    ).suggest("read it from the limit that puts an amount on the counter")


def unnamed_period(window: ast.WindowName, word: str) -> Diagnostic:
    at = catalogue.UNNAMED_PERIOD.at
    match word:
        case "year":
            return at(window.span, "`year` may mean several years", "which one?").suggest(
                "write `calendar year`, `plan year`, `benefit year` or `sliding 12 months`"
            )
        case "rolling":
            return at(window.span, "`rolling` does not say how long", "how long?").suggest(
                "write `sliding` and a length, such as `sliding 12 months`"
            )
        case _:
            return at(window.span, f"`{word}` may mean several {word}s", "which one?").suggest(
                f"write `calendar {word}`, or `sliding` and a length"
            )


def status_members(status: ast.Name, fact: Fact) -> Diagnostic:
    found = catalogue.STATUS_MEMBERS.at(
        status.span,
        f"`{fact.name}` cannot be the state of an extension",
        "needs the members none, pending, granted and denied",
    )
    if fact.span:
        found = found.and_at(fact.span, "declared here")
    return found.suggest(f"declare `{fact.name}` as `one of {{none, pending, granted, denied}}`")


def absent_in_a_limit(line: ast.Node, fact: Fact) -> Diagnostic:
    found = catalogue.ABSENT_IN_A_LIMIT.at(
        line.span, f"a limit counts with `{fact.name}`, which may be absent", ""
    )
    if fact.span:
        found = found.and_at(fact.span, "declared `may be absent` here")
    unit = fact.type.unit if isinstance(fact.type, Number) else None
    return found.suggest(
        f"write `{fact.name} else 0{f' {unit}' if unit else ''}`, if none counts as 0"
    )


def wrong_payment(node: ast.Node, wanted: str, found: str) -> Diagnostic:
    verb = "are" if wanted.endswith("places") else "is"
    told = catalogue.WRONG_PAYMENT.at(
        node.span, f"{wanted} {verb} needed here, and this is {found}", found
    )
    spelt = {"a percentage": ("{}%", "90%"), "an amount of money": ("${}", "$25.00")}.get(wanted)
    if spelt is None:
        return told
    if isinstance(node, ast.Number):
        return told.suggest(f"write `{spelt[0].format(node.text)}`, if that is meant")
    return told.suggest(f"write {wanted}, such as `{spelt[1]}`")


def unknown_rounding(mode: ast.Name, known: Iterable[str]) -> Diagnostic:
    return catalogue.WRONG_PAYMENT.at(
        mode.span, f"there is no rounding called `{mode.text}`", "not a way to round"
    ).suggest("write one of " + ", ".join(f"`{name}`" for name in known))


def copay_per_what(name: ast.Name) -> Diagnostic:
    return catalogue.WRONG_PAYMENT.at(
        name.span, f"it is not known how many of `{name.text}` a request has", "how many?"
    ).suggest("name a fact that counts them, or let the benefit count toward a limit in that unit")


def too_many_limits(span: Span, most: int) -> Diagnostic:
    return catalogue.TOO_MANY.at(
        span, f"a policy may have {most} limits, and this is one more", "one too many"
    ).suggest("let benefits count toward a limit that there is, or divide the policy")


def too_many_together(span: Span, most: int) -> Diagnostic:
    return catalogue.TOO_MANY.at(
        span,
        f"more than {most} limits can bind one request, and this is one of them",
        "binds what many others bind",
    ).suggest("tell the benefits apart that count toward them, or let several share a limit")
