"""Divide what an unknown fact can still be into cells that no atom tells apart.

Two values of a fact lie in one cell when every atom of the program reads the
same for both, whatever the other unknown facts are.  One value stands for its
cell, so trying one value a cell tries them all.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator

from policydsl.core import ir
from policydsl.core.facts import Choice, CodeSet, CodeValue, Day, MemberSet, Number, YesNo
from policydsl.core.values import ABSENT, FactValue, Kleene
from policydsl.reference.codes import code_classes
from policydsl.reference.structure import Atom, atom_facts, atoms, facts_read, subterms, truths_of
from policydsl.reference.truths import truth
from policydsl.reference.valuation import Valuation

MOST_SET_CELLS = 4096
MOST_COMBINATIONS = 256
MOST_REMEMBERED = 4096
"""For how many surroundings it is remembered where comparisons read anew."""


class TooManyError(Exception):
    """Raised where the cells cannot be listed within the stated bounds."""


class Cells:
    """The atoms of a program by the facts they read, ready to divide domains."""

    def __init__(self, program: ir.Program) -> None:
        self._read(truth for clause in program.clauses for truth in truths_of(clause))

    def atoms_of(self, clause: ir.Clause) -> tuple[Atom, ...]:
        """Return every atom of a clause, in its order; one that stands twice is there twice."""
        found = self._atoms_by_clause.get(clause.key)
        if found is None:
            found = tuple(atom for truth in truths_of(clause) for atom in atoms(truth))
            self._atoms_by_clause[clause.key] = found
        return found

    @classmethod
    def telling_apart(cls, truths: Iterable[ir.Truth]) -> Cells:
        """Divide domains only as far as *truths* can tell."""
        cells = cls.__new__(cls)
        cells._read(truths)
        return cells

    def _read(self, truths: Iterable[ir.Truth]) -> None:
        self._atoms_by_clause: dict[str, tuple[Atom, ...]] = {}
        self.atoms_by_fact: dict[str, list[Atom]] = {}
        self._facts_by_atom: dict[int, tuple[str, ...]] = {}
        self._met: dict[tuple[object, ...], set[int]] = {}
        seen: set[Atom] = set()
        for expr in truths:
            for atom in atoms(expr):
                if atom not in seen:
                    seen.add(atom)
                    for fact in dict.fromkeys(atom_facts(atom)):
                        self.atoms_by_fact.setdefault(fact, []).append(atom)

    def of(self, name: str, valuation: Valuation) -> list[FactValue]:
        """Return one value a cell of the unknown fact *name*, in a natural order.

        Raises `TooManyError` past a bound, or where the division is not known to be
        complete.
        """
        fact = valuation.facts[name]
        values: list[FactValue]
        atoms_here = self.atoms_by_fact.get(name, [])
        match fact.type:
            case YesNo():
                values = [True, False]
            case Choice():
                values = _classes(fact.type.members, atoms_here)
            case MemberSet():
                values = _set_cells(fact.type.members, atoms_here)
            case CodeValue(system):
                values = list(code_classes(system, atoms_here))
            case CodeSet(system):
                values = _code_set_cells(system, atoms_here)
            case Number() | Day():
                values = list(self._number_cells(name, valuation, frozenset({name})))
            case _:
                raise TooManyError(f"{name} cannot be divided into cells")
        if fact.may_be_absent:
            values.append(ABSENT)
        return values

    # ------------------------------------------------------------- numbers

    def _number_cells(self, name: str, valuation: Valuation, skipped: frozenset[str]) -> list[int]:
        """Return the first value of every stretch on which the atoms about *name* are constant.

        Other unknown facts of an atom are put, in turn, at both ends of each of
        their own stretches (those of atoms that do not lead back to *skipped*):
        where the atom can change its answer only at those ends, no stretch of
        *name* is missed.
        """
        kind = valuation.facts[name].type
        assert isinstance(kind, Number | Day)
        starts = {kind.low}
        shared: list[ir.Compare] = []
        for atom in self.atoms_by_fact.get(name, []):
            if not isinstance(atom, ir.Compare):
                continue
            unknown = {fact for fact in self._facts_of(atom) if fact not in valuation.known}
            others = sorted(unknown - {name})
            if any(other in skipped for other in others):
                continue
            if others:
                shared.append(atom)
            ends = [self._ends(other, valuation, skipped | {other}) for other in others]
            if math.prod(map(len, ends)) > MOST_COMBINATIONS:
                raise TooManyError(f"{name} depends on too many unknown facts at once")
            for combination in itertools.product(*ends):
                fixed = valuation
                for other, value in zip(others, combination, strict=True):
                    fixed = fixed.with_fact(other, value)
                starts.update(self._changes(atom, name, fixed, kind))
        if len(shared) > 1 and any(map(_bends, shared)):
            # Where months and days both relate two unknown dates, answers change
            # also where the two relations cross, which is not looked for.
            raise TooManyError(f"{name} is related to other unknown facts in more than one way")
        return sorted(starts)

    def _facts_of(self, atom: Atom) -> tuple[str, ...]:
        # INVARIANT: atoms live as long as the cells that hold them.
        found = self._facts_by_atom.get(id(atom))
        if found is None:
            found = self._facts_by_atom[id(atom)] = tuple(dict.fromkeys(facts_read(atom)))
        return found

    def _changes(
        self, atom: ir.Compare, name: str, valuation: Valuation, kind: Number | Day
    ) -> set[int]:
        """Return where *atom* reads anew, remembered by what is known of its other facts."""
        others = [valuation.known.get(fact) for fact in self._facts_of(atom) if fact != name]
        key = (id(atom), name, valuation.as_of, *others)
        found = self._met.get(key)
        if found is None:
            found = _changes(atom, name, valuation, kind.low, kind.high)
            if len(self._met) < MOST_REMEMBERED:
                self._met[key] = found
        return found

    def _ends(self, name: str, valuation: Valuation, skipped: frozenset[str]) -> list[FactValue]:
        fact = valuation.facts[name]
        if not isinstance(fact.type, Number | Day):
            return self.of(name, valuation)
        starts = self._number_cells(name, valuation, skipped)
        lasts = [start - 1 for start in starts[1:]] + [fact.type.high]
        ends: list[FactValue] = [*sorted({*starts, *lasts})]
        if fact.may_be_absent:
            ends.append(ABSENT)
        return ends


def _bends(atom: ir.Compare) -> bool:
    """Whether the atom adds months or counts years, so that it does not merely shift."""
    return any(
        isinstance(part, ir.AddPeriod | ir.AgeTerm | ir.BirthdayTerm | ir.YearTerm)
        for side in (atom.left, atom.right)
        for part in subterms(side)
    )


def _changes(atom: ir.Compare, name: str, valuation: Valuation, low: int, high: int) -> set[int]:
    """Return each value of *name* in low..high, but the first, where *atom* starts to read anew.

    The atom must be decided once *name* is known.  Between the values where a
    case, a least or a greatest inside it switches, each side rises or falls
    steadily, so that the difference of the sides crosses zero at most once and
    an equality holds on one stretch; both are found by bisection.
    """
    inner = {low}
    for switch in _switches(atom):
        if isinstance(switch, ir.Compare) and name in set(facts_read(switch)):
            inner |= _changes(switch, name, valuation, low, high)
    found: set[int] = set(inner) - {low}
    bounds = [*sorted(inner), high + 1]
    equality = atom.order is ir.Order.EQUAL
    orders = (ir.Order.AT_MOST, ir.Order.LESS) if equality else (atom.order,)
    for start, after in itertools.pairwise(bounds):
        for order in orders:
            simple = ir.Compare(atom.left, order, atom.right)

            def reads(value: int, simple: ir.Compare = simple) -> Kleene:
                return truth(simple, valuation.with_fact(name, value))

            change = _bisect(reads, start, after - 1)
            if change is not None:
                found.add(change)
    return found


def _switches(atom: ir.Compare) -> Iterator[Atom]:
    """Yield the atoms at which a term of *atom* goes over to another formula."""
    for side in (atom.left, atom.right):
        for part in subterms(side):
            match part:
                case ir.Cases():
                    for case in part.cases:
                        yield from atoms(case.condition)
                case ir.Least() | ir.Greatest():
                    for left, right in itertools.combinations(part.terms, 2):
                        yield ir.Compare(left, ir.Order.AT_MOST, right)
                case _:
                    pass


def _bisect(reads: Callable[[int], Kleene], low: int, high: int) -> int | None:
    """Return the first value in low..high that reads other than *low*, if the last one does."""
    first = reads(low)
    if low >= high or reads(high) is first:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if reads(middle) is first:
            low = middle
        else:
            high = middle
    return high


# ------------------------------------------------------- members and codes


def _classes(members: tuple[str, ...], atoms_here: list[Atom]) -> list[FactValue]:
    """Return the first member of each class that the tests on members tell apart."""
    tests = [frozenset(atom.values) for atom in atoms_here if isinstance(atom, ir.MemberIs)]
    tests += [atom.values for atom in atoms_here if isinstance(atom, ir.SetIs)]
    first: dict[tuple[bool, ...], FactValue] = {}
    for member in members:
        first.setdefault(tuple(member in test for test in tests), member)
    return list(first.values())


def _set_cells(members: tuple[str, ...], atoms_here: list[Atom]) -> list[FactValue]:
    """Return sets with none, one or all members of each class.

    A test counts at most whether none, some or all of a class are there, so no
    other number of them is told apart.
    """
    tests = [atom.values for atom in atoms_here if isinstance(atom, ir.SetIs)]
    by_class: dict[tuple[bool, ...], list[str]] = {}
    for member in members:
        by_class.setdefault(tuple(member in test for test in tests), []).append(member)
    return _unions([_none_one_all(group) for group in by_class.values()])


def _code_set_cells(system: str, atoms_here: list[Atom]) -> list[FactValue]:
    codes = code_classes(system, atoms_here)
    return _unions([[frozenset(), frozenset({code})] for code in codes])


def _none_one_all(group: list[str]) -> list[frozenset[str]]:
    options = [frozenset[str](), frozenset({group[0]}), frozenset(group)]
    return list(dict.fromkeys(options))


def _unions(options: list[list[frozenset[str]]]) -> list[FactValue]:
    size = 1
    for option in options:
        size *= len(option)
    if size > MOST_SET_CELLS:
        raise TooManyError("a set can hold too many combinations")
    return [frozenset().union(*choice) for choice in itertools.product(*options)]
