"""Word what analysis finds wrong with what is counted, paid and assumed, and with extensions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from policydsl.analysis.problems import line_of
from policydsl.core import ir
from policydsl.core.facts import Fact
from policydsl.core.tables import Counts
from policydsl.diagnostics import catalogue
from policydsl.diagnostics.model import Diagnostic
from policydsl.source import Span

if TYPE_CHECKING:
    from policydsl.analysis.cases import Case

_EXTENSION: Final = {
    "takes": (
        "the extension of `{}` can take away from the limit instead of adding to it",
        "say how much is added, which is never less than nothing",
    ),
    "nothing": (
        "the extension of `{}` adds nothing to the limit",
        "say how much is added on top of the limit's own amount, or take the extension out",
    ),
    "more": (
        "the extension of `{}` adds more than the limit itself has",
        "`by up to` says how much is added, not how much it is in all: mend the amount, or accept "
        "it when it is meant so",
    ),
}


def benefit_counted_twice(again: Counts, already: Counts, case: Case) -> Diagnostic:
    """Report a `counts toward` for requests that count toward the same limit already."""
    if again.benefit == already.benefit:
        message = f"`{again.benefit}` counts toward `{again.limit}` twice"
    else:
        message = (
            f"`{again.benefit}` counts toward `{again.limit}` already, as part of "
            f"`{already.benefit}`"
        )
    found = catalogue.COUNTED_TWICE.at(again.span, message, "counts once more")
    if already.span:
        found = found.and_at(already.span, "counts already")
    return found.with_case(
        case.scenario(f"{again.benefit} counts twice toward {again.limit}")
    ).suggest("take one of the two lines out")


def usage_counted_twice(
    limit: ir.Limit, fact: str, spans: tuple[Span | None, Span | None], case: Case
) -> Diagnostic:
    """Report a fact that the usage of a limit adds up twice."""
    message = f"the usage of `{limit.id}` counts `{fact}` twice"
    again, already = spans
    found = catalogue.COUNTED_TWICE.at(again or limit.span, message, "counts once more")
    if already and again:
        found = found.and_at(already, "counts already")
    return found.with_case(case.scenario(f"{fact} counts twice toward {limit.id}")).suggest(
        "take one of the two out, or write `times 2` if it is meant to weigh double"
    )


def extension_errs(limit: ir.Limit, fault: str, case: Case) -> Diagnostic:
    """Report an extension that takes from its limit, adds nothing, or more than there is."""
    message, help = _EXTENSION[fault]
    return (
        catalogue.EXTENSION_ERRS.at(limit.span, message.format(limit.id), "is extended so")
        .with_case(case.scenario(f"the extension of {limit.id}"))
        .suggest(help)
    )


# ---------------------------------------------------------------- tried in turn


def payment_behind(payment: ir.Payment, earlier: Sequence[Span], case: Case) -> Diagnostic:
    """Report a `pays` line that is never reached: of the *earlier* ones one always holds."""
    message = f"this payment of `{payment.benefit}` never comes to bear: an earlier one always does"
    found = catalogue.LEFT_BEHIND.at(payment.span, message, "is never paid")
    return _behind(found, f"two payments of {payment.benefit}", earlier, case)


def assumption_behind(assumption: ir.Assumption, earlier: Sequence[Span], case: Case) -> Diagnostic:
    """Report an `assume` that is never reached: of the *earlier* ones one always holds."""
    name = assumption.fact
    message = f"this assumption of `{name}` never comes to bear: an earlier one always does"
    found = catalogue.LEFT_BEHIND.at(assumption.span, message, "is never assumed")
    return _behind(found, f"two assumptions of {name}", earlier, case)


def _behind(found: Diagnostic, title: str, earlier: Sequence[Span], case: Case) -> Diagnostic:
    for span in earlier[:_MOST_NAMED]:
        found = found.and_at(span, "comes before it")
    return found.with_case(case.scenario(f"{title}{line_of(found.span)}")).suggest(
        "put it before the other, narrow the other, or take one of them out"
    )


def assumptions_differ(
    one: ir.Assumption, other: ir.Assumption, fact: Fact, case: Case
) -> Diagnostic:
    """Report two `assume` lines that hold in one *case* and say different things of *fact*."""
    from policydsl.analysis.cases import written  # loaded with the case

    values = [written(fact, each.value) for each in (one, other)]
    message = f"`{fact.name}` is assumed to be `{values[0]}` and `{values[1]}` at once"
    found = catalogue.ASSUMPTIONS_DIFFER.at(other.span, message, "says otherwise")
    if one.span:
        found = found.and_at(one.span, "comes before it, and so is what counts")
    return found.with_case(
        case.scenario(f"two assumptions of {fact.name}{line_of(other.span)}")
    ).suggest("let their conditions exclude each other")


_MOST_NAMED: Final = 3
