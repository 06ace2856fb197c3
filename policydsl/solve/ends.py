"""Say between what a term lies: interval arithmetic on facts that may be unknown.

A term lies between two ends, which are terms of the facts that are given: the ends of an
unknown fact are those of its range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

import attrs

from policydsl.core import dates, ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.facts import Day, Number
from policydsl.core.values import ABSENT
from policydsl.frozen import frozen
from policydsl.solve.comparing import TooManyChoicesError, range_of_base
from policydsl.solve.gates import TRUE
from policydsl.solve.sat import Literal

if TYPE_CHECKING:
    from policydsl.solve.rails import Lowering


@frozen
class Ends:
    """The least and the greatest that a term can be; `sure`: it is there, `gone`: it is absent.

    Where it is neither it may be absent.
    """

    low: ir.Term
    high: ir.Term
    sure: Literal
    gone: Literal

    @property
    def exact(self) -> bool:
        return self.low is self.high


def gone(lowering: Lowering, term: ir.Term) -> Literal:
    """Return that *term* is surely absent; never, where that cannot be followed."""
    found = between(lowering, term)
    return -TRUE if found is None else found.gone


def between(lowering: Lowering, term: ir.Term) -> Ends | None:
    """Return between what *term* lies; None, where that cannot be followed."""
    try:
        return _Reading(lowering).ends(term)
    except TooManyChoicesError:
        return None


def known_as(lowering: Lowering, term: ir.FactTerm, otherwise: ir.Term | None) -> ir.Term:
    """Return a fact as it is given, else as it is assumed, else *otherwise*."""
    knowing, gates = lowering.knowing(term.fact), lowering.gates
    if knowing.always:
        return term
    cases = [ir.Case(gates.standing_for(knowing.given), term)]
    for each in knowing.supplied:
        if each.value is not ABSENT:
            assert isinstance(each.value, int)
            cases.append(ir.Case(gates.standing_for(each.held), ir.Constant(each.value)))
    return ir.Cases(tuple(cases), otherwise)


class _Reading:
    """Reads terms as the reference does, with literals where it has facts."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.gates = lowering.gates

    # ------------------------------------------------------------------- ends

    def ends(self, term: ir.Term) -> Ends:
        """Return between what *term* lies, as `policydsl.reference.terms.read` has it."""
        match term:
            case ir.Constant() | ir.ServiceDate():
                return Ends(term, term, TRUE, -TRUE)
            case ir.FactTerm():
                return self._fact(term)
            case ir.Sum():
                return self._sum(term)
            case ir.Least() | ir.Greatest():
                return self._pick(term)
            case ir.ElseTerm():
                return self._else(term)
            case ir.Cases():
                return self._choice(term)
            case ir.AddPeriod() | ir.YearTerm():
                return self._rising(term, self.ends(term.term))
            case ir.BirthdayTerm():
                return self._rising(term, self.ends(term.born))
            case ir.AgeTerm():
                return self._age(term, self.ends(term.born))
            case _:
                assert_never(term)

    def _fact(self, term: ir.FactTerm) -> Ends:
        knowing, gates = self.lowering.knowing(term.fact), self.gates
        present = gates.present(term.fact)
        if knowing.always:
            return Ends(term, term, present, -present)
        fact = self.lowering.facts[term.fact]
        kind = fact.type
        assert isinstance(kind, Number | Day)
        sure = [gates.all_of([knowing.given, present])]
        gone = [gates.all_of([knowing.given, -present])]
        for each in knowing.supplied:
            (gone if each.value is ABSENT else sure).append(each.held)
        if not fact.may_be_absent:
            sure.append(knowing.unknown)
        low = known_as(self.lowering, term, ir.Constant(kind.low))
        high = known_as(self.lowering, term, ir.Constant(kind.high))
        return Ends(low, high, gates.any_of(sure), gates.any_of(gone))

    def _stand(self, literal: Literal) -> ir.Truth:
        return self.gates.standing_for(literal)

    def _sum(self, term: ir.Sum) -> Ends:
        parts = [self.ends(addend.term) for addend in term.addends]
        sure, gone = self._all_there(parts)
        if all(part.exact for part in parts):
            return Ends(term, term, sure, gone)
        low, high = [], []
        for addend, part in zip(term.addends, parts, strict=True):
            rises = addend.factor > 0
            low.append(ir.Addend(addend.factor, part.low if rises else part.high))
            high.append(ir.Addend(addend.factor, part.high if rises else part.low))
        return Ends(ir.Sum(tuple(low)), ir.Sum(tuple(high)), sure, gone)

    def _pick(self, term: ir.Least | ir.Greatest) -> Ends:
        parts = [self.ends(part) for part in term.terms]
        sure, gone = self._all_there(parts)
        if all(part.exact for part in parts):
            return Ends(term, term, sure, gone)
        made = ir.Least if isinstance(term, ir.Least) else ir.Greatest
        low, high = tuple(part.low for part in parts), tuple(part.high for part in parts)
        return Ends(made(low), made(high), sure, gone)

    def _all_there(self, parts: list[Ends]) -> tuple[Literal, Literal]:
        sure = self.gates.all_of(part.sure for part in parts)
        return sure, self.gates.any_of(part.gone for part in parts)

    def _else(self, term: ir.ElseTerm) -> Ends:
        gates = self.gates
        first, second = self.ends(term.term), self.ends(term.otherwise)
        sure = gates.any_of([first.sure, second.sure])
        gone = gates.all_of([first.gone, second.gone])
        if first.exact and second.exact:
            return Ends(term, term, sure, gone)
        only_first = ir.Case(self._stand(gates.any_of([first.sure, second.gone])), first.low)
        only_second = ir.Case(self._stand(first.gone), second.low)
        low = ir.Cases((only_first, only_second), ir.Least((first.low, second.low)))
        only_first = ir.Case(only_first.condition, first.high)
        only_second = ir.Case(only_second.condition, second.high)
        high = ir.Cases((only_first, only_second), ir.Greatest((first.high, second.high)))
        return Ends(low, high, sure, gone)

    def _choice(self, term: ir.Cases) -> Ends:
        """Return the hull of the cases that can still be the first to hold."""
        gates = self.gates
        rails = [self.lowering.truth(case.condition) for case in term.cases]
        parts = [self.ends(case.term) for case in term.cases]
        last = Ends(ir.Constant(0), ir.Constant(0), -TRUE, TRUE)
        if term.otherwise is not None:
            last = self.ends(term.otherwise)
        decided = all(each.no == -each.yes for each in rails)
        exact = decided and last.exact and all(part.exact for part in parts)
        for held, part in zip(reversed(rails), reversed(parts), strict=True):
            # Of two that are both possible, one that is surely absent has no ends.
            alone = self._stand(gates.any_of([held.yes, last.gone]))
            passed = self._stand(gates.any_of([held.no, part.gone]))
            if held.no == -held.yes:
                low: ir.Term = ir.Cases((ir.Case(self._stand(held.yes), part.low),), last.low)
                high: ir.Term = ir.Cases((ir.Case(self._stand(held.yes), part.high),), last.high)
            else:
                # A case that does not hold comes before one that is absent.
                skipped = ir.Case(self._stand(held.no), last.low)
                low = ir.Cases(
                    (skipped, ir.Case(alone, part.low), ir.Case(passed, last.low)),
                    ir.Least((part.low, last.low)),
                )
                skipped = ir.Case(skipped.condition, last.high)
                high = ir.Cases(
                    (skipped, ir.Case(alone, part.high), ir.Case(passed, last.high)),
                    ir.Greatest((part.high, last.high)),
                )
            maybe = -gates.any_of([held.yes, held.no])
            last = Ends(
                low,
                high,
                gates.any_of(
                    [
                        gates.all_of([held.yes, part.sure]),
                        gates.all_of([held.no, last.sure]),
                        gates.all_of([maybe, part.sure, last.sure]),
                    ]
                ),
                gates.any_of(
                    [
                        gates.all_of([held.yes, part.gone]),
                        gates.all_of([held.no, last.gone]),
                        gates.all_of([maybe, part.gone, last.gone]),
                    ]
                ),
            )
        return Ends(term, term, last.sure, last.gone) if exact else last

    # ------------------------------------------------------------------- days

    def _rising(self, term: ir.AddPeriod | ir.YearTerm | ir.BirthdayTerm, inner: Ends) -> Ends:
        if inner.exact:
            return Ends(term, term, inner.sure, inner.gone)

        def of(day: ir.Term) -> ir.Term:
            if isinstance(day, ir.Constant):
                return ir.Constant(_applied(term, day.value))
            if isinstance(term, ir.BirthdayTerm):
                return attrs.evolve(term, born=day)
            return attrs.evolve(term, term=day)

        return Ends(within(inner.low, of), within(inner.high, of), inner.sure, inner.gone)

    def _age(self, term: ir.AgeTerm, born: Ends) -> Ends:
        """Return between what an age lies; of one whose birth date is unknown, nothing is known."""
        if born.exact:
            return Ends(term, term, born.sure, born.gone)
        low, high = range_of_base(term, self.lowering.facts)

        def least(day: ir.Term) -> ir.Term:
            return ir.Constant(low) if _is_end(day) else attrs.evolve(term, born=day)

        def most(day: ir.Term) -> ir.Term:
            return ir.Constant(high) if _is_end(day) else attrs.evolve(term, born=day)

        return Ends(within(born.high, least), within(born.low, most), born.sure, born.gone)


