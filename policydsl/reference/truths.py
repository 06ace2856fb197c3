"""Evaluate a truth in Kleene's logic, and say which facts and citations decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import Choice, CodeSet, CodeValue, MemberSet, YesNo
from policydsl.core.values import ABSENT, Kleene
from policydsl.reference.terms import Absent, read
from policydsl.reference.valuation import Valuation

YES, NO, UNKNOWN = Kleene.YES, Kleene.NO, Kleene.UNKNOWN


def truth(expr: ir.Truth, valuation: Valuation) -> Kleene:
    """Return yes, no or unknown (SPEC 4.3).

    An atom is yes or no if every choice of its unknown operands makes it so; an
    absent operand makes it no.  `Not` negates exactly.
    """
    match expr:
        case ir.Truism():
            return Kleene.of(expr.value)
        case ir.MemberIs() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs():
            return _membership(expr, valuation)
        case ir.Compare():
            return _compare(expr, valuation)
        case ir.IsAbsent():
            if expr.fact in valuation.known:
                return Kleene.of(valuation.known[expr.fact] is ABSENT)
            return UNKNOWN if valuation.facts[expr.fact].may_be_absent else NO
        case ir.IsKnown():
            return Kleene.of(expr.fact in valuation.known)
        case ir.Not():
            return ~truth(expr.operand, valuation)
        case ir.And():
            return _joined(expr.operands, valuation, NO, YES)
        case ir.Or():
            return _joined(expr.operands, valuation, YES, NO)
        case ir.Cited() | ir.Named():
            return truth(expr.operand, valuation)
        case _:
            assert_never(expr)


def _joined(
    operands: Sequence[ir.Truth], valuation: Valuation, settles: Kleene, otherwise: Kleene
) -> Kleene:
    """Return *settles* if an operand is that; else unknown if one is unknown."""
    found = otherwise
    for operand in operands:
        held = truth(operand, valuation)
        if held is settles:
            return settles
        if held is UNKNOWN:
            found = UNKNOWN
    return found


Membership = ir.MemberIs | ir.CodeIn | ir.SetIs | ir.CodeSetIs


def _membership(atom: Membership, valuation: Valuation) -> Kleene:
    value = valuation.known.get(atom.fact)
    if value is None:
        return _membership_unknown(atom, valuation)
    if value is ABSENT:
        return NO
    match atom:
        case ir.MemberIs():
            return Kleene.of(value in atom.values)
        case ir.CodeIn():
            assert isinstance(value, str)
            return Kleene.of(in_ranges(value, atom.system, atom.ranges))
        case ir.SetIs():
            assert isinstance(value, frozenset)
            return Kleene.of(set_is(value, atom.word, value & atom.values, atom.values))
        case ir.CodeSetIs():
            assert isinstance(value, frozenset)
            return Kleene.of(code_set_is(value, atom))
        case _:
            assert_never(atom)


def _membership_unknown(atom: Membership, valuation: Valuation) -> Kleene:
    """An unknown fact: yes or no only if its whole domain agrees."""
    fact = valuation.facts[atom.fact]
    match fact.type:
        case YesNo() | Choice():
            assert isinstance(atom, ir.MemberIs)
            members = fact.type.members if isinstance(fact.type, Choice) else (True, False)
            held = sum(1 for member in members if member in atom.values)
            if held == 0:
                return NO
            return YES if held == len(members) and not fact.may_be_absent else UNKNOWN
        case MemberSet():
            assert isinstance(atom, ir.SetIs)
            if atom.word is ir.SetWord.ONLY and set(fact.type.members) <= atom.values:
                return UNKNOWN if fact.may_be_absent else YES
            if atom.word is ir.SetWord.INCLUDES and not atom.values:
                return UNKNOWN if fact.may_be_absent else YES
            if atom.word in (ir.SetWord.ANY_IN, ir.SetWord.ALL_IN) and not atom.values:
                return NO
            return UNKNOWN
        case CodeValue() | CodeSet():
            return UNKNOWN
        case _:
            raise AssertionError(f"{atom.fact} is not a fact of members")


def set_is(
    value: frozenset[str], word: ir.SetWord, found: frozenset[str], values: frozenset[str]
) -> bool:
    """Test a set: *found* are the elements of *value* that are among *values*."""
    match word:
        case ir.SetWord.INCLUDES:
            return values <= value
        case ir.SetWord.ANY_IN:
            return bool(found)
        case ir.SetWord.ALL_IN:
            return bool(value) and found == value
        case ir.SetWord.ONLY:
            return found == value
        case _:
            assert_never(word)


def code_set_is(value: frozenset[str], atom: ir.CodeSetIs) -> bool:
    """Test a set of codes; `includes` wants every listed range to be met by an element."""
    if atom.word is ir.SetWord.INCLUDES:
        return all(
            any(in_ranges(code, atom.system, (span,)) for code in value) for span in atom.ranges
        )
    found = frozenset(code for code in value if in_ranges(code, atom.system, atom.ranges))
    return set_is(value, atom.word, found, found)


def in_ranges(code: str, system: str, ranges: tuple[ir.CodeRange, ...]) -> bool:
    """Whether *code* lies in one of *ranges*; an `icd10` code contains its subcodes.

    >>> in_ranges("I21.4", "icd10", (ir.CodeRange("I21", "I21"),))
    True
    """
    for span in ranges:
        if len(code) == len(span.low) and span.low <= code <= span.high:
            return True
        if (
            system == "icd10"
            and span.low <= code
            and (code <= span.high or code.startswith(span.high))
        ):
            return True
    return False


def _compare(atom: ir.Compare, valuation: Valuation) -> Kleene:
    left, right = read(atom.left, valuation), read(atom.right, valuation)
    if Absent.SURELY in (left.absent, right.absent):
        return NO
    match atom.order:
        case ir.Order.AT_MOST:
            always, never = left.high <= right.low, left.low > right.high
        case ir.Order.LESS:
            always, never = left.high < right.low, left.low >= right.high
        case ir.Order.EQUAL:
            always = left.low == left.high == right.low == right.high
            never = left.high < right.low or left.low > right.high
        case _:
            assert_never(atom.order)
    if never:
        return NO
    certain = always and left.absent is right.absent is Absent.NO
    return YES if certain else UNKNOWN


# ----------------------------------------------------- which facts decide it


def leaf_facts(atom: ir.Truth, valuation: Valuation) -> Iterator[str]:
    """Yield the facts an atom reads, along the cases that apply; may repeat one."""
    match atom:
        case ir.Compare():
            yield from term_facts(atom.left, valuation)
            yield from term_facts(atom.right, valuation)
        case ir.MemberIs() | ir.CodeIn() | ir.SetIs() | ir.CodeSetIs():
            yield atom.fact
        case ir.IsAbsent() | ir.IsKnown():
            yield atom.fact
        case _:
            return


def term_facts(term: ir.Term, valuation: Valuation) -> Iterator[str]:
    """Yield the facts that *term* reads; of a choice of cases, first its conditions."""
    match term:
        case ir.Constant() | ir.ServiceDate():
            return
        case ir.FactTerm():
            yield term.fact
        case ir.Sum():
            for addend in term.addends:
                yield from term_facts(addend.term, valuation)
        case ir.Least() | ir.Greatest():
            for part in term.terms:
                yield from term_facts(part, valuation)
        case ir.ElseTerm():
            yield from term_facts(term.term, valuation)
            if read(term.term, valuation).absent is Absent.SURELY:
                yield from term_facts(term.otherwise, valuation)
        case ir.Cases():
            for case in term.cases:
                held = truth(case.condition, valuation)
                if held is UNKNOWN:
                    yield from sorted(asked(case.condition, valuation))
                    return
                yield from sorted(blame(case.condition, valuation))
                if held is YES:
                    yield from term_facts(case.term, valuation)
                    return
            if term.otherwise is not None:
                yield from term_facts(term.otherwise, valuation)
        case ir.AddPeriod() | ir.YearTerm():
            yield from term_facts(term.term, valuation)
        case ir.AgeTerm() | ir.BirthdayTerm():
            yield from term_facts(term.born, valuation)
        case _:
            assert_never(term)


def decisive(expr: ir.Truth, valuation: Valuation) -> Iterator[ir.Truth]:
    """Yield the parts that make a known truth what it is, itself first (SPEC 4.8, blame).

    Every operand of a yes `and` or a no `or`; of a no `and` those that are no;
    of a yes `or` those that are yes.
    """
    yield expr
    match expr:
        case ir.Not() | ir.Cited() | ir.Named():
            yield from decisive(expr.operand, valuation)
        case ir.And() | ir.Or():
            held = truth(expr, valuation)
            for operand in expr.operands:
                if truth(operand, valuation) is held:
                    yield from decisive(operand, valuation)
        case _:
            return


def blame(expr: ir.Truth, valuation: Valuation) -> set[str]:
    """Return the facts that made a known truth what it is."""
    return {fact for part in decisive(expr, valuation) for fact in leaf_facts(part, valuation)}


def citations_of(expr: ir.Truth, valuation: Valuation) -> Iterator[str]:
    """Yield the citations on the parts that made a known truth what it is."""
    for part in decisive(expr, valuation):
        if isinstance(part, ir.Cited | ir.Named):
            yield from part.citations
        elif isinstance(part, ir.Compare):
            yield from term_citations(part.left, valuation)
            yield from term_citations(part.right, valuation)


def term_citations(term: ir.Term, valuation: Valuation) -> Iterator[str]:
    """Yield the citations on the summands and cases that make *term* what it is."""
    match term:
        case ir.Sum():
            for addend in term.addends:
                if read(addend.term, valuation).exact != 0:
                    yield from addend.citations
                yield from term_citations(addend.term, valuation)
        case ir.Least() | ir.Greatest():
            for part in term.terms:
                yield from term_citations(part, valuation)
        case ir.ElseTerm():
            there = read(term.term, valuation).absent is not Absent.SURELY
            yield from term_citations(term.term if there else term.otherwise, valuation)
        case ir.Cases():
            for case in term.cases:
                held = truth(case.condition, valuation)
                if held is YES:
                    yield from case.citations
                    yield from citations_of(case.condition, valuation)
                    yield from term_citations(case.term, valuation)
                if held is not NO:
                    return
        case _:
            return


def asked(
    expr: ir.Truth, valuation: Valuation, held: Callable[[ir.Truth], Kleene] | None = None
) -> set[str]:
    """Return the unknown facts behind an unknown truth (SPEC 4.8, ask).

    *held* says what came of each part, to whoever has worked that out already.
    """
    held = held or (lambda part: truth(part, valuation))
    found: set[str] = set()
    pending = [expr]
    while pending:
        part = pending.pop()
        if held(part) is not UNKNOWN:
            continue
        match part:
            case ir.Not() | ir.Cited() | ir.Named():
                pending.append(part.operand)
            case ir.And() | ir.Or():
                pending.extend(part.operands)
            case _:
                found.update(
                    fact for fact in leaf_facts(part, valuation) if fact not in valuation.known
                )
    return found
