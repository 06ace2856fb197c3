"""Work out the plan's share as arithmetic that a person can follow."""

from __future__ import annotations

import attrs

from policydsl.core import ir, texts
from policydsl.core.decision import Decision, Pays
from policydsl.core.determinations import Determination
from policydsl.core.values import Kleene
from policydsl.explain.arithmetic import PaymentTrace
from policydsl.explain.outline import place_of
from policydsl.explain.steps import Steps
from policydsl.explain.trace import FactRead
from policydsl.reference.terms import read
from policydsl.reference.truths import blame, citations_of, term_facts, truth

WHOLE = 10_000  # a rate of one, in hundredths of a percent


def payment(program: ir.Program, steps: Steps, decision: Decision) -> PaymentTrace | None:
    """Return how what *decision* says of payment came about; None when it says nothing.

    What is not covered is paid for by the member where the policy says so.
    """
    if decision.pays is None:
        return None
    covered = decision.determination is Determination.COVERED
    line = _chosen(program, steps) if covered else None
    return _trace(line, steps, decision.pays)


def _chosen(program: ir.Program, steps: Steps) -> ir.Payment | None:
    """Return the first payment line whose guards hold, which is the one that decides."""
    for line in program.payments:
        held = [truth(guard, steps.valuation) for guard in line.guards]
        if all(value is Kleene.YES for value in held):
            return line
    return None


def _trace(line: ir.Payment | None, steps: Steps, pays: Pays) -> PaymentTrace:
    cited = [*pays.citations, *_row_citations(line, steps)]
    trace = PaymentTrace(
        line="",
        rate=pays.rate,
        basis=_exact(line.basis, steps) if line else None,
        copay=_exact(line.copay, steps) if line else None,
        copay_times=_exact(line.copay_times, steps) if line else None,
        deductible=_exact(line.deductible, steps) if line else None,
        plan=pays.amount,
        member=pays.member_pays,
        place=place_of(line.span) if line else None,
        facts=_facts(line, steps) if line else (),
        citations=tuple(dict.fromkeys(cited)),
    )
    return _with_line(trace, line)


def _terms(line: ir.Payment) -> list[ir.Term]:
    terms = (line.rate, line.basis, line.copay, line.copay_times, line.deductible)
    return [term for term in terms if term is not None]


def _row_citations(line: ir.Payment | None, steps: Steps) -> list[str]:
    """Return the citations of table rows that the line's numbers came from."""
    return [
        id
        for term in (_terms(line) if line else [])
        for id in citations_of(ir.Compare(term, ir.Order.EQUAL, term), steps.valuation)
    ]


def _facts(line: ir.Payment, steps: Steps) -> tuple[FactRead, ...]:
    names: dict[str, None] = {}
    for guard in line.guards[1:]:
        names |= dict.fromkeys(sorted(blame(guard, steps.valuation)))
    for term in _terms(line):
        names |= dict.fromkeys(term_facts(term, steps.valuation))
    return tuple(steps.fact(name) for name in names)


def _exact(term: ir.Term | None, steps: Steps) -> int | None:
    return None if term is None else read(term, steps.valuation).exact


def _with_line(trace: PaymentTrace, line: ir.Payment | None) -> PaymentTrace:
    return attrs.evolve(trace, line=_line(trace, line))


def _line(trace: PaymentTrace, line: ir.Payment | None) -> str:
    """Return `90% of ($140.00 − $20.00 copay) = $108.00; the member pays $32.00`."""
    if line is None or line.nothing:
        return "the plan pays nothing; the member pays all"
    rate = "a share that is not known" if trace.rate is None else texts.percent(trace.rate)
    basis = _of(line, trace)
    text = f"{rate} of {basis}" if line.rate is not None else basis
    if trace.plan is not None:
        text += f" = {texts.money(trace.plan)}{_rounded(trace, line)}"
    if trace.member is not None:
        text += f"; the member pays {texts.money(trace.member)}"
    return text


def _of(line: ir.Payment, trace: PaymentTrace) -> str:
    if line.basis is None:
        basis = "the charge"
    elif trace.basis is None:
        basis = "a charge that is not known"
    else:
        basis = texts.money(trace.basis)
    taken = ""
    if line.copay is not None:
        copay = "a copay that is not known"
        if trace.copay is not None:
            copay = f"{texts.money(trace.copay)} copay"
        taken += f" − {copay}"
        if line.copay_times is not None and trace.copay_times != 1:
            taken += f" × {'?' if trace.copay_times is None else trace.copay_times}"
    if line.deductible is not None:
        deductible = "a deductible that is not known"
        if trace.deductible is not None:
            deductible = f"{texts.money(trace.deductible)} deductible"
        taken += f" − {deductible}"
    return f"({basis}{taken})" if taken and line.rate is not None else f"{basis}{taken}"


def _rounded(trace: PaymentTrace, line: ir.Payment) -> str:
    """Say that cents were rounded, when they were."""
    if trace.basis is None or trace.rate is None:
        return ""
    copay = (trace.copay or 0) * (1 if trace.copay_times is None else trace.copay_times)
    left = max(0, trace.basis - copay - (trace.deductible or 0))
    if left * trace.rate % WHOLE == 0:
        return ""
    return f", rounded {line.rounding.replace('_', ' ')}"
