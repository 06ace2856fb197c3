"""Turn truths into literals, equal ones into one: and-gates over leaves.

Every truth becomes an exact two-valued formula of its leaves: on a request in which every
fact is known, a condition is yes or no.  A leaf says one thing of one fact (or of a sum of
several), and `Leaf` tells what.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from policydsl.core import ir
from policydsl.core.facts import Choice, FactTable, MemberSet, YesNo
from policydsl.frozen import frozen
from policydsl.solve.sat import Literal

TRUE: Literal = 1


@frozen
class Present:
    """The fact is not absent."""

    fact: str


@frozen
class Among:
    """The fact holds one of *values*."""

    fact: str
    values: frozenset[str] | frozenset[bool]


@frozen
class Contains:
    """The fact's set contains *member*."""

    fact: str
    member: str


@frozen
class Coded:
    """A test of codes holds, if the fact is there."""

    fact: str
    test: ir.CodeIn | ir.CodeSetIs


@frozen
class AtMost:
    """The sum of factor × base is at most *bound*, if every base is there."""

    form: Form
    bound: int


@frozen
class Known:
    """The request gives the fact, or something supplies it."""

    fact: str


@frozen
class Unread:
    """A comparison whose terms are too intricate: it may come out either way."""

    test: ir.Compare


Base = ir.FactTerm | ir.ServiceDate | ir.AddPeriod | ir.AgeTerm | ir.BirthdayTerm | ir.YearTerm
Form = tuple[tuple[int, Base], ...]

Leaf = Present | Among | Contains | Coded | AtMost | Known | Unread


class Gates:
    """The variables of one policy: what each leaf says, and which gate joins which literals."""

    def __init__(self, facts: FactTable) -> None:
        self.facts = facts
        self.leaves: dict[int, Leaf] = {}
        self.joined: dict[int, tuple[Literal, ...]] = {}
        self.places: dict[Base, int] = {}
        self.count = TRUE
        self._bits: dict[str, list[int]] = {}
        self._variable_by_leaf: dict[Leaf, int] = {}
        self._variable_by_inputs: dict[tuple[Literal, ...], int] = {}
        # Expressions share subtrees as objects.  The element is kept beside its literal: an
        # id is only good while the object lives.
        self._lowered: dict[int, tuple[ir.Truth, Literal]] = {}

    # ------------------------------------------------------------------ gates

    def leaf(self, leaf: Leaf) -> Literal:
        variable = self._variable_by_leaf.get(leaf)
        if variable is None:
            self.count = variable = self.count + 1
            self._variable_by_leaf[leaf] = variable
            self.leaves[variable] = leaf
        return variable

    def bits(self, fact: str, members: int) -> list[Literal]:
        """Return variables for the number of the member that *fact* holds."""
        if fact not in self._bits:
            width = (members - 1).bit_length()
            self._bits[fact] = [self.count + 1 + place for place in range(width)]
            self.count += width
        return self._bits[fact]

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        kept: set[Literal] = set()
        for literal in literals:
            if literal == -TRUE or -literal in kept:
                return -TRUE
            if literal != TRUE:
                kept.add(literal)
        if len(kept) <= 1:
            return kept.pop() if kept else TRUE
        inputs = tuple(sorted(kept))
        variable = self._variable_by_inputs.get(inputs)
        if variable is None:
            self.count = variable = self.count + 1
            self._variable_by_inputs[inputs] = variable
            self.joined[variable] = inputs
        return variable

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        return -self.all_of([-literal for literal in literals])

    # ------------------------------------------------------------- conditions

    def standing_for(self, literal: Literal) -> ir.Truth:
        """Return a condition that is *literal*, to stand where a term asks for a condition."""
        truth = ir.Truism(True)
        self._lowered[id(truth)] = (truth, literal)
        return truth

    def truth(self, expr: ir.Truth) -> Literal:
        """Return the literal of *expr*; one for all that say the same."""
        known = self._lowered.get(id(expr))
        if known is None:
            known = self._lowered[id(expr)] = (expr, self._truth(expr))
        return known[1]

    def _truth(self, expr: ir.Truth) -> Literal:
        match expr:
            case ir.Truism():
                return TRUE if expr.value else -TRUE
            case ir.Not():
                return -self.truth(expr.operand)
            case ir.Cited() | ir.Named():
                return self.truth(expr.operand)
            case ir.And():
                return self.all_of([self.truth(part) for part in expr.operands])
            case ir.Or():
                return self.any_of([self.truth(part) for part in expr.operands])
            case ir.MemberIs():
                return self._member(expr)
            case ir.SetIs():
                return self.all_of([self.present(expr.fact), self._set(expr)])
            case ir.CodeIn() | ir.CodeSetIs():
                coded = self.leaf(Coded(expr.fact, expr))
                return self.all_of([self.present(expr.fact), coded])
            case ir.IsAbsent():
                return -self.present(expr.fact)
            case ir.IsKnown():
                return self.leaf(Known(expr.fact))
            case ir.Compare():
                # Conditions and terms nest in each other.
                from policydsl.solve.comparing import TooManyChoicesError, compare

                try:
                    return compare(self, expr)
                except TooManyChoicesError:
                    return self.leaf(Unread(expr))
            case _:
                assert_never(expr)

    def present(self, fact: str) -> Literal:
        return self.leaf(Present(fact)) if self.facts[fact].may_be_absent else TRUE

    def _member(self, expr: ir.MemberIs) -> Literal:
        kind = self.facts[expr.fact].type
        present = self.present(expr.fact)
        if isinstance(kind, YesNo):
            yes = self.leaf(Among(expr.fact, frozenset({True})))
            options = [
                literal for value, literal in ((True, yes), (False, -yes)) if value in expr.values
            ]
            return self.all_of([present, self.any_of(options)])
        assert isinstance(kind, Choice)
        values = frozenset(str(v) for v in expr.values) & frozenset(kind.members)
        if len(values) == len(kind.members):
            return present
        if not values:
            return -TRUE
        return self.all_of([present, self.leaf(Among(expr.fact, values))])

    def _set(self, expr: ir.SetIs) -> Literal:
        kind = self.facts[expr.fact].type
        assert isinstance(kind, MemberSet)
        within = [m for m in kind.members if m in expr.values]
        without = [m for m in kind.members if m not in expr.values]
        inside = [self.leaf(Contains(expr.fact, member)) for member in within]
        outside = [self.leaf(Contains(expr.fact, member)) for member in without]
        match expr.word:
            case ir.SetWord.INCLUDES:
                return self.all_of(inside) if expr.values <= set(kind.members) else -TRUE
            case ir.SetWord.ANY_IN:
                return self.any_of(inside)
            case ir.SetWord.ONLY:
                return self.all_of([-literal for literal in outside])
            case ir.SetWord.ALL_IN:
                return self.all_of([self.any_of(inside), *(-literal for literal in outside)])
            case _:
                assert_never(expr.word)