def _is_end(day: ir.Term) -> bool:
    """Whether *day* is an end of the calendar: an age counted from there tells nothing.

    From any other constant an age depends on the service date alone, which is not followed.
    """
    if not isinstance(day, ir.Constant):
        return False
    if day.value not in (FIRST_DAY, LAST_DAY):
        raise TooManyChoicesError
    return True


def _applied(term: ir.AddPeriod | ir.YearTerm | ir.BirthdayTerm, day: int) -> int:
    match term:
        case ir.AddPeriod():
            return dates.add_period(day, term.count, term.period)
        case ir.YearTerm():
            return dates.year_of(day)
        case ir.BirthdayTerm():
            return dates.birthday(day, term.years)
        case _:
            assert_never(term)


def within(term: ir.Term, of: Callable[[ir.Term], ir.Term]) -> ir.Term:
    """Apply a function that never falls to each thing that *term* can be."""
    match term:
        case ir.Cases():
            cases = tuple(ir.Case(case.condition, within(case.term, of)) for case in term.cases)
            otherwise = None if term.otherwise is None else within(term.otherwise, of)
            return ir.Cases(cases, otherwise)
        case ir.Least() | ir.Greatest():
            made = ir.Least if isinstance(term, ir.Least) else ir.Greatest
            return made(tuple(within(part, of) for part in term.terms))
        case _:
            return of(term)
