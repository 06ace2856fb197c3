"""Read the structure of an expression: its atoms and the facts they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from policydsl.core import ir

Atom = ir.MemberIs | ir.CodeIn | ir.SetIs | ir.CodeSetIs | ir.Compare | ir.IsAbsent | ir.IsKnown


def atoms(expr: ir.Truth) -> Iterator[Atom]:
    """Yield every atom of *expr*, those inside the cases of a term included."""
    match expr:
        case ir.Truism():
            return
        case ir.Not() | ir.Cited() | ir.Named():
            yield from atoms(expr.operand)
        case ir.And() | ir.Or():
            for operand in expr.operands:
                yield from atoms(operand)
        case ir.Compare():
            for term in (expr.left, expr.right):
                for part in subterms(term):
                    if isinstance(part, ir.Cases):
                        for case in part.cases:
                            yield from atoms(case.condition)
            yield expr
        case (
            ir.MemberIs() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs() | ir.IsAbsent() | ir.IsKnown()
        ):
            yield expr
        case _:
            assert_never(expr)


def subterms(term: ir.Term) -> Iterator[ir.Term]:
    """Yield *term* and every term inside it."""
    yield term
    match term:
        case ir.Constant() | ir.FactTerm() | ir.ServiceDate():
            return
        case ir.Sum():
            for addend in term.addends:
                yield from subterms(addend.term)
        case ir.Least() | ir.Greatest():
            for part in term.terms:
                yield from subterms(part)
        case ir.ElseTerm():
            yield from subterms(term.term)
            yield from subterms(term.otherwise)
        case ir.Cases():
            for case in term.cases:
                yield from subterms(case.term)
            if term.otherwise is not None:
                yield from subterms(term.otherwise)
        case ir.AddPeriod() | ir.YearTerm():
            yield from subterms(term.term)
        case ir.AgeTerm() | ir.BirthdayTerm():
            yield from subterms(term.born)
        case _:
            assert_never(term)


def atom_facts(atom: Atom) -> Iterator[str]:
    """Yield the facts that *atom* itself reads, not those of conditions inside its terms."""
    if isinstance(atom, ir.Compare):
        for side in (atom.left, atom.right):
            for part in subterms(side):
                if isinstance(part, ir.FactTerm):
                    yield part.fact
    else:
        yield atom.fact


def truths_of(clause: ir.Clause) -> Iterator[ir.Truth]:
    """Yield the truths that *clause* is made of: guards, bite, and those of its exceptions."""
    yield from clause.guards
    yield clause.bite
    yield from _conditions(clause.exceptions)


def _conditions(exceptions: tuple[ir.Exception_, ...]) -> Iterator[ir.Truth]:
    for exception in exceptions:
        yield exception.condition
        yield from _conditions(exception.exceptions)


def facts_read(expr: ir.Truth) -> Iterator[str]:
    """Yield every fact that *expr* can read; may repeat one."""
    for atom in atoms(expr):
        yield from atom_facts(atom)
