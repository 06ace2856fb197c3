"""Read a term: exactly, as an interval where facts are unknown, or absent."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple, assert_never

from policydsl.core import dates, ir
from policydsl.core.facts import Day, Number
from policydsl.core.values import ABSENT, Kleene
from policydsl.reference.valuation import Valuation


class Absent(enum.Enum):
    NO = 0
    MAYBE = 1
    SURELY = 2


class Reading(NamedTuple):
    """Every value that a term can still take lies in low..high; or it is absent."""

    low: int
    high: int
    absent: Absent = Absent.NO

    @property
    def exact(self) -> int | None:
        """The one value, when there is only one."""
        return self.low if self.low == self.high and self.absent is Absent.NO else None


NOWHERE = Reading(0, 0, Absent.SURELY)


def read(term: ir.Term, valuation: Valuation) -> Reading:
    """Return what *term* can still be (SPEC 4.3: interval arithmetic on declared ranges)."""
    match term:
        case ir.Constant():
            return Reading(term.value, term.value)
        case ir.ServiceDate():
            return Reading(valuation.as_of, valuation.as_of)
        case ir.FactTerm():
            return _fact(term.fact, valuation)
        case ir.Sum():
            return _sum(term, valuation)
        case ir.Least() | ir.Greatest():
            pick = min if isinstance(term, ir.Least) else max
            parts = [read(part, valuation) for part in term.terms]
            lows, highs = [p.low for p in parts], [p.high for p in parts]
            return Reading(pick(lows), pick(highs), _any_absent(parts))
        case ir.ElseTerm():
            first = read(term.term, valuation)
            match first.absent:
                case Absent.NO:
                    return first
                case Absent.SURELY:
                    return read(term.otherwise, valuation)
                case Absent.MAYBE:
                    return _hull(
                        [first._replace(absent=Absent.NO), read(term.otherwise, valuation)]
                    )
        case ir.Cases():
            return _cases(term, valuation)
        case ir.AddPeriod():
            return _rising(
                read(term.term, valuation),
                lambda day: dates.add_period(day, term.count, term.period),
            )
        case ir.YearTerm():
            return _rising(read(term.term, valuation), dates.year_of)
        case ir.BirthdayTerm():
            return _rising(
                read(term.born, valuation), lambda born: dates.birthday(born, term.years)
            )
        case ir.AgeTerm():
            age = dates.age_in_months if term.in_months else dates.age_in_years
            born = read(term.born, valuation)
            if born.absent is Absent.SURELY:
                return NOWHERE
            youngest, oldest = age(born.high, valuation.as_of), age(born.low, valuation.as_of)
            return Reading(youngest, oldest, born.absent)
        case _:
            assert_never(term)


def _fact(name: str, valuation: Valuation) -> Reading:
    value = valuation.known.get(name)
    if value is ABSENT:
        return NOWHERE
    if value is not None:
        assert isinstance(value, int)
        return Reading(value, value)
    fact = valuation.facts[name]
    assert isinstance(fact.type, Number | Day)
    maybe = Absent.MAYBE if fact.may_be_absent else Absent.NO
    return Reading(fact.type.low, fact.type.high, maybe)


def _sum(term: ir.Sum, valuation: Valuation) -> Reading:
    low = high = 0
    parts = []
    for addend in term.addends:
        part = read(addend.term, valuation)
        parts.append(part)
        ends = (addend.factor * part.low, addend.factor * part.high)
        low, high = low + min(ends), high + max(ends)
    return Reading(low, high, _any_absent(parts))


def _cases(term: ir.Cases, valuation: Valuation) -> Reading:
    from policydsl.reference.truths import truth  # conditions and terms nest in each other

    possible: list[Reading] = []
    for case in term.cases:
        held = truth(case.condition, valuation)
        if held is Kleene.NO:
            continue
        possible.append(read(case.term, valuation))
        if held is Kleene.YES:
            return _hull(possible)
    possible.append(NOWHERE if term.otherwise is None else read(term.otherwise, valuation))
    return _hull(possible)


def _rising(reading: Reading, function: Callable[[int], int]) -> Reading:
    if reading.absent is Absent.SURELY:
        return NOWHERE
    return Reading(function(reading.low), function(reading.high), reading.absent)


def _any_absent(parts: list[Reading]) -> Absent:
    return Absent(max(part.absent.value for part in parts))


def _hull(parts: list[Reading]) -> Reading:
    there = [part for part in parts if part.absent is not Absent.SURELY]
    if not there:
        return NOWHERE
    surely_there = all(part.absent is Absent.NO for part in parts)
    return Reading(
        min(part.low for part in there),
        max(part.high for part in there),
        Absent.NO if surely_there else Absent.MAYBE,
    )
