"""Write a comparison as a Python expression that is exact once all it reads is known.

Names in the expression are generated; every value from the author goes through the
table of constants.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from policydsl.core import dates, ir
from policydsl.core.values import Kleene

_SIGN = {ir.Order.AT_MOST: "<=", ir.Order.LESS: "<", ir.Order.EQUAL: "=="}


class CannotWriteError(Exception):
    """Raised for what has no exact expression: a term that may be absent, a test on codes."""


class Names(Protocol):
    """Gives what an expression is about its generated names."""

    def variable(self, fact: str) -> str: ...

    def constant(self, value: object) -> str: ...

    def table(self, work_out: Callable[[Any], Any]) -> str:
        """Name what remembers the answers of a function of one value."""
        ...

    def shared(self, term: ir.Term, written: str) -> str:
        """Return what stands for a term; it may have been given a variable of its own."""
        ...

    def decided(self, condition: ir.Truth) -> Kleene:
        """Say what a condition inside a term is already known to be."""
        ...


class Writer:
    """Writes expressions in the names that it is given."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._fact = names.variable
        self._constant = names.constant

    def comparison(self, atom: ir.Compare) -> str:
        return self._age(atom) or (
            f"({self.term(atom.left)} {_SIGN[atom.order]} {self.term(atom.right)})"
        )

    def _age(self, atom: ir.Compare) -> str:
        """Compare the service date with the day on which an age is reached, not ages.

        That day is remembered for each date of birth, where an age is of one service date.
        """
        match atom:
            case ir.Compare(ir.AgeTerm() as age, ir.Order.AT_MOST | ir.Order.LESS, ir.Constant(n)):
                n, sign = n + (atom.order is ir.Order.AT_MOST), "<"
            case ir.Compare(ir.Constant(n), ir.Order.AT_MOST | ir.Order.LESS, ir.AgeTerm() as age):
                n, sign = n + (atom.order is ir.Order.LESS), ">="
            case _:
                return ""
        if n < 1:
            return ""
        day = self._names.table(partial(_age_reached, age.in_months, n))
        return f"(as_of {sign} {day}[{self.term(age.born)}])"

    def term(self, term: ir.Term) -> str:
        match term:
            case ir.Constant():
                return self._constant(term.value)
            case ir.FactTerm():
                return self._fact(term.fact)
            case ir.ServiceDate():
                return "as_of"
            case ir.ElseTerm():
                # What stands in for an absent value is looked up, with all that it reads.
                self.term(term.otherwise)
                return self.term(term.term)
            case _:
                return self._names.shared(term, self._written(term))

    def _written(self, term: ir.Term) -> str:
        match term:
            case ir.Sum():
                return self._sum(term)
            case ir.Least() | ir.Greatest():
                return self._picked(term)
            case ir.Cases():
                return self._cases(term)
            case ir.AddPeriod():
                later = partial(dates.add_period, count=term.count, period=term.period)
                return f"{self._names.table(later)}[{self.term(term.term)}]"
            case ir.AgeTerm():
                age = dates.age_in_months if term.in_months else dates.age_in_years
                return f"{self._constant(age)}({self.term(term.born)}, as_of)"
            case ir.BirthdayTerm():
                birthday = self._names.table(partial(dates.birthday, years=term.years))
                return f"{birthday}[{self.term(term.born)}]"
            case ir.YearTerm():
                return f"{self._names.table(dates.year_of)}[{self.term(term.term)}]"
            case _:
                raise CannotWriteError

    def _picked(self, term: ir.Least | ir.Greatest) -> str:
        parts = [self.term(part) for part in term.terms]
        if len(parts) == 1:
            return parts[0]
        if len(parts) == 2 and all(part.isidentifier() for part in parts):
            first, second = parts  # a call of `min` costs three times as much
            sign = "<" if isinstance(term, ir.Least) else ">"
            return f"({first} if {first} {sign} {second} else {second})"
        return f"{'min' if isinstance(term, ir.Least) else 'max'}({', '.join(parts)})"

    def _sum(self, term: ir.Sum) -> str:
        if not term.addends:
            return self._constant(0)
        parts = []
        for addend in term.addends:
            part = self.term(addend.term)
            sign = "- " if addend.factor < 0 else "+ "
            if abs(addend.factor) != 1:
                part = f"{self._constant(abs(addend.factor))} * {part}"
            parts.append(sign + part)
        return f"({' '.join(parts).removeprefix('+ ')})"

    def _cases(self, term: ir.Cases) -> str:
        cases: list[ir.Case] = []
        otherwise = term.otherwise
        for case in term.cases:
            held = self._names.decided(case.condition)
            if held is Kleene.YES:
                otherwise = case.term
                break
            if held is Kleene.UNKNOWN:
                cases.append(case)
        if otherwise is None:
            raise CannotWriteError
        written = self.term(otherwise)
        for case in reversed(cases):
            written = f"({self.term(case.term)} if {self.truth(case.condition)} else {written})"
        return written

    def truth(self, expr: ir.Truth) -> str:
        match expr:
            case ir.Truism():
                return self._constant(expr.value)
            case ir.MemberIs():
                return f"({self._fact(expr.fact)} in {self._constant(expr.values)})"
            case ir.Compare():
                return self.comparison(expr)
            case ir.Not():
                return f"(not {self.truth(expr.operand)})"
            case ir.Cited() | ir.Named():
                return self.truth(expr.operand)
            case ir.And() | ir.Or() if expr.operands:
                word = " and " if isinstance(expr, ir.And) else " or "
                return f"({word.join(self.truth(part) for part in expr.operands)})"
            case _:
                raise CannotWriteError


def _age_reached(in_months: bool, age: int, born: int) -> int:
    reached = dates.months_reached if in_months else dates.years_reached
    return reached(born, age)
