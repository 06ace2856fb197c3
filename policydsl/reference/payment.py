"""Work out what the plan pays, in exact cents (SPEC 4.12)."""

from __future__ import annotations

from fractions import Fraction

from policydsl.core import ir
from policydsl.core.decision import Pays
from policydsl.core.values import Kleene
from policydsl.reference.telling import Telling
from policydsl.reference.truths import term_citations, term_facts

WHOLE = 10_000  # a rate of one, in hundredths of a percent


def pays(program: ir.Program, telling: Telling) -> Pays | None:
    """Return the first payment whose guards hold, or None.

    None also when an earlier payment's guard is unknown: payment never guesses
    and never pends.  What cannot be computed is None within the payment.
    """
    for payment in program.payments:
        status = Kleene.YES
        for guard in payment.guards:
            status = min(status, telling.truth(guard), key=lambda value: value.value)
        if status is Kleene.UNKNOWN:
            return None
        if status is Kleene.YES:
            cited = list(payment.citations)
            for guard in payment.guards:
                cited += telling.citations(guard)
            for term in (payment.rate, payment.copay, payment.deductible):
                if term is not None:
                    cited += term_citations(term, telling.valuation)
            return _amounts(payment, telling, tuple(dict.fromkeys(cited)))
    return None


def facts_behind(program: ir.Program, telling: Telling) -> set[str]:
    """Return the facts that chose what is paid, and those that it was worked out from."""
    found: set[str] = set()
    for payment in program.payments:
        held = [(guard, telling.truth(guard)) for guard in payment.guards]
        no = [guard for guard, status in held if status is Kleene.NO]
        if not no and any(status is Kleene.UNKNOWN for _, status in held):
            return set()
        for guard in no or payment.guards:
            found |= telling.leans_on(guard)
        if not no:
            terms = (payment.rate, payment.basis, payment.copay, payment.copay_times)
            for term in (*terms, payment.deductible):
                if term is not None:
                    found.update(term_facts(term, telling.valuation))
            return found
    return set()


def _amounts(payment: ir.Payment, telling: Telling, citations: tuple[str, ...]) -> Pays:
    basis = _exact(payment.basis, telling)
    if payment.nothing:
        return Pays(0, 0, basis, citations)
    rate = _exact(payment.rate, telling)
    share: int | None = 0
    if payment.copay is not None:
        copay = _exact(payment.copay, telling)
        times = 1 if payment.copay_times is None else _exact(payment.copay_times, telling)
        share = None if copay is None or times is None else copay * times
    if payment.deductible is not None:
        deductible = _exact(payment.deductible, telling)
        share = None if deductible is None or share is None else share + deductible
    if basis is None or share is None or (payment.rate is not None and rate is None):
        return Pays(rate, None, None, citations)
    left = max(0, basis - share)
    plan = rounded(left * (WHOLE if rate is None else rate), WHOLE, payment.rounding)
    return Pays(rate, plan, basis - plan, citations)


def rounded(numerator: int, denominator: int, mode: str) -> int:
    """Return numerator / denominator, neither below zero, as a whole number of cents.

    >>> [rounded(5, 2, mode) for mode in ("half_up", "half_even", "up", "down")]
    [3, 2, 3, 2]
    """
    match mode:
        case "half_up":
            return (2 * numerator + denominator) // (2 * denominator)
        case "half_even":
            return round(Fraction(numerator, denominator))
        case "up":
            return -(-numerator // denominator)
        case "down":
            return numerator // denominator
        case _:
            raise AssertionError(f"{mode} is no way to round")


def _exact(term: ir.Term | None, telling: Telling) -> int | None:
    return None if term is None else telling.exact(term)
