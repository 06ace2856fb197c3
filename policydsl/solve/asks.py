"""Say in literals which facts a pending request is asked for, and by which clause (SPEC 4.8).

Whether a fact can change the outcome is left to the reference evaluator: what is said here
is which facts the open clauses and the lacking papers name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policydsl.core import ir
from policydsl.core.reading import facts_read
from policydsl.reference.clauses import PEND, outcome_of
from policydsl.solve.gates import TRUE
from policydsl.solve.rails import Rails
from policydsl.solve.sat import Literal
from policydsl.solve.side import Side


class Asks:
    """What one side asks for."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.gates = side.gates
        self.lowering = side.lowering
        self._askers: dict[str, list[ir.Clause]] = {}
        for clause in side.program.clauses:
            for fact in self.named_by(clause):
                self._askers.setdefault(fact, []).append(clause)
        self._asked: dict[tuple[str, str], Literal] = {}
        self._opened: dict[tuple[str, str], Literal] = {}
        self._first: dict[str, Literal] = {}
        # The element is kept beside its literal: an id is only good while the object lives.
        self._behind: dict[tuple[int, str], tuple[ir.Truth, Literal]] = {}

    def named_by(self, clause: ir.Clause) -> list[str]:
        """Return every fact that *clause* could ask for, in order of name."""
        read = set(facts_read(clause.guards, clause.bite, clause.exceptions))
        for key in clause.overridden_by:
            read |= set(self.named_by(self.side.clause(key)))
        return sorted(read | set(clause.asks_for))

    # ------------------------------------------------------------- one clause

    def by(self, clause: ir.Clause, fact: str) -> Literal:
        """Return that *clause* asks for *fact*: because it is open, or because a paper lacks."""
        key = (clause.key, fact)
        known = self._asked.get(key)
        if known is None:
            side, gates = self.side, self.gates
            asking = [gates.all_of([side.stands(clause), self._open(clause, fact)])]
            if clause.papers and outcome_of(clause) == PEND:
                asking.append(gates.all_of([side.lacks(clause), self._paper(clause, fact)]))
            known = self._asked[key] = gates.any_of(asking)
        return known

    def _paper(self, clause: ir.Clause, fact: str) -> Literal:
        if clause.asks_for:
            return TRUE if fact in clause.asks_for else -TRUE
        return self._blamed(clause.bite, fact, yes=True)

    def _open(self, clause: ir.Clause, fact: str) -> Literal:
        """Return that *fact* is asked for by *clause*, which is open: by its first open part."""
        key = (clause.key, fact)
        known = self._opened.get(key)
        if known is None:
            known = self._opened[key] = self._first_open(clause, fact)
        return known

    def _first_open(self, clause: ir.Clause, fact: str) -> Literal:
        gates, lowering = self.gates, self.lowering
        found: list[Literal] = []
        settled: list[Literal] = []
        for part in (*clause.guards, clause.bite):
            found.append(gates.all_of([*settled, self._asks(part, fact)]))
            settled.append(-self._unknown(lowering.truth(part)))
        found += [
            gates.all_of([*settled, self._exception(each, fact)]) for each in clause.exceptions
        ]
        settled += [-self._unknown(self.side.exception(each)) for each in clause.exceptions]
        for key in clause.overridden_by:
            other = self.side.clause(key)
            asks = [self.side.open(other), self._open(other, fact)]
            found.append(gates.all_of([*settled, *asks]))
        return gates.any_of(found)

    def _exception(self, exception: ir.Exception_, fact: str) -> Literal:
        gates = self.gates
        known = -self._unknown(self.lowering.truth(exception.condition))
        nested = [self._exception(each, fact) for each in exception.exceptions]
        asks = gates.any_of(
            [
                self._asks(exception.condition, fact),
                gates.all_of([known, gates.any_of(nested)]),
            ]
        )
        return gates.all_of([self._unknown(self.side.exception(exception)), asks])

    # ------------------------------------------------------------- all clauses

    def askers(self, fact: str) -> list[ir.Clause]:
        return self._askers.get(fact, [])

    def asked(self, fact: str) -> Literal:
        """Return that the request is asked for *fact*, facts that are asked for first aside."""
        return self.gates.any_of(self.by(clause, fact) for clause in self.askers(fact))

    def visible(self, fact: str) -> Literal:
        """Return that *fact* is asked for, and nothing that has to be asked for before it."""
        return self.gates.all_of([self.asked(fact), *(-each for each in self._before(fact))])

    def _before(self, fact: str) -> Iterator[Literal]:
        for first in self.side.program.asks_first:
            if first == fact:
                return
            if first not in self._first:
                unknown = self.lowering.knowing(first).unknown
                stands = [
                    self.gates.all_of([self.side.stands(c), self._open(c, first)])
                    for c in self.askers(first)
                ]
                self._first[first] = self.gates.all_of([unknown, self.gates.any_of(stands)])
            yield self._first[first]

    # ------------------------------------------------------------- conditions

    def _unknown(self, rails: Rails) -> Literal:
        return self.gates.all_of([-rails.yes, -rails.no])

    def _asks(self, expr: ir.Truth, fact: str) -> Literal:
        """Return that *expr* is unknown and that *fact*, unknown too, is behind it."""
        key = (id(expr), fact)
        known = self._behind.get(key)
        if known is None:
            known = self._behind[key] = (expr, self._asked_behind(expr, fact))
        return known[1]

    def _asked_behind(self, expr: ir.Truth, fact: str) -> Literal:
        gates = self.gates
        unknown = self._unknown(self.lowering.truth(expr))
        if unknown == -TRUE:
            return unknown
        match expr:
            case ir.Truism():
                return -TRUE
            case ir.Not() | ir.Cited() | ir.Named():
                return self._asks(expr.operand, fact)
            case ir.And() | ir.Or():
                return gates.all_of(
                    [unknown, gates.any_of(self._asks(part, fact) for part in expr.operands)]
                )
            case ir.Compare():
                behind = [self._reads(expr.left, fact), self._reads(expr.right, fact)]
                missing = self.lowering.knowing(fact).unknown
                return gates.all_of([unknown, missing, gates.any_of(behind)])
            case _:
                return unknown if expr.fact == fact else -TRUE

    def _reads(self, term: ir.Term, fact: str) -> Literal:
        """Return that *term* reads *fact*, along the cases that apply; facts that are known too."""
        gates = self.gates
        match term:
            case ir.Constant() | ir.ServiceDate():
                return -TRUE
            case ir.FactTerm():
                return TRUE if term.fact == fact else -TRUE
            case ir.Sum():
                return gates.any_of(self._reads(addend.term, fact) for addend in term.addends)
            case ir.Least() | ir.Greatest():
                return gates.any_of(self._reads(part, fact) for part in term.terms)
            case ir.ElseTerm():
                gone = self._gone(term.term)
                second = gates.all_of([gone, self._reads(term.otherwise, fact)])
                return gates.any_of([self._reads(term.term, fact), second])
            case ir.Cases():
                found: list[Literal] = []
                passed: list[Literal] = []
                for case in term.cases:
                    rails = self.lowering.truth(case.condition)
                    found.append(gates.all_of([*passed, self._asks(case.condition, fact)]))
                    then = [*passed, rails.yes, self._reads(case.term, fact)]
                    found.append(gates.all_of(then))
                    passed.append(rails.no)
                if term.otherwise is not None:
                    found.append(gates.all_of([*passed, self._reads(term.otherwise, fact)]))
                return gates.any_of(found)
            case ir.AddPeriod() | ir.YearTerm():
                return self._reads(term.term, fact)
            case ir.AgeTerm() | ir.BirthdayTerm():
                return self._reads(term.born, fact)
            case _:
                assert_never(term)

    def _gone(self, term: ir.Term) -> Literal:
        from policydsl.solve.ends import gone

        return gone(self.lowering, term)

    def _blamed(self, expr: ir.Truth, fact: str, *, yes: bool) -> Literal:
        """Return that *fact* is one of those that made *expr* what it is."""
        gates = self.gates
        match expr:
            case ir.Truism():
                return -TRUE
            case ir.Not():
                return self._blamed(expr.operand, fact, yes=not yes)
            case ir.Cited() | ir.Named():
                return self._blamed(expr.operand, fact, yes=yes)
            case ir.And() | ir.Or():
                found = []
                for part in expr.operands:
                    rails = self.lowering.truth(part)
                    held = rails.yes if yes else rails.no
                    found.append(gates.all_of([held, self._blamed(part, fact, yes=yes)]))
                return gates.any_of(found)
            case ir.Compare():
                return gates.any_of([self._reads(expr.left, fact), self._reads(expr.right, fact)])
            case _:
                return TRUE if expr.fact == fact else -TRUE
