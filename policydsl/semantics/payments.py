"""Lower `pays` lines: what the plan pays of which basis, and what the member does.

Without `of …` a rate is of the money fact `allowed_amount`, where the vocabulary has
one; cents are rounded half up unless the line says otherwise.
"""

from __future__ import annotations

from typing import Final

import attrs

from policydsl.core import ir
from policydsl.core.facts import Number, NumberKind
from policydsl.semantics import problems_clauses as problems
from policydsl.semantics import problems_limits
from policydsl.semantics.drafts import Build, Site
from policydsl.semantics.headings import ids
from policydsl.semantics.typing import MONEY, PERCENT, NumberType, in_words
from policydsl.syntax import ast

DEFAULT_BASIS: Final = "allowed_amount"
DEFAULT_ROUNDING: Final = "half_up"
ROUNDINGS: Final = ("half_up", "half_even", "up", "down")


@attrs.define
class _Parts:
    rate: ir.Term | None = None
    basis: ir.Term | None = None
    copay: ir.Term | None = None
    copay_times: ir.Term | None = None
    deductible: ir.Term | None = None
    rounding: str = DEFAULT_ROUNDING
    nothing: bool = False


def pays(build: Build, line: ast.Pays, site: Site) -> None:
    """Add one payment of the benefit at *site*."""
    parts = _Parts()
    seen: dict[type[ast.Node], ast.Node] = {}
    for payment in line.payments:
        first = seen.setdefault(type(payment), payment)
        if first is not payment:
            build.problems.append(problems.repeated_line(payment, first, payment.span.text))
            continue
        _read(build, payment, parts, site)
    if parts.basis is None:
        parts.basis = _default_basis(build)
    guards = site.guards
    if line.condition is not None:
        guards = (*guards, build.low.truth(line.condition, knowing=True))
    lowered = ir.Payment(
        guards=guards,
        benefit=site.benefit,
        rate=parts.rate,
        basis=parts.basis,
        copay=parts.copay,
        copay_times=parts.copay_times,
        deductible=parts.deductible,
        rounding=parts.rounding,
        nothing=parts.nothing,
        citations=ids(line.citations),
        span=line.span,
    )
    build.payments.append((site, lowered))


def _read(build: Build, payment: ast.Payment, parts: _Parts, site: Site) -> None:
    match payment:
        case ast.PaysRate():
            parts.rate = _amount(build, payment.rate, PERCENT)
        case ast.PaysCopay():
            parts.copay = _amount(build, payment.amount, MONEY)
            if payment.per is not None:
                parts.copay_times = _times(build, payment.per, site)
        case ast.PaysDeductible():
            parts.deductible = _amount(build, payment.amount, MONEY)
        case ast.PaysOf():
            parts.basis = _amount(build, payment.basis, MONEY)
        case ast.PaysRounded():
            if payment.mode.text in ROUNDINGS:
                parts.rounding = payment.mode.text
            else:
                build.problems.append(problems_limits.unknown_rounding(payment.mode, ROUNDINGS))
        case ast.PaysNothing():
            parts.nothing = True


def _amount(build: Build, expr: ast.Expr, wanted: NumberType) -> ir.Term | None:
    """Lower *expr* in cents or in hundredths of a percent."""
    found = build.low.term(expr)
    if found is None:
        return None
    type = found.type
    if not isinstance(type, NumberType) or type.kind is not wanted.kind:
        words = "a percentage" if wanted is PERCENT else "an amount of money"
        build.problems.append(problems_limits.wrong_payment(expr, words, in_words(type)))
        return None
    if type.places > wanted.places:
        places = f"{in_words(type)} with {type.places} decimal places"
        build.problems.append(
            problems_limits.wrong_payment(expr, f"at most {wanted.places} decimal places", places)
        )
        return None
    return scaled(found.term, wanted.places - type.places)


def scaled(term: ir.Term, places: int) -> ir.Term:
    """Multiply *term* by ten to the power of *places*."""
    if places == 0:
        return term
    if isinstance(term, ir.Constant):
        return ir.Constant(term.value * 10**places, span=term.span)
    return ir.Sum((ir.Addend(10**places, term),), span=term.span)


def _default_basis(build: Build) -> ir.Term | None:
    facts = build.low.scope.facts
    if DEFAULT_BASIS not in facts:
        return None
    type = facts[DEFAULT_BASIS].type
    if isinstance(type, Number) and type.kind is NumberKind.MONEY:
        return scaled(ir.FactTerm(DEFAULT_BASIS), MONEY.places - type.places)
    return None


def _times(build: Build, per: ast.Name, site: Site) -> ir.Term | None:
    """Count what a copay is per: a fact, or what a limit of the benefit is asked for."""
    facts = build.low.scope.facts
    if per.text in facts:
        found = build.low.term(per)
        return found.term if found else None
    asked = build.asked_per(per.text, site) if build.asked_per else None
    if asked is None:
        build.problems.append(problems_limits.copay_per_what(per))
    return asked
