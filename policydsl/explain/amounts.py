"""Lay out a number of a limit with its summands, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.core import ir
from policydsl.core.facts import FactTable
from policydsl.explain import spelling, words
from policydsl.explain.arithmetic import Amount, Summand
from policydsl.explain.steps import Read, Remembered, Steps
from policydsl.reference.terms import read
from policydsl.reference.truths import citations_of, term_facts


def amount(term: ir.Term, facts: FactTable) -> Remembered[Read[Amount]]:
    """Lay out a term with its summands; what is not a sum is one summand."""
    parts = [_summand(factor, part, cited, facts) for factor, part, cited in _summands(term)]

    def amount_of(steps: Steps) -> Read[Amount]:
        found = [part.of(steps) for part in parts]
        looked_at = 0
        for each in found:
            looked_at |= each.looked_at
        exact = read(term, steps.valuation).exact
        return Read(Amount(exact, tuple(each.value for each in found)), looked_at)

    return Remembered.of_all(parts, amount_of)


def _summands(term: ir.Term) -> Iterator[tuple[int, ir.Term, tuple[str, ...]]]:
    if not isinstance(term, ir.Sum):
        yield 1, term, ()
        return
    for addend in term.addends:
        for factor, part, cited in _summands(addend.term):
            yield factor * addend.factor, part, (*addend.citations, *cited)


def _summand(
    factor: int, term: ir.Term, cited: tuple[str, ...], facts: FactTable
) -> Remembered[Read[Summand]]:
    # Citations of table rows come out of a comparison, so one is put around the term.
    row = ir.Compare(term, ir.Order.EQUAL, term)
    counted = _counted(term)
    named = counted.fact if isinstance(counted, ir.FactTerm) else None
    said = spelling.term(counted, facts) if named is None else words.short(facts[named].label)

    def summand(steps: Steps) -> Read[Summand]:
        valuation = steps.valuation
        exact = read(term, valuation).exact
        known = [steps.known[name] for name in dict.fromkeys(term_facts(term, valuation))]
        made = Summand(
            said,
            None if exact is None else factor * exact,
            tuple(dict.fromkeys((*cited, *citations_of(row, valuation)))),
            tuple(each.read for each in known),
        )
        looked_at = 0 if named is None else steps.known[named].bit
        for each in known:
            looked_at |= each.bit
        return Read(made, looked_at)

    return Remembered.of_truth(row, summand)


def _counted(term: ir.Term) -> ir.Term:
    """Return what counts while its condition holds; otherwise it is nothing."""
    match term:
        case ir.Cases((case,), ir.Constant(0)):
            return case.term
        case _:
            return term
