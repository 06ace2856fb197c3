"""Work out the plan's share as arithmetic that a person can follow."""

from __future__ import annotations

import attrs

from policydsl.core import ir, texts
from policydsl.core.decision import Decision, Pays
from policydsl.core.determinations import Determination
from policydsl.core.values import Kleene
from policydsl.explain.arithmetic import PaymentTrace
from policydsl.explain.outline import place_of
from policydsl.explain.steps import Read, Remembered, Steps
from policydsl.explain.trace import FactRead
from policydsl.reference.terms import read
from policydsl.reference.truths import blame, citations_of, term_facts, truth

WHOLE = 10_000  # a rate of one, in hundredths of a percent


class Payments:
    """What a program pays, for all requests."""

    def __init__(self, program: ir.Program) -> None:
        self._lines = tuple(_Line(line) for line in program.payments)

    def of(self, steps: Steps, decision: Decision) -> PaymentTrace | None:
        """Return how what *decision* says of payment came about; None when it says nothing.

        What is not covered is paid for by the member where the policy says so.
        """
        pays = decision.pays
        if pays is None:
            return None
        if decision.determination is Determination.COVERED:
            # The first line whose guards hold is the one that decides.
            for line in self._lines:
                if line.holds.of(steps):
                    return line.trace(pays, steps)
        return _with_line(
            PaymentTrace(
                line="",
                rate=pays.rate,
                basis=None,
                copay=None,
                copay_times=None,
                deductible=None,
                plan=pays.amount,
                member=pays.member_pays,
                place=None,
                facts=(),
                citations=tuple(dict.fromkeys(pays.citations)),
            ),
            None,
        )


class _Line:
    """A line of payment with what was found of it."""

    def __init__(self, line: ir.Payment) -> None:
        self._line = line
        self._place = place_of(line.span)
        # Citations of table rows come out of comparisons, so one is put around each number.
        self._rows = [ir.Compare(term, ir.Order.EQUAL, term) for term in _terms(line)]
        self.holds = Remembered.of_truth(ir.And(line.guards), self._hold)
        self._read = Remembered.of_truth(ir.And((*line.guards, *self._rows)), self._facts)

    def _hold(self, steps: Steps) -> bool:
        held = [truth(guard, steps.valuation) for guard in self._line.guards]
        return all(value is Kleene.YES for value in held)

    def _facts(self, steps: Steps) -> Read[tuple[FactRead, ...]]:
        names: dict[str, None] = {}
        for guard in self._line.guards[1:]:
            names |= dict.fromkeys(sorted(blame(guard, steps.valuation)))
        for term in _terms(self._line):
            names |= dict.fromkeys(term_facts(term, steps.valuation))
        known = [steps.known[name] for name in names]
        return Read(tuple(each.read for each in known), sum(each.bit for each in known))

    def trace(self, pays: Pays, steps: Steps) -> PaymentTrace:
        line = self._line
        read = self._read.of(steps)
        steps.looked_at |= read.looked_at
        rows = [id for row in self._rows for id in citations_of(row, steps.valuation)]
        return _with_line(
            PaymentTrace(
                line="",
                rate=pays.rate,
                basis=_exact(line.basis, steps),
                copay=_exact(line.copay, steps),
                copay_times=_exact(line.copay_times, steps),
                deductible=_exact(line.deductible, steps),
                plan=pays.amount,
                member=pays.member_pays,
                place=self._place,
                facts=read.value,
                citations=tuple(dict.fromkeys((*pays.citations, *rows))),
            ),
            line,
        )


def _terms(line: ir.Payment) -> list[ir.Term]:
    terms = (line.rate, line.basis, line.copay, line.copay_times, line.deductible)
    return [term for term in terms if term is not None]


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
