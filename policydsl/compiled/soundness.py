"""Say whether a program that was read could have come from the compiler.

Whoever decides, explains or draws relies on what the compiler has held a policy to: names that
are declared, types that fit, no circles, bounded size. A program out of a file is held to the
same, or it is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from policydsl.core import ir
from policydsl.core.dates import FIRST_DAY, LAST_DAY
from policydsl.core.determinations import RANK, SILENCE_RANK, Determination
from policydsl.core.facts import (
    BOUND,
    Choice,
    CodeSet,
    CodeValue,
    Day,
    DisplayText,
    Fact,
    FactTable,
    FactType,
    MemberSet,
    Number,
    RecordValue,
    YesNo,
)
from policydsl.core.reading import facts_read
from policydsl.core.values import ABSENT, FactValue

MOST_DEEP: Final = 250
"""How many rows may lie below one another."""
MOST_LARGE: Final = 20_000_000
"""How many rows an edition may have, each counted as often as it is referred to."""
MOST_PLACES: Final = 12
"""How many decimal places a number may have."""
_ROUNDINGS: Final = frozenset({"half_up", "half_even", "up", "down"})


class Measures:
    """The depth of each row, its size with all uses written out, and what it refers to."""

    def __init__(self) -> None:
        self._depths: list[int] = []
        self._sizes: list[int] = []
        self._parts: list[tuple[int, ...]] = []

    def add(self, parts: tuple[int, ...]) -> None:
        """Measure the next row, which refers to *parts* before it."""
        self._depths.append(1 + max((self._depths[part] for part in parts), default=0))
        self._sizes.append(min(1 + sum(self._sizes[part] for part in parts), MOST_LARGE + 1))
        self._parts.append(parts)

    def are_bearable(self, row: int) -> bool:
        return self._depths[row] <= MOST_DEEP and self._sizes[row] <= MOST_LARGE

    def within(self, root: int) -> Iterator[int]:
        """List *root* and every row that it leads to, each once."""
        seen = {root}
        stack = [root]
        while stack:
            row = stack.pop()
            yield row
            fresh = [part for part in self._parts[row] if part not in seen]
            seen.update(fresh)
            stack += fresh


def unsound_part(program: ir.Program, nodes: Iterable[Any]) -> str | None:
    """Name the first thing in *program* that no compiler writes; *nodes* are all of its nodes."""
    for node in nodes:
        if not _is_sound(node, program.facts):
            return f"a {type(node).__name__} in it does not fit the facts"
    return next((what for what, holds in _LAWS if not holds(program)), None)


def are_in_order(editions: Sequence[ir.Program]) -> bool:
    """Say whether *editions* are of one policy, each beginning after the one before it."""
    return all(
        one.id == other.id
        and other.in_force.start is not None
        and (one.in_force.start or FIRST_DAY) < other.in_force.start
        for one, other in pairwise(editions)
    )


# ------------------------------------------------------------ single nodes


def _is_sound(node: Any, facts: FactTable) -> bool:
    """Say whether *node* fits the facts, as far as it can be told from it alone."""
    match node:
        case Fact():
            return _is_sound_fact(node)
        case ir.Clause():
            return _is_sound_clause(node, facts)
        case ir.MemberIs():
            return _can_be(node, facts)
        case ir.FactTerm(fact):
            return isinstance(_type(fact, facts), Number | Day)
        case ir.SetIs(fact, _, values):
            kind = _type(fact, facts)
            return isinstance(kind, MemberSet) and values <= set(kind.members)
        case ir.CodeIn(fact, system):
            return _type(fact, facts) == CodeValue(system)
        case ir.CodeSetIs(fact, system):
            return _type(fact, facts) == CodeSet(system)
        case ir.IsAbsent(fact) | ir.IsKnown(fact):
            return fact in facts
        case ir.Sum(parts) | ir.Least(parts) | ir.Greatest(parts):
            return bool(parts)
        case ir.AddPeriod(term) | ir.YearTerm(term) | ir.AgeTerm(term):
            return _is_day(term, facts)
        case ir.BirthdayTerm(term, years):
            return years >= 0 and _is_day(term, facts)
        case ir.Assumption(fact, value) | ir.Setting(fact, value):
            return fact in facts and (value is None or _can_hold(facts[fact], value))
        case ir.Limit(places=places):
            return 0 <= places <= MOST_PLACES
        case ir.Payment(rounding=rounding):
            return rounding in _ROUNDINGS
        case ir.InForce(start, end):
            return all(day is None or FIRST_DAY <= day <= LAST_DAY for day in (start, end))
        case _:
            return True


def _is_sound_fact(fact: Fact) -> bool:
    match fact.type:
        case Choice(members) | MemberSet(members):
            labelled = {member for member, _ in fact.member_labels}
            return len(set(members)) == len(members) > 0 and labelled <= set(members)
        case Number(places=places, low=low, high=high):
            most = BOUND * 10**places if 0 <= places <= MOST_PLACES else -1
            return -most <= low <= high <= most
        case Day(low, high):
            return FIRST_DAY <= low <= high <= LAST_DAY
        case RecordValue():
            return False
        case _:
            return True


def _is_sound_clause(clause: ir.Clause, facts: FactTable) -> bool:
    asked = clause.determination
    rank = SILENCE_RANK if clause.kind is ir.Kind.SILENCE else RANK[asked]
    return (
        clause.rank == rank
        and all(fact in facts for fact in clause.asks_for)
        and not (asked.sends and not clause.target)
        and not (clause.papers and asked is not Determination.PEND_DOCUMENTATION)
    )


def _can_be(test: ir.MemberIs, facts: FactTable) -> bool:
    match _type(test.fact, facts):
        case YesNo():
            return all(isinstance(value, bool) for value in test.values)
        case Choice(members):
            return test.values <= set(members)
        case _:
            return False


def _type(fact: str, facts: FactTable) -> FactType | None:
    return facts[fact].type if fact in facts else None


def _is_day(root: ir.Term, facts: FactTable) -> bool:
    """Say whether *root* is a day, whatever becomes of its parts."""
    stack: list[ir.Term] = [root]
    seen: set[int] = set()
    while stack:
        term = stack.pop()
        if id(term) in seen:
            continue
        seen.add(id(term))
        match term:
            case ir.ServiceDate() | ir.AddPeriod() | ir.BirthdayTerm():
                pass
            case ir.Constant(value):
                if not FIRST_DAY <= value <= LAST_DAY:
                    return False
            case ir.FactTerm(fact):
                if not isinstance(_type(fact, facts), Day):
                    return False
            case ir.ElseTerm(first, otherwise):
                stack += (first, otherwise)
            case ir.Least(terms) | ir.Greatest(terms):
                stack += terms
            case ir.Cases(cases, last):
                stack += (case.term for case in cases)
                stack += () if last is None else (last,)
            case _:
                return False
    return True


def _can_hold(fact: Fact, value: FactValue) -> bool:
    if value is ABSENT:
        return fact.may_be_absent
    match fact.type:
        case YesNo():
            return isinstance(value, bool)
        case Choice(members):
            return isinstance(value, str) and value in members
        case CodeValue() | DisplayText():
            return isinstance(value, str)
        case MemberSet(members):
            return isinstance(value, frozenset) and value <= set(members)
        case CodeSet():
            return isinstance(value, frozenset)
        case Number(low=low, high=high) | Day(low, high):
            # Without end is more than any range has: see `facts.BOUND`.
            return type(value) is int and (low <= value <= high or value == BOUND)
        case _:
            return False


# ---------------------------------------------------------------- as a whole


def _named_once(program: ir.Program) -> bool:
    groups: Sequence[list[str]] = (
        [clause.key for clause in program.clauses],
        [benefit.id for benefit in program.benefits],
        [limit.id for limit in program.limits],
    )
    return all(len(set(names)) == len(names) for names in groups)


def _benefits_are_there(program: ir.Program) -> bool:
    ids = {benefit.id for benefit in program.benefits}
    used = {clause.benefit for clause in program.clauses}
    used |= {payment.benefit for payment in program.payments}
    lineages = {id for benefit in program.benefits for id in benefit.lineage}
    return (used | lineages) - {None} <= ids and all(
        each.id in each.lineage for each in program.benefits
    )


def _facts_are_there(program: ir.Program) -> bool:
    return all(fact in program.facts for fact in (*program.asks_first, *program.read_facts))


def _overrides_end(program: ir.Program) -> bool:
    beaten_by = {clause.key: clause.overridden_by for clause in program.clauses}
    there = all(key in beaten_by for keys in beaten_by.values() for key in keys)
    return there and not _has_circle(beaten_by)


def _assumptions_end(program: ir.Program) -> bool:
    reads: dict[str, set[str]] = {}
    for assumption in program.assumptions:
        if assumption.condition is not None:
            reads.setdefault(assumption.fact, set()).update(facts_read(assumption.condition))
    return not _has_circle(reads)


def _has_circle(after: dict[str, Any]) -> bool:
    """Say whether following *after* from any name can lead back to it."""
    done: set[str] = set()
    for first in after:
        path: dict[str, Iterator[str]] = {first: iter(after[first])} if first not in done else {}
        while path:
            name = next(reversed(path))
            following = next(path[name], None)
            if following is None:
                del path[name]
                done.add(name)
            elif following in path:
                return True
            elif following not in done:
                path[following] = iter(after.get(following, ()))
    return False


_LAWS: Final[tuple[tuple[str, Callable[[ir.Program], bool]], ...]] = (
    ("two clauses, benefits or limits in it have one name", _named_once),
    ("it speaks of a benefit that it has not", _benefits_are_there),
    ("it asks for a fact that it has not", _facts_are_there),
    ("clauses in it override each other in a circle", _overrides_end),
    ("an assumption in it rests on itself", _assumptions_end),
)
